"""The flag `worse_than_before`: pain that stays above the pain before surgery.

Raised from day 42 on where the mean of each of the last two weeks, with 4 entries or more in each, is at least 1 point
above the pain before surgery. The weeks are those that end on the day and 7 days before, so that it can be raised on
any day. Cleared where the mean of both weeks together is less than half a point above it (`clearing_margin`). Neither
raised nor cleared while one of the two weeks, or the log of the site, is too thin.
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.course import Course
from tracker.trends.evidence import BEFORE_SURGERY, Found, found_in_pain, known
from tracker.trends.mean_of_days import mean_of_days
from tracker.trends.stretches import Stretches, runs


def worse_than_before(course: Course) -> Found:
    """Every stretch on which the flag was on; none where pain before surgery is not known."""
    rules, week = course.rules, course.rules.days("week_days")
    since = _days_worse(
        course.pain,
        course.held,
        course.baseline,
        (rules.value("worse_rise"), rules.value("clearing_margin")),
        (rules.days("worse_day"), week, rules.days("week_entries")),
    )
    row, first, end = runs(since >= 0, course.day)
    onset = since[row, first]
    return found_in_pain(
        course,
        FlagKind.WORSE_THAN_BEFORE,
        Stretches(row, onset, first, end),
        mean_of_days(course, row, first - 2 * week + 1, first),
        severity=Severity.REVIEW,
        reference_name=BEFORE_SURGERY,
        reference_level=known(course.baseline[row]),
        onset_first_day=onset.tolist(),
        onset_last_day=(onset + week - 1).tolist(),
    )


@compiled
def _days_worse(
    pain: Floats, held: Bools, baseline: Floats, margins: tuple[float, float], days: tuple[int, int, int]
) -> Ints:
    """For each row and day -1 where the flag is off, else the first day of the two weeks that first were above the
    line. `baseline`: pain before surgery of each row, NaN where not known; `margins`: above it to be raised, and to
    stay on; `days`: the first day of the clock, those of a week, and how many of these need an entry."""
    first_day, week, least = days
    since = np.full(pain.shape, -1)
    for row in range(pain.shape[0]):
        if np.isnan(baseline[row]):
            continue
        line, clear = baseline[row] + margins[0], baseline[row] + margins[1]
        late, early, lately, earlier = 0, 0, 0.0, 0.0
        began, onset = -1, -1
        for day in range(pain.shape[1]):
            if not np.isnan(pain[row, day]):
                late, lately = late + 1, lately + pain[row, day]
            if day >= week and not np.isnan(pain[row, day - week]):
                moved = pain[row, day - week]
                late, lately, early, earlier = late - 1, lately - moved, early + 1, earlier + moved
            if day >= 2 * week and not np.isnan(pain[row, day - 2 * week]):
                early, earlier = early - 1, earlier - pain[row, day - 2 * week]
            enough = late >= least and early >= least
            above = enough and lately >= line * late and earlier >= line * early
            if not above:
                began = -1  # also where there are too few: nobody knows what was between
            elif began < 0:
                began = day - 2 * week + 1
            if enough and not held[row, day]:
                if onset < 0 and above and day >= first_day:
                    onset = began
                elif onset >= 0 and lately + earlier < clear * (late + early):
                    onset = -1
            since[row, day] = onset
    return since
