"""The flag `new_limb_pain`: pain in leg or arm that was absent for four weeks after surgery and is there again, or for
the first time.

Absent: a mean below 2 over 28 days since surgery, with 14 entries or more. There: in the last 7 days 4 entries or more,
at most one of them below 4, and their mean 4 or more. Between the end of the absence and that week lie at most 28 days
in which it came on. How high it was before surgery does not matter. Cleared where the mean of 14 days that lie wholly
after the onset, with 4 entries in each week, is below 3.5 (`clearing_margin`).
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.course import Course
from tracker.trends.evidence import Found, found_in_pain, known
from tracker.trends.mean_of_days import mean_of_days
from tracker.trends.stretches import Stretches, runs

ABSENCE_NAME = "level while it was absent"


def new_limb_pain(course: Course) -> Found:
    """Every stretch on which the flag was on, of the course of the limb."""
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
    row, first, end = runs(since >= 0, course.day)
    absent_until = absence_end[row, first]
    onset = _first_high(course.pain, row, since[row, first], level)
    return found_in_pain(
        course,
        FlagKind.NEW_LIMB_PAIN,
        Stretches(row, onset, first, end),
        mean_of_days(course, row, first - week + 1, first),
        severity=Severity.REVIEW,
        reference_name=ABSENCE_NAME,
        reference_level=known(mean_of_days(course, row, absent_until - absent + 1, absent_until).value),
        reference_first_day=(absent_until - absent + 1).tolist(),
        reference_last_day=absent_until.tolist(),
        onset_first_day=(absent_until + 1).tolist(),
        onset_last_day=onset.tolist(),
    )


@compiled
def _first_high(pain: Floats, row: Ints, day: Ints, line: float) -> Ints:
    """The first day of each row, from `day` on, at the line or above: a week may begin with a better day, or none."""
    first = day.copy()
    for each in range(day.size):
        while not pain[row[each], first[each]] >= line:
            first[each] += 1
    return first


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
