"""The page for a visit: the patient's questions within bounds, and counts that carry their number of days."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import pytest

from tracker.domain.errors import BadInput
from tracker.domain.visit import (
    QUESTION_LENGTH,
    QUESTIONS,
    MostOften,
    TypicalOf,
    VisitQuestion,
    check_question,
    most_often,
    typical_of,
)

NOW = datetime(2026, 5, 21, 12, 2, tzinfo=UTC)


def asked(text: str) -> VisitQuestion:
    return VisitQuestion(f"id of {text[:20]}", "anna", text, NOW)


def others(count: int) -> list[VisitQuestion]:
    return [asked(f"Question {number}?") for number in range(count)]


@pytest.mark.parametrize("text", ["May I swim?", "x" * QUESTION_LENGTH, "¿Puedo nadar? 🏊", "line\nline"])
def test_a_question_in_any_words_is_taken_up_to_its_length(text: str) -> None:
    check_question(asked(text), others(QUESTIONS - 1))


@pytest.mark.parametrize(
    ("text", "beside", "words"),
    [
        ("", [], "is empty. Write what you want to ask."),
        (" \n\t", [], "is empty"),
        ("x" * (QUESTION_LENGTH + 1), [], "has 501 characters. Shorten it to 500 or fewer."),
        ("One more?", others(QUESTIONS), "would be one more than 20. Take one away first."),
        ("may i SWIM? ", [asked("May I swim?")], "is on the list already"),
    ],
)
def test_what_is_no_question_is_refused_with_what_to_do(text: str, beside: list[VisitQuestion], words: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_question(asked(text), beside)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([], TypicalOf(None, 0, 0)),
        ([None] * 28, TypicalOf(None, 0, 28)),
        ([5.0] * 6 + [None] * 22, TypicalOf(None, 6, 28)),
        ([5.0] * 7 + [None] * 21, TypicalOf(5, 7, 28)),
        ([0.0] * 4 + [9.0] * 3, TypicalOf(0, 7, 7)),
        ([1.0] * 4 + [2.0] * 4, TypicalOf(1.5, 8, 8)),
    ],
)
def test_the_middle_of_some_weeks_wants_seven_days_and_says_of_how_many_it_is(
    answers: Sequence[float | None], told: TypicalOf
) -> None:
    assert typical_of(answers) == told


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ([], MostOften((), 0)),
        ([None, None], MostOften((), 0)),
        ([set()], MostOften((), 1)),  # answered, and nothing chosen
        (
            [{"sitting"}, {"sitting", "rest"}, {"walking", "heat"}, {"walking"}, None],
            MostOften((("sitting", 2), ("walking", 2), ("heat", 1)), 4),
        ),
    ],
)
def test_what_was_chosen_most_often_comes_first_with_its_days(
    lists: list[Collection[str] | None], told: MostOften
) -> None:
    assert most_often(lists) == told
