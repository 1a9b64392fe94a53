"""When a flag is on: hysteresis, the clock, and days on which nothing may change."""

import numpy as np
import pytest

from tracker.trends.arrays import Bools
from tracker.trends.stretches import OPEN, began, entered, last_marked, latch, runs


def marks(text: str) -> Bools:
    return np.array([[letter == "x" for letter in text]])


@pytest.mark.parametrize(
    ("on", "off", "held", "expected"),
    [
        ("..x....", ".......", ".......", "..xxxxx"),
        ("..x....", "....x..", ".......", "..xx..."),
        ("..x.x..", "...x...", ".......", "..x.xxx"),
        ("..x....", "..x....", ".......", "..xxxxx"),
        ("..x....", ".......", "..x....", "......."),
        ("..x....", "....x..", "....x..", "..xxxxx"),
    ],
    ids=["stays on", "goes off", "comes back", "on wins", "held: not raised", "held: not cleared"],
)
def test_a_latch(on: str, off: str, held: str, expected: str) -> None:
    np.testing.assert_array_equal(latch(marks(on), marks(off), marks(held)), marks(expected))


@pytest.mark.parametrize(
    ("flag", "last", "expected"),
    [
        ("......", 5, []),
        ("..xx..", 5, [(0, 2, 4)]),
        ("..xxxx", 5, [(0, 2, OPEN)]),
        ("x.x.xx", 5, [(0, 0, 1), (0, 2, 3), (0, 4, OPEN)]),
        (".xxxxx", 3, [(0, 1, OPEN)]),
        (".xx.xx", 3, [(0, 1, 3)]),
    ],
)
def test_runs_end_with_the_day_to_assess_as_of(flag: str, last: int, expected: list[tuple[int, int, int]]) -> None:
    found = runs(marks(flag), np.array([last]))
    assert list(zip(*(part.tolist() for part in found), strict=True)) == expected


def test_each_row_has_its_own_runs_and_its_own_last_day() -> None:
    flag = np.concatenate([marks(row) for row in ("x.xx..", "....xx", "......", "xxxxxx", "..x.x.")])
    row, first, end = runs(flag, np.array([5, 5, 5, 2, 4]))
    assert row.tolist() == [0, 0, 1, 3, 4, 4]
    assert first.tolist() == [0, 2, 4, 0, 2, 4]
    assert end.tolist() == [1, 4, OPEN, OPEN, 3, OPEN]


def test_a_condition_began_with_its_run() -> None:
    day = np.array([1, 2, 3, 5])
    assert began(marks("xx.xxx"), np.zeros_like(day), day).tolist() == [0, 3, 3, 3]


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        ("..xxx.", "xx...x", 2),
        ("..x.x.", "xx....", 2),
        ("x.x.x.", ".x.x..", 4),
        ("xxxx..", "......", 0),
        ("......", "xx....", 0),
        ("..xx..", "xx..xx", 2),
    ],
    ids=["a run", "days that are neither", "the latest run", "nothing breaks it", "never inside", "outside by then"],
)
def test_the_latest_run_inside_was_entered_after_the_last_day_outside(inside: str, outside: str, expected: int) -> None:
    assert entered(marks(inside), marks(outside), np.array([0]), np.array([5])).tolist() == [expected]


def test_the_last_marked_day_lies_before_the_end() -> None:
    end = np.array([OPEN, 4, 2, 1])
    assert last_marked(marks(".xx.x."), np.zeros_like(end), end).tolist() == [4, 2, 1, -1]
