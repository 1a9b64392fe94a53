"""How much of the pain before surgery is gone as of a date, and whether what is left is acceptable.

Both are judged by typical pain, the level of the last 14 days. Meaningful: at least 2 points and 30 % of the pain
before surgery are gone (Farrar 2001). Substantial: at least 2 points and 50 % (Dworkin 2008). Of a pain before surgery
below 4 nothing is said, since it has too little room to fall. Acceptable: 3 or less.
"""

import numpy as np

from tracker.domain.assessment import Improvement
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Anything
from tracker.trends.states import Standing

_HAIR = 1e-9
"""Exactly 30 % gone must not be missed by the last bit of a float."""


def improvement(site: Standing, rules: Thresholds) -> Anything:
    """The improvement of a site for every patient, as an array of `Improvement`; None without typical pain, without
    pain before surgery, or where that was below `improvement_floor`."""
    gone = site.baseline - site.typical + _HAIR
    enough = gone >= rules.value("meaningful_points")
    meaningful = enough & (gone >= rules.value("meaningful_share") * site.baseline)
    substantial = enough & (gone >= rules.value("substantial_share") * site.baseline)
    told = np.isfinite(site.typical) & (site.baseline >= rules.value("improvement_floor"))
    said: Anything = np.full(site.day.size, None, dtype=object)
    said[told] = Improvement.NONE
    said[told & meaningful] = Improvement.MEANINGFUL
    said[told & substantial] = Improvement.SUBSTANTIAL
    return said


def acceptable(site: Standing, rules: Thresholds) -> Anything:
    """Whether typical pain is 3 or less, for every patient; None where it is not known."""
    said: Anything = np.full(site.day.size, None, dtype=object)
    known = np.isfinite(site.typical)
    said[known] = (site.typical[known] <= rules.value("low_level")).tolist()
    return said
