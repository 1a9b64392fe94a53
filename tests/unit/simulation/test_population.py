"""Populations: the truth is kept beside the scores, the same people come back under other conditions, and the spread
is as wide as it says."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.columns import PATIENTS, TREATMENTS
from tracker.domain.reference import procedure_kind
from tracker.simulation.courses import Course, left
from tracker.simulation.population import MIX, Conditions, Population, population
from tracker.simulation.spread import Form

SOME = population(3, 400)


def of(course: Course, people: Population = SOME) -> np.ndarray:
    return np.array([each is course for each in people.courses])


def logged(people: Population) -> float:
    return float(np.isfinite(people.scores).mean())


def residual(people: Population) -> np.ndarray:
    """Scores about the level, of people whose course has few flares, once the level has room on both sides."""
    calm = of(Course.NONE, people) | of(Course.PLATEAU, people)
    return (people.scores - people.level)[calm, 60:]


def test_the_same_seed_gives_the_same_population_and_another_another() -> None:
    again, other = population(3, 400), population(4, 400)
    assert np.array_equal(again.scores, SOME.scores, equal_nan=True)
    assert np.array_equal(again.level, SOME.level)
    assert not np.array_equal(other.level, SOME.level)


@pytest.mark.parametrize("conditions", [Conditions(missing=2), Conditions(noise=0.5), Conditions(correlated=False)])
def test_other_conditions_are_lived_by_the_same_people(conditions: Conditions) -> None:
    other = population(3, 40, conditions=conditions)
    usual = population(3, 40)
    assert np.array_equal(other.level, usual.level)
    assert np.array_equal(other.asked, usual.asked, equal_nan=True)
    assert not np.array_equal(other.scores, usual.scores, equal_nan=True)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), days=st.integers(120, 700))
def test_levels_and_scores_stay_on_the_scale_and_every_course_can_be_made(seed: int, days: int) -> None:
    people = population(seed, 20, days, mix=dict.fromkeys(MIX, 1.0))
    assert people.level.shape == people.scores.shape == (20, days)
    given = people.scores[np.isfinite(people.scores)]
    assert 0 <= people.level.min() <= people.level.max() <= 10
    assert np.isin(given, np.arange(11)).all()
    assert np.isnan(people.scores[:, 0]).all()


def test_a_time_too_short_for_a_relapse_is_refused() -> None:
    with pytest.raises(ValueError, match="120 days"):
        population(1, 2, 119)


def test_every_course_comes_about_as_often_as_the_mix_says() -> None:
    many = population(5, 3000, 120)
    for course, share in MIX.items():
        assert of(course, many).mean() == pytest.approx(share, abs=0.02)


def test_missing_days_are_between_a_few_and_most() -> None:
    low, high = np.percentile(SOME.share_logged, [5, 95])
    assert low < 0.3
    assert high > 0.8
    assert 0.5 < logged(SOME) < 0.65


def test_twice_the_days_are_missing_where_that_is_asked_for() -> None:
    assert logged(population(3, 400, conditions=Conditions(missing=2))) < 0.36


def test_no_day_is_missing_where_that_is_asked_for() -> None:
    assert logged(population(3, 40, conditions=Conditions(missing=0))) == 1


@pytest.mark.parametrize("times", [0.5, 1.5])
def test_noise_is_scaled(times: float) -> None:
    usual, other = (np.nanstd(residual(p)) for p in (SOME, population(3, 400, conditions=Conditions(noise=times))))
    assert abs(other / usual - times) < 0.25  # flares, rounding and the ends of the scale do not scale


def test_a_day_resembles_the_day_before_unless_told_otherwise() -> None:
    def resemblance(people: Population) -> float:
        about = residual(people)
        centred = about - np.nanmean(about, axis=1, keepdims=True)
        both = np.isfinite(centred[:, 1:]) & np.isfinite(centred[:, :-1])
        return float(np.corrcoef(centred[:, 1:][both], centred[:, :-1][both])[0, 1])

    assert resemblance(SOME) > 0.4
    assert resemblance(population(3, 400, conditions=Conditions(correlated=False))) < 0.25  # flares and weekdays remain


def test_some_log_fewer_of_their_bad_days_and_some_fewer_of_their_good_ones() -> None:
    pain_when_logged = np.array([np.nanmean(row) if np.isfinite(row).sum() > 60 else np.nan for row in SOME.scores])
    pain_in_truth = np.array(
        [level[np.isfinite(row)].mean() for level, row in zip(SOME.level, SOME.scores, strict=True)]
    )
    bias = (pain_when_logged - pain_in_truth)[np.isfinite(pain_when_logged)]
    assert (bias > 0.5).sum() > 3
    assert (bias < -0.1).sum() > 3


@pytest.mark.parametrize("course", [Course.RELAPSE_ABRUPT, Course.RELAPSE_CREEPING])
def test_relapses_come_back_by_more_and_less_than_what_counts_and_some_resolve(course: Course) -> None:
    levels = population(6, 200, mix={course: 1.0}).level
    lowest = levels[:, 20:-60].min(axis=1)
    highest = np.array([row[row[30:].argmin() + 30 :].max() for row in levels])
    rise = highest - lowest
    assert (rise < 2.6).any()
    assert (rise > 5).any()
    resolved = levels[:, -14:].mean(axis=1) < highest - 2
    assert 0.1 < resolved.mean() < 0.5


def test_little_pain_before_surgery_stays_little() -> None:
    people = SOME.level[of(Course.LOW_BEFORE)]
    assert (people[:, -28:].mean(axis=1) < 5).all()
    assert np.median(people[:, -28:]) < 3


def test_the_very_variable_scatter_more() -> None:
    spread = np.nanstd(SOME.scores - SOME.level, axis=1)
    assert np.median(spread[of(Course.VARIABLE)]) > 1.2 * np.median(spread[~of(Course.VARIABLE)])


def test_in_a_quarter_nobody_asked_for_the_pain_before_surgery() -> None:
    assert np.isnan(SOME.asked).mean() == pytest.approx(0.25, abs=0.06)
    assert np.nanmax(np.abs(SOME.asked - SOME.before)) < 4


@pytest.mark.parametrize("form", list(Form))
def test_every_form_of_recovery_starts_whole_and_leaves_about_a_third_after_its_pace(form: Form) -> None:
    days = np.arange(400, dtype=np.float64)
    share = left(days, 30, form)
    assert share[0] == 1
    assert share[30] == pytest.approx(1 / 3, abs=0.06)
    assert share[-1] < 0.001
    assert (np.diff(share) <= 0).all()


def test_the_frames_hold_what_the_matrices_hold() -> None:
    people = population(7, 5)
    patients, entries = people.patients(), people.entries()
    PATIENTS.check(patients)
    assert len(entries) == np.isfinite(people.scores).sum()
    first = entries[entries["patient_id"] == people.ids[0]]
    surgery = patients["surgery_date"].iloc[0]
    days = (first["date"] - surgery) // pd.Timedelta(days=1)
    assert np.array_equal(people.scores[0, days], first["axial"])
    assert (patients["as_of"] - patients["surgery_date"] == pd.Timedelta(days=539)).all()


def test_who_has_relief_that_wears_off_and_nobody_else_has_a_procedure_listed() -> None:
    listed = SOME.treatments()
    assert listed.columns.tolist() == TREATMENTS.names
    assert set(listed["patient_id"]) == set(np.array(SOME.ids)[of(Course.WEARS_OFF)])
    assert listed["patient_id"].is_unique
    kinds = {procedure_kind(*each) for each in zip(listed["kind"], listed["name"], strict=True)}
    assert {kind.name for kind in kinds if kind} == {"injection or block", "radiofrequency ablation"}
    assert None not in kinds


def test_pain_eases_in_the_week_after_the_procedure_listed() -> None:
    people = population(8, 60, mix={Course.WEARS_OFF: 1.0})
    surgery = people.patients()["surgery_date"].to_numpy()
    day = (people.treatments()["start"].to_numpy() - surgery) // np.timedelta64(1, "D")
    eased = [level[on] - level[on + 7] for level, on in zip(people.level, day, strict=True)]
    assert np.mean(eased) > 2.5
    assert min(eased) > 1


def test_a_procedure_that_the_time_simulated_does_not_reach_is_not_listed() -> None:
    short, whole = (population(8, 60, days, mix={Course.WEARS_OFF: 1.0}) for days in (120, 540))
    assert 0 < len(short.treatments()) < len(whole.treatments()) == 60
    last = short.patients().set_index("patient_id")["as_of"]
    listed = short.treatments().set_index("patient_id")["start"]
    assert (listed <= last[listed.index]).all()


def test_without_a_procedure_the_list_is_empty_and_keeps_its_columns() -> None:
    nobody = population(8, 5, mix={Course.STEADY: 1.0}).treatments()
    assert nobody.empty
    assert nobody.columns.tolist() == TREATMENTS.names
    assert nobody["start"].dtype == "datetime64[s]"


def test_the_list_of_treatments_is_the_same_for_the_same_seed_and_under_all_conditions() -> None:
    again, noisy = population(3, 400), population(3, 400, conditions=Conditions(noise=1.5))
    pd.testing.assert_frame_equal(again.treatments(), SOME.treatments())
    pd.testing.assert_frame_equal(noisy.treatments(), SOME.treatments())


def test_an_injection_without_effect_changes_the_list_and_no_score() -> None:
    useless = population(3, 400, conditions=Conditions(useless_procedures=0.25))
    np.testing.assert_array_equal(useless.scores, SOME.scores)
    listed = useless.treatments()
    wears_off = listed["patient_id"].isin(np.array(SOME.ids)[of(Course.WEARS_OFF)])
    pd.testing.assert_frame_equal(listed[wears_off].reset_index(drop=True), SOME.treatments())
    others = len(SOME.courses) - of(Course.WEARS_OFF).sum()
    assert 0.18 * others < (~wears_off).sum() < 0.32 * others
    assert set(listed.loc[~wears_off, "name"]) == {"Epidural steroid injection"}
    from_surgery = (
        listed["start"].to_numpy()
        - useless.patients().set_index("patient_id")["surgery_date"][listed["patient_id"]].to_numpy()
    )
    assert from_surgery[~wears_off].min() >= np.timedelta64(45, "D")
