from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker.access import passwords, throttle
from tracker.domain import clock
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import accounts
from tracker.store import Store

PASSWORD = "ladder-tundra-comet"


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
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    monkeypatch.setattr(accounts, "_FAILED_TRIES", throttle.Throttle())
    monkeypatch.setattr(passwords, "_HASHER", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64),)))
    passwords._nobodys_hash.cache_clear()
    opened = Store(f"sqlite:///{tmp_path / 'access.sqlite3'}")
    opened.migrate()
    yield opened
    opened.close()
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def add(store: Store) -> Callable[..., Account]:
    """Makes an account with the password of the tests."""

    def make(username: str, role: Role = Role.PATIENT) -> Account:
        return accounts.add_account(
            store, OPERATOR, username=username, display_name=username.title(), role=role, password=PASSWORD
        )

    return make
