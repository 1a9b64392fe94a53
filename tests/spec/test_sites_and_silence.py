"""Back and leg are judged apart; silence neither raises nor clears; what happens after a date is not known on it."""

from datetime import timedelta

import pytest

from tests.spec.courses import LASTING, SURGERY, Scores, entries, every, flags_of, judge, patients, silent, slope, stay
from tracker.domain.assessment import State
from tracker.domain.explanation import verdict
from tracker.domain.patients import Episode, Region, Site
from tracker.trends import replay

LUMBAR = Episode("e1", "P1", SURGERY, Region.LUMBAR, "L4–L5", "fusion", 7, 6)
WELL_THEN_BACK = slope(7, 2, 40) + stay(2, 80) + stay(6, 30)


def test_a_leg_that_hurts_is_flagged_beside_a_back_that_does_not() -> None:
    judged = judge(slope(7, 1, 60) + stay(1, 60), stay(6, 120), baseline_limb=6)
    assert flags_of(judged) == ["persistent limb review, day 90 to on", "non_improvement limb review, day 90 to on"]
    assert judged.assessment("P1").leading is Site.LIMB


def test_a_site_that_was_never_logged_has_no_flag_and_no_level() -> None:
    judged = judge((), stay(6, 120), baseline_limb=6)
    axial = judged.assessment("P1").site(Site.AXIAL)
    assert flags_of(judged, Site.AXIAL, None) == []
    assert (axial.typical, axial.relief, axial.change_28d, axial.entries_used) == (None, None, None, 0)


def test_an_entry_with_either_site_counts_as_an_entry_of_the_log() -> None:
    back, leg = every(8, stay(2, 120)), [None, *every(8, stay(2, 119))]
    assert flags_of(judge(back)) == ["insufficient_data info, day 28 to on"]
    assert flags_of(judge(back, leg))[0].endswith("to 49")  # the 14th entry


def test_silence_leaves_an_open_flag_open() -> None:
    said = flags_of(judge(WELL_THEN_BACK + silent(120)), Site.AXIAL)
    assert said[0] == "relapse axial review, day 131 to on"


@pytest.mark.parametrize(
    ("scores", "severity"),
    [
        (stay(6, 96) + silent(305), "review"),
        (stay(6, 159) + silent(242), "review"),  # 7 entries in 28 days until day 179
        (stay(6, 160) + silent(241), "high"),
        (stay(6, 96) + silent(150) + stay(6, 6), "review"),
        (stay(6, 96) + silent(150) + stay(6, 30), "high"),
    ],
    ids=["silent after day 95", "judged to day 179", "judged to day 180", "six days", "and back"],
)
def test_silence_makes_no_flag_worse(scores: Scores, severity: str) -> None:
    assert flags_of(judge(scores), Site.AXIAL)[0] == f"persistent axial {severity}, day 90 to on"


def test_a_relapse_is_as_severe_as_when_it_was_last_judged() -> None:
    at_seven_again = WELL_THEN_BACK + silent(30) + stay(9, 6)
    assert judge(at_seven_again).assessment("P1").site(Site.AXIAL).typical == 9
    assert flags_of(judge(at_seven_again), Site.AXIAL)[0] == "relapse axial review, day 131 to on"
    assert flags_of(judge([*at_seven_again, 9]), Site.AXIAL)[0] == "relapse axial high, day 131 to on"


def test_a_site_that_is_logged_no_longer_keeps_its_flag_and_is_said_to_be_not_assessable() -> None:
    judged = judge(stay(6, 96), stay(2, 300), baseline_limb=6).assessment("P1")
    assert [(flag.kind, flag.open) for flag in judged.flags if flag.kind in LASTING] == [
        ("persistent", True),
        ("non_improvement", True),
    ]
    assert judged.site(Site.AXIAL).state is State.NOT_ASSESSABLE
    assert judged.leading is Site.AXIAL
    assert verdict(LUMBAR, judged).sentence == "Back pain 6 on day 90; no entries in 14 days: too few to say now."


def test_nothing_is_raised_while_silent_and_what_was_due_is_raised_once_there_is_enough() -> None:
    silent_at_90 = stay(6, 60) + silent(60)
    assert flags_of(judge(silent_at_90), Site.AXIAL) == []
    back_again = flags_of(judge(silent_at_90 + stay(6, 30)), Site.AXIAL)
    assert back_again == ["persistent axial review, day 126 to on", "non_improvement axial review, day 126 to on"]


def test_a_few_good_days_after_a_silence_clear_nothing_yet() -> None:
    said = flags_of(judge(stay(6, 120) + silent(40) + stay(1, 6)), Site.AXIAL)
    assert all(line.endswith("to on") for line in said)


@pytest.mark.parametrize("day", [100, 129, 130, 131, 140])
def test_nothing_after_the_date_is_used(day: int) -> None:
    log = entries(WELL_THEN_BACK)
    on = SURGERY + timedelta(days=day)
    known = log[log["date"] <= str(on)]
    assert flags_of(replay(patients(), log, as_of=on)) == flags_of(replay(patients(), known, as_of=on))


def test_each_patient_may_have_a_date_of_their_own() -> None:
    own = patients(as_of=SURGERY + timedelta(days=125))
    assert flags_of(replay(own, entries(WELL_THEN_BACK))) == []


def test_without_a_date_the_newest_entry_gives_it() -> None:
    assert replay(patients(), entries(stay(3, 50))).assessment("P1").as_of == SURGERY + timedelta(days=49)


def test_before_the_surgery_there_is_nothing_to_say() -> None:
    ahead = replay(patients(), entries(()), as_of=SURGERY - timedelta(days=3))
    said = ahead.assessment("P1")
    assert (said.day, said.flags, said.coverage_28d, said.last_entry) == (-3, (), None, None)
    assert ahead.days("P1").empty
