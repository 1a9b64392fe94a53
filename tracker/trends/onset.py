"""When pain turned: how likely each day is to be the first on which it was back.

Up to the day before the turn the entries lie about the level before it, from the turn on about the level now, with the
patient's scatter at those levels. The log-likelihood of each day as the turn is divided by (1 + phi) / (1 - phi), the
factor by which days that resemble the days beside them tell less than as many independent ones; every day between the
relief and the flag is as likely beforehand. Source for the likelihood of a step: Hinkley 1970, Biometrika 57:1.
"""

from typing import NamedTuple

import numpy as np

from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.levels import scatter_at, scatter_of


class Onset(NamedTuple):
    """The likeliest middle of the turn (the median), and the first and last day of the interval (`interval_share`)."""

    day: int
    first_day: int
    last_day: int


def onset(scores: Floats, first_day: int, levels: tuple[float, float], sigma: float, rules: Thresholds) -> Onset:
    """When pain went from the first of `levels` to the second. `scores`: those of the days from `first_day` on, NaN
    where not given; the turn lies on the second of these days at the earliest."""
    phi = rules.value("day_correlation")
    side = (1 - rules.value("interval_share")) / 2
    spreads = tuple(max(sigma * scatter_at(level, scatter_of(rules)), 0.3) for level in levels)
    parts = _turns(scores, levels, spreads, (1 - phi) / (1 + phi), (side, 0.5, 1 - side))
    first, middle, last = parts.tolist()
    return Onset(first_day + middle, first_day + first, first_day + last)


@compiled
def _turns(
    scores: Floats, levels: tuple[float, ...], spreads: tuple[float, ...], tells: float, parts: tuple[float, ...]
) -> Ints:
    """The first day, counted from that of the first score, by which the turn has come with each probability of `parts`.
    `tells`: how much a day tells beside those that it resembles."""
    before, now = levels
    spread, spread_now = spreads
    likely, gain = np.empty(scores.size - 1), 0.0
    for day in range(scores.size - 1):
        if not np.isnan(scores[day]):
            as_before = -0.5 * ((scores[day] - before) / spread) ** 2 - np.log(spread)
            gain += tells * (as_before + 0.5 * ((scores[day] - now) / spread_now) ** 2 + np.log(spread_now))
        likely[day] = gain
    share = np.cumsum(np.exp(likely - likely.max()))
    return np.array([1 + np.searchsorted(share, part * share[-1]) for part in parts])
