"""The mean pain of one stretch of days of one patient with its interval: the level in the evidence of a flag."""

from dataclasses import dataclass
from functools import cache
from math import isnan, sqrt

import numpy as np

from tracker.trends.course import Course
from tracker.trends.levels import mean_correlation, scatter_at, scatter_of, z


@dataclass(frozen=True, slots=True)
class MeanOfDays:
    """A mean on the 0-10 scale with its interval (`interval_share`), and on how many days of how many it rests."""

    value: float
    low: float
    high: float
    entries: int
    days: int


def mean_of_days(course: Course, row: int, first: int, last: int) -> MeanOfDays:
    """The mean of the entries from day `first` to day `last`, both included, of which one at least is known. The
    standard error is that of a mean of correlated days with the patient's scatter as of the last one; see `levels`."""
    given = [score for score in course.pain[row, first : last + 1].tolist() if not isnan(score)]
    days, entries = last - first + 1, len(given)
    mean = sum(given) / entries
    sigma = float(course.sigma[row, last]) * scatter_at(mean, scatter_of(course.rules))
    correlated = _mean_correlation(days, course.rules.value("day_correlation"))
    error = sigma * sqrt((1 + (entries - 1) * correlated) / entries)
    side = _quantile(course.rules.value("interval_share")) * error
    return MeanOfDays(mean, max(mean - side, 0.0), min(mean + side, 10.0), entries, days)


@cache
def _mean_correlation(days: int, phi: float) -> float:
    return float(mean_correlation(np.array([days]), phi)[0])


@cache
def _quantile(share: float) -> float:
    return z((1 + share) / 2)
