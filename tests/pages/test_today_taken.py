"""What was taken and done: ticked from the own list, with "nothing" told from "not answered"; the list itself."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    PATIENT,
    admit_patient,
    answer,
    answer_shown,
    entry_of,
    field,
    go_to,
    have_listed,
    log,
    question,
    save,
    words,
)
from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import OPERATOR, Account
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store, treatments

NOTHING = "(nothing)"
YESTERDAY = TODAY - timedelta(days=1)
GABAPENTIN = Treatment("gaba", PATIENT, TreatmentKind.MEDICINE, "Gabapentin", date(2026, 3, 1), dose="300 mg ×2")
EXERCISES = Treatment("exer", PATIENT, TreatmentKind.EXERCISE, "Exercises", date(2026, 3, 1))
OXYCODONE = Treatment("oxy", PATIENT, TreatmentKind.MEDICINE, "Oxycodone", date(2026, 2, 14), date(2026, 5, 19))
INJECTION = Treatment("inj", PATIENT, TreatmentKind.PROCEDURE, "SI joint injection", date(2026, 5, 20))


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    admitted = admit_patient(store, time.now)
    have_listed(store, GABAPENTIN, EXERCISES, OXYCODONE, INJECTION)
    return admitted


def the_list(store: Store) -> dict[str, Treatment]:
    with store.reading() as tx:
        return {each.name: each for each in treatments.treatments(tx, OPERATOR, PATIENT)}


def chips(page: AppTest, on: date = TODAY) -> list[str]:
    return [each["words"] for each in question(page, field(page, "taken", on))[0]["options"]]


def tick(page: AppTest, *chosen: str) -> AppTest:
    return answer(page, field(page, "taken"), list(chosen))


@pytest.mark.parametrize(
    ("on", "offered"),
    [
        (TODAY, ["Gabapentin", "Exercises", "Nothing"]),
        (YESTERDAY, ["Gabapentin", "Exercises", "SI joint injection", "Nothing"]),
        (date(2026, 5, 19), ["Gabapentin", "Exercises", "Oxycodone", "Nothing"]),
    ],
)
def test_the_chips_are_what_was_running_on_the_day(
    sign_in: SignIn, account: Account, on: date, offered: list[str]
) -> None:
    page = go_to(sign_in(account).run(), on)
    named = {label.replace("\\", "").replace(" 300 mg ×2", "") for label in chips(page, on)}
    assert named == set(offered)


@pytest.mark.parametrize(
    ("ticks", "meant"),
    [
        ([], None),
        ([NOTHING], frozenset()),
        (["gaba"], frozenset({"gaba"})),
        (["gaba", "exer"], frozenset({"gaba", "exer"})),
        ([NOTHING, "exer"], frozenset({"exer"})),
        (["of somebody else"], None),
    ],
)
def test_nothing_taken_is_told_from_not_answered(
    store: Store, sign_in: SignIn, account: Account, ticks: list[str], meant: frozenset[str] | None
) -> None:
    page = sign_in(account).run()
    answer(page, field(page, "walking_minutes"), 10)
    tick(page, *ticks)
    assert (">not answered</span>" in words(page)) is (meant is None)
    save(page)
    assert entry_of(store).taken == meant


def test_the_same_as_yesterday_in_one_tap(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    log(store, DiaryEntry(YESTERDAY, taken=frozenset({"gaba", "inj"})), time.now)
    page = sign_in(account).run()
    page.button(key="taken_as_yesterday").click().run()
    save(page)
    assert entry_of(store).taken == frozenset({"gaba"}), "what does not run today is not ticked today"


def test_what_was_ticked_stays_ticked_after_the_treatment_ended(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    log(store, DiaryEntry(TODAY, taken=frozenset({"oxy"})), time.now)
    page = sign_in(account).run()
    assert "Oxycodone" in chips(page)
    assert answer_shown(page, field(page, "taken")) == ["oxy"]


def test_a_list_with_nothing_for_the_day_says_so(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    assert "Your list has nothing for this day yet." in words(page)


def test_a_name_is_shown_as_it_was_typed(store: Store, sign_in: SignIn, account: Account) -> None:
    odd = "![x](https://example.org/x.png) **strong** :red[a] $y$"
    have_listed(store, Treatment("odd", PATIENT, TreatmentKind.OTHER, odd, date(2026, 3, 1)))
    assert odd in chips(sign_in(account).run()), "the chips are text, and read no Markdown"
