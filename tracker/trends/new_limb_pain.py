"""The flag `new_limb_pain`: pain in leg or arm that was absent for four weeks after surgery and is there again, or for
the first time.

Absent: a mean below 2 over 28 days since surgery, with 14 entries or more. There: in the last 7 days 4 entries or more,
at most one of them below 4, and their mean 4 or more. Between the end of the absence and that week lie at most 28 days
in which it came on. How high it was before surgery does not matter. Cleared where the mean of 14 days that lie wholly
after the onset, with 4 entries in each week, is below 3.5 (`clearing_margin`).
"""

from collections.abc import Iterator

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.patients import Site
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.course import Course
from tracker.trends.evidence import Found, pain_evidence
from tracker.trends.mean_of_days import mean_of_days
from tracker.trends.stretches import Stretch, stretches

ABSENCE_NAME = "level while it was absent"


def new_limb_pain(course: Course) -> Iterator[Found]:
    """Every stretch on which the flag was on; none for any site but the limb."""
    if course.site is not Site.LIMB:
        return
    rules = course.rules
    week, absent = rules.days("week_days"), rules.days("absent_days")
    level = rules.value("persistent_level")
    since, absence_end = _days_of_new_pain(
        course.pain,
        course.held,
        (week, rules.days("week_entries"), rules.days("new_pain_spared")),
        (level, level - rules.value("clearing_margin")),
        (absent, rules.days("absent_entries"), rules.value("absent_level")),
    )
    for row, first, end in stretches(since >= 0, course.day):
        absent_until = int(absence_end[row, first])
        onset = int(since[row, first])
        while not course.pain[row, onset] >= level:  # a better day or none at the head of the week
            onset += 1
        absence = mean_of_days(course, row, absent_until - absent + 1, absent_until)
        evidence = pain_evidence(
            course,
            FlagKind.NEW_LIMB_PAIN,
            row,
            first,
            mean_of_days(course, row, first - week + 1, first),
            reference_name=ABSENCE_NAME,
            reference_level=absence.value,
            reference_first_day=absent_until - absent + 1,
            reference_last_day=absent_until,
            onset_day=onset,
            onset_first_day=absent_until + 1,
            onset_last_day=onset,
        )
        yield Found(FlagKind.NEW_LIMB_PAIN, course.site, Severity.REVIEW, Stretch(row, onset, first, end), evidence)


@compiled
def _days_of_new_pain(
    pain: Floats,
    held: Bools,
    weekly: tuple[int, int, int],
    lines: tuple[float, float],
    absence: tuple[int, int, float],
) -> tuple[Ints, Ints]:
    """For each row and day the first day of the week that raised the flag (-1 where it is off), and the last day of
    the newest absence that ended before the week up to the day (-1 without).

    `weekly`: days of a week, fewest entries, most entries below the line; `lines`: raised at, cleared below;
    `absence`: its days, fewest entries, the mean that it stays below.
    """
    week, least, spared = weekly
    line, clear = lines
    absent, absent_least, absent_below = absence
    since, absence_end = np.full(pain.shape, -1), np.full(pain.shape, -1)
    for row in range(pain.shape[0]):
        late, early, without, below = 0, 0, 0, 0
        lately, earlier, slight = 0.0, 0.0, 0.0
        onset, absent_until = -1, -1
        for day in range(pain.shape[1]):
            if not np.isnan(pain[row, day]):
                late, lately = late + 1, lately + pain[row, day]
                below += pain[row, day] < line
            if day >= week and not np.isnan(pain[row, day - week]):
                moved = pain[row, day - week]
                late, lately, early, earlier = late - 1, lately - moved, early + 1, earlier + moved
                without, slight = without + 1, slight + moved
                below -= moved < line
            if day >= 2 * week and not np.isnan(pain[row, day - 2 * week]):
                early, earlier = early - 1, earlier - pain[row, day - 2 * week]
            if day >= week + absent and not np.isnan(pain[row, day - week - absent]):
                without, slight = without - 1, slight - pain[row, day - week - absent]
            if day >= week + absent - 1 and without >= absent_least and slight < absent_below * without:
                absent_until = day - week
            if not held[row, day]:
                if onset < 0:
                    fresh = absent_until >= 0 and day - week - absent_until <= absent
                    if fresh and late >= least and below <= spared and lately >= line * late:
                        onset = day - week + 1
                elif (
                    day >= onset + 2 * week - 1
                    and min(late, early) >= least
                    and lately + earlier < clear * (late + early)
                ):
                    onset = -1
            since[row, day], absence_end[row, day] = onset, absent_until
    return since, absence_end
