"""The store's address, its transactions and its readings."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.people import NOW, World
from tracker.domain.errors import ConfigurationError
from tracker.domain.people import Role
from tracker.store import Store, accounts
from tracker.store.tables import AccountRow, UtcDateTime


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("not an address", "cannot be read"),
        ("", "cannot be read"),
        ("mysql://host/name", "'mysql'"),
        ("postgresql+psycopg2://host/name", "'postgresql\\+psycopg2'"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////no/such/folder/store.sqlite3", "unable to open database file"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "127.0.0.1:1/none cannot be opened"),
    ],
)
def test_an_address_that_cannot_be_used_is_named_with_what_to_do(address: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as refusal:
        Store(address)
    assert "Set MENDLINE_DATABASE_URL to" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear doctor, " * 100)
    with pytest.raises(ConfigurationError, match="not a database"):
        Store(f"sqlite:///{file}")


def test_what_a_transaction_wrote_is_there_afterwards(store: Store) -> None:
    add_account(store, "ann")
    with store.reading() as tx:
        assert accounts.secret_of(tx, "ann") is not None


def test_an_error_in_a_transaction_leaves_nothing_of_it(store: Store) -> None:
    def fail_half_way() -> None:
        with store.transaction() as tx:
            accounts.add_account(tx, username="ann", display_name="", role=Role.PATIENT, password_hash="", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with store.reading() as tx:
        assert accounts.secret_of(tx, "ann") is None


def test_a_reading_cannot_write(store: Store) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"), store.reading() as tx:
        accounts.add_account(tx, username="ann", display_name="", role=Role.PATIENT, password_hash="", now=NOW)


def test_a_transaction_after_a_reading_on_the_same_connection_can_write(store: Store) -> None:
    with store.reading() as tx:
        tx.connection.execute(sa.select(1))
    add_account(store, "ann")


def test_a_reading_sees_one_state_whatever_is_written_meanwhile(store: Store) -> None:
    with store.reading() as tx:
        assert accounts.secret_of(tx, "ann") is None
        writer = threading.Thread(target=add_account, args=(store, "ann"))
        writer.start()
        writer.join()
        assert accounts.secret_of(tx, "ann") is None
    with store.reading() as tx:
        assert accounts.secret_of(tx, "ann") is not None


def test_a_sqlite_store_keeps_foreign_keys_and_a_write_ahead_log(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with store.transaction() as tx:
        found = {name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
    store.close()
    assert found == PRAGMAS


PRAGMAS = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000}
"""`synchronous` 2 is FULL: what was said to be saved outlasts a power cut."""


def test_a_moment_comes_back_in_utc_whatever_zone_it_went_in_with(world: World) -> None:
    moment = datetime(2026, 3, 1, 18, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with world.store.transaction() as tx:
        accounts.note_sign_in(tx, world.anna.id, moment)
    with world.store.reading() as tx:
        found = accounts.account(tx, world.anna.id)
    assert found is not None
    assert found.last_sign_in_at == moment
    assert found.last_sign_in_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(world: World) -> None:
    naive = datetime(2026, 3, 1, 9, 0)  # noqa: DTZ001 - the point of the test
    with pytest.raises(sa.exc.StatementError, match="has no time zone"), world.store.transaction() as tx:
        accounts.note_sign_in(tx, world.anna.id, naive)


def test_moments_compare_in_the_database_as_they_do_in_python(world: World) -> None:
    """SQLite compares text: that is the order of time only because all of it is UTC in one form."""
    with world.store.reading() as tx:
        before = sa.select(AccountRow.id).where(AccountRow.created_at < NOW + timedelta(microseconds=1))
        after = sa.select(AccountRow.id).where(AccountRow.created_at < NOW.astimezone(timezone(timedelta(hours=-8))))
        assert len(tx.connection.execute(before).all()) == 8
        assert tx.connection.execute(after).all() == []


def test_every_moment_in_the_tables_is_kept_with_its_zone() -> None:
    columns = [column for table in AccountRow.metadata.sorted_tables for column in table.columns]
    assert [column for column in columns if type(column.type) is UtcDateTime]
    assert not [column for column in columns if type(column.type) is sa.DateTime]


def test_an_error_of_the_database_names_no_value_of_a_record(world: World) -> None:
    insert = sa.text("INSERT INTO patient (id, name, time_zone) VALUES (:id, :name, :zone)")
    with pytest.raises(sa.exc.IntegrityError) as failed, world.store.transaction() as tx:
        tx.connection.execute(insert, {"id": "x", "name": "Quillon Zeta", "zone": "marmalade"})
    assert "INSERT INTO patient" in str(failed.value)
    assert "parameters hidden" in str(failed.value)


def add_account(store: Store, username: str) -> None:
    with store.transaction() as tx:
        accounts.add_account(tx, username=username, display_name="", role=Role.PATIENT, password_hash="", now=NOW)
