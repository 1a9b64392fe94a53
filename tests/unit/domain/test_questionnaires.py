"""Questions of weeks: when they are asked."""

from datetime import date, timedelta

import pytest

from tests.whole_day import whole_day
from tracker.domain.diary import DiaryEntry
from tracker.domain.questionnaires import SCHEDULES, Questionnaire, answered, due, peg_score

SURGERY = date(2026, 1, 1)


def on(day: int) -> date:
    return SURGERY + timedelta(days=day)


@pytest.mark.parametrize(
    ("questionnaire", "day", "answers", "asked"),
    [
        (Questionnaire.PEG, 6, [], False),
        (Questionnaire.PEG, 7, [], True),
        (Questionnaire.PEG, 13, [7], False),
        (Questionnaire.PEG, 14, [7], True),
        (Questionnaire.PEG, 14, [7, 14], True),
        (Questionnaire.PEG, 14, [7, 12], False),
        (Questionnaire.PEG, 7, [9], True),
        (Questionnaire.GLOBAL_CHANGE, 27, [], False),
        (Questionnaire.GLOBAL_CHANGE, 28, [], True),
        (Questionnaire.GLOBAL_CHANGE, 55, [28], False),
        (Questionnaire.PHQ_4, 56, [28], True),
    ],
)
def test_questions_are_asked_again_when_their_time_has_passed(
    questionnaire: Questionnaire, day: int, answers: list[int], asked: bool
) -> None:
    assert due(questionnaire, on(day), SURGERY, map(on, answers)) is asked


@pytest.mark.parametrize("questionnaire", list(Questionnaire))
def test_one_answer_is_an_answer(questionnaire: Questionnaire) -> None:
    assert not answered(DiaryEntry(SURGERY, axial=3), questionnaire)
    first = {SCHEDULES[questionnaire].fields[0]: 1}
    assert answered(DiaryEntry(SURGERY, **first), questionnaire)  # type: ignore[arg-type]


def test_the_score_of_peg_is_the_mean_of_three_answers_and_of_no_fewer() -> None:
    assert peg_score(whole_day(SURGERY)) == 4.0
    assert peg_score(DiaryEntry(SURGERY, peg_pain=4, peg_activity=5)) is None
