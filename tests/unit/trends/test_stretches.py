"""When a flag is on: hysteresis, the clock, and days on which nothing may change."""

import numpy as np
import pytest

from tracker.trends.arrays import Bools
from tracker.trends.stretches import began, latch, raised_from, stretches


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
    ("condition", "held", "expected"),
    [
        (".xxxxx", "......", "...xxx"),
        ("....xx", "......", "....xx"),
        (".xxxxx", "...xx.", ".....x"),
        (".xxxx.", ".....x", "...xxx"),
        (".x....", "......", "......"),
    ],
    ids=["on at the day", "on later", "held at the day", "held at the end", "over before the day"],
)
def test_a_flag_is_not_raised_before_its_day(condition: str, held: str, expected: str) -> None:
    np.testing.assert_array_equal(raised_from(3, marks(condition), marks(held)), marks(expected))


@pytest.mark.parametrize(
    ("flag", "last", "expected"),
    [
        ("......", 5, []),
        ("..xx..", 5, [(0, 2, 4)]),
        ("..xxxx", 5, [(0, 2, None)]),
        ("x.x.xx", 5, [(0, 0, 1), (0, 2, 3), (0, 4, None)]),
        (".xxxxx", 3, [(0, 1, None)]),
        (".xx.xx", 3, [(0, 1, 3)]),
    ],
)
def test_stretches_end_with_the_day_to_assess_as_of(
    flag: str, last: int, expected: list[tuple[int, int, int | None]]
) -> None:
    assert list(stretches(marks(flag), np.array([last]))) == expected


def test_a_condition_began_with_its_run() -> None:
    assert [began(marks("xx.xxx"), 0, day) for day in (1, 3, 5)] == [0, 3, 3]
