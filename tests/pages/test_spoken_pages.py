"""The patient's pages of treatments, hours after a block, reminders and the check for warning signs in Spanish: what is
shown is Spanish, what is stored is what an English page would have stored."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from datetime import time as wall
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from tests.pages.clinic import visit
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    PATIENT,
    admit_patient,
    choose,
    components,
    field,
    have_listed,
    question,
    send,
    words,
)
from tests.pages.moment import TODAY
from tests.spanish import spanish
from tracker.domain.catalogue import catalogue
from tracker.domain.language import Language
from tracker.domain.people import OPERATOR, Account
from tracker.domain.reminders import ReminderTimes
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.languages.catalogue import speaking
from tracker.store import Store, accounts, readings, red_flags, reminders, treatments

PHYSIO = Treatment(
    "physio",
    PATIENT,
    TreatmentKind.THERAPY,
    "Physical therapy",
    TODAY,
    dose="3 times a week",
    catalogue="targeted_physical_therapy",
)
BLOCK = Treatment(
    "block",
    PATIENT,
    TreatmentKind.PROCEDURE,
    "Medial branch block",
    TODAY,
    catalogue="medial_branch_block",
    done_at=datetime(2026, 5, 21, 9, tzinfo=UTC),
)


@pytest.fixture(autouse=True)
def in_spanish() -> Iterator[None]:
    with spanish():
        yield


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    """The account of a patient who chose Spanish."""
    admitted = admit_patient(store, time.now)
    with store.transaction() as tx:
        accounts.set_preferences(tx, admitted.viewer, language=Language.SPANISH)
    return admitted


@pytest.fixture(autouse=True)
def own_words_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser sends the words of a select box as they are; these tests' browser knows options only."""

    def state(box: Selectbox[Any]) -> WidgetState:
        if box.value is None:
            return WidgetState(id=box.id)
        return WidgetState(id=box.id, string_value=str(box.format_func(box.value)))

    monkeypatch.setattr(Selectbox, "_widget_state", property(state))


def the_list(store: Store) -> dict[str, Treatment]:
    with store.reading() as tx:
        return {each.label: each for each in treatments.treatments(tx, OPERATOR, PATIENT)}


def said(page: AppTest) -> str:
    return words(page).replace("\\", "")


class TestTreatments:
    def test_a_choice_from_the_search_is_read_in_spanish_and_stored_in_english(
        self, store: Store, sign_in: SignIn, account: Account
    ) -> None:
        page = sign_in(account).run()
        page.button(key="treatment_add_open").click().run()
        search = page.selectbox(key="treatment_name")
        assert search.label == "¿Qué es?"
        assert len(search.options) == len(catalogue())
        (physio,) = [each for each in search.options if each.startswith("Fisioterapia")]
        search.set_value(physio).run()
        assert "Terapia (con un terapeuta) · terapia y ejercicio" in said(page)
        amount = page.number_input(key="treatment_amount")
        assert amount.label == "Cantidad en veces por semana (opcional)"
        amount.set_value(3)
        page.button(key="treatment_add").click().run()
        stored = the_list(store)["Physical therapy 3 times a week"]
        assert stored.catalogue == "targeted_physical_therapy"
        chips = [each["words"] for each in question(page, field(page, "taken"))[0]["options"]]
        assert "Fisioterapia 3 veces por semana" in [chip.replace("\\", "") for chip in chips]

    def test_a_spanish_name_without_its_accents_is_the_treatment_of_the_catalogue(
        self, store: Store, sign_in: SignIn, account: Account
    ) -> None:
        page = sign_in(account).run()
        page.button(key="treatment_add_open").click().run()
        page.selectbox(key="treatment_name").set_value("codeina").run()
        page.button(key="treatment_add").click().run()
        assert the_list(store)["Codeine"].catalogue == "codeine"

    def test_a_dialog_that_is_drawn_anew_without_the_page_around_it_speaks_spanish(
        self, sign_in: SignIn, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fresh_thread(_title: str, **_options: object) -> Callable[[Callable[..., None]], Callable[..., None]]:
            def without_the_page(body: Callable[..., None]) -> Callable[..., None]:
                def drawn(*given: object) -> None:
                    with speaking(Language.ENGLISH):  # where nothing was said of a language
                        body(*given)

                return drawn

            return without_the_page

        monkeypatch.setattr(st, "dialog", fresh_thread)
        page = sign_in(account).run()
        page.button(key="treatment_add_open").click().run()
        assert page.selectbox(key="treatment_name").label == "¿Qué es?"

    def test_own_words_may_be_counted_in_spanish_units(self, store: Store, sign_in: SignIn, account: Account) -> None:
        page = sign_in(account).run()
        page.button(key="treatment_add_open").click().run()
        page.selectbox(key="treatment_name").set_value("la pomada de mi abuela").run()
        assert page.selectbox(key="treatment_kind").options[0] == "Medicamento"
        assert "veces al día" in page.selectbox(key="treatment_unit").options
        page.number_input(key="treatment_amount").set_value(2)
        page.selectbox(key="treatment_unit").set_value("times a day")
        page.button(key="treatment_add").click().run()
        assert "la pomada de mi abuela 2 times a day" in the_list(store)

    def test_the_dose_is_changed_in_spanish_and_stored_in_english(
        self, store: Store, sign_in: SignIn, account: Account
    ) -> None:
        have_listed(store, PHYSIO)
        page = sign_in(account).run()
        page.button(key="treatment_list_open").click().run()
        assert "Fisioterapia 3 veces por semana" in said(page)
        dose = page.text_input(key="dose_physio")
        assert dose.value == "3 veces por semana"
        page.button(key="dose_save_physio").click().run()
        assert "Dosis es lo que la lista ya dice. Escriba la dosis nueva." in said(page)
        page.text_input(key="dose_physio").set_value("4 veces por semana").run()
        page.button(key="dose_save_physio").click().run()
        assert set(the_list(store)) == {"Physical therapy 4 times a week"}

    def test_a_date_to_come_is_refused_in_spanish(self, store: Store, sign_in: SignIn, account: Account) -> None:
        have_listed(store, PHYSIO)
        page = sign_in(account).run()
        page.button(key="treatment_list_open").click().run()
        page.date_input(key="end_physio").set_value(TODAY.replace(day=30)).run()
        page.button(key="end_save_physio").click().run()
        assert "Último día '2026-05-30' está en el futuro. Déjelo en blanco" in said(page)


def test_the_hours_after_a_block_are_read_in_spanish_and_stored_in_english(
    store: Store, sign_in: SignIn, account: Account
) -> None:
    have_listed(store, BLOCK)
    page = visit(sign_in(account), "after_block")
    assert "Después del bloqueo" in said(page)
    assert "Bloqueo de rama medial, 21 may, 11:00. Cada toque se guarda al momento." in said(page)
    hours = page.radio(key="block_hour_block")
    assert hours.options[-1] == "3 h después (14:00)"
    assert "Quedan: 4 h después a las 15:00" in said(page)
    (title, *_others) = [each for each in components(page) if each.endswith(", 3 h después")]
    choose(page, title, 6)
    with store.reading() as tx:
        (kept,) = readings.readings(tx, OPERATOR, PATIENT)
    assert (kept.pain, kept.context) == (6, "Medial branch block, 3 h after")


def test_reminders_are_chosen_in_spanish(store: Store, sign_in: SignIn, account: Account) -> None:
    page = visit(sign_in(account), "reminders")
    assert "Recordatorios" in said(page)
    assert page.toggle(key="reminder_on").label == "Recordarme anotar mi día"
    assert page.pills(key="reminder_days").options == ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"]
    page.toggle(key="reminder_on").set_value(True)
    page.time_input(key="reminder_at").set_value(wall(22, 0)).run()
    page.button(key="reminder_save").click().run()
    assert "hora '22:00' está dentro de las horas de silencio." in "".join(each.value for each in page.error)
    page.time_input(key="reminder_at").set_value(wall(19, 0)).run()
    page.pills(key="reminder_days").set_value([0, 2]).run()
    page.button(key="reminder_save").click().run()
    with store.reading() as tx:
        times = reminders.reminder(tx, OPERATOR, PATIENT).times
    assert times == ReminderTimes(True, wall(19), frozenset({0, 2}))
    assert "próximo: lun 25 may, 19:00" in said(page)


def test_the_address_of_a_calendar_has_spanish_ways_to_use_it(sign_in: SignIn, account: Account) -> None:
    page = visit(sign_in(account), "reminders")
    page.button(key="calendar_new").click().run()
    (data, _identity) = components(page)["mendline_calendar_address"]
    assert (data["words"]["copy"], data["words"]["add"]) == ("Copiar", "Añadir a este teléfono")


def test_a_warning_sign_is_ticked_in_spanish_and_stored_by_its_key(
    store: Store, sign_in: SignIn, account: Account
) -> None:
    page = sign_in(account).run()
    data, identity = components(page)["Señales de alarma"]
    group = data["groups"][0]
    assert (group["soon"], group["route"]) == ("Ahora", "Vaya ahora mismo a la sala de emergencias más cercana.")
    assert group["signs"][0]["key"] == "saddle_numbness"
    assert group["signs"][0]["words"].startswith("Adormecimiento u hormigueo")
    assert data["counts"][:2] == ["1 marcada", "2 marcadas"]
    assert len(data["counts"]) == sum(len(each["signs"]) for each in data["groups"])
    send(page, WidgetState(id=identity, json_value=json.dumps({"ticks": [["bladder", 1_779_364_920_000]]})))
    assert components(page)["Señales de alarma"][0]["noted"].startswith("Anotado a las 14:02 para su equipo médico.")
    with store.reading() as tx:
        assert [each.signs for each in red_flags.answers(tx, OPERATOR)] == [("bladder",)]
