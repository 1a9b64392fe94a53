"""Other methods for pain that lasts: whether it does not improve, and whether it persists, on the days asked about.

Those for non-improvement put one rule to a level and a fall of 42 days, which each takes in its own way: the fall is
less than 0.75 points, and the level 4 or more, or 3 or more with less than 30 % of the pain before surgery (as asked)
gone. A method is on just where its rule holds on the day: to hold on to a flag would cost it agreement on that day.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pymannkendall
from scipy import stats

from benchmarks.relapse_rivals import rolling, rolling_mean
from benchmarks.scoring import COLUMNS
from tracker.simulation.population import Population
from tracker.trends.arrays import Bools, Floats

LAG = 42
TREND_DAYS = 70
EWMA_HALF_LIFE = 22
"""Days; chosen on seed 21 among 5, 7, 10, 14, 18, 22 and 28, as the best at day 90."""
MEAN_DAYS = 21
"""Days of the rolling mean; chosen on seed 21 among 14, 21 and 28, as the best at day 90."""

Rule = Callable[[Population, int], Bools]
"""Whether a method is on for each patient on a day; it is given the scores up to that day only."""


@dataclass(frozen=True, slots=True)
class LastingRival:
    """A method for one kind of flag."""

    name: str
    kind: str
    rule: Rule


def flags_on(rival: LastingRival, people: Population, days: tuple[int, ...]) -> pd.DataFrame:
    """The flags of a method in the columns of the scores: one for each patient and each of the days that it is on."""
    on = [(day, np.flatnonzero(rival.rule(people, day))) for day in days]
    rows = [(int(patient), rival.kind, day, day, day + 1) for day, patients in on for patient in patients]
    return pd.DataFrame(rows, columns=COLUMNS)


def _not_improving(people: Population, level: Floats, fall: Floats) -> Bools:
    little_gone = people.asked - level < 0.3 * people.asked
    return np.asarray((fall < 0.75) & ((level >= 4) | ((level >= 3) & little_gone)))


def ewma(people: Population, day: int) -> Bools:
    """pandas' exponentially weighted mean by days, against the same 42 days before."""
    until = pd.DataFrame(people.scores[:, : day + 1].T)
    mean = until.ewm(halflife=EWMA_HALF_LIFE, ignore_na=False).mean().to_numpy()
    return _not_improving(people, mean[day], mean[day - LAG] - mean[day])


def rolling_means(people: Population, day: int) -> Bools:
    """pandas' mean of 21 days against that of 42 days before."""
    mean = rolling_mean(people.scores[:, : day + 1], MEAN_DAYS, 5)
    return _not_improving(people, mean[:, day], mean[:, day - LAG] - mean[:, day])


def sen_slope(people: Population, day: int) -> Bools:
    """pymannkendall's Sen slope of the entries of 70 days, per entry, made one per day by their mean distance."""

    def slope(scores: Floats, days: Floats) -> float:
        return float(pymannkendall.sens_slope(scores).slope * (scores.size - 1) / np.ptp(days))

    return _by_slope(people, day, slope)


def theil_sen(people: Population, day: int) -> Bools:
    """scipy's Theil-Sen slope of the entries of 70 days by day."""

    def slope(scores: Floats, days: Floats) -> float:
        return float(stats.theilslopes(scores, days).slope)

    return _by_slope(people, day, slope)


def _by_slope(people: Population, day: int, slope: Callable[[Floats, Floats], float]) -> Bools:
    """The level is the mean of 28 days; the fall that of 42 days at the slope."""
    recent = people.scores[:, max(day - TREND_DAYS + 1, 0) : day + 1]
    fall = np.full(len(recent), np.nan)
    for patient, row in enumerate(recent):
        days = np.flatnonzero(np.isfinite(row)).astype(np.float64)
        if days.size >= 10:
            fall[patient] = -LAG * slope(row[np.isfinite(row)], days)
    return _not_improving(people, rolling_mean(people.scores[:, : day + 1], 28, 7)[:, day], fall)


def mean_of_28_days(people: Population, day: int) -> Bools:
    """pandas' mean of 28 days is 4 or more."""
    return np.asarray(rolling_mean(people.scores[:, : day + 1], 28, 7)[:, day] >= 4)


def median_of_28_days(people: Population, day: int) -> Bools:
    """pandas' median of 28 days is 4 or more."""
    return np.asarray(rolling(people.scores[:, : day + 1], 28, 7).median().to_numpy()[day] >= 4)


LASTING_RIVALS: tuple[LastingRival, ...] = (
    LastingRival("EWMA", "non_improvement", ewma),
    LastingRival("Sen slope (pymannkendall)", "non_improvement", sen_slope),
    LastingRival("Theil-Sen (scipy)", "non_improvement", theil_sen),
    LastingRival("rolling mean (pandas)", "non_improvement", rolling_means),
    LastingRival("mean of 28 days (pandas)", "persistent", mean_of_28_days),
    LastingRival("median of 28 days (pandas)", "persistent", median_of_28_days),
)
