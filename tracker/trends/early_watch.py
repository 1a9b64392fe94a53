"""The flag `early_watch`: pain that is high for the sixth to twelfth week after surgery and has hardly fallen.

On from day 42 to day 84 at most, where typical pain is above 2.25 in back or neck, or above 4.25 in leg or arm, and
less than 30 % of the pain before surgery is gone; both lines were measured after one operation. Cleared where typical
pain lies half a point (`clearing_margin`) below either line, and on day 85 in any case: from day 90 on `persistent` and
`non_improvement` speak of pain that stays.
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.trends.arrays import Bools
from tracker.trends.course import Course
from tracker.trends.evidence import BEFORE_SURGERY, Found, found_in_pain, known
from tracker.trends.stretches import Stretches, latch, runs

_HAIR = 1e-9
"""Exactly 30 % gone must not count as less by the last bit of a float."""


def early_watch(course: Course) -> Found:
    """Every stretch on which the flag was on; none where pain before surgery is not known."""
    row, first, end = runs(_days_watched(course), course.day)
    return found_in_pain(
        course,
        FlagKind.EARLY_WATCH,
        Stretches(row, np.maximum(first - course.typical.days + 1, 0), first, end),
        course.typical.then(row, first, course.rules.value("interval_share")),
        severity=Severity.INFO,
        reference_name=BEFORE_SURGERY,
        reference_level=known(course.baseline[row]),
    )


def _days_watched(course: Course) -> Bools:
    rules, watched = course.rules, np.zeros_like(course.held)
    weeks = slice(rules.days("early_watch_first"), rules.days("early_watch_last") + 1)
    level = course.typical.value[:, weeks]
    line = rules.value(f"early_watch_{course.site}")
    little_gone = (1 - rules.value("meaningful_share")) * course.baseline[:, None] + _HAIR
    margin = rules.value("clearing_margin")
    on = (level > line) & (level > little_gone)
    off = (level <= line - margin) | (level <= little_gone - margin)
    watched[:, weeks] = latch(on, off, course.held[:, weeks])
    return watched
