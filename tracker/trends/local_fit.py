"""The course of pain over the last 12 weeks as a smooth curve: a weighted local fit with its uncertainty.

As of day d the scores of the last 84 days are fitted by

    y(t) = level + slope (d - t) / 42 + settling exp(-t / 25),

a straight line and the settling of the first weeks after surgery, each score weighed exp(-(d - t) / 60), so that the
last weeks count most. `slope` is the fall in points in six weeks; by how much pain falls and settles is known roughly
beforehand (normal about 0 with standard deviations of 1 and 5 points), which keeps a thin log from telling of steep
falls; of the level nothing is taken for known. This is Bayesian linear regression (Gelman et al. 2013, Bayesian Data
Analysis, chapter 14). Scores scatter by sigma^2 (1 + 2 p phi / (1 - phi)) + 1/12: the long-run variance of a
first-order autoregression seen on a share p of days, and rounding to whole numbers. sigma is the patient's own, less
near 0.
"""

from typing import NamedTuple

import numpy as np

from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Floats
from tracker.trends.compiled import compiled, inlined
from tracker.trends.levels import Scatter, scatter_at, scatter_of


class Fit(NamedTuple):
    """The fitted curve as of each day, patients x days; NaN where fewer than 14 entries in the window.

    `four_weeks`: its mean over the last 28 days, with `error`, the standard error; `fall`: by how many points its mean
    of 14 days fell in 42 days (negative: it rose), with `fall_error`.
    """

    four_weeks: Floats
    error: Floats
    fall: Floats
    fall_error: Floats


class _Shape(NamedTuple):
    window: int
    entries: int
    lag: int
    short: int
    long: int
    fades: float
    settles: float
    slope_spread: float
    settling_spread: float
    correlation: float
    scatter: Scatter


def local_fit(pain: Floats, sigma: Floats, rules: Thresholds) -> Fit:
    """Fit the course up to each day. `pain`: patients x days, NaN where not given; `sigma`: see `levels.noise`."""
    shape = _Shape(
        window=rules.days("trend_window"),
        entries=rules.days("sufficient_total"),
        lag=rules.days("improvement_lag"),
        short=rules.days("typical_window"),
        long=rules.days("persistent_window"),
        fades=rules.value("trend_fades"),
        settles=rules.value("settling_length"),
        slope_spread=rules.value("usual_fall"),
        settling_spread=rules.value("usual_settling"),
        correlation=rules.value("day_correlation"),
        scatter=scatter_of(rules),
    )
    fit = Fit(*(np.full(pain.shape, np.nan) for _ in Fit._fields))
    _fit_each_day(pain, sigma, shape, fit)
    return fit


@compiled
def _fit_each_day(pain: Floats, sigma: Floats, shape: _Shape, fit: Fit) -> None:
    days = pain.shape[1]
    settling = np.exp(-np.arange(days) / shape.settles)
    weight_lost = np.exp(-shape.window / shape.fades)
    sums, solved = np.zeros(10), np.zeros((3, 4))
    means = _mean_shapes(settling, shape)
    for row in range(pain.shape[0]):
        sums[:] = 0
        count = 0
        for day in range(days):
            _a_day_older(sums, 1 / shape.lag, np.exp(-1 / shape.fades))
            if not np.isnan(pain[row, day]):
                _add(sums, 1.0, 0.0, settling[day], pain[row, day])
                count += 1
            left = day - shape.window
            if left >= 0 and not np.isnan(pain[row, left]):
                _add(sums, -weight_lost, shape.window / shape.lag, settling[left], pain[row, left])
                count -= 1
            if count < shape.entries:
                continue
            variance = _variance(sums[6] / sums[0], sigma[row, day], count / min(day + 1, shape.window), shape)
            _solve(sums, variance, shape, solved)
            short, long, before = means[0, day], means[1, day], means[2, day]
            fit.four_weeks[row, day] = _dot(solved[:, 3], long)
            fit.error[row, day] = np.sqrt(_spread(solved, long))
            fit.fall[row, day] = _dot(solved[:, 3], before - short)
            fit.fall_error[row, day] = np.sqrt(_spread(solved, before - short))


@compiled
def _mean_shapes(settling: Floats, shape: _Shape) -> Floats:
    """The three terms of the curve (1, the line, the settling), averaged over days, as of each day: 0 over the last 14
    days, 1 over the last 28, 2 over the 14 days that lie 42 days further back. Windows do not reach before surgery."""
    days = settling.size
    means = np.zeros((3, days, 3))
    for which, length, back in ((0, shape.short, 0), (1, shape.long, 0), (2, shape.short, shape.lag)):
        for day in range(days):
            last = max(day - back, 0)
            first = max(last - length + 1, 0)
            means[which, day, 0] = 1.0
            means[which, day, 1] = (day - 0.5 * (first + last)) / shape.lag
            means[which, day, 2] = settling[first : last + 1].mean()
    return means


@inlined
def _add(sums: Floats, weight: float, age: float, settling: float, score: float) -> None:
    """Add a score to the weighted sums: 1, age, age^2, settling, settling^2, age settling, and each term with it."""
    sums[0] += weight
    sums[1] += weight * age
    sums[2] += weight * age * age
    sums[3] += weight * settling
    sums[4] += weight * settling * settling
    sums[5] += weight * age * settling
    sums[6] += weight * score
    sums[7] += weight * age * score
    sums[8] += weight * settling * score


@inlined
def _a_day_older(sums: Floats, older: float, fades: float) -> None:
    """Let every score in the sums be a day older and weigh a little less."""
    sums[2] += older * (2 * sums[1] + older * sums[0])
    sums[1] += older * sums[0]
    sums[5] += older * sums[3]
    sums[7] += older * sums[6]
    sums *= fades


@inlined
def _variance(mean: float, sigma: float, share: float, shape: _Shape) -> float:
    """What a score counts for: its scatter, inflated as it resembles those of the days beside it."""
    own = sigma * scatter_at(mean, shape.scatter)
    return own**2 * (1 + 2 * share * shape.correlation / (1 - shape.correlation)) + 1 / 12


@inlined
def _solve(sums: Floats, variance: float, shape: _Shape, solved: Floats) -> None:
    """The covariance of the three terms (first three columns), and the terms (last column)."""
    a, b, c = sums[0] / variance, sums[1] / variance, sums[3] / variance
    d, e = sums[2] / variance + 1 / shape.slope_spread**2, sums[5] / variance
    f = sums[4] / variance + 1 / shape.settling_spread**2
    minor_a, minor_b, minor_c = d * f - e * e, c * e - b * f, b * e - c * d
    scale = 1 / (a * minor_a + b * minor_b + c * minor_c)
    solved[0, 0], solved[1, 1], solved[2, 2] = scale * minor_a, scale * (a * f - c * c), scale * (a * d - b * b)
    solved[0, 1] = solved[1, 0] = scale * minor_b
    solved[0, 2] = solved[2, 0] = scale * minor_c
    solved[1, 2] = solved[2, 1] = scale * (b * c - a * e)
    for term in range(3):
        solved[term, 3] = (solved[term, 0] * sums[6] + solved[term, 1] * sums[7] + solved[term, 2] * sums[8]) / variance


@inlined
def _dot(one: Floats, other: Floats) -> float:
    return float(one[0] * other[0] + one[1] * other[1] + one[2] * other[2])


@inlined
def _spread(solved: Floats, of: Floats) -> float:
    """The variance of a sum of the three terms."""
    total = 0.0
    for one in range(3):
        for other in range(3):
            total += of[one] * solved[one, other] * of[other]
    return total
