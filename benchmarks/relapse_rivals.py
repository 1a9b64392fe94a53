"""Other methods in use, each as good as it can be made while it looks at no later day.

What the methods for relapse have in common, so that only the test itself differs: the relief is the lowest mean of 21
days so far (7 entries at least) plus its standard error, since the lowest of many means lies too low; it counts as
relief by the same rule as in the truth (with the pain before surgery as asked, or of the first fortnight), and the line
is 2 points or 30 % above it. A flag is latched: it stays on until the mean of 14 days is a point or less over the
relief.

Settings were chosen on another population than those reported on (seed 21; 2,000 patients, 500 for the slow methods):
of each method's settings that raise about 5 and about 9 false flags per 100 patient-years, those that find most
relapses within 28 days. Methods that have to be fitted anew for each day look every sixth day, as the fit is slow.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pymannkendall
import ruptures
from scipy import stats

from benchmarks.scoring import COLUMNS, OPEN
from tracker.simulation.population import Population
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled

EVERY = 6
"""Days from one look of a slow method to the next."""

FIRST_LOOK = 24
"""Day of the first look of the slow methods, as soon as there can be relief."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a method has before it, matrices of patients by days: scores, NaN where not logged; the relief so far,
    infinite where none counts; the line that a return crosses; the days on which pain is back at the relief."""

    scores: Floats
    relief: Floats
    line: Floats
    settled: Bools


Warnings = tuple[Bools, Floats]
"""Where a method would raise its flag, and the day on which it would say that it began."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A method at one setting. `most` patients are looked at, as more would take too long."""

    name: str
    setting: str
    warn: Callable[[Watched], Warnings]
    most: int = 10**9


def rolling(scores: Floats, days: int, least: int) -> "pd.api.typing.Rolling[pd.DataFrame]":
    """pandas' rolling window over the last `days` days, from `least` entries on; days are rows."""
    return pd.DataFrame(scores.T).rolling(days, min_periods=least)


def rolling_mean(scores: Floats, days: int, least: int) -> Floats:
    """The mean of the last `days` days of each patient, NaN with fewer than `least` entries."""
    mean: Floats = rolling(scores, days, least).mean().to_numpy(copy=True).T
    return mean


def watched(people: Population) -> Watched:
    """A population as the methods see it."""
    entries = rolling(people.scores, 21, 0).count().to_numpy().T
    lately = rolling_mean(people.scores, 21, 7) + own_noise(people.scores) / np.sqrt(np.maximum(entries, 1))
    lately[:, :20] = np.nan
    lowest = np.fmin.accumulate(np.where(np.isnan(lately), np.inf, lately), axis=1)
    first_fortnight = np.nan_to_num(rolling_mean(people.scores[:, :14], 14, 3)[:, -1:])
    usual = np.fmax(people.asked[:, None], first_fortnight)
    counts = (lowest <= 3) | ((lowest <= usual - 2) & (lowest <= 0.7 * usual))
    relief = np.where(counts, lowest, np.inf)
    settled = rolling_mean(people.scores, 14, 4) <= lowest + 1
    return Watched(people.scores, relief, relief + np.maximum(2, 0.3 * relief), settled)


def relapse_flags(rival: Rival, people: Population) -> pd.DataFrame:
    """The relapse flags of one method, in the columns of the scores."""
    seen = watched(people)
    warned, began = rival.warn(seen)
    return pd.DataFrame(_flags(latched(warned & np.isfinite(seen.relief), seen.settled), began), columns=COLUMNS)


def _flags(on: Bools, began: Floats) -> Iterator[tuple[int, str, int, int, int]]:
    edges = np.diff(np.pad(on, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    for (patient, first), (_, after) in zip(np.argwhere(edges == 1), np.argwhere(edges == -1), strict=True):
        cleared = OPEN if after == on.shape[1] else int(after)
        yield int(patient), "relapse", int(began[patient, first]), int(first), cleared


@compiled
def latched(raised: Bools, cleared: Bools) -> Bools:
    """On from a day of `raised` up to a day of `cleared` that is not one of `raised`."""
    on = np.zeros_like(raised)
    for patient in range(raised.shape[0]):
        for day in range(raised.shape[1]):
            before = day > 0 and on[patient, day - 1]
            on[patient, day] = raised[patient, day] or (before and not cleared[patient, day])
    return on


def own_noise(scores: Floats) -> Floats:
    """Each patient's standard deviation about the mean of 14 days, up to each day; 1.3 counts as ten entries."""
    mean = rolling_mean(scores, 14, 4)
    squares = (scores - mean) ** 2
    seen = np.isfinite(squares)
    variance: Floats = (10 * 1.3**2 + np.nancumsum(squares, axis=1)) / (10 + np.cumsum(seen, axis=1))
    return np.sqrt(variance)


def _today(like: Floats, back: int) -> Floats:
    """The day itself, less some: what a method says that does not date the onset."""
    return np.broadcast_to(np.arange(like.shape[1], dtype=np.float64) - back, like.shape)


def seven_day_mean(seen: Watched, *, running: int, over: float) -> Warnings:
    """The mean of 7 days (4 entries or more) lies `over` points over the line, on `running` days running."""
    above = pd.DataFrame((rolling_mean(seen.scores, 7, 4) >= seen.line + over).T)
    held = above.rolling(running).min().to_numpy().T == 1
    return held, _today(seen.scores, 6 + running - 1)


def confidence_limits(seen: Watched, *, days: int, sure: float, over: float) -> Warnings:
    """The lower confidence limit of pandas' rolling mean, `sure` standard errors (of uncorrelated days) below it, lies
    `over` points over the line."""
    window = rolling(seen.scores, days, days // 3)
    lower = (window.mean() - sure * window.std() / np.sqrt(window.count())).to_numpy().T
    return lower >= seen.line + over, _today(seen.scores, days - 1)


def ewma_chart(seen: Watched, *, weight: float, over: float, sigmas: float) -> Warnings:
    """The exponentially weighted mean of the entries leaves its control limit: `over` points over the line, and some
    standard deviations of the chart, for each patient's own noise."""
    deviation = own_noise(seen.scores) * np.sqrt(weight / (2 - weight))
    chart, began = _chart(seen.scores, seen.relief, weight)
    return chart >= seen.line + over + sigmas * deviation, began


@compiled
def _chart(scores: Floats, relief: Floats, weight: float) -> tuple[Floats, Floats]:
    """The weighted mean, and the day since which it lies more than a point over the relief."""
    chart, began = np.full_like(scores, np.nan), np.zeros_like(scores)
    for patient in range(scores.shape[0]):
        mean, since = np.nan, 0.0
        for day in range(scores.shape[1]):
            score = scores[patient, day]
            if not np.isnan(score):
                mean = score if np.isnan(mean) else mean + weight * (score - mean)
            if not mean > relief[patient, day] + 1:
                since = day + 1.0
            chart[patient, day], began[patient, day] = mean, since
    return chart, began


def cusum(seen: Watched, *, slack: float, limit: float) -> Warnings:
    """The sum of how far each entry lies over the relief plus `slack` points, in standard deviations of the patient,
    never below 0 and back at 0 with every new nadir and with a return to the relief, passes `limit`. It began when the
    sum last left 0."""
    total, began = _cusum(seen.scores, seen.relief, (own_noise(seen.scores), seen.settled), slack)
    return total > limit, began


@compiled
def _cusum(scores: Floats, relief: Floats, own: tuple[Floats, Bools], slack: float) -> tuple[Floats, Floats]:
    noise, settled = own
    sums, began = np.zeros_like(scores), np.zeros_like(scores)
    for patient in range(scores.shape[0]):
        total, since = 0.0, 0.0
        for day in range(scores.shape[1]):
            nadir = relief[patient, day]
            if settled[patient, day] or (day > 0 and nadir < relief[patient, day - 1]):
                total = 0.0
            if not np.isnan(scores[patient, day]) and np.isfinite(nadir):
                total = max(0.0, total + (scores[patient, day] - nadir - slack) / noise[patient, day])
            if total == 0:
                since = day + 1.0
            sums[patient, day], began[patient, day] = total, since
    return sums, began


Fit = Callable[[Floats, Ints, int, int], tuple[bool, float]]
"""From the entries of one patient up to a day, their days, which patient and which day: whether to warn, since when."""


def _at_looks(seen: Watched, fit: Fit) -> Warnings:
    """Asks for a fit every sixth day, where there is relief and at least 10 entries, and only while no flag is on."""
    warned, began = np.zeros(seen.scores.shape, dtype=np.bool_), np.zeros_like(seen.scores)
    for patient, row in enumerate(seen.scores):
        days, on = np.flatnonzero(np.isfinite(row)), False
        for day in range(FIRST_LOOK, row.size, EVERY):
            on = on and not seen.settled[patient, day - EVERY : day].any()
            known = days[days <= day]
            if not on and known.size >= 10 and np.isfinite(seen.relief[patient, day]):
                on, began[patient, day] = fit(row[known], known, patient, day)
                warned[patient, day] = on
    return warned, began


def pelt(seen: Watched, *, penalty: float, over: float) -> Warnings:
    """Change points of all entries so far by PELT (least squares, at least 5 entries between two; the penalty in
    variances times the logarithm of their number): the last stretch lies `over` points over the line that the lowest of
    the stretches of 21 days gives. It began with the last stretch."""
    noise = own_noise(seen.scores)

    def fit(scores: Floats, days: Ints, patient: int, day: int) -> tuple[bool, float]:
        price = penalty * noise[patient, day] ** 2 * np.log(scores.size)
        ends = ruptures.KernelCPD(kernel="linear", min_size=5).fit(scores).predict(pen=price)
        starts = [0, *ends[:-1]]
        means = [float(scores[a:b].mean()) for a, b in zip(starts, ends, strict=True)]
        long = [mean for mean, a, b in zip(means, starts, ends, strict=True) if days[b - 1] - days[a] >= 20]
        lowest = min(long[:-1] if long and long[-1] == means[-1] else long, default=np.inf)
        return len(ends) > 1 and means[-1] >= lowest + max(2, 0.3 * lowest) + over, float(days[starts[-1]])

    return _at_looks(seen, fit)


def mann_kendall(seen: Watched, *, days: int, alpha: float, over: float) -> Warnings:
    """The Mann-Kendall test finds a rise in the entries of the last `days` days, and Sen's line through them ends
    `over` points over the line of a return."""

    def fit(scores: Floats, logged: Ints, patient: int, day: int) -> tuple[bool, float]:
        recent = logged > day - days
        if recent.sum() < 8:
            return False, 0.0
        test = pymannkendall.original_test(scores[recent], alpha=alpha)
        per_day = test.slope * (recent.sum() - 1) / max(np.ptp(logged[recent]), 1)
        ends = np.median(scores[recent] + per_day * (day - logged[recent]))
        return test.trend == "increasing" and ends >= seen.line[patient, day] + over, float(day - days // 2)

    return _at_looks(seen, fit)


def theil_sen(seen: Watched, *, days: int, sure: float, over: float) -> Warnings:
    """Theil and Sen's slope of the entries of the last `days` days is above 0, its lower confidence limit too, and the
    line ends `over` points over the line of a return."""

    def fit(scores: Floats, logged: Ints, patient: int, day: int) -> tuple[bool, float]:
        recent = logged > day - days
        if recent.sum() < 8:
            return False, 0.0
        line = stats.theilslopes(scores[recent], logged[recent], alpha=sure)
        ends = line.intercept + line.slope * day
        return line.low_slope > 0 and ends >= seen.line[patient, day] + over, float(day - days // 2)

    return _at_looks(seen, fit)


_SLOW, _VERY_SLOW = 1000, 500
"""Patients that a method looks at whose fit takes a millisecond or more."""

_SEN = "Mann-Kendall, Sen slope (pymannkendall)"

RELAPSE_RIVALS: tuple[Rival, ...] = (
    Rival("mean of 7 days", "0.75 over, 10 days running", partial(seven_day_mean, running=10, over=0.75)),
    Rival("mean of 7 days", "0.5 over, 10 days running", partial(seven_day_mean, running=10, over=0.5)),
    Rival("CUSUM", "limit 16", partial(cusum, slack=2.0, limit=16)),
    Rival("CUSUM", "limit 13", partial(cusum, slack=2.0, limit=13)),
    Rival("EWMA chart", "3.5 sigma", partial(ewma_chart, weight=0.14, over=0.0, sigmas=3.5)),
    Rival("EWMA chart", "3 sigma", partial(ewma_chart, weight=0.14, over=0.0, sigmas=3.0)),
    Rival("rolling mean, lower limit (pandas)", "0.4 over", partial(confidence_limits, days=21, sure=2.33, over=0.4)),
    Rival("rolling mean, lower limit (pandas)", "0.1 over", partial(confidence_limits, days=21, sure=2.33, over=0.1)),
    Rival("PELT (ruptures)", "penalty 11", partial(pelt, penalty=11, over=-0.25)),
    Rival("PELT (ruptures)", "penalty 8", partial(pelt, penalty=8, over=0.0)),
    Rival(_SEN, "1.4 over", partial(mann_kendall, days=42, alpha=0.001, over=1.4), _VERY_SLOW),
    Rival(_SEN, "0.8 over", partial(mann_kendall, days=42, alpha=0.001, over=0.8), _VERY_SLOW),
    Rival("Theil-Sen (scipy)", "99 % sure", partial(theil_sen, days=42, sure=0.99, over=0.0), _SLOW),
    Rival("Theil-Sen (scipy)", "95 % sure", partial(theil_sen, days=42, sure=0.95, over=1.25), _SLOW),
)
"""Each method at about 5 and at about 9 false flags per 100 patient-years."""
