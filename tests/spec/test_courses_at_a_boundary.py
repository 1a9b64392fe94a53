"""Pairs of courses on either side of a boundary, and the flags that each raises, with their days. Day 0 is the surgery;
pain before it was 7 unless the line says otherwise."""

from datetime import timedelta

import pandas as pd
import pytest

from tests.spec.courses import SURGERY, Scores, entries, flags_of, judge, patients, silent, slope, stay
from tracker.trends import replay

WELL = slope(7, 1, 40) + stay(1, 80)
"""A good recovery to a level of 1, and 80 days there."""
LOW = slope(2, 1, 40) + stay(1, 80)
STALLED = ["persistent axial review, day 90 to on", "non_improvement axial review, day 90 to on"]
STALLED_HIGH = ["persistent axial high, day 90 to on", "non_improvement axial high, day 90 to on"]

TABLE: dict[str, tuple[Scores, float | None, list[str]]] = {
    "a level of 6, day 89": (stay(6, 90), 7, []),
    "a level of 6, day 90": (stay(6, 91), 7, STALLED),
    "a level of 6, day 179": (stay(6, 180), 7, STALLED),
    "a level of 6, day 180": (stay(6, 181), 7, STALLED_HIGH),
    "a level of 3.9": (stay(3.9, 120), 7, []),
    "a level of 4 exactly": (stay(4, 120), 7, STALLED),
    "3.5 after 5: 30 % gone exactly": ([3.5] * 120, 5, []),
    "3.6 after 5: less than 30 % gone": ([3.6] * 120, 5, STALLED[1:]),
    "2.9 after 3": (stay(2.9, 120), 3, []),
    "3 after 3": (stay(3, 120), 3, STALLED[1:]),
    "6 entries in the last 28 days": (
        stay(6, 100) + silent(22) + stay(6, 6),
        7,
        [*STALLED, "insufficient_data info, day 121 to on"],
    ),
    "7 entries in the last 28 days": (stay(6, 100) + silent(21) + stay(6, 7), 7, STALLED),
    "13 entries since surgery": (silent(90) + stay(6, 13), 7, ["insufficient_data info, day 28 to on"]),
    "14 entries since surgery": (
        silent(90) + stay(6, 14),
        7,
        [
            "insufficient_data info, day 28 to 103",
            "persistent axial review, day 103 to on",
            "non_improvement axial review, day 103 to on",
        ],
    ),
    "the first entry on day 40, and no relief": (
        silent(40) + stay(6, 60),
        7,
        ["insufficient_data info, day 28 to 53", *STALLED],
    ),
    "the first entry on day 40, relief and a return": (
        silent(40) + stay(2, 60) + stay(6, 20),
        7,
        [
            "insufficient_data info, day 28 to 53",
            "relapse axial review, day 111 to on",
            "persistent axial review, day 114 to on",
        ],
    ),
    "no score before surgery, and no relief": (stay(6, 120), None, STALLED),
    "no score before surgery, relief and a return": (
        WELL + stay(6, 15),
        None,
        ["relapse axial review, day 130 to on"],
    ),
    "2 before surgery, and a return to 6": (LOW + stay(6, 15), 2, ["relapse axial high, day 130 to on"]),
    "2 before surgery, and 2.9 after it": (stay(2.9, 120), 2, []),
    "2 before surgery, and 3 after it": (stay(3, 120), 2, STALLED[1:]),
    "a flare of 10 days, 5 points up": (WELL + stay(6, 10) + stay(1, 40), 7, []),
    "a flare of 10 days, 8 points up": (WELL + stay(9, 10) + stay(1, 40), 7, []),
    "15 days, 4 points up": (WELL + stay(5, 15) + stay(1, 40), 7, ["relapse axial review, day 133 to 136"]),
    "two relapses": (
        WELL + stay(6, 25) + stay(1, 80) + stay(6, 15),
        7,
        [
            "relapse axial review, day 130 to 148",
            "persistent axial review, day 138 to 154",
            "relapse axial review, day 235 to on",
        ],
    ),
    "five good days among bad ones": (stay(7, 60) + stay(2, 5) + stay(7, 60), 7, STALLED),
    "three good weeks among bad ones": (
        stay(7, 60) + stay(2, 21) + stay(7, 20),
        7,
        ["persistent axial review, day 90 to on", "relapse axial high, day 91 to on"],
    ),
    "ten good days, then bad: the first three weeks of a log": (
        silent(30) + stay(1, 10) + stay(8, 11),
        7,
        ["insufficient_data info, day 28 to 43"],
    ),
    "ten good days, then bad: after the first three weeks": (
        silent(30) + stay(1, 10) + stay(8, 20),
        7,
        ["insufficient_data info, day 28 to 43", "relapse axial high, day 52 to on"],
    ),
}
"""The scores, pain before surgery, and the flags."""


@pytest.mark.parametrize(("scores", "baseline", "expected"), TABLE.values(), ids=TABLE.keys())
def test_either_side_of_a_boundary(scores: Scores, baseline: float | None, expected: list[str]) -> None:
    assert flags_of(judge(scores, baseline=baseline)) == expected


@pytest.mark.parametrize(
    ("treatment", "expected"),
    [
        (None, "relapse axial high, day 129 to on"),
        (("procedure", "epidural steroid injection"), "relapse axial high, day 119 to on"),
        (("medicine", "steroid tablets"), "relapse axial high, day 129 to on"),
    ],
    ids=["by itself", "an injection", "a medicine"],
)
def test_relief_after_an_injection_that_wears_off_is_a_relapse(
    treatment: tuple[str, str] | None, expected: str
) -> None:
    scores = stay(7, 60) + stay(4, 42) + stay(7, 30)
    kind, name = treatment or ("other", "rest")
    on_day_60 = pd.Timestamp(SURGERY + timedelta(days=60))
    treatments = pd.DataFrame({"patient_id": ["P1"], "start": [on_day_60], "kind": [kind], "name": [name]})
    as_of = SURGERY + timedelta(days=len(scores) - 1)
    said = flags_of(replay(patients(), entries(scores), treatments, as_of=as_of))
    assert [line for line in said if line.startswith("relapse")] == [expected]
