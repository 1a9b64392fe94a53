from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tracker.access import expiry
from tracker.domain.people import ACCOUNT_ROLES, Account, Role, SignInSession

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def session(role: Role, *, seen: datetime = START) -> SignInSession:
    account = Account("a1", "anna", "Anna", role, active=True, demo=False, created_at=START)
    return SignInSession("s1", account, START, seen, expiry.expires_at(role, START), None)


@pytest.mark.parametrize(
    ("role", "idle", "absolute"),
    [
        (Role.PATIENT, timedelta(days=14), timedelta(days=90)),
        (Role.PHYSICIAN, timedelta(minutes=60), timedelta(hours=12)),
        (Role.ADMINISTRATOR, timedelta(minutes=60), timedelta(hours=12)),
    ],
)
def test_a_sign_in_ends_when_idle_and_at_its_fixed_end(role: Role, idle: timedelta, absolute: timedelta) -> None:
    unused = session(role)
    assert expiry.is_live(unused, START)
    assert expiry.is_live(unused, START + idle - SECOND)
    assert not expiry.is_live(unused, START + idle)
    busy = session(role, seen=START + absolute - SECOND)
    assert expiry.is_live(busy, START + absolute - SECOND)
    assert not expiry.is_live(busy, START + absolute)


def test_every_role_that_can_sign_in_has_a_lifetime() -> None:
    assert set(expiry.LIFETIMES) == set(ACCOUNT_ROLES)
    assert all(each.idle < each.absolute for each in expiry.LIFETIMES.values())


def test_a_sign_in_that_was_ended_is_not_live() -> None:
    assert not expiry.is_live(replace(session(Role.PATIENT), ended_at=START), START + SECOND)


def test_switching_an_account_off_ends_its_sign_ins() -> None:
    live = session(Role.PATIENT)
    assert not expiry.is_live(replace(live, account=replace(live.account, active=False)), START + SECOND)


@pytest.mark.parametrize(("seconds", "noted"), [(0, False), (59, False), (60, True), (3600, True)])
def test_a_use_is_written_down_at_most_once_a_minute(seconds: int, noted: bool) -> None:
    assert expiry.use_is_to_be_noted(session(Role.PATIENT), START + seconds * SECOND) is noted
