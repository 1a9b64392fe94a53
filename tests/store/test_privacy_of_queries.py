"""Every query that takes who asks, asked by everybody: whoever has no right to Anna's record gets nothing of it.

The table says for each function who has the right. A function that is not in the table fails the test.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

import tracker.store
from tests.store.conftest import BACKENDS, Databases
from tests.store.people import DAY, NOW, World, a_flag, a_patient, an_assessment, settle
from tests.store.statements import rolled_back
from tracker.domain.audit import Action
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.errors import NotAllowed
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR, Viewer
from tracker.domain.readings import Reading
from tracker.domain.red_flags import RedFlagAnswer, Urgency
from tracker.domain.reminders import Channel, ReminderTimes
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.domain.visit import VisitQuestion
from tracker.store import (
    Store,
    Transaction,
    accounts,
    assessments,
    audit,
    care_teams,
    diary,
    drafts,
    flags,
    patients,
    physician_notes,
    plan,
    readings,
    red_flags,
    reminders,
    treatments,
    visit_questions,
    weeks,
)
from tracker.store.tables import Base, FlagRow, PhysicianNoteRow, PlanLineRow, RedFlagAcknowledgementRow, ReviewRow

ENTRY = DiaryEntry(DAY, axial=4, taken=frozenset({"anna's pills"}), note="anna's note")
TREATMENT = Treatment("anna's pills", "anna", TreatmentKind.MEDICINE, "Oxycodone", date(2026, 1, 1))
BLOCK = Treatment("anna's block", "anna", TreatmentKind.PROCEDURE, "Facet block", date(2026, 1, 2))
READING = Reading("anna", NOW, Site.AXIAL, 5, "anna's block")
RED_FLAG = RedFlagAnswer("anna's answer", "anna", NOW, DAY, ("bladder",), Urgency.NOW)
QUESTION = VisitQuestion("anna's question", "anna", "Can anna swim?", NOW)
ASSESSMENT = an_assessment("anna", a_flag(), a_flag(site=Site.LIMB))

Ask = Callable[[Transaction, Viewer, World], Any]

RECORD = {"anna", "able", "chief", "operator"}
"""Who may read Anna's record: herself, her physician, an administrator in her team, who holds the machine."""
INTERPRETATIONS = RECORD - {"anna"}
DIARY_WRITERS = {"anna", "operator"}
OWN = {"anna", "operator"}
"""Who may know when, and at which address, Anna wants to be reminded: nobody who treats her has to."""
STAFF = {"chief", "clerk", "operator"}
"""Who runs accounts and care teams. They see names there, and nothing of the records."""

SIGNED_IN = {"anna", "ben", "able", "baker", "chief", "clerk", "left"}
"""Who has an account that is switched on."""


@dataclass(frozen=True)
class Case:
    ask: Ask
    allowed: set[str]


READS: dict[str, Case] = {
    "patients.patients": Case(lambda tx, who, world: patients.patients(tx, who), RECORD),
    "patients.patient": Case(lambda tx, who, world: patients.patient(tx, who, "anna"), RECORD),
    "patients.patient_of_account": Case(lambda tx, who, world: patients.patient_of_account(tx, who), {"anna"}),
    "patients.roster": Case(lambda tx, who, world: patients.roster(tx, who), STAFF),
    "patients.with_account": Case(lambda tx, who, world: patients.with_account(tx, who), STAFF),
    "patients.patients_frame": Case(lambda tx, who, world: patients.patients_frame(tx, who, ["anna", "ben"]), RECORD),
    "diary.revision": Case(lambda tx, who, world: diary.revision(tx, who, "anna", DAY), RECORD),
    "diary.latest": Case(lambda tx, who, world: diary.latest(tx, who, "anna", DAY), RECORD),
    "diary.history": Case(lambda tx, who, world: diary.history(tx, who, "anna", DAY), RECORD),
    "diary.entries_frame": Case(lambda tx, who, world: diary.entries_frame(tx, who), RECORD),
    "diary.taken_frame": Case(lambda tx, who, world: diary.taken_frame(tx, who, "anna"), RECORD),
    "weeks.weeks_frame": Case(lambda tx, who, world: weeks.weeks_frame(tx, who, Site.AXIAL), INTERPRETATIONS),
    "drafts.drafts": Case(lambda tx, who, world: drafts.drafts(tx, who, "anna", DAY), DIARY_WRITERS),
    "treatments.treatments": Case(lambda tx, who, world: treatments.treatments(tx, who, "anna"), RECORD),
    "treatments.treatments_frame": Case(lambda tx, who, world: treatments.treatments_frame(tx, who), RECORD),
    "treatments.opioid_ids": Case(lambda tx, who, world: treatments.opioid_ids(tx, who), RECORD),
    "readings.readings": Case(lambda tx, who, world: readings.readings(tx, who, "anna"), RECORD),
    "assessments.assessments": Case(lambda tx, who, world: assessments.assessments(tx, who), INTERPRETATIONS),
    "assessments.assessment": Case(lambda tx, who, world: assessments.assessment(tx, who, "anna"), INTERPRETATIONS),
    "assessments.unflagged": Case(lambda tx, who, world: assessments.unflagged(tx, who), INTERPRETATIONS),
    "assessments.standing": Case(lambda tx, who, world: assessments.standing(tx, who), INTERPRETATIONS),
    "flags.flags": Case(lambda tx, who, world: flags.flags(tx, who, ["anna"]), INTERPRETATIONS),
    "flags.patient_of_flag": Case(
        lambda tx, who, world: flags.patient_of_flag(tx, who, flag_id(tx, Site.AXIAL)), {"able"}
    ),
    "red_flags.answers": Case(lambda tx, who, world: red_flags.answers(tx, who), RECORD),
    "visit_questions.questions": Case(lambda tx, who, world: visit_questions.questions(tx, who, "anna"), RECORD),
    "care_teams.of_patients": Case(lambda tx, who, world: care_teams.of_patients(tx, who), INTERPRETATIONS),
    "physician_notes.notes": Case(lambda tx, who, world: physician_notes.notes(tx, who, "anna"), INTERPRETATIONS),
    "physician_notes.are_kept": Case(
        lambda tx, who, world: f"of anna: {physician_notes.are_kept(tx, who, 'anna')}", OWN
    ),
    "plan.lines": Case(lambda tx, who, world: plan.lines(tx, who, "anna"), INTERPRETATIONS),
    "care_teams.care_teams": Case(lambda tx, who, world: care_teams.care_teams(tx, who), STAFF | {"able"}),
    "reminders.reminder": Case(lambda tx, who, world: reminders.reminder(tx, who, "anna"), OWN),
    "reminders.recipients": Case(lambda tx, who, world: reminders.recipients(tx, who, NOW), {"operator"}),
    "reminders.unconfirmed": Case(lambda tx, who, world: reminders.unconfirmed(tx, who, NOW), {"operator"}),
    "accounts.accounts": Case(lambda tx, who, world: accounts.accounts(tx, who), STAFF),
    "audit.events": Case(lambda tx, who, world: audit.events(tx, who), STAFF),
}

WRITES: dict[str, Case] = {
    "patients.add_patient": Case(lambda tx, who, world: patients.add_patient(tx, who, a_patient("new")), {"operator"}),
    "patients.link_account": Case(
        lambda tx, who, world: patients.link_account(tx, who, "anna", world.anna.id),
        STAFF,
    ),
    "patients.set_follow_up": Case(
        lambda tx, who, world: patients.set_follow_up(tx, who, "anna", DAY + timedelta(7), DAY),
        INTERPRETATIONS,
    ),
    "patients.last_follow_up": Case(
        lambda tx, who, world: f"of anna: {patients.last_follow_up(tx, who, 'anna', date.max)}", INTERPRETATIONS
    ),
    "diary.save_entry": Case(
        lambda tx, who, world: diary.save_entry(tx, who, "anna", DiaryEntry(DAY, axial=9), now=NOW, origin=Origin.PAGE),
        DIARY_WRITERS,
    ),
    "drafts.keep": Case(
        lambda tx, who, world: drafts.keep(tx, who, "anna", DiaryEntry(DAY, axial=9), based_on=1, now=NOW),
        DIARY_WRITERS,
    ),
    "drafts.drop": Case(lambda tx, who, world: drafts.drop(tx, who, "anna", DAY), DIARY_WRITERS),
    "diary.save_entries": Case(
        lambda tx, who, world: diary.save_entries(
            tx, who, "anna", [DiaryEntry(DAY, axial=9)], now=NOW, origin=Origin.IMPORT
        ),
        DIARY_WRITERS,
    ),
    "treatments.save_treatment": Case(
        lambda tx, who, world: treatments.save_treatment(tx, who, TREATMENT), DIARY_WRITERS
    ),
    "treatments.remove_treatment": Case(
        lambda tx, who, world: treatments.remove_treatment(tx, who, "anna", "anna's block"), DIARY_WRITERS
    ),
    "readings.save_reading": Case(lambda tx, who, world: readings.save_reading(tx, who, READING), DIARY_WRITERS),
    "readings.remove_reading": Case(
        lambda tx, who, world: readings.remove_reading(tx, who, "anna", NOW, Site.AXIAL), DIARY_WRITERS
    ),
    "assessments.put_assessments": Case(
        lambda tx, who, world: assessments.put_assessments(tx, who, [an_assessment("anna")], NOW), RECORD
    ),
    "flags.acknowledge": Case(
        lambda tx, who, world: flags.acknowledge(tx, who, flag_id(tx, Site.LIMB), "", NOW), {"able"}
    ),
    "red_flags.add_answer": Case(
        lambda tx, who, world: red_flags.add_answer(tx, who, replace(RED_FLAG, id="another")), DIARY_WRITERS
    ),
    "red_flags.acknowledge": Case(
        lambda tx, who, world: red_flags.acknowledge(tx, who, "anna", [RED_FLAG.id], note="", now=NOW), {"able"}
    ),
    "red_flags.undo": Case(lambda tx, who, world: red_flags.undo(tx, who, acknowledgement_id(tx), NOW), {"able"}),
    "physician_notes.add_note": Case(
        lambda tx, who, world: physician_notes.add_note(tx, who, "anna", "another", NOW), {"able"}
    ),
    "physician_notes.retract_note": Case(
        lambda tx, who, world: physician_notes.retract_note(tx, who, "anna", id_of(tx, PhysicianNoteRow), NOW), {"able"}
    ),
    "plan.add_line": Case(lambda tx, who, world: plan.add_line(tx, who, "anna", "another", NOW), {"able"}),
    "plan.close_line": Case(
        lambda tx, who, world: plan.close_line(tx, who, "anna", id_of(tx, PlanLineRow, "anna's plan"), NOW), {"able"}
    ),
    "plan.reopen_line": Case(
        lambda tx, who, world: plan.reopen_line(tx, who, "anna", id_of(tx, PlanLineRow, "done for anna")), {"able"}
    ),
    "plan.retract_line": Case(
        lambda tx, who, world: plan.retract_line(tx, who, "anna", id_of(tx, PlanLineRow, "anna's plan"), NOW), {"able"}
    ),
    "visit_questions.save_question": Case(
        lambda tx, who, world: visit_questions.save_question(tx, who, replace(QUESTION, text="another")), DIARY_WRITERS
    ),
    "visit_questions.remove_question": Case(
        lambda tx, who, world: visit_questions.remove_question(tx, who, "anna", QUESTION.id), DIARY_WRITERS
    ),
    "flags.undo": Case(lambda tx, who, world: flags.undo(tx, who, review_id(tx), NOW), {"able"}),
    "reminders.save_times": Case(
        lambda tx, who, world: reminders.save_times(tx, who, "anna", ReminderTimes(), NOW), OWN
    ),
    "reminders.save_email": Case(lambda tx, who, world: reminders.save_email(tx, who, "anna", None, NOW), OWN),
    "reminders.set_calendar": Case(lambda tx, who, world: reminders.set_calendar(tx, who, "anna", "other", NOW), OWN),
    "reminders.note_sent": Case(
        lambda tx, who, world: reminders.note_sent(
            tx, who, "anna", DAY + timedelta(1), channel=Channel.EMAIL, stop_hash="other", now=NOW
        ),
        {"operator"},
    ),
    "reminders.note_not_sent": Case(
        lambda tx, who, world: reminders.note_not_sent(tx, who, "anna", DAY, Channel.EMAIL), {"operator"}
    ),
    "reminders.note_asked": Case(
        lambda tx, who, world: reminders.note_asked(
            tx,
            who,
            reminders.Unconfirmed("ben", "friend-of-anna@example.org"),
            confirmation_hash="x",
            asked_before=NOW,
            now=NOW,
        ),
        {"operator"},
    ),
    "reminders.note_not_asked": Case(
        lambda tx, who, world: reminders.note_not_asked(tx, who, "question"), {"operator"}
    ),
    "accounts.set_active": Case(
        lambda tx, who, world: accounts.set_active(tx, who, world.anna.id, active=False), STAFF
    ),
    "accounts.set_preferences": Case(  # each for the own account alone: there is no other to name
        lambda tx, who, world: accounts.set_preferences(tx, who, large_text=True), SIGNED_IN
    ),
    "accounts.set_password_hash": Case(
        lambda tx, who, world: accounts.set_password_hash(tx, who, world.anna.id, "other"), STAFF | {"anna"}
    ),
    "care_teams.add_care_team": Case(lambda tx, who, world: care_teams.add_care_team(tx, who, "Mine"), STAFF),
    "care_teams.add_member": Case(
        lambda tx, who, world: care_teams.add_member(tx, who, world.team, world.baker.id), STAFF
    ),
    "care_teams.remove_member": Case(
        lambda tx, who, world: care_teams.remove_member(tx, who, world.team, world.able.id), STAFF
    ),
    "care_teams.add_patient": Case(lambda tx, who, world: care_teams.add_patient(tx, who, world.team, "ben"), STAFF),
    "care_teams.remove_patient": Case(
        lambda tx, who, world: care_teams.remove_patient(tx, who, world.team, "anna"), STAFF
    ),
}

ASKING = ("anna", "ben", "able", "baker", "chief", "clerk", "left", "dismissed", "operator")
PRETENDING = (
    "patient who claims to be a physician",
    "physician who claims to be a patient",
    "nobody",
    "a patient without an account",
)


@pytest.fixture(scope="module", params=BACKENDS)
def full(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A world with something of Anna in every table. What a test writes there is rolled back."""
    with databases.fresh(request.param, tmp_path_factory.mktemp("privacy")) as url:
        store = Store(url)
        yield _filled(settle(store))
        store.close()


def _filled(world: World) -> World:
    with world.store.transaction() as tx:
        for each in (TREATMENT, BLOCK):
            treatments.save_treatment(tx, OPERATOR, each)
        diary.save_entry(tx, OPERATOR, "anna", ENTRY, now=NOW, origin=Origin.PAGE)
        drafts.keep(tx, OPERATOR, "anna", ENTRY, based_on=1, now=NOW)
        readings.save_reading(tx, OPERATOR, READING)
        assessments.put_assessments(tx, OPERATOR, [ASSESSMENT], NOW)
        flags.acknowledge(tx, world.able.viewer, flag_id(tx, Site.AXIAL), "anna was called", NOW)
        red_flags.add_answer(tx, OPERATOR, RED_FLAG)
        red_flags.add_answer(tx, OPERATOR, replace(RED_FLAG, id="anna's seen answer"))
        red_flags.acknowledge(tx, world.able.viewer, "anna", ["anna's seen answer"], note="seen", now=NOW)
        physician_notes.add_note(tx, world.able.viewer, "anna", "anna keeps a dog", NOW)
        plan.add_line(tx, world.able.viewer, "anna", "anna's plan", NOW)
        done = plan.add_line(tx, world.able.viewer, "anna", "done for anna", NOW)
        plan.close_line(tx, world.able.viewer, "anna", done.id, NOW)
        visit_questions.save_question(tx, OPERATOR, QUESTION)
        audit.record(tx, action=Action.RECORD_VIEWED, account_id=world.able.id, patient_id="anna", now=NOW)
        _remind(tx)
    return world


def _remind(tx: Transaction) -> None:
    """Anna is reminded by e-mail; Ben, who gave the address of somebody else, is still to be asked."""
    reminders.save_times(tx, OPERATOR, "anna", ReminderTimes(on=True), NOW)
    reminders.save_email(tx, OPERATOR, "anna", "anna@example.org", NOW)
    mine = reminders.Unconfirmed("anna", "anna@example.org")
    reminders.note_asked(tx, OPERATOR, mine, confirmation_hash="question", asked_before=NOW, now=NOW)
    reminders.confirm(tx, "question", NOW)
    reminders.set_calendar(tx, OPERATOR, "anna", "calendar", NOW)
    reminders.note_sent(tx, OPERATOR, "anna", DAY, channel=Channel.EMAIL, stop_hash="stop", now=NOW)
    reminders.save_email(tx, OPERATOR, "ben", "friend-of-anna@example.org", NOW)


@pytest.mark.parametrize("name", ASKING + PRETENDING)
@pytest.mark.parametrize("function", READS)
def test_who_may_not_read_gets_nothing_and_who_may_gets_it(function: str, name: str, full: World) -> None:
    case = READS[function]
    with full.store.reading() as tx:
        assert mentions_anna(asked(case.ask, tx, viewer(full, name), full)) == (name in case.allowed)


@pytest.mark.parametrize("name", ASKING + PRETENDING)
@pytest.mark.parametrize("function", WRITES)
def test_who_may_not_write_is_refused_and_changes_nothing(function: str, name: str, full: World) -> None:
    case = WRITES[function]
    with rolled_back(full.store) as tx:
        before = everything(tx)
        if name in case.allowed:
            case.ask(tx, viewer(full, name), full)
        else:
            with pytest.raises(NotAllowed):
                case.ask(tx, viewer(full, name), full)
            assert everything(tx) == before


def test_the_table_names_every_query_that_takes_who_asks() -> None:
    assert set(READS) | set(WRITES) == set(queries_with_a_viewer())


def test_every_stranger_of_the_world_is_asked(full: World) -> None:
    assert set(PRETENDING) <= set(full.strangers)
    assert {viewer(full, name) for name in ASKING + PRETENDING} >= set(full.strangers.values())


@pytest.mark.parametrize("patient_id", ["", "nobody", "ANNA", "anna'--", "\0", "\ud800", "anna\0"])
def test_who_is_not_there_is_refused_like_who_is_not_theirs(patient_id: str, full: World) -> None:
    with full.store.reading() as tx:
        with pytest.raises(NotAllowed) as not_there:
            patients.patient(tx, OPERATOR, patient_id)
        with pytest.raises(NotAllowed):
            diary.revision(tx, OPERATOR, patient_id, DAY)
        with pytest.raises(NotAllowed) as not_theirs:
            patients.patient(tx, full.ben.viewer, "anna")
        assert patients.patients_frame(tx, OPERATOR, [patient_id]).empty
    assert str(not_there.value) == str(not_theirs.value)


def viewer(world: World, name: str) -> Viewer:
    if name in PRETENDING:
        return world.strangers[name]
    return OPERATOR if name == "operator" else getattr(world, name).viewer


def asked(ask: Ask, tx: Transaction, who: Viewer, world: World) -> Any:
    try:
        return ask(tx, who, world)
    except NotAllowed:
        return None


def mentions_anna(result: Any) -> bool:
    text = result.to_csv() if isinstance(result, pd.DataFrame) else repr(result)
    return "anna" in text.lower()


def queries_with_a_viewer() -> Iterator[str]:
    for module_info in pkgutil.iter_modules(tracker.store.__path__):
        module = importlib.import_module(f"tracker.store.{module_info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and module_info.name != "scope" and "viewer" in inspect.signature(function).parameters:
                yield f"{module_info.name}.{name}"


def everything(tx: Transaction) -> dict[str, Any]:
    """All rows of all tables."""
    return {
        table.name: sorted(map(repr, tx.connection.execute(sa.select(table)))) for table in Base.metadata.sorted_tables
    }


def flag_id(tx: Transaction, site: Site) -> str:
    return tx.connection.execute(sa.select(FlagRow.id).where(FlagRow.site == site)).scalar_one()


def review_id(tx: Transaction) -> str:
    return tx.connection.execute(sa.select(ReviewRow.id)).scalar_one()


def acknowledgement_id(tx: Transaction) -> str:
    return tx.connection.execute(sa.select(RedFlagAcknowledgementRow.id)).scalar_one()


def id_of(tx: Transaction, table: type[PhysicianNoteRow | PlanLineRow], text: str = "anna keeps a dog") -> str:
    return tx.connection.execute(sa.select(table.id).where(table.text == text)).scalar_one()
