"""When a flag is on: marks of days turned into stretches that begin and end calmly."""

from typing import NamedTuple

import numpy as np

from tracker.trends.arrays import Bools, Ints
from tracker.trends.compiled import compiled

OPEN = -1
"""The end of a flag that is still on."""


class Stretches(NamedTuple):
    """Flags, one element each: on row `row` from day `first` to the day before `end`, which is OPEN while it is on.
    `since` is the day on which what it found began, as far as the log tells."""

    row: Ints
    since: Ints
    first: Ints
    end: Ints


def latch(on: Bools, off: Bools, held: Bools) -> Bools:
    """A switch along the days: on from a day of `on` until a day of `off`, and as it was in between (hysteresis).
    Days that are `held` neither switch on nor off. Where both hold, `on` wins."""
    day = np.arange(on.shape[1])
    switched_on = np.where(on & ~held, day, -1)
    switched_off = np.where(off & ~on & ~held, day, -1)
    return np.maximum.accumulate(switched_on, axis=1) > np.maximum.accumulate(switched_off, axis=1)


def runs(flag: Bools, last: Ints) -> tuple[Ints, Ints, Ints]:
    """Row, first day and end (OPEN: still on at the row's `last` day) of every run of marked days up to `last`."""
    marks = flag & (np.arange(flag.shape[1]) <= last[:, None])
    before = np.zeros_like(marks)
    before[:, 1:] = marks[:, :-1]
    row, first = map(np.ascontiguousarray, np.nonzero(marks & ~before))  # in memory as loops are compiled for
    ended, end = np.nonzero(before & ~marks)
    ends = np.full(row.size, OPEN)
    # A row's runs end in the order in which they begin; only the newest of a row may be on at its last day.
    order = np.arange(row.size) - np.searchsorted(row, row)
    known = order < np.bincount(ended, minlength=flag.shape[0])[row]
    ends[known] = end
    ends[ends > last[row]] = OPEN
    return row, first, ends


@compiled
def began(condition: Bools, row: Ints, day: Ints) -> Ints:
    """The first day of the run of marked days that each `day` of a row lies in."""
    first = np.empty_like(day)
    for each in range(day.size):
        first[each] = day[each] + 1
        while first[each] > 0 and condition[row[each], first[each] - 1]:
            first[each] -= 1
    return first


@compiled
def entered(inside: Bools, outside: Bools, row: Ints, day: Ints) -> Ints:
    """The first day of the latest run of days `inside` up to each `day` of a row. Days that are neither inside nor
    outside do not break a run; 0 where nothing breaks it, or where no day is inside."""
    first = np.zeros_like(day)
    for each in range(day.size):
        within, without = inside[row[each]], outside[row[each]]
        before = day[each]
        while before >= 0 and not within[before]:
            before -= 1
        while before >= 0 and not without[before]:
            before -= 1
        if before >= 0:
            while not within[before]:
                before += 1
            first[each] = before
    return first


@compiled
def last_marked(marks: Bools, row: Ints, end: Ints) -> Ints:
    """The last marked day of a row before each `end` (OPEN: of all its days); -1 where there is none."""
    last = np.empty_like(end)
    for each in range(end.size):
        day = (end[each] if end[each] != OPEN else marks.shape[1]) - 1
        while day >= 0 and not marks[row[each], day]:
            day -= 1
        last[each] = day
    return last
