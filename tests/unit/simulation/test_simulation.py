"""The synthetic cohort: what is promised of it, and that its truth is what its names say."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import simulation
from tracker.domain.catalogue import entry_of
from tracker.domain.diary import entry_faults
from tracker.domain.patients import Site, episode_faults
from tracker.domain.questionnaires import SCHEDULES, answered
from tracker.domain.treatments import TreatmentKind, treatment_faults
from tracker.simulation import Course, SimulatedPatient, Truth

TODAY = date(2026, 11, 21)
COHORT = simulation.cohort(7, TODAY)


def of(course: Course) -> list[SimulatedPatient]:
    return [each for each in COHORT if each.truth.course is course]


def late(truth: Truth, site: Site = Site.AXIAL) -> float:
    return float(truth.level(site)[-28:].mean())


def test_the_same_seed_gives_the_same_cohort() -> None:
    again = simulation.cohort(7, TODAY)
    assert [each.entries for each in again] == [each.entries for each in COHORT]
    assert [each.patient for each in again] == [each.patient for each in COHORT]
    assert all(np.array_equal(a.truth.axial, b.truth.axial) for a, b in zip(again, COHORT, strict=True))


def test_another_seed_gives_another_cohort() -> None:
    assert simulation.cohort(8, TODAY)[3].entries != COHORT[3].entries


def test_all_can_be_as_long_after_surgery_as_is_asked() -> None:
    mix = {Course.STEADY: 2, Course.RELAPSE_ABRUPT: 2}
    people = simulation.cohort(7, TODAY, mix=mix, day=100)
    assert {each.patient.episode.day(TODAY) for each in people} == {100}


def test_there_are_sixty_patients_of_all_courses() -> None:
    assert len(COHORT) == 60
    assert {each.truth.course for each in COHORT} == set(simulation.COHORT)


def test_everybody_is_marked_as_demo_and_named_so() -> None:
    assert all(each.patient.demo and each.patient.name.startswith("Demo ") for each in COHORT)
    assert len({each.patient.name for each in COHORT}) == len({each.patient.id for each in COHORT}) == 60


def test_the_panel_spans_the_second_week_to_a_year_and_a_half() -> None:
    days = [each.patient.episode.day(TODAY) for each in COHORT]
    assert min(days) == 10
    assert max(days) == 540


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), today=st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_whatever_the_seed_and_the_day_all_of_it_can_be_stored(seed: int, today: date) -> None:
    for each in simulation.cohort(seed, today, mix=dict.fromkeys(simulation.COHORT, 1)):
        born = each.patient.birth_date
        assert not episode_faults(each.patient.episode, born, today)
        assert not [fault for entry in each.entries for fault in entry_faults(entry, today, born)]
        assert not [fault for treatment in each.treatments for fault in treatment_faults(treatment, today)]
        assert len({entry.on for entry in each.entries}) == len(each.entries)
        assert {t for entry in each.entries for t in entry.taken or ()} <= {t.id for t in each.treatments}


def test_the_truth_has_a_level_of_each_site_for_every_day_from_surgery_to_today() -> None:
    for each in COHORT:
        days = each.patient.episode.day(TODAY) + 1
        assert each.truth.axial.shape == each.truth.limb.shape == each.truth.flare.shape == (days,)
        assert each.truth.walking.shape == (days,)
        assert 0 <= each.truth.axial.min() <= each.truth.axial.max() <= 10


def test_the_first_patient_relapsed_after_good_weeks_and_has_today_still_to_log() -> None:
    first = COHORT[0]
    assert first.truth.course is Course.RELAPSE_ABRUPT
    assert first.truth.onset_day is not None
    assert late(first.truth) - first.truth.axial[: first.truth.onset_day].min() >= 2
    logged = {entry.on for entry in first.entries}
    assert TODAY - timedelta(days=1) in logged
    assert TODAY not in logged
    assert {t.kind for t in first.treatments} >= {
        TreatmentKind.MEDICINE,
        TreatmentKind.THERAPY,
        TreatmentKind.PROCEDURE,
    }


@pytest.mark.parametrize("course", [Course.NONE, Course.PLATEAU])
def test_who_does_not_recover_stays_above_the_actionable_line(course: Course) -> None:
    assert all(late(each.truth) > 3.8 for each in of(course))


@pytest.mark.parametrize("course", [Course.RELAPSE_ABRUPT, Course.RELAPSE_CREEPING, Course.WEARS_OFF])
def test_who_relapses_comes_back_by_two_points_or_more_after_relief(course: Course) -> None:
    for each in of(course):
        onset = each.truth.onset_day
        assert onset is not None
        assert late(each.truth) - each.truth.axial[max(0, onset - 21) : onset].mean() >= 2


@pytest.mark.parametrize("course", [Course.STEADY, Course.FLARES, Course.SILENT])
def test_who_recovers_ends_at_three_or_less_once_three_months_have_gone(course: Course) -> None:
    recovered = [each for each in of(course) if len(each.truth.axial) > 100]
    assert recovered
    assert all(late(each.truth) <= 3 for each in recovered)


def test_where_only_the_limb_hurts_the_axis_does_not() -> None:
    for each in of(Course.LIMB_ONLY):
        assert late(each.truth, Site.LIMB) > 4
        assert late(each.truth) < 2.6


def test_the_sparse_log_little_and_the_silent_stopped_weeks_ago() -> None:
    assert all(len(each.entries) < 0.25 * len(each.truth.axial) for each in of(Course.SPARSE))
    assert all(each.entries[-1].on <= TODAY - timedelta(days=28) for each in of(Course.SILENT))


def test_scores_follow_the_truth_that_they_were_made_from() -> None:
    long_logs = [each for each in COHORT if len(each.entries) >= 60]  # noise of fewer days does not average out
    assert len(long_logs) > 45
    for each in long_logs:
        days = [each.patient.episode.day(entry.on) for entry in each.entries if entry.axial is not None]
        given = np.array([entry.axial for entry in each.entries if entry.axial is not None])
        calm = ~each.truth.flare[days]
        assert abs((given - each.truth.axial[days])[calm].mean()) < 0.5


def minutes(each: SimulatedPatient, first: int, end: int) -> float:
    """Minutes walked on average from the day `first` to before the day `end`, both counted back from today."""
    days = (TODAY - timedelta(days=first), TODAY - timedelta(days=end))
    walked = [e.walking_minutes for e in each.entries if days[0] <= e.on < days[1] and e.walking_minutes is not None]
    return float(np.mean(walked))


def test_one_walks_half_as_much_as_before_while_pain_hardly_changes() -> None:
    (one,) = (each for each in COHORT if each.truth.walking.min() < 1)
    assert one.truth.course is Course.STEADY
    assert minutes(one, 21, 0) < 0.5 * minutes(one, 100, 70)
    for site in Site:
        assert abs(one.truth.level(site)[-21:].mean() - one.truth.level(site)[-100:-70].mean()) < 0.6


def test_the_others_walk_as_much_as_their_pain_lets_them() -> None:
    steady = [each for each in of(Course.STEADY) if len(each.truth.axial) > 200 and each.truth.walking.min() == 1]
    assert len(steady) > 5
    assert all(minutes(each, 21, 0) > 0.8 * minutes(each, 100, 30) for each in steady)


def test_some_follow_ups_are_today() -> None:
    assert 1 <= sum(each.patient.episode.next_follow_up == TODAY for each in COHORT) <= 15


def test_an_unasked_baseline_is_missing_not_zero() -> None:
    baselines = [each.patient.episode.baseline_axial for each in COHORT]
    assert None in baselines
    assert 0 not in baselines


def test_what_else_they_answer_can_be_stored_and_fits_the_scores() -> None:
    said = 0
    for person in COHORT:
        named = {name.split()[0] for entry in person.entries for name in entry.sites or ()}
        assert len(named & {"left", "right"}) <= 1, "pain that changes sides from day to day"
        for entry in person.entries:
            assert entry_faults(entry, TODAY) == ()
            worst = max(entry.axial or 0, entry.limb or 0)
            assert not (entry.sites and worst < 2), f"a place that hurts without pain: {entry}"
            said += entry.sites is not None
    assert said > 500


def test_the_questions_of_weeks_are_answered_when_they_are_due_and_not_before() -> None:
    for person in COHORT:
        for asked, schedule in SCHEDULES.items():
            days = [person.patient.episode.day(entry.on) for entry in person.entries if answered(entry, asked)]
            assert all(day >= schedule.first_day for day in days)
            assert all(later - sooner >= schedule.every for sooner, later in pairwise(days))
            logged = [person.patient.episode.day(entry.on) for entry in person.entries]
            assert bool(days) == any(day >= schedule.first_day for day in logged)


def test_what_they_take_is_in_the_catalogue_under_its_name() -> None:
    for treatment in (treatment for person in COHORT for treatment in person.treatments):
        entry = entry_of(treatment)
        assert entry is not None, treatment.name
        assert treatment.name.lower() in entry.found_by.lower()
        assert entry.kind is treatment.kind
