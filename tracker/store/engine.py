"""The connection to the database: one Store a process, one Transaction a use case."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic.util import CommandError
from sqlalchemy.dialects import postgresql, sqlite

from tracker.domain.errors import ConfigurationError
from tracker.store.migrations import upgrade
from tracker.store.tables import Base

WAIT_SECONDS = 10
"""How long a writer waits for another one, and a connection for the server, before it gives up."""

Insert = sqlite.Insert | postgresql.Insert
Query = sa.Select[*tuple[Any, ...]]
Row = sa.Row[*tuple[Any, ...]]


class Transaction:
    """What queries run on. It lives inside `Store.transaction()` or `Store.reading()`, and ends with it."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def insert(self, table: type[Base]) -> Insert:
        """An INSERT in the database's own dialect: one that knows ON CONFLICT."""
        return postgresql.insert(table) if self.on_postgresql else sqlite.insert(table)

    def took(self, insert: Insert) -> bool:
        """Run an INSERT with ON CONFLICT; whether it wrote its row. (A row that comes back tells on both databases; the
        count of rows does not on PostgreSQL.)"""
        return self.connection.execute(insert.returning(sa.literal(True))).first() is not None

    @property
    def on_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"


class Store:
    """The database of one address. Threads may share it; each `with` has a connection of its own.

    Raises ConfigurationError where the address is none, is of another kind, or nobody answers there.
    """

    def __init__(self, database_url: str) -> None:
        engine = _engine(_address(database_url))
        self._writing = engine.execution_options(mendline_writes=True)
        # Several queries of one reading agree with one another: SQLite gives that by itself.
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = engine.execution_options(**snapshot) if engine.dialect.name == "postgresql" else engine
        _try(engine)

    def migrate(self) -> None:
        """Bring the tables to the newest version; where they are, nothing happens. Raises ConfigurationError where they
        are of a version that this program does not know."""
        try:
            with self._writing.execution_options(mendline_migrates=True).begin() as connection:
                upgrade(connection)
        except CommandError as error:
            raise ConfigurationError(f"The database is of a newer version ({error}). Update Mendline first.") from error

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Read and write: all of it is stored at the end, or none where an error leaves the block."""
        with self._writing.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read one unchanging state of the database. Writing fails."""
        with self._reading.begin() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Give every connection back. The store can be used no more."""
        self._writing.dispose()


def _address(database_url: str) -> sa.URL:
    """The address as SQLAlchemy takes it: a SQLite file or a PostgreSQL server."""
    try:
        url = sa.make_url(database_url)
    except sa.exc.ArgumentError:
        raise ConfigurationError(f"The database address cannot be read. {_REMEDY}") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise ConfigurationError(f"No database of the kind {url.drivername!r} is supported. {_REMEDY}")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ConfigurationError(f"A SQLite database needs a file. {_REMEDY}")
    return url


_REMEDY = "Set MENDLINE_DATABASE_URL to sqlite:///path/of/a/file or postgresql://user:password@host/database."


def _engine(url: sa.URL) -> sa.Engine:
    # NaN and infinity are no JSON: PostgreSQL refuses them, so SQLite must not be given them either.
    dumps = partial(json.dumps, allow_nan=False)
    # An error names the statement and not its values: it goes to the log, and those are of somebody's record.
    shared: dict[str, Any] = {"json_serializer": dumps, "hide_parameters": True}
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(url, connect_args={"connect_timeout": WAIT_SECONDS}, pool_pre_ping=True, **shared)
    engine = sa.create_engine(url, connect_args={"timeout": WAIT_SECONDS}, **shared)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: _begin_on_sqlite does
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_on_sqlite(connection: sa.Connection) -> None:
    """Writers take the lock at once (one that took it later could fail half-way); readers are held to reading.

    Migrations run without foreign keys: they may have to rebuild a table, and to drop the old one would otherwise
    delete all that refers to it.
    """
    options = connection.get_execution_options()
    writes = options.get("mendline_writes", False)
    connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if options.get('mendline_migrates') else 'ON'}")
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _try(engine: sa.Engine) -> None:
    try:
        with engine.connect() as connection:
            connection.execute(sa.select(1))
    except sa.exc.DBAPIError as error:
        engine.dispose()
        where = engine.url.render_as_string(hide_password=True)
        reason = str(error.orig).strip()
        raise ConfigurationError(f"The database {where} cannot be opened: {reason}. {_REMEDY}") from error
