"""When pain turned: how likely each day is to be the first on which it was back.

Up to the day before the turn the entries lie about the level before it, from the turn on about the level now, with the
patient's scatter at those levels. The log-likelihood of each day as the turn is divided by (1 + phi) / (1 - phi), the
factor by which days that resemble the days beside them tell less than as many independent ones; every day between the
relief and the flag is as likely beforehand. Source for the likelihood of a step: Hinkley 1970, Biometrika 57:1.
"""

from typing import NamedTuple

import numpy as np

from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Floats
from tracker.trends.levels import scatter_at, scatter_of


class Onset(NamedTuple):
    """The likeliest middle of the turn (the median), and the first and last day of the interval (`interval_share`)."""

    day: int
    first_day: int
    last_day: int


def onset(scores: Floats, first_day: int, levels: tuple[float, float], sigma: float, rules: Thresholds) -> Onset:
    """When pain went from the first of `levels` to the second. `scores`: those of the days from `first_day` on, NaN
    where not given; the turn lies on the second of these days at the earliest."""
    before, now = levels
    scatter = scatter_of(rules)
    spreads = [max(sigma * scatter_at(level, scatter), 0.3) for level in levels]
    if_before, if_now = (
        np.nan_to_num(-0.5 * ((scores - level) / spread) ** 2 - np.log(spread) * np.isfinite(scores))
        for level, spread in zip((before, now), spreads, strict=True)
    )
    phi = rules.value("day_correlation")
    gain = np.cumsum((if_before - if_now)[:-1]) * (1 - phi) / (1 + phi)
    weight = np.exp(gain - gain.max())
    share = np.cumsum(weight) / weight.sum()
    side = (1 - rules.value("interval_share")) / 2
    first, middle, last = (first_day + 1 + int(np.searchsorted(share, part)) for part in (side, 0.5, 1 - side))
    return Onset(middle, first, last)
