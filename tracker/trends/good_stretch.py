"""The last good stretch of one patient, from typical pain day by day."""

import numpy as np
import pandas as pd

from tracker.domain.good_stretch import GoodStretch
from tracker.domain.patients import Episode, Site
from tracker.domain.reference import thresholds
from tracker.trends.stretches import OPEN, runs


def last_good_stretch(episode: Episode, days: pd.DataFrame, site: Site) -> GoodStretch | None:
    """The newest run of `good_stretch_days` days or more in a frame (contract DAYS) on each of which typical pain of
    the site was good; None where there never was one.

    Good is 3 or less, or at least 2 points and 50 % below the pain before surgery (as `trends.improvement` has it). A
    day without typical pain is not good: it breaks a run, since nothing is known of it. Raises ValueError for a frame
    without rows.
    """
    if days.empty:
        raise ValueError("a frame of days without rows")
    rules, before = thresholds(), episode.baseline(site)
    typical = days[f"{site}_typical"].to_numpy(dtype=float, na_value=np.nan)
    good = typical <= rules.value("low_level")
    if before is not None and before >= rules.value("improvement_floor"):
        gone = np.round(before - typical, 9)
        enough = max(rules.value("meaningful_points"), rules.value("substantial_share") * before)
        good |= gone >= enough
    _, starts, ends = runs(good[None, :], np.array([good.size - 1]))
    ends = np.where(ends == OPEN, good.size, ends)
    long = np.flatnonzero(ends - starts >= rules.days("good_stretch_days"))
    if not long.size:
        return None
    day, newest = days["day"].to_numpy(), long[-1]
    last = int(day[ends[newest] - 1])
    return GoodStretch(int(day[starts[newest]]), last, int(day[-1]) - last)
