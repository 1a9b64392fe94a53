"""Accounts that tests sign in to with a password."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from tracker.access import passwords, throttle
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import accounts
from tracker.store import Store

PASSWORD = "ladder-tundra-comet"

Add = Callable[..., Account]


@contextmanager
def fresh_sign_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No failed tries so far, and hashing as cheap as it gets."""
    monkeypatch.setattr(accounts, "_FAILED_TRIES", throttle.Throttle())
    monkeypatch.setattr(passwords, "_HASHER", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64),)))
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()


def adding(store: Store) -> Add:
    """Makes accounts with the password of the tests."""

    def add(username: str, role: Role = Role.PATIENT) -> Account:
        return accounts.add_account(
            store, OPERATOR, username=username, display_name=username.title(), role=role, password=PASSWORD
        )

    return add
