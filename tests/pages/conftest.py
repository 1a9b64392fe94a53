"""The pages on a real store, run as Streamlit runs them but without a browser, on a Thursday at 14:02 in Madrid."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from tests.embedded import copied, migrated_file
from tests.pages.clinic import account, team
from tests.pages.moment import NOW
from tracker.config import ROOT
from tracker.domain import clock
from tracker.domain.people import Account
from tracker.store import Store, sessions
from tracker.web import database

SignIn = Callable[[Account], AppTest]


class Clock:
    """The moment that every part of the product takes for now."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_file(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def store(migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of its own for each test, migrated and empty."""
    with closing(Store(copied(migrated, tmp_path))) as opened:
        yield opened


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    pinned = Clock(NOW)
    monkeypatch.setattr(clock, "now", pinned)
    return pinned


@pytest.fixture
def sign_in(store: Store, time: Clock, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """`sign_in(account)`: the app in a fresh browser of that account, before its first run."""
    monkeypatch.setattr(database, "store", lambda: store)

    def open_browser(account: Account) -> AppTest:
        with store.transaction() as tx:
            ends = time.now + timedelta(days=30)
            session = sessions.open_session(tx, account.id, uuid4().hex, time.now, ends, "127.0.0.1")
        browser = AppTest.from_file(ROOT / "tracker" / "web" / "main.py", default_timeout=20)
        browser.user["account_id"] = account.id
        browser.user["role"] = account.role.value
        browser.user["session_id"] = session.id
        return browser

    return open_browser


@pytest.fixture
def able(store: Store) -> Account:
    """A physician."""
    return account(store, "able")


@pytest.fixture
def clinic(store: Store, able: Account) -> str:
    """The care team of that physician, without patients."""
    return team(store, "Spine clinic", able)
