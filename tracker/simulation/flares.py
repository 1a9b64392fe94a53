"""Flares: some days of much more pain that pass of themselves and are no part of the level."""

import numpy as np

from tracker.simulation.scores import Levels
from tracker.simulation.spread import Spread, drawn

_FIRST_DAY = 21
"""Earlier, a flare could not be told from the pain of the surgery itself."""


def flares(length: int, ranges: Spread, rng: np.random.Generator, *, prone: bool) -> Levels:
    """Points over the level on each day, 0 on most; `prone` for those whose course the flares are."""
    rise = np.zeros(length)
    rate = drawn(ranges.flares_a_year_if_prone, rng) if prone else ranges.flares_a_year
    shortest, longest = ranges.flare_days
    for _ in range(rng.poisson(rate * length / 365)):
        start = int(rng.integers(min(_FIRST_DAY, length - 1), length))
        end = start + int(rng.integers(shortest, longest + 1))
        rise[start:end] = np.maximum(rise[start:end], drawn(ranges.flare_rise, rng))
    return rise
