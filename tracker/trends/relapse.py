"""The flag `relapse`: relief, then a lasting return of pain.

Relief level: the level that pain has come down to since surgery, or in the new relief that ended the last relapse. It
counts as relief where it is 3 or less, or lies at least 2 points and 30 % under the pain before surgery, or under the
mean of the first fortnight logged where that is higher. Return line: max(2, 30 %) above the relief level.

Raised where pain is at or above the return line with a probability of `relapse_probability` or more, flares left out,
by the filter of `return_filter`; the level that it expects is as far above the lowest mean of three weeks; and, to be
checked by eye, the lowest 4 of 14 entries of the last fortnight average more than 1 point above that mean: a flare of
up to ten days, with an entry on every day, leaves four as they were. Not raised in the first three weeks of a log,
which show no relief yet.

Ended where pain is within 1 point of the relief level with a probability of more than `relapse_end_probability`; or
where typical pain is within 1 point of the lowest mean of three weeks, as can be checked by eye; or in a new relief:
the level of 21 days lies 2 points and 30 % under the height of the relapse, and is the relief level from then on. A day
without an entry neither raises nor ends anything.
"""

from typing import NamedTuple

import numpy as np

from tracker.trends.arrays import Bools, Floats
from tracker.trends.compiled import compiled
from tracker.trends.course import Course
from tracker.trends.onset import Onset, onset
from tracker.trends.return_filter import RAISED
from tracker.trends.stretches import OPEN

_EVEN = 0.5


class Relapse(NamedTuple):
    """A relapse in a row, raised on day `first` and on to the day before `end` (OPEN: still on), with the days that the
    relief before it rests on (`relief_first` to `relief_last`), its level (their mean), and when pain turned."""

    row: int
    first: int
    end: int
    relief: float
    relief_first: int
    relief_last: int
    onset: Onset


def relapses(course: Course) -> tuple[Relapse, ...]:
    """Every relapse of every patient."""
    noted, found = course.followed.noted, []
    raised: dict[int, int] = {}
    over: dict[int, int] = {}
    for row, day in zip(*(part.tolist() for part in np.nonzero(noted)), strict=True):
        if noted[row, day] == RAISED:
            raised[row] = day
        else:
            found.append(_relapse(course, row, (over.get(row, 0), raised.pop(row)), day))
            over[row] = day
    return tuple(found + [_relapse(course, row, (over.get(row, 0), day), OPEN) for row, day in raised.items()])


def seems_to_return(course: Course) -> Bools:
    """Days on which pain may be back after relief and is likelier so than not, though not surely enough to say so."""
    return np.asarray(course.may_return & (course.followed.probability >= _EVEN))


def _relapse(course: Course, row: int, days: tuple[int, int], end: int) -> Relapse:
    """The relapse that was raised on the second of `days`, after the relapse before it had ended on the first (0: none)
    and was on to the day before `end` (OPEN: is on). Pain turned after the lowest three weeks, and after that end."""
    after, raised = days
    pain, rules = course.pain[row], course.rules
    lowest_day = int(course.followed.lowest[row, raised])
    start, last = _days_of_relief(course, row, raised)
    from_day = max(lowest_day, after)
    now = _mean_of_entries(pain[max(from_day + 1, raised - course.typical.days + 1) : raised + 1])
    before = _mean_of_entries(pain[start : lowest_day + 1])
    turned = onset(pain[from_day : raised + 1], from_day, (before, now), float(course.sigma[row, raised]), rules)
    last = min(last, turned.day - 1)
    return Relapse(row, raised, end, _mean_of_entries(pain[start : last + 1]), start, last, turned)


@compiled
def _mean_of_entries(scores: Floats) -> float:
    """The mean of the days with an entry, of which there is one at least."""
    return float(np.nanmean(scores))


def _days_of_relief(course: Course, row: int, raised: int) -> tuple[int, int]:
    """First and last day of the relief: the lowest three weeks before the relapse, and the days around them for as long
    as the mean of three weeks stays within `relief_slack` of that; never the day of the flag itself."""
    window, mean = course.three_weeks.days, course.three_weeks.value[row, :raised]
    lowest_day = int(course.followed.lowest[row, raised])
    near = mean <= mean[min(lowest_day, raised - 1)] + course.rules.value("relief_slack")
    before = np.flatnonzero(~near[:lowest_day])
    after = np.flatnonzero(~near[lowest_day:])
    first = int(before[-1]) + 1 if before.size else window - 1
    last = lowest_day + int(after[0]) - 1 if after.size else raised - 1
    return max(first - window + 1, 0), min(last, raised - 1)
