"""Which days have an entry."""

import numpy as np
import numpy.typing as npt

from tracker.simulation.scores import Levels
from tracker.simulation.spread import Spread, drawn, happens, one_of

Days = npt.NDArray[np.bool_]


def logged_days(pain: Levels, share: float, ranges: Spread, rng: np.random.Generator) -> Days:
    """The days of one person with an entry. `pain` is that of each day; `share` that of days with an entry, fewer of
    the good or of the bad days for those who select; weeks away, a late first entry and giving up come on top. There is
    none on the day of the surgery itself."""
    slope = one_of(ranges.selective, rng)
    odds = share / (1 - share) * np.exp(-slope * (pain - pain.mean()))
    logged: Days = rng.random(len(pain)) < odds / (1 + odds)
    _take_out_days_away(logged, ranges, rng)
    if happens(ranges.dropout_share, rng):
        logged[int(rng.uniform(min(60, len(pain) - 1), len(pain))) :] = False
    if happens(ranges.late_share, rng):
        logged[: int(drawn(ranges.late_days, rng))] = False
    logged[0] = False
    return logged


def _take_out_days_away(logged: Days, ranges: Spread, rng: np.random.Generator) -> None:
    """A holiday, a stay in hospital, a lost phone."""
    shortest, longest = ranges.away_days
    for _ in range(rng.poisson(ranges.away_a_year * len(logged) / 365)):
        away = int(rng.integers(0, len(logged)))
        logged[away : away + int(rng.integers(shortest, longest + 1))] = False
