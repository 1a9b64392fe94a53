"""A flag begins and ends where a physician who reads the line sees it begin and end."""

from datetime import date

import pytest

from tests.spec.courses import SURGERY, Scores, flags_of, judge, silent, slope, stay, unsteady
from tracker.domain.assessment import Flag, FlagKind
from tracker.trends import Replay

RELAPSED = stay(1, 60) + stay(8, 40)


def day_of(on: date) -> int:
    return (on - SURGERY).days


def first_of(judged: Replay, kind: FlagKind) -> Flag:
    return next(flag for flag in judged.assessment("P1").flags if flag.kind is kind)


@pytest.mark.parametrize(("lower", "days", "silence"), [(3.5, 7, 10), (4, 8, 11), (4, 9, 10)])
def test_a_relapse_does_not_end_in_silence(lower: float, days: int, silence: int) -> None:
    judged = judge(RELAPSED + stay(lower, days) + silent(silence) + stay(lower, 4) + stay(8, 30))
    cleared = first_of(judged, FlagKind.RELAPSE).cleared_on
    assert cleared is not None
    assert not 100 + days <= day_of(cleared) < 100 + days + silence


@pytest.mark.parametrize(("lower", "expected"), [(4, "day 70 to 143"), (4.6, "day 70 to 158"), (5, "day 70 to on")])
def test_a_new_relief_lies_surely_under_the_height_of_the_relapse(lower: float, expected: str) -> None:
    judged = judge(unsteady(stay(1, 60) + stay(7, 60) + stay(lower, 60)))
    assert f"relapse axial review, {expected}" in flags_of(judged)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (stay(6, 100) + slope(6, 3, 120) + stay(3, 60), "non_improvement axial high, day 90 to 204"),
        (stay(5, 100) + slope(5, 3.2, 60), "non_improvement axial review, day 90 to 156"),
        (stay(5, 100) + slope(5, 3.6, 60), "non_improvement axial review, day 90 to on"),
    ],
    ids=["slowly", "to a four-week mean of 3.7", "not yet: the four-week mean is 3.9"],
)
def test_pain_that_falls_out_of_the_range_is_no_longer_called_not_improving(scores: Scores, expected: str) -> None:
    assert expected in flags_of(judge(scores))


def test_pain_that_came_out_of_the_range_and_stays_there_waits_for_the_whole_margin() -> None:
    scores = stay(5, 100) + slope(5, 3.9, 60) + stay(3.7, 120)
    assert "non_improvement axial high, day 90 to on" in flags_of(judge(scores))


@pytest.mark.parametrize("kind", [FlagKind.PERSISTENT, FlagKind.NON_IMPROVEMENT])
def test_pain_that_rises_into_the_range_has_its_onset_there(kind: FlagKind) -> None:
    judged = judge(stay(2.8, 120) + stay(4.6, 120))
    flag = first_of(judged, kind)
    typical = judged.days("P1")["axial_typical"]
    onset, detected = day_of(flag.onset_date), day_of(flag.detected_on)
    assert onset > 120
    assert (typical[onset : detected + 1] >= 4).all()
    assert typical[onset - 1] < 4


@pytest.mark.parametrize(("kind", "onset"), [(FlagKind.PERSISTENT, 0), (FlagKind.NON_IMPROVEMENT, 0)])
def test_pain_that_was_always_high_has_its_onset_where_its_window_begins(kind: FlagKind, onset: int) -> None:
    assert day_of(first_of(judge(stay(6, 100)), kind).onset_date) == onset


def test_a_gap_does_not_break_the_run_that_an_onset_starts() -> None:
    judged = judge(stay(2.5, 120) + stay(6, 10) + silent(12) + stay(6, 40))
    onset = day_of(first_of(judged, FlagKind.PERSISTENT).onset_date)
    assert 120 < onset < 130


def test_the_later_log_does_not_move_an_onset() -> None:
    scores = stay(2.5, 120) + stay(5, 120)
    whole = first_of(judge(scores), FlagKind.PERSISTENT)
    then = first_of(judge(scores[: day_of(whole.detected_on) + 1]), FlagKind.PERSISTENT)
    assert (then.onset_date, then.evidence) == (whole.onset_date, whole.evidence)
