"""What people give as their score of the day: the true level with noise, rounded."""

from dataclasses import dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt

from tracker.simulation.spread import Spread, drawn, one_of

Levels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scatter:
    """How one person's scores lie about the level: standard deviation, correlation from day to day, degrees of freedom
    of the tails (infinite: normal)."""

    spread: float
    carry: float
    tails: float


def scatter_of(ranges: Spread, rng: np.random.Generator, *, variable: bool) -> Scatter:
    """The scatter of one person; `variable` for those whose pain is another every day."""
    spread = drawn(ranges.noise_if_variable if variable else ranges.noise, rng)
    return Scatter(spread, drawn(ranges.carried_over, rng), one_of(ranges.tails, rng))


def wander(length: int, scatter: Scatter, rng: np.random.Generator) -> Levels:
    """A first-order autoregression around 0 with the standard deviation and the day-to-day correlation of `scatter`.
    A step of Student's t is one of the normal with a variance that differs by day; scaled to the same variance."""
    steps = rng.normal(0, scatter.spread * np.sqrt(1 - scatter.carry**2), length)
    steps[0] = rng.normal(0, scatter.spread)
    if isfinite(scatter.tails):
        steps *= np.sqrt((scatter.tails - 2) / rng.chisquare(scatter.tails, length))
    walk = np.empty(length)
    walk[0] = steps[0]
    for i in range(1, length):
        walk[i] = scatter.carry * walk[i - 1] + steps[i]
    return walk


def scores(
    level: Levels, flare: Levels, scatter: Scatter, ranges: Spread, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Daily averages as given, 0-10: the level, the rise of a flare, noise, less near the floor (someone at 0 cannot go
    lower), the day of the week, and for some a dislike of odd numbers (our choice)."""
    noise = wander(len(level), scatter, rng) * np.clip(0.4 + 0.2 * level, 0.4, 1)
    given = np.clip(np.rint(level + flare + noise + _weekday(len(level), ranges, rng)), 0, 10).astype(np.int64)
    rounded = (given % 2 == 1) & (rng.random(len(given)) < rng.choice(ranges.odd_avoided))
    given[rounded] += rng.choice([-1, 1], int(rounded.sum()))
    return given


def _weekday(length: int, ranges: Spread, rng: np.random.Generator) -> Levels:
    """What the day of the week does: 0 on average over a week."""
    most = drawn(ranges.weekday, rng)
    if most == 0:
        return np.zeros(length)
    week = rng.normal(size=7)
    week -= week.mean()
    return np.resize(most * week / np.abs(week).max(), length)
