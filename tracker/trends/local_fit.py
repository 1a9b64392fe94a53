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


class _Sums(NamedTuple):
    """Weighted sums over the scores of the window: of 1, age (in units of the lag) and settling, of their products two
    by two, and of each times the score."""

    one: float
    age: float
    settling: float
    age_age: float
    age_settling: float
    settling_settling: float
    score: float
    age_score: float
    settling_score: float


class _Symmetric(NamedTuple):
    """A symmetric matrix of the three terms of the curve: level, slope, settling."""

    level_level: float
    level_slope: float
    level_settling: float
    slope_slope: float
    slope_settling: float
    settling_settling: float


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
    fit = Fit(*(np.empty(pain.shape) for _ in Fit._fields))
    _fit_each_day(pain, sigma, shape, fit)
    return fit


@compiled
def _fit_each_day(pain: Floats, sigma: Floats, shape: _Shape, fit: Fit) -> None:
    days = pain.shape[1]
    settling = np.exp(-np.arange(days) / shape.settles)
    lasting, falling = _mean_shapes(settling, shape)
    resemblance = 2 * shape.correlation / (1 - shape.correlation) / np.minimum(np.arange(days) + 1, shape.window)
    older, fades = 1 / shape.lag, np.exp(-1 / shape.fades)
    oldest, least = shape.window / shape.lag, np.exp(-shape.window / shape.fades)
    slope_known, settling_known = 1 / shape.slope_spread**2, 1 / shape.settling_spread**2
    for row in range(pain.shape[0]):
        count, sums = 0, _Sums(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for day in range(days):
            sums = _a_day_older(sums, older, fades)
            if not np.isnan(pain[row, day]):
                sums = _added(sums, 1.0, 0.0, settling[day], pain[row, day])
                count += 1
            left = day - shape.window
            if left >= 0 and not np.isnan(pain[row, left]):
                sums = _added(sums, -least, oldest, settling[left], pain[row, left])
                count -= 1
            if count < shape.entries:
                fit.four_weeks[row, day] = fit.error[row, day] = np.nan
                fit.fall[row, day] = fit.fall_error[row, day] = np.nan
                continue
            # What a score counts for: its scatter, inflated as it resembles those of the days beside it.
            own = sigma[row, day] * scatter_at(sums.score / sums.one, shape.scatter)
            variance = own**2 * (1 + count * resemblance[day]) + 1 / 12
            covariance = _covariance(sums, variance, variance * slope_known, variance * settling_known)
            level, fall = (1.0, lasting[0, day], lasting[1, day]), (0.0, falling[0, day], falling[1, day])
            fit.four_weeks[row, day], fit.error[row, day] = _estimate(covariance, sums, variance, level)
            fit.fall[row, day], fit.fall_error[row, day] = _estimate(covariance, sums, variance, fall)


@compiled
def _mean_shapes(settling: Floats, shape: _Shape) -> tuple[Floats, Floats]:
    """The line and the settling, by which slope and settling are multiplied in the two figures of each day: in the mean
    of the last 28 days, and in the mean of the 14 days that lie 42 days further back, less that of the last 14. Windows
    do not reach before surgery."""
    days = settling.size
    lasting, falling = np.empty((2, days)), np.empty((2, days))
    for day in range(days):
        lasting[0, day], lasting[1, day] = _mean_shape(day, day, shape.long, settling, shape)
        line, settled = _mean_shape(day, day, shape.short, settling, shape)
        line_before, settled_before = _mean_shape(day, max(day - shape.lag, 0), shape.short, settling, shape)
        falling[0, day], falling[1, day] = line_before - line, settled_before - settled
    return lasting, falling


@inlined
def _mean_shape(day: int, last: int, length: int, settling: Floats, shape: _Shape) -> tuple[float, float]:
    """The line and the settling, averaged over so many days up to the last, as of `day`."""
    first = max(last - length + 1, 0)
    kept = np.exp(-1 / shape.settles)  # of a settling from one day to the next: its sum is that of a geometric series
    settled = (settling[first] - kept * settling[last]) / ((1 - kept) * (last - first + 1))
    return (day - 0.5 * (first + last)) / shape.lag, settled


@inlined
def _added(sums: _Sums, weight: float, age: float, settling: float, score: float) -> _Sums:
    """The sums with one more score."""
    aged, settled = weight * age, weight * settling
    return _Sums(
        sums.one + weight,
        sums.age + aged,
        sums.settling + settled,
        sums.age_age + aged * age,
        sums.age_settling + aged * settling,
        sums.settling_settling + settled * settling,
        sums.score + weight * score,
        sums.age_score + aged * score,
        sums.settling_score + settled * score,
    )


@inlined
def _a_day_older(sums: _Sums, older: float, fades: float) -> _Sums:
    """The sums as every score is a day older and weighs a little less."""
    return _Sums(
        fades * sums.one,
        fades * (sums.age + older * sums.one),
        fades * sums.settling,
        fades * (sums.age_age + older * (2 * sums.age + older * sums.one)),
        fades * (sums.age_settling + older * sums.settling),
        fades * sums.settling_settling,
        fades * sums.score,
        fades * (sums.age_score + older * sums.score),
        fades * sums.settling_score,
    )


@inlined
def _covariance(sums: _Sums, variance: float, slope_known: float, settling_known: float) -> _Symmetric:
    """The covariance of the three terms, in units of the variance of a score; how well slope and settling are known
    beforehand is given in entries of that variance."""
    a, b, c, e = sums.one, sums.age, sums.settling, sums.age_settling
    d, f = sums.age_age + slope_known, sums.settling_settling + settling_known
    minor_a, minor_b, minor_c = d * f - e * e, c * e - b * f, b * e - c * d
    scale = 1 / (a * minor_a + b * minor_b + c * minor_c)
    return _Symmetric(
        scale * minor_a,
        scale * minor_b,
        scale * minor_c,
        scale * (a * f - c * c),
        scale * (b * c - a * e),
        scale * (a * d - b * b),
    )


@inlined
def _estimate(
    covariance: _Symmetric, sums: _Sums, variance: float, of: tuple[float, float, float]
) -> tuple[float, float]:
    """So many times each of the three terms, summed up, and the standard error of that."""
    level, slope, settling = of
    with_level = covariance.level_level * level + covariance.level_slope * slope + covariance.level_settling * settling
    with_slope = covariance.level_slope * level + covariance.slope_slope * slope + covariance.slope_settling * settling
    with_settling = (
        covariance.level_settling * level + covariance.slope_settling * slope + covariance.settling_settling * settling
    )
    value = with_level * sums.score + with_slope * sums.age_score + with_settling * sums.settling_score
    return value, np.sqrt(variance * (with_level * level + with_slope * slope + with_settling * settling))
