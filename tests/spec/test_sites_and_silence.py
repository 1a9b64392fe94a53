"""Back and leg are judged apart; silence neither raises nor clears; what happens after a date is not known on it."""

from datetime import timedelta

import pytest

from tests.spec.courses import SURGERY, entries, every, flags_of, judge, patients, silent, slope, stay
from tracker.domain.patients import Site
from tracker.trends import replay

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


def test_nothing_is_raised_while_silent_and_what_was_due_is_raised_once_there_is_enough() -> None:
    silent_at_90 = stay(6, 60) + silent(60)
    assert flags_of(judge(silent_at_90), Site.AXIAL) == []
    back_again = flags_of(judge(silent_at_90 + stay(6, 30)), Site.AXIAL)
    assert back_again == ["persistent axial review, day 126 to on", "non_improvement axial review, day 133 to on"]


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
