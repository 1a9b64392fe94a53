"""Both sides of every threshold of the further flags: a course on which the value on file decides, and what a step less
and a step more say. `tests/spec/test_every_threshold_counts.py` sees to it that none is left out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import pytest

from tests.spec.courses import Scores, flags_of, judge, silent, stay
from tracker.domain.assessment import FlagKind
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds, thresholds
from tracker.trends import Replay

Said = Callable[[Replay], str]

NEVER = ""


def flag(kind: FlagKind) -> Said:
    """When a kind of flag was on: "review, day 42 to on"; `NEVER` where it was not raised."""

    def said(judged: Replay) -> str:
        return "; ".join(line.split(" ", 1)[1] for line in flags_of(judged, kinds=[kind]))

    return said


def improvement(judged: Replay) -> str:
    return str(judged.assessment("P1").site(Site.AXIAL).improvement)


worse, new_limb, watch = map(flag, (FlagKind.WORSE_THAN_BEFORE, FlagKind.NEW_LIMB_PAIN, FlagKind.EARLY_WATCH))
lost, flare, walking = map(flag, (FlagKind.LOST_CONTACT, FlagKind.FLARE, FlagKind.WALKING_LOSS))
opioids = flag(FlagKind.OPIOIDS_PAST_90)

Course = dict[str, Any]
"""What `judge` takes."""


def back(*parts: Scores, baseline: float = 4) -> Course:
    return {"axial": list(chain(*parts)), "baseline": baseline}


def leg(*parts: Scores, baseline: float = 4) -> Course:
    return {"axial": [], "limb": list(chain(*parts)), "baseline_limb": baseline}


def minutes(*parts: Scores) -> Course:
    return {"axial": [], "walking": list(chain(*parts))}


def ticked(*parts: Scores) -> Course:
    return {"axial": [], "opioid": list(chain(*parts))}


def walk(amount: float, days: int) -> Scores:
    return [amount] * days


QUIET = stay(2, 60)
UNSTEADY: Scores = [3, 6, 6, 3, 5, 7, 4, 4, 7, 5, 3, 6] * 5
"""About 5 with a scatter of 1.55, twice which is 3.1."""
SIX_WEEKS_EACH = minutes(walk(18, 60), walk(27, 42), walk(15, 21)), minutes(walk(18, 60), walk(27, 42), walk(16, 21))
"""Two levels for six weeks each, then 15 or 16 minutes, a third below the mean of both or below the higher one."""


@dataclass(frozen=True, slots=True)
class Side:
    """With the value on file a course says `filed`; with the value `other` it says `otherwise`."""

    other: float
    said: Said
    filed: str
    otherwise: str
    course: Course = field(default_factory=dict)


BOUNDARIES: dict[str, tuple[Side, Side]] = {
    "improvement_floor": (
        Side(3.6, improvement, "None", "substantial", back(stay(1, 60), baseline=3.7)),
        Side(4.4, improvement, "substantial", "None", back(stay(1, 60), baseline=4)),
    ),
    "worse_day": (
        Side(41, worse, "axial review, day 42 to on", "axial review, day 41 to on", back(stay(6, 60))),
        Side(43, worse, "axial review, day 42 to on", "axial review, day 43 to on", back(stay(6, 60))),
    ),
    "worse_rise": (
        Side(0.9, worse, NEVER, "axial review, day 42 to on", back(stay(5, 60), baseline=4.05)),
        Side(1.1, worse, "axial review, day 42 to on", NEVER, back(stay(5, 60))),
    ),
    "week_days": (
        Side(6, worse, "axial review, day 73 to on", "axial review, day 71 to on", back(QUIET, stay(5, 20))),
        Side(8, worse, "axial review, day 73 to on", "axial review, day 75 to on", back(QUIET, stay(5, 20))),
    ),
    "week_entries": (
        Side(3, worse, NEVER, "axial review, day 73 to on", back(QUIET, stay(5, 10), silent(4))),
        Side(5, worse, "axial review, day 73 to on", NEVER, back(QUIET, stay(5, 11), silent(3))),
    ),
    "absent_level": (
        Side(1.8, new_limb, "limb review, day 65 to on", NEVER, leg(stay(1.9, 60), stay(6, 20))),
        Side(2.2, new_limb, NEVER, "limb review, day 65 to on", leg(stay(2, 60), stay(6, 20))),
    ),
    "absent_days": (
        Side(*(27, new_limb, "limb review, day 34 to on", "limb review, day 33 to on"), leg(stay(0, 27), stay(8, 20))),
        Side(*(29, new_limb, "limb review, day 34 to on", "limb review, day 35 to on"), leg(stay(0, 28), stay(8, 20))),
    ),
    "absent_entries": (
        Side(
            *(13, new_limb, NEVER, "limb review, day 61 to on"),
            leg(silent(30), stay(0, 13), silent(15), stay(6, 15)),
        ),
        Side(
            *(15, new_limb, "limb review, day 61 to on", NEVER),
            leg(silent(30), stay(0, 14), silent(14), stay(6, 15)),
        ),
    ),
    "new_pain_spared": (
        Side(0, new_limb, "limb review, day 66 to on", NEVER, leg(stay(0, 60), [7, 1, 7, 7, 7, 7, 7])),
        Side(2, new_limb, NEVER, "limb review, day 66 to on", leg(stay(0, 60), [7, 1, 7, 7, 1, 7, 7])),
    ),
    "early_watch_first": (
        Side(41, watch, "axial info, day 42 to on", "axial info, day 41 to on", back(stay(6, 60))),
        Side(43, watch, "axial info, day 42 to on", "axial info, day 43 to on", back(stay(6, 60))),
    ),
    "early_watch_last": (
        Side(83, watch, "axial info, day 42 to 85", "axial info, day 42 to 84", back(stay(6, 90))),
        Side(85, watch, "axial info, day 42 to 85", "axial info, day 42 to 86", back(stay(6, 90))),
    ),
    "early_watch_axial": (
        Side(2.03, watch, NEVER, "axial info, day 42 to on", back([2.1] * 60, baseline=2)),
        Side(2.47, watch, "axial info, day 42 to on", NEVER, back([2.4] * 60, baseline=2)),
    ),
    "early_watch_limb": (
        Side(3.9, watch, NEVER, "limb info, day 42 to on", leg(stay(4, 60))),
        Side(4.6, watch, "limb info, day 42 to on", NEVER, leg([4.5] * 60)),
    ),
    "silent_from": (
        Side(13, lost, NEVER, "review, day 13 to on", back(silent(14))),
        Side(15, lost, "review, day 14 to on", NEVER, back(silent(15))),
    ),
    "silent_days": (
        Side(6, lost, NEVER, "info, day 65 to on", back(QUIET, silent(6))),
        Side(8, lost, "info, day 66 to on", NEVER, back(QUIET, silent(7))),
    ),
    "lost_days": (
        Side(13, lost, "info, day 66 to on", "review, day 66 to on", back(QUIET, silent(13))),
        Side(15, lost, "review, day 66 to on", "info, day 66 to on", back(QUIET, silent(14))),
    ),
    "flare_rise": (
        Side(1.8, flare, NEVER, "axial info, day 61 to on", back(QUIET, [3.9, 3.9])),
        Side(2.2, flare, "axial info, day 61 to on", NEVER, back(QUIET, [4, 4])),
    ),
    "flare_scatter": (
        Side(1.8, flare, NEVER, "axial info, day 61 to on", back(UNSTEADY, [8, 8])),
        Side(2.2, flare, "axial info, day 61 to on", NEVER, back(UNSTEADY, [8.3, 8.3])),
    ),
    "flare_entries": (
        Side(1, flare, NEVER, "axial info, day 60 to on", back(QUIET, [6])),
        Side(3, flare, "axial info, day 61 to on", NEVER, back(QUIET, [6, 6])),
    ),
    "flare_within": (
        Side(2, flare, "axial info, day 62 to on", NEVER, back(QUIET, [6, 2, 6])),
        Side(4, flare, NEVER, "axial info, day 63 to on", back(QUIET, [6, 2, 2, 6])),
    ),
    "flare_over": (
        Side(0.9, flare, "axial info, day 61 to 63", "axial info, day 61 to on", back(QUIET, [6, 6, 3, 3])),
        Side(1.1, flare, "axial info, day 61 to on", "axial info, day 61 to 63", back(QUIET, [6, 6, 3.1, 3.1])),
    ),
    "flare_longest": (
        Side(12, flare, "axial info, day 61 to 73", "axial info, day 61 to 72", back(QUIET, stay(6, 20))),
        Side(14, flare, "axial info, day 61 to 73", "axial info, day 61 to 74", back(QUIET, stay(6, 20))),
    ),
    "own_level_window": (  # two weeks at 2 and two at 3: half a point between
        Side(27, flare, "axial info, day 55 to on", NEVER, back(stay(2, 40), stay(3, 14), [4.5, 4.5])),
        Side(29, flare, NEVER, "axial info, day 55 to on", back(stay(2, 40), stay(3, 14), [4.4, 4.4])),
    ),
    "walking_first_day": (
        Side(55, walking, "review, day 56 to on", "review, day 55 to on", minutes(walk(27, 30), walk(9, 40))),
        Side(57, walking, "review, day 56 to on", "review, day 57 to on", minutes(walk(27, 30), walk(9, 40))),
    ),
    "walking_window": (
        Side(20, walking, "review, day 80 to on", "review, day 79 to on", minutes(walk(27, 60), walk(18, 40))),
        Side(22, walking, "review, day 80 to on", "review, day 81 to on", minutes(walk(27, 60), walk(18, 40))),
    ),
    "walking_entries": (
        Side(9, walking, NEVER, "review, day 76 to on", minutes(walk(27, 60), silent(12), walk(9, 9))),
        Side(11, walking, "review, day 75 to on", NEVER, minutes(walk(27, 60), silent(11), walk(9, 10))),
    ),
    "walking_reference_window": (
        Side(83, walking, NEVER, "review, day 122 to on", SIX_WEEKS_EACH[1]),
        Side(85, walking, "review, day 122 to on", NEVER, SIX_WEEKS_EACH[0]),
    ),
    "walking_reference_entries": (
        Side(13, walking, NEVER, "review, day 93 to on", minutes(silent(60), walk(27, 13), walk(9, 21))),
        Side(15, walking, "review, day 94 to on", NEVER, minutes(silent(60), walk(27, 14), walk(9, 21))),
    ),
    "walking_least": (
        Side(9, walking, NEVER, "review, day 67 to on", minutes(walk(9.2, 60), walk(1, 21))),
        Side(11, walking, "review, day 80 to on", NEVER, minutes(walk(10, 60), walk(6.6, 21))),
    ),
    "walking_drop": (
        Side(0.3, walking, NEVER, "review, day 80 to on", minutes(walk(27, 60), walk(18.6, 40))),
        Side(0.36, walking, "review, day 80 to on", NEVER, minutes(walk(27, 60), walk(18, 40))),
    ),
    "walking_clearing": (
        Side(
            *(0.225, walking, "review, day 72 to 101", "review, day 72 to on"),
            minutes(walk(27, 60), walk(12, 21), walk(20.4, 60)),
        ),
        Side(
            *(0.275, walking, "review, day 72 to on", "review, day 72 to 100"),
            minutes(walk(27, 60), walk(12, 21), walk(20.1, 60)),
        ),
    ),
    "opioid_after_day": (
        Side(89, opioids, NEVER, "review, day 90 to on", ticked([1.0] * 91)),
        Side(91, opioids, "review, day 91 to on", NEVER, ticked([1.0] * 92)),
    ),
    "opioid_window": (
        Side(27, opioids, "review, day 100 to on", "review, day 100 to 127", ticked(silent(100), [1.0], [0.0] * 27)),
        Side(29, opioids, "review, day 100 to 128", "review, day 100 to on", ticked(silent(100), [1.0], [0.0] * 28)),
    ),
    "opioid_entries": (
        Side(
            13,
            opioids,
            "review, day 100 to on",
            "review, day 100 to 128",
            ticked(silent(100), [1.0], silent(15), [0.0] * 13),
        ),
        Side(
            15,
            opioids,
            "review, day 100 to 128",
            "review, day 100 to on",
            ticked(silent(100), [1.0], silent(14), [0.0] * 14),
        ),
    ),
}
"""Threshold: a step less, a step more."""

SIDES = [pytest.param(name, side, id=f"{name}-{side.other:g}") for name, both in BOUNDARIES.items() for side in both]


@pytest.mark.parametrize(("name", "side"), SIDES)
def test_the_value_on_file_decides(name: str, side: Side) -> None:
    on_file, a_step_off = judge(**side.course), judge(**side.course, rules=_with(name, side.other))
    assert (side.said(on_file), side.said(a_step_off)) == (side.filed, side.otherwise)
    assert side.filed != side.otherwise


def _with(name: str, value: float) -> Thresholds:
    rules = thresholds()
    return Thresholds(rules.rule_version, {**rules.by_name, name: replace(rules.by_name[name], value=value)})
