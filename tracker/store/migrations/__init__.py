"""Migrations: how the tables came to be what they are, run from within the program.

To change a table: change it in `tracker.store.tables`, run the tests of the migrations, which print the difference,
and write it into a new file in `versions`, upgrade and downgrade. A version that was released is never edited.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

_LOCK = 7_310_227
"""Any number: two processes that start at once migrate one after the other on PostgreSQL, as they do on SQLite."""


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the tables up to a version, inside the transaction of `connection`."""
    _lock(connection)
    command.upgrade(_configuration(connection), revision)
    _check_references(connection)


def downgrade(connection: sa.Connection, revision: str = "base") -> None:
    """Take the tables back to a version, inside the transaction of `connection`."""
    _lock(connection)
    command.downgrade(_configuration(connection), revision)
    _check_references(connection)


def _configuration(connection: sa.Connection) -> Config:
    """Made here, without an ini file, so that nothing of the caller's logging is touched."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _lock(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _check_references(connection: sa.Connection) -> None:
    """SQLite migrates without foreign keys, so what refers to nothing is looked for before the end."""
    if connection.dialect.name == "sqlite" and (loose := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise sa.exc.IntegrityError("migration", None, ValueError(f"rows that refer to nothing: {loose[:5]}"))
