"""Levels of pain with their uncertainty: how high pain is over a window of days, and how sure the log makes us.

Days resemble the days beside them. With correlation phi^k between two days k apart (a first-order autoregression), two
days of a window of w days drawn at random have the mean correlation

    r(w) = 2 / (w (w - 1)) * sum over k = 1 .. w - 1 of (w - k) phi^k,

so the mean of n entries has the standard error sigma * sqrt((1 + (n - 1) r) / n): the design effect of correlated
observations (Kish 1965). phi is a constant (`day_correlation`); sigma is the patient's own, see `noise`.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Floats, Ints
from tracker.trends.windows import trailing_count, trailing_mean, trailing_sum, trimmed_mean, window_lengths


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

    def on(self, row: int, day: int) -> "Level":
        """The level of one patient on one day, as a matrix of one element."""
        place = slice(row, row + 1), slice(day, day + 1)
        return Level(self.days, self.value[place], self.error[place], self.entries[place])

    def interval(self, share: float) -> tuple[Floats, Floats]:
        """The interval that holds the true level with probability `share`, kept within 0-10."""
        side = (1 + share) / 2
        return np.maximum(self.above(side), 0.0), np.minimum(self.below(side), 10.0)


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
    """Day-to-day scatter of each patient as of each day: a standard deviation in points.

    Each trailing fortnight gives a sum of squares about its own mean, whose expectation is
    sigma^2 (n - 1) (1 - r). Those of all fortnights so far are pooled, each weighed 1/14 as every entry lies in 14 of
    them, and shrunk to the usual scatter of people with pain, which counts as much as ten entries: a patient is
    believed to be usual until the own log says otherwise.
    """
    window, weight = rules.days("typical_window"), rules.value("usual_noise_entries")
    mean, count = trailing_mean(pain, window, 2)
    squares = trailing_sum(np.nan_to_num(pain) ** 2, window) - count * np.nan_to_num(mean) ** 2
    r = mean_correlation(window_lengths(pain.shape[1], window), rules.value("day_correlation"))
    seen = np.where(count >= 2, squares, 0.0) / window
    expected = np.where(count >= 2, (count - 1) * (1 - r), 0.0) / window
    prior = weight * rules.value("usual_noise") ** 2
    return np.sqrt((prior + np.cumsum(seen, axis=1)) / (weight + np.cumsum(expected, axis=1)))


def _level(value: Floats, entries: Ints, days: int, sigma: Floats, rules: Thresholds) -> Level:
    r = mean_correlation(window_lengths(value.shape[1], days), rules.value("day_correlation"))
    error = sigma * np.sqrt((1 + (entries - 1) * r) / np.maximum(entries, 1))
    return Level(days, value, np.where(np.isfinite(value), error, np.nan), entries)


def typical_pain(fortnights: Floats, sigma: Floats, rules: Thresholds) -> Level:
    """Typical pain: the 20 % trimmed mean of the last 14 days, from 5 entries on. To check it by eye, strike out the
    highest and the lowest entry (two of each from 10 entries on) and average the rest. `fortnights`: the entries of
    each such window, sorted."""
    days, enough = rules.days("typical_window"), rules.days("typical_entries")
    value, entries = trimmed_mean(fortnights, enough, rules.value("trimmed_share"))
    return _level(value, entries, days, sigma, rules)


def mean_level(pain: Floats, days: int, sigma: Floats, rules: Thresholds) -> Level:
    """The plain mean of the last `days` days, from 7 entries on (`sufficient_recent`)."""
    value, entries = trailing_mean(pain, days, rules.days("sufficient_recent"))
    return _level(value, entries, days, sigma, rules)


@dataclass(frozen=True, slots=True)
class Fall:
    """By how many points pain falls in `improvement_lag` days (negative: it rises), and the standard error."""

    points: Floats
    error: Floats


def fall_by_line(pain: Floats, sigma: Floats, rules: Thresholds) -> Fall:
    """The fall over 42 days on the straight line (least squares) through the entries of the last 70 days; NaN where
    there are fewer than 14 (`sufficient_total`).

    Var(slope) = sigma^2 (1 + 2 p phi / (1 - phi)) / Sxx, with p the share of days logged: the variance of least
    squares, inflated for correlated days (long-run variance of a first-order autoregression seen on a share p).
    """
    window, lag = rules.days("trend_window"), rules.value("improvement_lag")
    phi = rules.value("day_correlation")
    given = np.isfinite(pain)
    day = np.arange(pain.shape[1], dtype=np.float64)
    n = trailing_count(given, window)
    several = np.maximum(n, 1)
    sum_x, sum_y = trailing_sum(given * day, window), trailing_sum(np.nan_to_num(pain), window)
    sxx = trailing_sum(given * day**2, window) - sum_x**2 / several
    sxy = trailing_sum(np.nan_to_num(pain) * day, window) - sum_x * sum_y / several
    enough = n >= rules.days("sufficient_total")
    spread = np.where(enough, sxx, 1.0)
    coverage = n / window_lengths(pain.shape[1], window)
    error = sigma * np.sqrt((1 + 2 * coverage * phi / (1 - phi)) / spread)
    return Fall(np.where(enough, -lag * sxy / spread, np.nan), np.where(enough, lag * error, np.nan))
