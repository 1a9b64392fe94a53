"""A copy of the embedded database in one file, and back. A PostgreSQL server has tools of its own for that."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from tracker.domain.errors import BadInput, ConfigurationError, Fault
from tracker.store import sessions
from tracker.store.engine import Store

_TRIES, _SECONDS_BETWEEN_TRIES = 40, 0.25
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_HEADER = b"SQLite format 3\x00"


def back_up(store: Store, target: Path) -> None:
    """Copies the database, as it stands at one moment, into a new file that only its owner can read.

    The server may go on running. Raises BadInput where the file is there already or cannot be written,
    ConfigurationError where the database is not the embedded one.
    """
    source = _file_of(store, "pg_dump --format=custom")
    _make_private(target)
    try:
        _copy(source, target)
    except sqlite3.DatabaseError as error:
        target.unlink()
        raise BadInput(Fault(f"database {source}", None, f"cannot be copied ({error})", "Try again.")) from None


def restore(store: Store, source: Path, stamp: str, now: datetime) -> Path:
    """Puts the content of a backup in the place of the database, and returns the new file beside the database, with
    `stamp` in its name, that keeps what was there before.

    Every sign-in in it ends at `now`: some were ended since it was made, and must not come to life again. The backup
    is tried out on the side first: it must be whole, of Mendline, and not of a newer version. Raises
    BadInput where it is not, or where the server still writes; then the database stays as it was.
    """
    database = _file_of(store, "pg_restore")
    _check_is_database(source)
    keep = database.with_name(f"{database.stem}-before-{stamp}.sqlite3")
    trial = keep.with_name(f"{keep.name}.trial")
    _make_private(trial)
    try:
        _copy(source, trial)
        _check_whole(trial, source, now)
        back_up(store, keep)
        _copy(trial, database)
    except sqlite3.DatabaseError as error:
        remedy = "Check that the file is a backup, and that the server is stopped."
        raise BadInput(Fault(f"backup {source}", None, f"cannot be restored ({error})", remedy)) from None
    finally:
        for leftover in trial.parent.glob(f"{trial.name}*"):
            leftover.unlink()
    return keep


def _file_of(store: Store, tool: str) -> Path:
    with store.reading() as tx:
        url = tx.connection.engine.url
    if url.get_backend_name() != "sqlite" or url.database is None:
        raise ConfigurationError(f"The database is on PostgreSQL. Use its own tool: {tool}.")
    return Path(url.database)


def _make_private(path: Path) -> None:
    """An empty new file that only its owner can read: it is to hold clinical data."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise BadInput(Fault(f"backup {path}", None, "is there already", "Choose a name that is free.")) from None
    except OSError as error:
        raise BadInput(
            Fault(f"backup {path}", None, f"cannot be written ({error.strerror})", "Check the folder and its rights.")
        ) from None


def _copy(source: Path, target: Path) -> None:
    """Copies through SQLite, so that readers and writers of either are respected; gives up (sqlite3.OperationalError)
    where the target stays in use."""
    tries = 0

    def not_for_ever(status: int, remaining: int, total: int) -> None:
        nonlocal tries
        tries += status in _IN_USE
        if tries > _TRIES:
            raise sqlite3.OperationalError("the database is in use")

    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there, progress=not_for_ever, sleep=_SECONDS_BETWEEN_TRIES)


def _check_is_database(source: Path) -> None:
    try:
        with source.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError as error:
        raise BadInput(
            Fault(f"backup {source}", None, f"cannot be opened ({error.strerror})", "Check the name and its rights.")
        ) from None
    if header != _HEADER:
        raise BadInput(
            Fault(f"backup {source}", None, "is no backup of Mendline", "Give one that `backup` has written.")
        )


def _check_whole(trial: Path, source: Path, now: datetime) -> None:
    """Raises BadInput unless the copy is intact, has the tables of Mendline, and can be brought to this version. Then
    all are signed out in it."""
    with closing(sqlite3.connect(trial)) as copy:
        intact = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not intact or not {"alembic_version", "patient", "diary_entry"} <= tables:
        raise BadInput(Fault(f"backup {source}", None, "is damaged, or not of Mendline", "Take an older backup."))
    copied = Store(f"sqlite:///{trial}")
    try:
        copied.migrate()
        with copied.transaction() as tx:
            sessions.end_all(tx, now)
    except (ConfigurationError, sa.exc.DatabaseError) as error:
        raise BadInput(
            Fault(f"backup {source}", None, "does not fit this version of Mendline", "Update Mendline first.")
        ) from error
    finally:
        copied.close()
