"""The rows of the queue that the browser asks for as it comes near them: of the viewer's own patients only."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from tests.web.asgi import ORIGIN, ask
from tracker.domain import clock
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Role
from tracker.store import Store, accounts, care_teams, patients
from tracker.web import forms
from tracker.web.paths import QUEUE_ROWS

Cookie = Callable[..., str]


def follow(store: Store, username: str, *patient_ids: str) -> None:
    """Patients of a care team that the account is a member of."""
    surgery = clock.today("UTC") - timedelta(days=30)
    with store.transaction() as tx:
        (member,) = (each for each in accounts.accounts(tx, OPERATOR) if each.username == username)
        team = care_teams.add_care_team(tx, OPERATOR, f"Team of {username}")
        care_teams.add_member(tx, OPERATOR, team.id, member.id)
        for each in patient_ids:
            episode = Episode(f"{each}-1", each, surgery, Region.LUMBAR)
            patients.add_patient(tx, OPERATOR, Patient(each, f"Name of {each}", "UTC", demo=False, episode=episode))
            care_teams.add_patient(tx, OPERATOR, team.id, each)


def rows(app: Starlette, cookie: str, wanted: object, origin: str = ORIGIN) -> httpx.Response:
    return ask(app, "POST", QUEUE_ROWS, headers={"Cookie": cookie, "Origin": origin}, json=wanted)


def test_each_gets_the_own_patients_in_words_and_no_others(app: Starlette, store: Store, cookie: Cookie) -> None:
    drake, elsewhere = cookie("drake", Role.PHYSICIAN), cookie("elsewhere", Role.PHYSICIAN)
    follow(store, "drake", "A", "C")
    follow(store, "elsewhere", "B")
    answer = rows(app, drake, ["A", "B", "nobody"])
    assert [row["id"] for row in answer.json()] == ["A"]
    assert answer.json()[0]["name"] == "Name of A"
    assert answer.headers["cache-control"] == "no-store"
    assert [row["id"] for row in rows(app, elsewhere, ["A", "B"]).json()] == ["B"]


@pytest.mark.parametrize("role", [Role.PATIENT, Role.ADMINISTRATOR])
def test_only_physicians_have_a_queue(app: Starlette, cookie: Cookie, role: Role) -> None:
    assert rows(app, cookie("anna", role), ["A"]).status_code == 403


def test_who_asks_for_nobody_gets_nobody(app: Starlette, store: Store, cookie: Cookie) -> None:
    drake = cookie("drake", Role.PHYSICIAN)
    follow(store, "drake", "A")
    assert rows(app, drake, []).json() == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 400),
        (b"[", 400),
        (b"\xff", 400),
        (b"null", 400),
        (b'"A"', 400),
        (b'{"A": 1}', 400),
        (b'[7, ["A"]]', 400),
        (b"[" * 16_000, 400),
        (b"[" * 200_000, 413),
        (b"[]" + b" " * (forms.MAX_BYTES - 2), 200),
        (b"[]" + b" " * (forms.MAX_BYTES - 1), 413),
    ],
)
def test_what_is_no_list_of_ids_or_too_long_is_refused(
    app: Starlette, cookie: Cookie, sent: bytes, status: int
) -> None:
    headers = {"Cookie": cookie("drake", Role.PHYSICIAN), "Origin": ORIGIN}
    assert ask(app, "POST", QUEUE_ROWS, headers=headers, content=sent).status_code == status


def test_no_more_is_read_than_can_be_a_list_of_ids(app: Starlette, cookie: Cookie) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b" " * 1000

    headers = {"Cookie": cookie("drake", Role.PHYSICIAN), "Origin": ORIGIN}
    assert ask(app, "POST", QUEUE_ROWS, headers=headers, content=endless()).status_code == 413
    assert read <= forms.MAX_BYTES // 1000 + 2


def test_no_more_than_fifty_are_given_at_once(app: Starlette, cookie: Cookie) -> None:
    drake = cookie("drake", Role.PHYSICIAN)
    assert rows(app, drake, ["A"] * 50).status_code == 200
    assert rows(app, drake, ["A"] * 51).status_code == 400


def test_nobody_else_gets_an_answer(app: Starlette, cookie: Cookie) -> None:
    assert rows(app, "", ["A"]).status_code == 401
    assert rows(app, cookie("drake", Role.PHYSICIAN), ["A"], "http://elsewhere.example").status_code == 403
