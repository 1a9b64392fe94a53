"""Scores of made-up flags, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.scoring import COLUMNS, OPEN, Rate, agreement, churn, relapse_score
from benchmarks.truth import Answers, Relapse, Truth

DAYS = 400


def truth(*relapses: Relapse, patients: int = 4) -> Truth:
    """Everybody at risk on every day that is in no relapse, logging to the end."""
    risk = np.ones((patients, DAYS), dtype=np.bool_)
    for each in relapses:
        risk[each.patient, each.onset - 14 : each.end + 28] = False
    nothing = Answers(np.zeros_like(risk), np.ones_like(risk))
    return Truth(relapses, risk, nothing, nothing, np.ones_like(risk), np.full(patients, DAYS - 1))


def flags(*rows: tuple[int, str, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def relapse(patient: int, onset: int = 200, *, end: int = 300, rise: float = 4, enough: bool = True) -> Relapse:
    return Relapse(patient, onset, end, rise, enough)


@pytest.mark.parametrize(
    ("detected", "within_14", "within_28"),
    [(185, 0, 0), (186, 1, 1), (214, 1, 1), (215, 0, 1), (228, 0, 1), (229, 0, 0)],
)
def test_a_hit_counts_by_its_delay(detected: int, within_14: int, within_28: int) -> None:
    score = relapse_score(flags((0, "relapse", 201, detected, OPEN)), truth(relapse(0)))
    assert score.within_14 == Rate(within_14, 1)
    assert score.within_28 == Rate(within_28, 1)


@pytest.mark.parametrize(("detected", "delay"), [(299, 99.0), (300, np.inf)])
def test_after_the_end_it_is_missed(detected: int, delay: float) -> None:
    assert relapse_score(flags((0, "relapse", 201, detected, OPEN)), truth(relapse(0))).median_delay == delay


def test_the_first_flag_gives_the_delay_and_the_error_of_the_onset() -> None:
    found = flags((0, "relapse", 250, 260, OPEN), (0, "relapse", 193, 210, 230))
    score = relapse_score(found, truth(relapse(0)))
    assert (score.median_delay, score.onset_error, score.onsets) == (10, 7, 1)


@pytest.mark.parametrize(("detected", "onsets"), [(260, 1), (261, 0)])
def test_a_late_flag_says_nothing_of_the_onset(detected: int, onsets: int) -> None:
    assert relapse_score(flags((0, "relapse", 201, detected, OPEN)), truth(relapse(0))).onsets == onsets


def test_a_miss_is_an_infinite_delay() -> None:
    found = flags((0, "relapse", 200, 206, OPEN), (1, "relapse", 200, 208, OPEN))
    three = truth(relapse(0), relapse(1), relapse(2))
    assert relapse_score(found, three).median_delay == 8
    assert relapse_score(found.iloc[:1], three).median_delay == np.inf


def test_unclear_and_hardly_logged_relapses_are_left_out_but_counted() -> None:
    score = relapse_score(flags(), truth(relapse(0, rise=2.4), relapse(1, enough=False), relapse(2)))
    assert (score.within_28, score.left_out) == (Rate(0, 1), 2)


def test_false_flags_are_those_raised_at_risk_over_the_years_at_risk() -> None:
    found = flags(
        (0, "relapse", 90, 100, 120),
        (0, "relapse", 150, 160, OPEN),
        (0, "persistent", 90, 100, OPEN),  # another kind
        (1, "relapse", 195, 195, OPEN),  # found ahead of its time
        (1, "relapse", 310, 310, OPEN),  # just after the end
        (2, "relapse", 500, 500, OPEN),  # after the time that is looked at
    )
    score = relapse_score(found, truth(relapse(1)))
    assert score.false_flags == 2
    assert score.years == pytest.approx((4 * DAYS - 142) / 365.25)
    assert score.false_per_100_years == pytest.approx(200 / score.years)


def test_a_score_can_be_of_some_of_the_patients() -> None:
    found = flags((0, "relapse", 90, 100, 120), (1, "relapse", 200, 210, OPEN))
    some = np.array([False, True, False, False])
    score = relapse_score(found, truth(relapse(1), relapse(2)), some)
    assert (score.false_flags, score.within_28) == (0, Rate(1, 1))
    assert score.years == pytest.approx((DAYS - 142) / 365.25)


def test_nothing_to_score_is_no_number() -> None:
    nobody = np.zeros(4, dtype=np.bool_)
    score = relapse_score(flags(), truth(), nobody)
    assert np.isnan([score.within_14.value, score.median_delay, score.onset_error, score.false_per_100_years]).all()


def answers(yes: list[bool], counted: list[bool]) -> Answers:
    return Answers(np.tile(np.array(yes)[:, None], (1, 100)), np.tile(np.array(counted)[:, None], (1, 100)))


def test_agreement_on_a_day() -> None:
    question = answers([True, True, True, False, False, True], [True, True, True, True, True, False])
    asked = np.ones((6, 100), dtype=np.bool_)
    found = flags(
        (0, "persistent", 80, 90, OPEN),
        (1, "persistent", 80, 85, 90),  # off again on the day
        (2, "persistent", 80, 91, OPEN),  # not yet on
        (3, "persistent", 80, 60, 91),
        (4, "non_improvement", 80, 60, OPEN),  # another kind
        (5, "persistent", 80, 60, OPEN),  # not clear
    )
    result = agreement(found, "persistent", 90, answers=question, asked=asked)
    assert (result.sensitivity, result.specificity) == (Rate(1, 3), Rate(1, 2))
    assert result.balanced == pytest.approx((1 / 3 + 1 / 2) / 2)


def test_agreement_asks_only_where_there_is_enough_data_and_of_whom_it_is_told() -> None:
    question = answers([True, True, True], [True, True, True])
    asked = np.ones((3, 100), dtype=np.bool_)
    asked[0, 90] = False
    found = flags((0, "persistent", 80, 90, OPEN), (1, "persistent", 80, 90, OPEN))
    result = agreement(found, "persistent", 90, answers=question, asked=asked)
    assert result.sensitivity == Rate(1, 2)
    some = np.array([True, True, False])
    assert agreement(found, "persistent", 90, answers=question, asked=asked, who=some).sensitivity == Rate(1, 1)


def test_churn_counts_raised_and_cleared_while_somebody_logs() -> None:
    found = flags(
        (0, "relapse", 90, 100, 120),
        (0, "relapse", 150, 160, DAYS),  # cleared after the last entry
        (1, "persistent", 90, 100, OPEN),
        (1, "flare", 90, 100, 103),
    )
    years = 4 * DAYS / 365.25
    assert churn(found, ["relapse"], truth()) == pytest.approx(3 / years)
    assert churn(found, ["relapse", "persistent"], truth()) == pytest.approx(4 / years)
