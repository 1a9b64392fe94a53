"""The own list of treatments: finding one in the catalogue or in own words, another dose, the end, undoing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    PATIENT,
    admit_patient,
    answer,
    answer_shown,
    field,
    have_listed,
    log,
    question,
    words,
)
from tests.pages.moment import TODAY
from tracker.domain.catalogue import catalogue
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import OPERATOR, Account
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import diary
from tracker.store import Store, sessions, treatments

YESTERDAY = TODAY - timedelta(days=1)
GABAPENTIN = Treatment("gaba", PATIENT, TreatmentKind.MEDICINE, "Gabapentin", date(2026, 3, 1), dose="300 mg ×2")
EXERCISES = Treatment("exer", PATIENT, TreatmentKind.EXERCISE, "Exercises", date(2026, 3, 1))
ENDED = Treatment("oxy", PATIENT, TreatmentKind.MEDICINE, "Oxycodone", date(2026, 2, 14), date(2026, 5, 19))
INJECTION = Treatment("inj", PATIENT, TreatmentKind.PROCEDURE, "SI joint injection", date(2026, 5, 20))


@pytest.fixture(autouse=True)
def own_words_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser sends the words of a select box as they are, the own ones too; these tests' browser knows options
    only."""

    def state(box: Selectbox[Any]) -> WidgetState:
        if box.value is None:
            return WidgetState(id=box.id)
        return WidgetState(id=box.id, string_value=str(box.format_func(box.value)))

    monkeypatch.setattr(Selectbox, "_widget_state", property(state))


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    admitted = admit_patient(store, time.now)
    have_listed(store, GABAPENTIN, EXERCISES, ENDED, INJECTION)
    return admitted


@pytest.fixture
def page(sign_in: SignIn, account: Account) -> AppTest:
    return sign_in(account).run()


def the_list(store: Store) -> dict[str, Treatment]:
    with store.reading() as tx:
        return {each.label: each for each in treatments.treatments(tx, OPERATOR, PATIENT)}


def entry(key: str) -> str:
    """What the search shows of an entry."""
    return next(each.found_by for each in catalogue() if each.key == key)


def open_add(page: AppTest, what: str | None) -> AppTest:
    page.button(key="treatment_add_open").click().run()
    return page.selectbox(key="treatment_name").set_value(what).run()


def add(page: AppTest) -> AppTest:
    return page.button(key="treatment_add").click().run()


def open_list(page: AppTest) -> AppTest:
    return page.button(key="treatment_list_open").click().run()


def keys(widgets: Iterable[Any]) -> set[str]:
    return {widget.key for widget in widgets if widget.key}


def said(page: AppTest) -> str:
    return words(page).replace("\\", "")


def test_the_search_offers_the_catalogue_by_name_and_other_words(page: AppTest) -> None:
    page.button(key="treatment_add_open").click().run()
    offered = page.selectbox(key="treatment_name")
    assert offered.value is None
    assert "Gabapentin · Neurontin, Gralise" in offered.options
    assert len(offered.options) == len(catalogue())


def test_a_choice_brings_its_kind_and_unit(store: Store, page: AppTest) -> None:
    open_add(page, entry("pregabalin"))
    assert "Medicine · gabapentinoid" in said(page)
    assert not {"treatment_kind", "treatment_unit"} & keys(page.selectbox)
    assert page.number_input(key="treatment_amount").label == "How many mg (optional)"
    page.number_input(key="treatment_amount").set_value(75)
    page.text_input(key="treatment_dose").set_value("twice a day")
    add(page)
    added = the_list(store)["Pregabalin 75 mg, twice a day"]
    assert added == Treatment(
        added.id,
        *(PATIENT, TreatmentKind.MEDICINE, "Pregabalin", TODAY),
        dose="75 mg, twice a day",
        catalogue="pregabalin",
        added_on=TODAY,
    )
    chips = [each["words"] for each in question(page.run(), field(page, "taken"))[0]["options"]]
    assert "Pregabalin 75 mg, twice a day" in chips, "offered at once"


def test_own_words_bring_the_question_of_the_kind_and_the_unit(store: Store, page: AppTest) -> None:
    open_add(page, "Grandmother's ointment")
    page.selectbox(key="treatment_kind").set_value(TreatmentKind.OTHER)
    page.number_input(key="treatment_amount").set_value(2)
    page.selectbox(key="treatment_unit").set_value("times a day")
    add(page)
    added = the_list(store)["Grandmother's ointment 2 times a day"]
    assert (added.kind, added.catalogue) == (TreatmentKind.OTHER, "")


def test_own_words_that_the_catalogue_knows_are_that_treatment_by_the_own_name(store: Store, page: AppTest) -> None:
    open_add(page, "neurontin")
    assert "treatment_kind" not in keys(page.selectbox)
    add(page)
    assert the_list(store)["neurontin"].catalogue == "gabapentin"


def test_half_a_word_is_taken_as_it_is_and_the_page_says_what_may_be_meant(store: Store, page: AppTest) -> None:
    open_add(page, "gaba")
    assert "If you mean one of these, choose it in the search: Gabapentin." in said(page)
    add(page)
    assert the_list(store)["gaba"].catalogue == ""


def test_a_procedure_has_one_date_and_details_instead_of_a_dose(store: Store, page: AppTest) -> None:
    open_add(page, entry("epidural_steroid_injection"))
    assert page.date_input(key="treatment_start").label == "Date"
    assert not keys(page.number_input) & {"treatment_amount"}
    page.text_input(key="treatment_dose").set_value("left L4")
    add(page)
    added = the_list(store)["Epidural steroid injection left L4"]
    assert (added.kind, added.start, added.end) == (TreatmentKind.PROCEDURE, TODAY, None)


@pytest.mark.parametrize(
    ("name", "amount", "start", "reason"),
    [
        (
            "Pregabalin",
            None,
            TODAY + timedelta(days=1),
            "First day '2026-05-22' lies in the future. Add a treatment on",
        ),
        (None, None, TODAY, "What it is is empty. Write what it is, for example Gabapentin"),
        (" ", None, TODAY, "What it is is empty"),
        ("x" * 121, None, TODAY, "Shorten it to 120 or fewer"),
        ("Pregabalin", -1.0, TODAY, "Dose '-1' cannot be a dose. Give a number from 0.001"),
    ],
)
def test_what_cannot_be_added_is_refused_with_the_reason_and_stays_as_typed(
    store: Store, page: AppTest, name: str | None, amount: float | None, start: date, reason: str
) -> None:
    before = the_list(store)
    open_add(page, name)
    page.date_input(key="treatment_start").set_value(start)
    page.number_input(key="treatment_amount").set_value(amount)
    add(page)
    assert reason in said(page)
    assert the_list(store) == before
    assert page.date_input(key="treatment_start").value == start


def test_the_list_says_what_runs_since_when_and_at_which_dose(page: AppTest) -> None:
    open_list(page)
    lines = [line.label.replace("\\", "") for line in page.expander if ":gray[since" in line.label]
    assert lines == [
        "**Exercises** :gray[since 1 Mar]",
        "**Gabapentin 300 mg ×2** :gray[since 1 Mar]",
        "**Oxycodone** :gray[since 14 Feb to 19 May]",
    ]


def test_what_was_ended_by_mistake_goes_on(store: Store, page: AppTest) -> None:
    open_list(page)
    page.button(key="end_save_exer").click().run()
    assert the_list(store)["Exercises"].end == TODAY
    page.button(key="resume_exer").click().run()
    assert the_list(store)["Exercises"] == EXERCISES


def test_what_goes_on_at_another_dose_is_not_resumed_at_the_old_one(page: AppTest) -> None:
    open_list(page)
    page.text_input(key="dose_gaba").set_value("600 mg")
    page.button(key="dose_save_gaba").click().run()
    assert "resume_gaba" not in keys(page.button)
    assert "resume_oxy" in keys(page.button), "while its last day may still be logged"


def test_another_dose_begins_where_the_old_one_ends(store: Store, page: AppTest) -> None:
    open_list(page)
    page.text_input(key="dose_gaba").set_value(" 600 mg  ×2")
    page.button(key="dose_save_gaba").click().run()
    lines = the_list(store)
    assert lines["Gabapentin 300 mg ×2"] == replace(GABAPENTIN, end=YESTERDAY)
    assert lines["Gabapentin 600 mg ×2"].start == TODAY
    assert "600 mg ×2" in said(page), "the list stays open and shows it"


@pytest.mark.parametrize(
    ("dose", "start", "reason"),
    [
        ("", TODAY, "Dose is empty. Write the new one, or end the treatment"),
        ("300 mg ×2", TODAY, "is what the list says already"),
        ("600 mg", TODAY + timedelta(days=1), "This dose since '2026-05-22' lies in the future"),
        ("600 mg", date(2026, 2, 1), "This dose since '2026-02-01' is no day on which"),
    ],
)
def test_a_dose_that_cannot_be_is_refused_with_the_reason(
    store: Store, page: AppTest, dose: str, start: date, reason: str
) -> None:
    before = the_list(store)
    open_list(page)
    page.text_input(key="dose_gaba").set_value(dose)
    page.date_input(key="dose_start_gaba").set_value(start)
    page.button(key="dose_save_gaba").click().run()
    assert reason in said(page)
    assert the_list(store) == before


def test_a_treatment_is_ended_with_its_last_day(store: Store, page: AppTest) -> None:
    open_list(page)
    page.date_input(key="end_exer").set_value(YESTERDAY)
    page.button(key="end_save_exer").click().run()
    assert the_list(store)["Exercises"].end == YESTERDAY
    assert "end_save_exer" not in keys(page.button)


def test_a_last_day_before_the_first_is_refused(store: Store, page: AppTest) -> None:
    open_list(page)
    page.date_input(key="end_exer").set_value(date(2026, 1, 1))
    page.button(key="end_save_exer").click().run()
    assert "Last day '2026-01-01' lies before the start" in said(page)
    assert the_list(store)["Exercises"].end is None


def test_what_was_added_today_by_mistake_is_taken_off_again(store: Store, page: AppTest) -> None:
    before = the_list(store)
    open_add(page, entry("pregabalin"))
    add(page)
    added = the_list(store)["Pregabalin"].id
    answer(page.run(), field(page, "taken"), [added])
    open_list(page)
    assert {key for key in keys(page.button) if key.startswith("undo_")} == {f"undo_{added}"}, "only what is of today"
    page.button(key=f"undo_{added}").click().run()
    assert the_list(store) == before
    page.run()
    assert not page.exception, "also where it was ticked on the page"
    assert answer_shown(page, field(page, "taken")) == []


def test_what_is_ticked_and_saved_is_not_taken_off(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    have_listed(store, replace(GABAPENTIN, id="new", name="Pregabalin", added_on=TODAY))
    log(store, DiaryEntry(TODAY, taken=frozenset({"new"})), time.now)
    page = open_list(sign_in(account).run())
    page.button(key="undo_new").click().run()
    assert "It is ticked on 2026-05-21. Untick it there and save, or end it instead" in said(page)
    assert "Pregabalin 300 mg ×2" in the_list(store)


def test_a_block_leads_to_the_log_of_its_hours(store: Store, page: AppTest) -> None:
    open_add(page, entry("medial_branch_block"))
    assert "you can log your pain by the hour" in said(page)
    add(page)
    added = the_list(store)["Medial branch block"].id
    page.button(key=f"hours_{added}").click().run()
    assert "<h1>After the block</h1>" in words(page)


@pytest.mark.parametrize(("dialog", "saves"), [("add", "treatment_add"), ("list", "end_save_exer")])
def test_a_sign_out_in_another_tab_stops_the_list_from_changing(
    store: Store, time: Clock, page: AppTest, monkeypatch: pytest.MonkeyPatch, dialog: str, saves: str
) -> None:
    if dialog == "add":
        open_add(page, "Pregabalin")
    else:
        open_list(page)
    before = the_list(store)
    load = diary.diary_page

    def load_and_end_the_sign_in(*asked: Any) -> diary.DiaryPage:
        # A dialog saves in a run that began signed in: the sign-in ends after the page's own check of it.
        with store.transaction() as tx:
            sessions.end(tx, page.user["session_id"], time.now)
        return load(*asked)

    monkeypatch.setattr(diary, "diary_page", load_and_end_the_sign_in)
    page.button(key=saves).click().run()
    assert the_list(store) == before
    assert "You are signed out." in words(page)


def test_an_empty_list_offers_to_add_only(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    assert "treatment_list_open" not in keys(page.button)
