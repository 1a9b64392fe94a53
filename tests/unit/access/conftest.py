from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.accounts import Add, adding, fresh_sign_in
from tests.embedded import migrate
from tracker.domain import clock
from tracker.store import Store


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)

    def seconds(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    stopped = Watch()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    monkeypatch.setattr("time.time", stopped.seconds)
    return stopped


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty migrated database, no failed tries so far, and hashing as cheap as it gets."""
    url = migrate(f"sqlite:///{tmp_path / 'access.sqlite3'}")
    with fresh_sign_in(monkeypatch), closing(Store(url)) as opened:
        yield opened


@pytest.fixture
def add(store: Store) -> Add:
    """Makes an account with the password of the tests."""
    return adding(store)
