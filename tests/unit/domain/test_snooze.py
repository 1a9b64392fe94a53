"""How long an acknowledged flag stays answered: by day, to the day, and never past what is worse."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.assessment import Review, Severity, covering
from tracker.domain.care_notes import PLAN_LINES, PlanLine, check_care_note, check_plan_line
from tracker.domain.errors import BadInput
from tracker.domain.snooze import Snooze, check_until, snoozes

TODAY = date(2026, 5, 21)
AT = datetime(2026, 5, 21, 12, tzinfo=UTC)


def given_on(
    day: int, severity: Severity = Severity.REVIEW, until: date | None = None, *, undone: bool = False
) -> Review:
    at = AT + timedelta(days=day)
    return Review(f"on {day}", "f", "a", "Able", at, "", severity, at if undone else None, "", until)


@pytest.mark.parametrize(
    ("follow_up", "ends"),
    [
        (None, [None, date(2026, 5, 28), date(2026, 6, 4), date(2026, 6, 18)]),
        (date(2026, 6, 9), [None, date(2026, 5, 28), date(2026, 6, 4), date(2026, 6, 18), date(2026, 6, 9)]),
        (TODAY, [None, date(2026, 5, 28), date(2026, 6, 4), date(2026, 6, 18)]),
        (date(2027, 5, 21), [None, date(2026, 5, 28), date(2026, 6, 4), date(2026, 6, 18), date(2027, 5, 21)]),
        (date(2027, 5, 22), [None, date(2026, 5, 28), date(2026, 6, 4), date(2026, 6, 18)]),
    ],
)
def test_what_is_offered_ends_after_one_two_four_weeks_or_at_a_follow_up_that_lies_ahead(
    follow_up: date | None, ends: list[date | None]
) -> None:
    offered = snoozes(TODAY, follow_up)
    assert list(offered) == list(Snooze)[: len(ends)]
    assert list(offered.values()) == ends
    for each in offered.values():
        if each is not None:
            check_until(each, TODAY)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2026, 5, 20), "snooze until '2026-05-20' lies before 2026-05-22"),
        (date(2026, 5, 21), "lies before 2026-05-22"),
        (date(2026, 5, 22), ""),
        (date(2027, 5, 21), ""),
        (date(2027, 5, 22), "lies more than 365 days ahead"),
        (date.max, "lies more than 365 days ahead"),
        (date.min, "lies before"),
    ],
)
def test_a_snooze_ends_tomorrow_at_the_earliest_and_in_a_year_at_the_latest(until: date, said: str) -> None:
    if said:
        with pytest.raises(BadInput, match=said):
            check_until(until, TODAY)
    else:
        check_until(until, TODAY)


@pytest.mark.parametrize(("day", "covered"), [(0, True), (6, True), (7, False), (8, False)])
def test_a_snooze_holds_up_to_the_day_before_its_date_and_ends_by_itself(day: int, covered: bool) -> None:
    review = given_on(0, until=TODAY + timedelta(days=7))
    assert review.covers(Severity.REVIEW, TODAY + timedelta(days=day)) is covered


@pytest.mark.parametrize(
    ("answered", "now", "covered"),
    [
        (Severity.REVIEW, Severity.REVIEW, True),
        (Severity.REVIEW, Severity.HIGH, False),
        (Severity.HIGH, Severity.HIGH, True),
        (Severity.HIGH, Severity.REVIEW, True),
    ],
)
@pytest.mark.parametrize("until", [None, TODAY + timedelta(days=7)])
def test_what_is_more_severe_than_it_was_asks_again_snoozed_or_not(
    answered: Severity, now: Severity, covered: bool, until: date | None
) -> None:
    assert given_on(0, answered, until).covers(now, TODAY) is covered


def test_what_was_undone_covers_nothing() -> None:
    assert not given_on(0, until=TODAY + timedelta(days=7), undone=True).covers(Severity.REVIEW, TODAY)


def test_the_newest_answer_decides_and_an_older_one_without_end_does_not_come_to_life_behind_it() -> None:
    """As severe again as when it was first answered, after a snooze that was given when it was worse."""
    first, snoozed = given_on(0), given_on(1, Severity.HIGH, TODAY + timedelta(days=7))
    assert covering([first, snoozed], Severity.REVIEW, TODAY + timedelta(days=6)) == snoozed
    assert covering([first, snoozed], Severity.REVIEW, TODAY + timedelta(days=7)) is None
    assert covering([], Severity.REVIEW, TODAY) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.sampled_from(Severity), st.none() | st.integers(0, 30), st.booleans()),
        max_size=4,
        unique_by=lambda each: each[0],
    ),
    st.sampled_from(Severity),
    st.integers(0, 40),
)
def test_an_answer_that_covers_stands_is_as_severe_and_has_not_ended(
    answers: list[tuple[int, Severity, int | None, bool]], severity: Severity, day: int
) -> None:
    reviews = [
        given_on(on, was, None if until is None else TODAY + timedelta(days=until), undone=undone)
        for on, was, until, undone in answers
    ]
    today = TODAY + timedelta(days=day)
    order = list(Severity)
    fit = sorted(
        (on, until) for on, was, until, undone in answers if not undone and order.index(was) >= order.index(severity)
    )
    expected = f"on {fit[-1][0]}" if fit and (fit[-1][1] is None or day < fit[-1][1]) else None
    found = covering(reviews, severity, today)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "note is empty"), (" \n ", "note is empty"), ("x", ""), ("x" * 2000, ""), ("x" * 2001, "2,001 characters")],
)
def test_a_note_has_words_and_no_more_than_a_page(text: str, said: str) -> None:
    if said:
        with pytest.raises(BadInput, match=said):
            check_care_note(text)
    else:
        check_care_note(text)


def line(text: str, due: date | None = None, *, done: bool = False) -> PlanLine:
    return PlanLine(text, "p", "a", "Able", AT, text, due, AT if done else None)


@pytest.mark.parametrize(
    ("text", "due", "lines", "said"),
    [
        ("Check SI block", None, [], ""),
        ("x" * 200, TODAY, [], ""),
        ("x" * 201, None, [], "plan has 201 characters"),
        (" ", None, [], "plan is empty"),
        ("MRI", TODAY - timedelta(days=1), [], "plan date '2026-05-20' lies before 2026-05-21"),
        ("MRI", TODAY + timedelta(days=365), [], ""),
        ("MRI", TODAY + timedelta(days=366), [], "more than 365 days ahead"),
        ("mri", None, [line("MRI")], "has this line already"),
        ("mri", None, [line("MRI", done=True)], ""),
        ("mri", TODAY, [line("MRI")], ""),
        ("MRI", None, [line(str(number)) for number in range(PLAN_LINES - 1)], ""),
        ("MRI", None, [line(str(number)) for number in range(PLAN_LINES)], "more than 20 open lines"),
        ("MRI", None, [line(str(number), done=True) for number in range(PLAN_LINES)], ""),
    ],
)
def test_a_line_of_the_plan_is_short_ahead_and_there_once(
    text: str, due: date | None, lines: list[PlanLine], said: str
) -> None:
    if said:
        with pytest.raises(BadInput, match=said):
            check_plan_line(text, due, TODAY, lines)
    else:
        check_plan_line(text, due, TODAY, lines)


@pytest.mark.parametrize(
    ("due", "done", "waits"),
    [(None, False, True), (TODAY, False, True), (TODAY + timedelta(days=1), False, False), (None, True, False)],
)
def test_a_line_waits_from_its_date_on_and_without_one_at_once(due: date | None, done: bool, waits: bool) -> None:
    assert line("MRI", due, done=done).waits_on(TODAY) is waits
