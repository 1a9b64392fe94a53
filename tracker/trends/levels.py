"""Levels of pain with their uncertainty: how high pain is over a window of days, and how sure the log makes us.

Days resemble the days beside them. With correlation phi^k between two days k apart (a first-order autoregression), two
days of a window of w days drawn at random have the mean correlation

    r(w) = 2 / (w (w - 1)) * sum over k = 1 .. w - 1 of (w - k) phi^k,

so the mean of n entries has the standard error s * sqrt((1 + (n - 1) r) / n): the design effect of correlated
observations (Kish 1965). phi is a constant (`day_correlation`). s is the patient's own scatter sigma (`noise`), less at
low levels, where scores can hardly go lower: s = sigma * scatter(level), see `scatter_at`.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Floats, Ints
from tracker.trends.compiled import compiled, inlined
from tracker.trends.moving_order import trailing_trimmed_mean
from tracker.trends.windows import trailing_mean, window_lengths


class Scatter(NamedTuple):
    """How scores scatter by level: fully from `full_level` on, by a share of it at 0, evenly in between."""

    floor: float
    full_level: float


def scatter_of(rules: Thresholds) -> Scatter:
    """The scatter by level, on file."""
    return Scatter(rules.value("floor_scatter"), rules.value("full_scatter_level"))


@inlined
def scatter_at(level: float, scatter: Scatter) -> float:
    """The share of the full scatter at a level."""
    return min(1.0, scatter.floor + (1 - scatter.floor) * level / scatter.full_level)


class LevelThen(NamedTuple):
    """Levels on days of some patients, one element each: the level with its interval, the entries that it rests on and
    the days of its window."""

    value: Floats
    low: Floats
    high: Floats
    entries: Ints
    days: Ints


@dataclass(frozen=True, slots=True)
class Level:
    """A level over the last `days` days, for every patient and day: `value` (0-10, NaN where too few entries), its
    standard error, and `entries`, the number of days with a score in the window."""

    days: int
    value: Floats
    error: Floats
    entries: Ints

    def above(self, confidence: float) -> Floats:
        """The one-sided lower limit: the level lies above it with this confidence."""
        return self.value - z(confidence) * self.error

    def below(self, confidence: float) -> Floats:
        """The one-sided upper limit: the level lies below it with this confidence."""
        return self.value + z(confidence) * self.error

    def interval(self, share: float) -> tuple[Floats, Floats]:
        """The interval that holds the true level with probability `share`, kept within 0-10."""
        side = (1 + share) / 2
        return np.maximum(self.above(side), 0.0), np.minimum(self.below(side), 10.0)

    def then(self, row: Ints, day: Ints, share: float) -> LevelThen:
        """The level of each of some patients on a day of the patient's, kept within 0-10 (a fitted one can lie beyond),
        with its interval (`share`)."""
        there = Level(self.days, self.value[row, day], self.error[row, day], self.entries[row, day])
        return LevelThen(
            np.clip(there.value, 0.0, 10.0), *there.interval(share), there.entries, np.minimum(self.days, day + 1)
        )


def z(confidence: float) -> float:
    """The quantile of the standard normal distribution."""
    return NormalDist().inv_cdf(confidence)


def mean_correlation(lengths: Ints, phi: float) -> Floats:
    """r(w) of the module's head for each window length; 0 for a window of one day."""
    lags = np.arange(1, int(lengths.max(initial=1)) + 1)
    pairs = np.maximum(lengths[:, None] - lags, 0) * phi**lags
    mean: Floats = 2 * pairs.sum(axis=1) / np.maximum(lengths * (lengths - 1), 1)
    return mean


def noise(pain: Floats, rules: Thresholds) -> Floats:
    """Day-to-day scatter sigma of each patient as of each day: a standard deviation in points, at levels that leave
    scores room (see `scatter_at`).

    Each trailing fortnight with at least three entries gives a sum of squares about its own mean m, whose expectation
    is (n - 1) (scatter(m)^2 sigma^2 (1 - r) + 1/12), the last for rounding to whole numbers. Freed of the rounding and
    scaled by the scatter, those of all fortnights so far are pooled, each weighed 1/14 as every entry lies in 14 of
    them, and shrunk to the usual scatter of people with pain, which counts as much as ten entries: a patient is
    believed to be usual until the own log says otherwise.
    """
    window = rules.days("typical_window")
    r = mean_correlation(window_lengths(pain.shape[1], window), rules.value("day_correlation"))
    usual = rules.value("usual_noise"), rules.value("usual_noise_entries")
    return _noise(pain, window, r, usual, scatter_of(rules))


@compiled
def _noise(pain: Floats, window: int, r: Floats, usual: tuple[float, float], scatter: Scatter) -> Floats:
    sigma = np.empty(pain.shape)
    spread, weight = usual
    expects, rounds = (1 - r) / window, 1 / 12
    for row in range(pain.shape[0]):
        count, total, squares, seen, expected = 0, 0.0, 0.0, weight * spread**2, weight
        for day in range(pain.shape[1]):
            score = pain[row, day]
            if not np.isnan(score):
                count, total, squares = count + 1, total + score, squares + score * score
            if day >= window and not np.isnan(pain[row, day - window]):
                left = pain[row, day - window]
                count, total, squares = count - 1, total - left, squares - left * left
            if count >= 3:
                mean = total / count
                about = squares - total * mean - (count - 1) * rounds
                seen += max(about, 0.0) / (window * scatter_at(mean, scatter) ** 2)
                expected += (count - 1) * expects[day]
            sigma[row, day] = np.sqrt(seen / expected)
    return sigma


def _level(value: Floats, entries: Ints, days: int, sigma: Floats, rules: Thresholds) -> Level:
    r = mean_correlation(window_lengths(value.shape[1], days), rules.value("day_correlation"))
    return Level(days, value, _errors(value, entries, sigma, r, scatter_of(rules)), entries)


@compiled
def _errors(value: Floats, entries: Ints, sigma: Floats, r: Floats, scatter: Scatter) -> Floats:
    """The standard error of a mean of so many entries, see the module's head; NaN where the mean is not known."""
    error = np.full(value.shape, np.nan)
    for row in range(value.shape[0]):
        for day in range(value.shape[1]):
            n = entries[row, day]
            if n > 0:
                own = sigma[row, day] * scatter_at(value[row, day], scatter)
                error[row, day] = own * np.sqrt((1 + (n - 1) * r[day]) / n)
    return error


def typical_pain(pain: Floats, sigma: Floats, rules: Thresholds) -> Level:
    """Typical pain: the 20 % trimmed mean of the last 14 days, from 5 entries on. To check it by eye, strike out the
    highest and the lowest entry (two of each from 10 entries on) and average the rest."""
    days, enough = rules.days("typical_window"), rules.days("typical_entries")
    value, entries = trailing_trimmed_mean(pain, days, enough, rules.value("trimmed_share"))
    return _level(value, entries, days, sigma, rules)


def mean_level(pain: Floats, days: int, sigma: Floats, rules: Thresholds) -> Level:
    """The plain mean of the last `days` days, from 7 entries on (`sufficient_recent`)."""
    value, entries = trailing_mean(pain, days, rules.days("sufficient_recent"))
    return _level(value, entries, days, sigma, rules)
