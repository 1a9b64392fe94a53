"""What the engine says of courses that anyone can judge by eye. Day 0 is the surgery; pain before it was 7."""

import pytest

from tests.spec.courses import Scores, every, flags_of, judge, silent, slope, stay, unsteady

WELL = slope(7, 2, 40)
"""The first forty days of a good recovery."""

COURSES: dict[str, tuple[Scores, list[str]]] = {
    "steady recovery": (WELL + stay(2, 160), []),
    "slow recovery, and still falling at 3 months": (
        slope(7, 1, 200),
        ["persistent axial review, day 90 to 131"],
    ),
    "a plateau at 5 is on at day 90": (
        slope(7, 5, 30) + stay(5, 90),
        ["persistent axial review, day 90 to on", "non_improvement axial review, day 90 to on"],
    ),
    "a plateau at 5 is high from day 180": (
        slope(7, 5, 30) + stay(5, 170),
        ["persistent axial high, day 90 to on", "non_improvement axial high, day 90 to on"],
    ),
    "a plateau that gives way": (
        slope(7, 5, 30) + stay(5, 90) + slope(5, 2, 40) + stay(2, 40),
        ["persistent axial review, day 90 to 155", "non_improvement axial review, day 90 to 152"],
    ),
    "a plateau at 3.4, half of the pain before surgery": (slope(7, 3.4, 30) + stay(3.4, 120), []),
    "relapse, abrupt": (
        WELL + stay(2, 80) + stay(6, 60),
        ["relapse axial review, day 131 to on", "persistent axial review, day 134 to on"],
    ),
    "relapse, creeping over six weeks": (
        slope(7, 1, 40) + stay(1, 80) + slope(1, 6, 42) + stay(6, 20),
        ["relapse axial review, day 142 to on", "persistent axial high, day 161 to on"],
    ),
    "relapse, and back to relief": (
        WELL + stay(2, 80) + stay(6, 30) + stay(2, 60),
        ["relapse axial review, day 131 to 153", "persistent axial review, day 134 to 169"],
    ),
    "a flare of 5 days": (WELL + stay(2, 80) + stay(7, 5) + stay(2, 40), []),
    "a flare of 10 days": (WELL + stay(2, 80) + stay(7, 10) + stay(2, 40), []),
    "a lasting rise of a point and a half": (WELL + stay(2, 80) + stay(3.5, 80), []),
    "one entry in five days": (every(5, stay(3, 120)), ["insufficient_data info, day 28 to on"]),
    "no entry at all": (silent(60), ["insufficient_data info, day 28 to on"]),
    "no entry, on day 27": (silent(28), []),
    "silent after day 59": (stay(3, 60) + silent(60), ["insufficient_data info, day 81 to on"]),
}


@pytest.mark.parametrize(("scores", "expected"), COURSES.values(), ids=COURSES.keys())
def test_a_plain_course_raises(scores: Scores, expected: list[str]) -> None:
    assert flags_of(judge(scores)) == expected


@pytest.mark.parametrize(("scores", "expected"), COURSES.values(), ids=COURSES.keys())
def test_the_same_is_raised_where_days_differ_by_a_point_up_and_down(scores: Scores, expected: list[str]) -> None:
    said = flags_of(judge(unsteady(scores)))
    assert {line.split(",")[0] for line in said} == {line.split(",")[0] for line in expected}
