"""The flags about pain that came back or stays, `relapse`, `persistent` and `non_improvement`, with their evidence."""

from collections.abc import Iterator, Sequence

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.trends.arrays import Bools, Ints
from tracker.trends.course import Course
from tracker.trends.evidence import Found, found_in_pain, known
from tracker.trends.levels import LevelThen
from tracker.trends.relapse import Relapse, relapses, seems_to_return
from tracker.trends.stalled import non_improvement, persistent
from tracker.trends.stretches import OPEN, Stretches, last_marked
from tracker.trends.windows import trailing_count

RELIEF_NAME = "relief level"
TREND_NAME = "level six weeks before, on the fitted course"


def pain_flags(course: Course) -> Iterator[Found]:
    """Every flag of these that the course of one site raised."""
    returned = relapses(course)
    yield _relapse_flags(course, returned)
    yield _stalled_flags(course, FlagKind.PERSISTENT, persistent(course))
    yield _stalled_flags(course, FlagKind.NON_IMPROVEMENT, non_improvement(course, _returning(course, returned)))


def _returning(course: Course, returned: Sequence[Relapse]) -> Bools:
    """Days on which pain seems to return, for four weeks at most; on which a relapse flag is on; and the four weeks
    after, while a level of 28 days still holds such days."""
    seems = seems_to_return(course)
    marks = seems & (trailing_count(seems, course.four_weeks.days + 1) <= course.four_weeks.days)
    for on in returned:
        marks[on.row, on.first : None if on.end == OPEN else on.end + course.four_weeks.days] = True
    return marks


def _relapse_flags(course: Course, returned: Sequence[Relapse]) -> Found:
    row, since, first, end = (
        np.array(days, dtype=np.int64)
        for days in (
            [each.row for each in returned],
            [each.onset.day for each in returned],
            [each.first for each in returned],
            [each.end for each in returned],
        )
    )
    on = Stretches(row, since, first, end)
    return found_in_pain(
        course,
        FlagKind.RELAPSE,
        on,
        _level_of_relapse(course, row, first),
        severity=_relapse_severity(course, on),
        reference_name=RELIEF_NAME,
        reference_level=known(np.array([each.relief for each in returned])),
        reference_first_day=[each.relief_first for each in returned],
        reference_last_day=[each.relief_last for each in returned],
        onset_first_day=[each.onset.first_day for each in returned],
        onset_last_day=[each.onset.last_day for each in returned],
    )


def _level_of_relapse(course: Course, row: Ints, day: Ints) -> LevelThen:
    """Typical pain; where that is not known, the mean of three weeks."""
    share = course.rules.value("interval_share")
    typical, three_weeks = (level.then(row, day, share) for level in (course.typical, course.three_weeks))
    unknown = np.isnan(typical.value)
    return LevelThen(*(np.where(unknown, other, one) for one, other in zip(typical, three_weeks, strict=True)))


def _relapse_severity(course: Course, on: Stretches) -> list[Severity]:
    """High where typical pain, as last known when the flag was judged, is at or above the level before surgery."""
    last_known = last_marked(np.isfinite(course.typical.value), on.row, _last_judged(course, on) + 1)
    back = (last_known >= 0) & (course.typical.value[on.row, last_known] >= course.baseline[on.row])
    return [Severity.HIGH if each else Severity.REVIEW for each in back.tolist()]


def _last_judged(course: Course, on: Stretches) -> Ints:
    """The last day on which the flag was on and the log thick enough to judge by: silence makes nothing worse."""
    return last_marked(~course.held, on.row, on.end)


def _stalled_flags(course: Course, kind: FlagKind, on: Stretches) -> Found:
    """High where the flag was on, with a log to judge by, on day 180 or later."""
    level, place = course.four_weeks, (on.row, on.first)
    late = _last_judged(course, on) >= course.rules.days("high_review_day")
    reference = {}
    if kind is FlagKind.NON_IMPROVEMENT:
        fitted_from = np.maximum(on.first - course.rules.days("trend_window") + 1, 0)
        reference = {
            "reference_name": TREND_NAME,
            "reference_level": known(np.clip(level.value[place] + course.fit.fall[place], 0.0, 10.0)),
            "reference_first_day": fitted_from.tolist(),
            "reference_last_day": on.first.tolist(),
        }
    return found_in_pain(
        course,
        kind,
        on,
        level.then(*place, course.rules.value("interval_share")),
        severity=[Severity.HIGH if each else Severity.REVIEW for each in late.tolist()],
        **reference,
    )
