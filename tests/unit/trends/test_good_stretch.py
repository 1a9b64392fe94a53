"""The last good stretch: a week or more at an acceptable level, or substantially below the pain before surgery."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.charts.records import days, episode
from tracker.domain.good_stretch import GoodStretch
from tracker.domain.patients import Site
from tracker.trends.good_stretch import last_good_stretch

BAD, UNKNOWN = 6.0, float("nan")


def stretch(levels: list[float], before: int | None = 7) -> GoodStretch | None:
    frame = days(len(levels), axial_typical=np.array(levels))
    return last_good_stretch(episode(baseline_axial=before), frame, Site.AXIAL)


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([3.0] * 7, (0, 6, 0)),
        ([3.0] * 6, None),
        ([3.0] * 7 + [BAD], (0, 6, 1)),
        ([3.0] * 7 + [BAD] * 10 + [3.0] * 6, (0, 6, 16)),
        ([3.0] * 7 + [BAD] * 10 + [3.0] * 8 + [BAD], (17, 24, 1)),
        ([3.0] * 4 + [UNKNOWN] + [3.0] * 4, None),
        ([3.0] * 9 + [UNKNOWN] * 5, (0, 8, 5)),
        ([BAD] * 30, None),
        ([UNKNOWN] * 30, None),
    ],
)
def test_it_is_seven_days_in_a_row_or_more(levels: list[float], found: tuple[int, int, int] | None) -> None:
    assert stretch(levels) == (None if found is None else GoodStretch(*found))


@pytest.mark.parametrize(
    ("level", "before", "good"),
    [
        (3.0, None, True),
        (3.01, None, False),
        (3.5, 7, True),  # half of it is gone
        (3.51, 7, False),
        (4.0, 8, True),
        (5.0, 10, True),
        (5.01, 10, False),
        (3.01, 3, False),  # before surgery below 4: the level alone counts
    ],
)
def test_good_is_three_or_less_or_half_of_the_pain_before_surgery_gone(
    level: float, before: int | None, good: bool
) -> None:
    assert (stretch([level] * 7, before) is not None) is good


@given(st.lists(st.sampled_from([2.0, BAD, UNKNOWN]), min_size=1, max_size=80))
def test_it_is_the_newest_run_that_is_long_enough(levels: list[float]) -> None:
    place, expected = 0, None
    for good, run in groupby(level <= 3 for level in levels):
        length = len(list(run))
        if good and length >= 7:
            expected = GoodStretch(place, place + length - 1, len(levels) - place - length)
        place += length
    assert stretch(levels, before=None) == expected


def test_a_frame_without_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without rows"):
        last_good_stretch(episode(), days(1).iloc[:0], Site.AXIAL)
