"""How exactly numbers leave the engine. The rules judge by exact numbers; what is handed out is rounded here and
nowhere else, so that page, export and evidence carry the same number."""

from math import isnan

import numpy as np

from tracker.trends.arrays import Floats

DECIMALS = 2
"""Of points on the 0-10 scale and of percent: finer than whole scores can tell."""


def points(values: Floats) -> Floats:
    """Levels, limits and changes as they are handed out. NaN stays NaN, and nothing is "minus zero"."""
    return np.asarray(np.round(values, DECIMALS) + 0.0)


def shares(values: Floats) -> Floats:
    """Shares as they are handed out: rounded as percent."""
    return np.asarray(np.round(values, DECIMALS + 2) + 0.0)


def point(value: float) -> float:
    """One level, limit or change as it is handed out: as `points` has it, without an array for a single number."""
    return value if isnan(value) else round(value * 10**DECIMALS) / 10**DECIMALS + 0.0


def share(value: float) -> float:
    """One share as it is handed out."""
    return float(shares(np.array(value)))
