"""The migrations lead to the tables that the program declares, and back."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from tests.store.people import NOW, a_flag, an_assessment, settle
from tests.store.threads import at_once
from tracker.domain.assessment import FlagKind
from tracker.domain.errors import ConfigurationError
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store, assessments, flags, migrations, patients, physician_notes, red_flags, treatments
from tracker.store.schema import check_migrated
from tracker.store.tables import Base

TABLES = {
    *("account", "sign_in_session", "care_team", "care_team_member", "care_team_patient", "patient", "episode"),
    *("diary_entry", "diary_revision", "draft", "reading", "treatment", "intake", "assessment", "flag", "review"),
    *("audit_event", "red_flag_answer", "reminder", "reminder_sent", "visit_question"),
    *("red_flag_acknowledgement", "past_follow_up", "physician_note", "plan_line"),
}

BEFORE_ACTING = "0010"
"""The version before red flags kept every acknowledgement, and physicians notes and plans."""


@pytest.fixture
def empty(empty_url: str) -> Iterator[Store]:
    store = Store(empty_url)
    yield store
    store.close()


def test_the_migrated_tables_are_those_of_the_design(empty: Store) -> None:
    empty.migrate()
    with empty.reading() as tx:
        assert set(sa.inspect(tx.connection).get_table_names()) == TABLES | {"alembic_version"}


def test_migrating_gives_what_the_tables_declare(empty: Store) -> None:
    """The difference that is printed here is what the next migration has to do."""
    empty.migrate()
    with empty.transaction() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_gives_the_same_constraints_as_declaring_by_name_and_condition(empty: Store, store: Store) -> None:
    """What Alembic's comparison leaves out: checks, ON DELETE, names of keys."""
    with empty.transaction() as tx:
        Base.metadata.create_all(tx.connection)
        declared = constraints(tx.connection)
    with store.reading() as tx:
        assert constraints(tx.connection) == declared
    assert declared["episode"]["checks"]


def test_every_constraint_has_a_name(store: Store) -> None:
    with store.reading() as tx:
        for table, found in constraints(tx.connection).items():
            assert None not in {name for kind in ("checks", "foreign", "unique") for name in found[kind]}, table


def test_migrating_twice_changes_nothing(store: Store) -> None:
    settle(store)
    with store.reading() as tx:
        before = constraints(tx.connection)
    store.migrate()
    with store.reading() as tx:
        assert constraints(tx.connection) == before
        assert [each.id for each in patients.patients(tx, OPERATOR)] == ["anna", "ben"]


def test_two_processes_may_migrate_at_once(empty_url: str) -> None:
    stores = [Store(empty_url), Store(empty_url)]
    assert at_once(lambda number: stores[number].migrate(), 2) == []
    with stores[0].reading() as tx:
        check_migrated(tx)
    for store in stores:
        store.close()


def test_downgrading_leaves_no_table_and_one_can_migrate_again(store: Store) -> None:
    with store.transaction() as tx:
        migrations.downgrade(tx.connection)
        assert sa.inspect(tx.connection).get_table_names() == ["alembic_version"]
    store.migrate()
    with store.reading() as tx:
        check_migrated(tx)


def test_what_was_listed_before_the_catalogue_stays_as_own_words(store: Store) -> None:
    settle(store)
    with store.transaction() as tx:
        migrations.downgrade(tx.connection, "0003")
        tx.connection.exec_driver_sql(
            "INSERT INTO treatment (id, patient_id, kind, name, start_date, end_date, dose) "
            "VALUES ('t', 'anna', 'procedure', 'A block', '2026-01-02', NULL, '')"
        )
    store.migrate()
    with store.reading() as tx:
        assert treatments.treatments(tx, OPERATOR, "anna") == (
            Treatment("t", "anna", TreatmentKind.PROCEDURE, "A block", date(2026, 1, 2)),
        )


def test_what_was_acknowledged_of_red_flags_goes_up_and_down_and_what_was_undone_is_let_go(store: Store) -> None:
    world = settle(store)
    with store.transaction() as tx:
        migrations.downgrade(tx.connection, BEFORE_ACTING)
        for name, seen in (
            ("seen", f"'2026-03-01 09:00:00+00:00', '{world.able.id}', 'called'"),
            ("open", "NULL, NULL, ''"),
        ):
            tx.connection.exec_driver_sql(
                "INSERT INTO red_flag_answer "
                "(id, patient_id, at, local_date, signs, urgency, acknowledged_at, acknowledged_by, note) "
                f"VALUES ('{name}', 'anna', '2026-03-01 08:00:00+00:00', '2026-03-01', 'fall', 'soon', {seen})"
            )
    store.migrate()
    with store.transaction() as tx:
        waiting, seen_before = red_flags.answers(tx, OPERATOR)
        assert (waiting.id, waiting.acknowledgements) == ("open", ())
        (kept,) = seen_before.acknowledgements
        assert (kept.name, kept.at, kept.note) == ("Able", datetime(2026, 3, 1, 9, tzinfo=UTC), "called")
        assert patients.patient(tx, OPERATOR, "anna").episode.surgeon == ""
        (taken_back,) = red_flags.acknowledge(tx, world.able.viewer, "anna", ["open"], note="slip", now=NOW)
        red_flags.undo(tx, world.able.viewer, taken_back.acknowledgements[0].id, NOW)
        physician_notes.add_note(tx, world.able.viewer, "anna", "keeps a dog", NOW)
    with store.transaction() as tx:
        migrations.downgrade(tx.connection, BEFORE_ACTING)
        rows = tx.connection.exec_driver_sql("SELECT id, acknowledged_by, note FROM red_flag_answer ORDER BY id").all()
        assert [tuple(row) for row in rows] == [("open", None, ""), ("seen", world.able.id, "called")]
    store.migrate()
    with store.reading() as tx:
        assert [each.acknowledgements for each in red_flags.answers(tx, OPERATOR)] == [(), (kept,)]
        assert physician_notes.notes(tx, OPERATOR, "anna") == ()


def test_a_snooze_does_not_become_an_answer_for_good(store: Store) -> None:
    world = settle(store)
    both = [a_flag(FlagKind.WALKING_LOSS, None), a_flag(FlagKind.RELAPSE, Site.AXIAL)]
    with store.transaction() as tx:
        assessments.put_assessments(tx, OPERATOR, [an_assessment("anna", *both)], NOW)
        of_kind = {each.flag.kind: each.id for each in flags.flags(tx, OPERATOR)}
        answer = partial(flags.acknowledge, tx, world.able.viewer, note="", now=NOW)
        answer(of_kind[FlagKind.WALKING_LOSS], until=date(2026, 12, 24))
        kept = answer(of_kind[FlagKind.RELAPSE])
    with store.transaction() as tx:
        migrations.downgrade(tx.connection, BEFORE_ACTING)
    store.migrate()
    with store.reading() as tx:
        assert {each.flag.kind: each.reviews for each in flags.flags(tx, OPERATOR)} == {
            FlagKind.WALKING_LOSS: (),
            FlagKind.RELAPSE: (kept,),
        }


def test_flags_that_an_older_version_does_not_know_go_and_the_others_stay(store: Store) -> None:
    settle(store)
    both = [a_flag(FlagKind.WALKING_LOSS, None), a_flag(FlagKind.OPIOIDS_PAST_90, None)]
    other_kind = sa.text("UPDATE flag SET kind = 'opioids_past_90'")
    kinds = sa.text("SELECT kind FROM flag ORDER BY kind")
    with store.transaction() as tx:
        assessments.put_assessments(tx, OPERATOR, [an_assessment("anna", *both)], NOW)
        migrations.downgrade(tx.connection, "0009")
        assert tx.connection.scalars(kinds).all() == ["walking_loss"]
    with pytest.raises(sa.exc.IntegrityError), store.transaction() as tx:
        tx.connection.execute(other_kind)
    store.migrate()
    with store.transaction() as tx:
        assert tx.connection.scalars(kinds).all() == ["walking_loss"]
        tx.connection.execute(other_kind)


def test_a_database_that_was_not_migrated_is_told_apart(empty: Store) -> None:
    with empty.reading() as tx, pytest.raises(ConfigurationError, match="python -m tracker migrate"):
        check_migrated(tx)


def test_migrating_leaves_logging_as_it_is(empty: Store) -> None:
    mine = logging.getLogger("somebody.else")
    before = (logging.root.level, list(logging.root.handlers), mine.disabled, logging.getLogger("alembic").level)
    empty.migrate()
    assert (
        logging.root.level,
        list(logging.root.handlers),
        mine.disabled,
        logging.getLogger("alembic").level,
    ) == before


def test_a_later_migration_may_rebuild_a_table_without_losing_what_refers_to_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite changes a table by dropping the old one, which with foreign keys on deletes all rows below it."""
    settle(store)

    def rebuild(connection: sa.Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("patient", recreate="auto") as batch:
            batch.add_column(sa.Column("phone", sa.Text(), nullable=True))
            batch.alter_column("name", nullable=True)

    monkeypatch.setattr("tracker.store.engine.upgrade", rebuild)
    store.migrate()
    with store.reading() as tx:
        assert [each.id for each in patients.patients(tx, OPERATOR)] == ["anna", "ben"]


def constraints(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Everything that the database itself says of each table's constraints."""
    inspector = sa.inspect(connection)
    return {
        table: {
            "checks": {each["name"]: each["sqltext"] for each in inspector.get_check_constraints(table)},
            "foreign": {
                each["name"]: (each["constrained_columns"], each["referred_table"], each["options"])
                for each in inspector.get_foreign_keys(table)
            },
            "unique": {each["name"]: each["column_names"] for each in inspector.get_unique_constraints(table)},
            "indexes": {each["name"]: (each["column_names"], each["unique"]) for each in inspector.get_indexes(table)},
            "primary": inspector.get_pk_constraint(table),
        }
        for table in sorted(TABLES)
    }
