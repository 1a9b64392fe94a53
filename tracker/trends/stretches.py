"""When a flag is on: marks of days turned into stretches that begin and end calmly."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tracker.trends.arrays import Bools, Ints


@dataclass(frozen=True, slots=True)
class Stretch:
    """A flag on row `row` from day `first` to the day before `end`; `end` is None while it is on. `since` is the day
    on which what it found began, as far as the log tells."""

    row: int
    since: int
    first: int
    end: int | None


def latch(on: Bools, off: Bools, held: Bools) -> Bools:
    """A switch along the days: on from a day of `on` until a day of `off`, and as it was in between (hysteresis).
    Days that are `held` neither switch on nor off. Where both hold, `on` wins."""
    day = np.arange(on.shape[1])
    switched_on = np.where(on & ~held, day, -1)
    switched_off = np.where(off & ~on & ~held, day, -1)
    return np.maximum.accumulate(switched_on, axis=1) > np.maximum.accumulate(switched_off, axis=1)


def raised_from(first_day: int, condition: Bools, held: Bools) -> Bools:
    """A latched condition as a flag that is not raised before a day of the clock; on at that day if it holds then."""
    day = np.arange(condition.shape[1])
    return latch(condition & (day >= first_day), ~condition, held)


def stretches(flag: Bools, last: Ints) -> Iterator[tuple[int, int, int | None]]:
    """Row, first day and end (None: still on at the row's `last` day) of every run of marked days up to `last`."""
    marks = flag & (np.arange(flag.shape[1]) <= last[:, None])
    edges = np.diff(np.pad(marks.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    for row, first, end in zip(
        *(part.tolist() for part in np.nonzero(edges == 1)), np.nonzero(edges == -1)[1].tolist(), strict=True
    ):
        yield row, first, end if end <= last[row] else None


def began(condition: Bools, row: int, day: int) -> int:
    """The first day of the run of marked days that `day` lies in."""
    before = np.flatnonzero(~condition[row, : day + 1])
    return int(before[-1]) + 1 if before.size else 0


def entered(inside: Bools, outside: Bools, row: int, day: int) -> int:
    """The first day of the latest run of days `inside` up to `day`. Days that are neither inside nor outside do not
    break a run; 0 where nothing breaks it, or where no day is inside."""
    within = np.flatnonzero(inside[row, : day + 1])
    before = np.flatnonzero(outside[row, : within[-1]]) if within.size else within
    return int(within[within > before[-1]][0]) if before.size else 0
