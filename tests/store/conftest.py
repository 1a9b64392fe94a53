"""Each test of the store runs on SQLite and on a real PostgreSQL, each time on a database of its own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.embedded import copied, migrate, migrated_file
from tests.store.people import World, settle
from tests.store.postgres import fresh_database, running_server
from tracker.store import Store


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: sa.URL) -> Iterator[str]:
    """A migrated database to copy: that takes a fraction of the time of migrating each."""
    with fresh_database(postgres_server) as url:
        migrate(address(url))
        assert url.database is not None
        yield url.database


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_file(tmp_path_factory.mktemp("migrated"))


BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        with fresh_database(request.getfixturevalue("postgres_server")) as url:
            yield address(url)


class Databases:
    """Gives migrated databases without any row, by kind. PostgreSQL starts when the first one of its kind is asked."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request

    @contextmanager
    def fresh(self, backend: str, folder: Path) -> Iterator[str]:
        if backend == "sqlite":
            yield copied(self._request.getfixturevalue("migrated_sqlite"), folder)
        else:
            template = self._request.getfixturevalue("migrated_postgres")
            with fresh_database(self._request.getfixturevalue("postgres_server"), template) as url:
                yield address(url)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    return Databases(request)


@pytest.fixture
def database_url(databases: Databases, backend: str, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database without any row."""
    with databases.fresh(backend, tmp_path) as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(Store(database_url)) as opened:
        yield opened


@pytest.fixture
def world(store: Store) -> World:
    """The store with two care teams and a patient in each."""
    return settle(store)


def address(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)
