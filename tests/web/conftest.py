from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Scope

from tests.accounts import PASSWORD, Add, adding, fresh_sign_in
from tests.web import asgi
from tracker.domain.people import Role
from tracker.services import accounts
from tracker.store import Store
from tracker.web import database, server
from tracker.web.middleware import COOKIE


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The process's own store on an empty migrated database, no failed tries so far, hashing as cheap as it gets."""
    monkeypatch.setenv("MENDLINE_DATABASE_URL", f"sqlite:///{tmp_path / 'web.sqlite3'}")
    monkeypatch.setenv("MENDLINE_DEMO", "0")
    monkeypatch.setenv("MENDLINE_HTTPS", "0")
    database.close()
    database.store().migrate()
    with fresh_sign_in(monkeypatch):
        yield database.store()
    database.close()


@pytest.fixture
def add(store: Store) -> Add:
    """Makes an account with the password of the tests."""
    return adding(store)


@pytest.fixture
def cookie(store: Store, add: Add) -> Callable[..., str]:
    """Makes an account and gives the Cookie header of its sign-in."""

    def sign_in(username: str, role: Role = Role.PATIENT) -> str:
        add(username, role)
        return f"{COOKIE}={accounts.sign_in(store, username, PASSWORD, asgi.CLIENT).token}"

    return sign_in


@pytest.fixture
def seen() -> list[Scope]:
    """The scopes that came through to where Streamlit is in the real server."""
    return []


@pytest.fixture
def app(store: Store, seen: list[Scope]) -> Starlette:
    """Our routes and middleware as in the real server, with an echo in the place of Streamlit."""
    return Starlette(
        routes=[*server.ROUTES, Mount("/", app=asgi.echo(seen))],
        middleware=server.MIDDLEWARE,
        exception_handlers=server.EXCEPTION_HANDLERS,
    )
