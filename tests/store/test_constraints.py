"""What the database itself refuses, whatever the program above it does: each case is plain SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from tests.store.conftest import BACKENDS, Databases
from tests.store.people import DAY, NOW, World, a_flag, an_assessment, settle
from tests.store.statements import rolled_back
from tracker.domain.audit import Action
from tracker.domain.diary import PAIN_FIELDS, RANGES, DiaryEntry, Origin
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR, Role
from tracker.domain.readings import Reading
from tracker.domain.red_flags import RedFlagAnswer, Urgency
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import (
    Store,
    accounts,
    assessments,
    audit,
    diary,
    flags,
    physician_notes,
    plan,
    readings,
    red_flags,
    sessions,
    treatments,
)

REFUSED = [
    ("account", "role = 'operator'", "ck_account_role"),
    ("account", "role = 'owner'", "ck_account_role"),
    ("account", "username = 'Anna'", "ck_account_username_lower_case"),
    ("account", "username = ''", "ck_account_username"),
    ("account", "username = NULL", "username"),
    ("sign_in_session", "expires_at = created_at", "ck_sign_in_session_expires_after_start"),
    ("sign_in_session", "account_id = 'nobody'", "FOREIGN KEY|fk_sign_in_session_account_id"),
    ("care_team", "name = ''", "ck_care_team_name"),
    ("patient", "id = ''", "ck_patient_id"),
    ("patient", "account_id = 'nobody'", "FOREIGN KEY|fk_patient_account_id"),
    ("episode", "region = 'sacral'", "ck_episode_region"),
    ("episode", "baseline_axial = 11", "ck_episode_baseline_axial"),
    ("episode", "baseline_limb = -1", "ck_episode_baseline_limb"),
    ("episode", "patient_id = 'ben'", "UNIQUE|uq_episode_patient_id"),
    *(
        ("diary_entry", f"{column} = {value}", f"ck_diary_entry_{column}")
        for column in ("axial", "axial_worst", "limb", "limb_worst")
        for value in (-1, 11)
    ),
    ("diary_entry", "axial = 5, axial_worst = 4", "ck_diary_entry_axial_worst_not_below_average"),
    ("diary_entry", "limb = 5, limb_worst = 4", "ck_diary_entry_limb_worst_not_below_average"),
    *(
        ("diary_entry", f"{column} = {value}", f"ck_diary_entry_{column}")
        for column, allowed in RANGES.items()
        if column not in PAIN_FIELDS and allowed.whole
        for value in (allowed.low - 1, allowed.high + 1)
    ),
    ("diary_entry", "sleep_hours = -0.1", "ck_diary_entry_sleep_hours"),
    ("diary_entry", "sleep_hours = 24.1", "ck_diary_entry_sleep_hours"),
    ("diary_entry", "revision = 0", "ck_diary_entry_revision"),
    ("diary_entry", "patient_id = 'nobody'", "FOREIGN KEY|fk_diary_entry_patient_id|fk_diary_revision"),
    ("diary_revision", "number = 0", "ck_diary_revision_number"),
    ("diary_revision", "origin = 'rumour'", "ck_diary_revision_origin"),
    ("diary_revision", "local_date = '2020-01-01'", "FOREIGN KEY|fk_diary_revision_patient_id_local_date"),
    ("treatment", "kind = 'prayer'", "ck_treatment_kind"),
    ("treatment", "name = ''", "ck_treatment_name"),
    ("treatment", "end_date = '2025-12-31'", "ck_treatment_ends_after_start"),
    ("treatment", "kind = 'procedure', end_date = '2026-01-01'", "ck_treatment_procedure_without_end"),
    ("treatment", "done_at = '2026-01-01 12:00:00'", "ck_treatment_moment_of_a_procedure"),
    ("treatment", "catalogue = NULL", "catalogue"),
    ("intake", "treatment_id = 'nothing'", "FOREIGN KEY|fk_intake_patient_id_treatment_id"),
    ("intake", "treatment_id = 'bens pills'", "FOREIGN KEY|fk_intake_patient_id_treatment_id"),
    ("reading", "pain = 11", "ck_reading_pain"),
    ("reading", "site = 'soul'", "ck_reading_site"),
    ("assessment", "leading_site = ''", "ck_assessment_leading_site"),
    ("assessment", "entries_28d = 29", "ck_assessment_entries_28d"),
    ("flag", "kind = 'hunch'", "ck_flag_kind"),
    ("flag", "severity = 'extreme'", "ck_flag_severity"),
    ("flag", "site = 'soul'", "ck_flag_site"),
    ("flag", "cleared_on = detected_on", "ck_flag_cleared_after_detected"),
    ("review", "undone_at = reviewed_at", "ck_review_undone_by_someone"),
    ("review", "severity = 'soon'", "ck_review_severity"),
    ("red_flag_acknowledgement", "undone_at = acknowledged_at", "ck_red_flag_acknowledgement_undone_by_someone"),
    ("red_flag_acknowledgement", "answer_id = 'none'", "FOREIGN KEY|fk_red_flag_acknowledgement_answer_id"),
    ("physician_note", "text = ''", "ck_physician_note_text"),
    ("physician_note", f"text = '{'x' * 2001}'", "ck_physician_note_text"),
    ("physician_note", "retracted_at = written_at", "ck_physician_note_retracted_by_someone"),
    ("physician_note", "corrects = 'none'", "FOREIGN KEY|fk_physician_note_corrects"),
    ("plan_line", f"text = '{'x' * 201}'", "ck_plan_line_text"),
    ("plan_line", "done_at = written_at", "ck_plan_line_done_by_someone"),
    ("plan_line", "retracted_at = written_at", "ck_plan_line_retracted_by_someone"),
    ("plan_line", "patient_id = 'nobody'", "FOREIGN KEY|fk_plan_line_patient_id"),
    ("audit_event", "account_id = 'nobody'", "FOREIGN KEY|fk_audit_event_account_id"),
]

TAKEN = [
    ("episode", "baseline_axial = 0, baseline_limb = 10"),
    ("diary_entry", "axial = 0, axial_worst = 0, limb = 10, limb_worst = 10"),
    ("diary_entry", "axial = NULL, axial_worst = 0, limb = 10, limb_worst = NULL"),
    ("diary_entry", "walking_minutes = 0, sleep_hours = 0, global_change = 1, phq_down = 0"),
    ("diary_entry", "walking_minutes = 1440, sleep_hours = 24, global_change = 7, phq_down = 3"),
    ("treatment", "end_date = start_date"),
    ("treatment", "kind = 'procedure', end_date = NULL, done_at = '2026-01-01 12:00:00'"),
    ("flag", "site = ''"),
    ("review", "until = '2026-04-01'"),
    ("physician_note", f"text = '{'x' * 2000}'"),
    ("plan_line", f"text = '{'x' * 200}', due = '2026-04-01'"),
]


@pytest.fixture(scope="module", params=BACKENDS)
def full(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """One row of Anna's in every table. What a test writes there is rolled back."""
    with databases.fresh(request.param, tmp_path_factory.mktemp("constraints")) as url:
        store = Store(url)
        fill(settle(store))
        yield store
        store.close()


def fill(world: World) -> None:
    able = world.able
    with world.store.transaction() as tx:
        for owner, name in (("anna", "annas pills"), ("ben", "bens pills")):
            pills = Treatment(name, owner, TreatmentKind.MEDICINE, "Gabapentin", DAY.replace(month=1, day=1))
            treatments.save_treatment(tx, OPERATOR, pills)
        entry = DiaryEntry(DAY, axial=4, taken=frozenset({"annas pills"}))
        diary.save_entry(tx, OPERATOR, "anna", entry, now=NOW, origin=Origin.PAGE)
        readings.save_reading(tx, OPERATOR, Reading("anna", NOW, Site.AXIAL, 5))
        assessments.put_assessments(tx, OPERATOR, [an_assessment("anna", a_flag())], NOW)
        (flag,) = flags.flags(tx, OPERATOR)
        flags.acknowledge(tx, able.viewer, flag.id, "", NOW)
        red_flags.add_answer(tx, OPERATOR, RedFlagAnswer("seen", "anna", NOW, DAY, ("fall",), Urgency.SOON))
        red_flags.acknowledge(tx, able.viewer, "anna", ["seen"], note="", now=NOW)
        physician_notes.add_note(tx, able.viewer, "anna", "keeps a dog", NOW)
        plan.add_line(tx, able.viewer, "anna", "check SI block", NOW)
        sessions.open_session(tx, able.id, "hash", NOW, NOW.replace(year=2027), "")
        audit.record(tx, action=Action.PANEL_VIEWED, account_id=able.id, patient_id="anna", now=NOW)


@pytest.mark.parametrize(
    ("table", "assignment", "constraint"), REFUSED, ids=[f"{case[0]}: {case[1]}" for case in REFUSED]
)
def test_the_database_refuses(table: str, assignment: str, constraint: str, full: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=constraint), rolled_back(full) as tx:
        tx.connection.exec_driver_sql(f"UPDATE {table} SET {assignment} WHERE {ONE_ROW[table]}")


ONE_ROW = {
    "account": "username = 'ben'",
    "care_team": "name = 'Team A'",
    "patient": "id = 'anna'",
    "sign_in_session": "token_hash = 'hash'",
    "treatment": "id = 'annas pills'",
    **dict.fromkeys(("review", "red_flag_acknowledgement"), "undone_at IS NULL"),
    "audit_event": "id > 0",
    **dict.fromkeys(
        (
            *("episode", "diary_entry", "diary_revision", "intake", "reading", "assessment", "flag"),
            *("physician_note", "plan_line"),
        ),
        "patient_id = 'anna'",
    ),
}


@pytest.mark.parametrize(("table", "assignment"), TAKEN, ids=[f"{case[0]}: {case[1]}" for case in TAKEN])
def test_the_database_takes_values_at_the_bounds_and_none(table: str, assignment: str, full: Store) -> None:
    with rolled_back(full) as tx:
        changed = tx.connection.exec_driver_sql(f"UPDATE {table} SET {assignment} WHERE {ONE_ROW[table]}")
        assert changed.rowcount == 1


@pytest.mark.parametrize("value", ["3.5", "'much'"])
def test_no_score_that_is_not_whole_is_ever_kept(value: str, full: Store) -> None:
    """PostgreSQL rounds a fraction on its way in; SQLite would keep it, were it not for the constraint. `save_entry`
    refuses it before either."""
    with full.reading() as tx:
        rounds = tx.on_postgresql and value == "3.5"
    if not rounds:
        with pytest.raises(sa.exc.DBAPIError), rolled_back(full) as tx:
            tx.connection.exec_driver_sql(f"UPDATE diary_entry SET axial = {value}")
    with full.reading() as tx:
        assert tx.connection.exec_driver_sql("SELECT axial FROM diary_entry").scalar_one() == 4


UNIQUE = (
    *("account", "sign_in_session", "care_team", "care_team_member", "care_team_patient", "episode"),
    *("diary_entry", "diary_revision", "intake", "reading", "assessment", "flag"),
)


@pytest.mark.parametrize("table", UNIQUE)
def test_nothing_is_stored_twice(table: str, full: Store) -> None:
    """The same row again, under another id where it has one."""
    with full.reading() as tx:
        columns = [each["name"] for each in sa.inspect(tx.connection).get_columns(table)]
    again = ", ".join("id || '2'" if name == "id" else f'"{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with pytest.raises(sa.exc.IntegrityError, match=r"UNIQUE|unique"), rolled_back(full) as tx:
        tx.connection.exec_driver_sql(f"INSERT INTO {table} ({names}) SELECT {again} FROM {table} LIMIT 1")


def test_the_whole_record_goes_with_the_patient_and_the_trail_stays(full: Store) -> None:
    with rolled_back(full) as tx:
        tx.connection.exec_driver_sql("DELETE FROM patient WHERE id = 'anna'")
        for table in (
            "episode",
            "diary_entry",
            "diary_revision",
            "intake",
            "treatment",
            "reading",
            "assessment",
            "flag",
            "red_flag_answer",
            "physician_note",
            "plan_line",
        ):
            count = f"SELECT count(*) FROM {table} WHERE patient_id = 'anna'"
            assert tx.connection.exec_driver_sql(count).scalar_one() == 0, table
        for table in ("review", "red_flag_acknowledgement"):
            assert tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0, table
        assert [each.patient_id for each in audit.events(tx, OPERATOR)] == ["anna"]


@pytest.mark.parametrize(
    "deletion",
    ["DELETE FROM account WHERE username = 'able'", "DELETE FROM treatment WHERE id = 'annas pills'"],
    ids=["an account that signed something", "a treatment that was taken"],
)
def test_what_is_referred_to_cannot_be_deleted(deletion: str, full: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError), rolled_back(full) as tx:
        tx.connection.exec_driver_sql(deletion)


def test_usernames_are_one_whatever_the_case(store: Store) -> None:
    row: dict[str, Any] = {"display_name": "", "role": Role.PATIENT, "password_hash": "", "now": NOW}
    with store.transaction() as tx:
        accounts.add_account(tx, username="Zoë@Clinic", **row)
        found = accounts.secret_of(tx, " ZOË@clinic ")
    assert found is not None
    assert found.account.username == "zoë@clinic"
