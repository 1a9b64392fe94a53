"""The rows of the queue that the browser asks for as it comes near them: of the viewer's own patients only."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from tests.web.asgi import ORIGIN, ask
from tracker.domain import clock
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Role
from tracker.store import Store, accounts, care_teams, patients
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
    assert rows(app, cookie("anna", Role.PATIENT), ["A", "B"]).json() == []


@pytest.mark.parametrize("wanted", [None, "A", {"A": 1}, [7, ["A"]], []])
def test_what_is_no_list_of_ids_finds_nobody(app: Starlette, store: Store, cookie: Cookie, wanted: object) -> None:
    drake = cookie("drake", Role.PHYSICIAN)
    follow(store, "drake", "A")
    assert rows(app, drake, wanted).json() == []


def test_no_more_than_fifty_are_given_at_once(app: Starlette, cookie: Cookie) -> None:
    drake = cookie("drake", Role.PHYSICIAN)
    assert rows(app, drake, ["A"] * 50).status_code == 200
    assert rows(app, drake, ["A"] * 51).status_code == 400


def test_nobody_else_gets_an_answer(app: Starlette, cookie: Cookie) -> None:
    assert rows(app, "", ["A"]).status_code == 401
    assert rows(app, cookie("drake", Role.PHYSICIAN), ["A"], "http://elsewhere.example").status_code == 403
