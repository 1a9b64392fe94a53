"""Whose page an open connection is, asked of the real server over its real websocket."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests import live
from tests.accounts import PASSWORD
from tests.live import ask_for_a_run, one_run, opened
from tracker.domain.people import OPERATOR, Role
from tracker.services import accounts
from tracker.store import Store

NAMES = {"ada": "Ada Quillon", "bea": "Bea Zephyr"}
PATIENCE = 60


@dataclass(frozen=True)
class House:
    server: live.Server
    store: Store

    def sign_in(self, username: str) -> str:
        return live.sign_in(self.server, username, PASSWORD)

    def sign_out(self, cookie: str) -> None:
        headers = {"Origin": self.server.url, "Cookie": cookie}
        assert httpx.post(f"{self.server.url}/logout", headers=headers).status_code == httpx.codes.SEE_OTHER


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two administrators, whose first page needs no patient."""
    url = f"sqlite:///{tmp_path_factory.mktemp('identity') / 'house.sqlite3'}"
    store = Store(url)
    store.migrate()
    for username, name in NAMES.items():
        accounts.add_account(
            store, OPERATOR, username=username, display_name=name, role=Role.ADMINISTRATOR, password=PASSWORD
        )
    with live.served(url) as server:
        yield House(server, store)
    store.close()


def a_run_begins(socket: ClientConnection) -> bool:
    """Whether the server runs the script, until it has been silent for a second."""
    try:
        while True:
            forward = ForwardMsg()
            forward.ParseFromString(bytes(socket.recv(timeout=1, decode=False)))
            if forward.WhichOneof("type") == "new_session":
                return True
    except TimeoutError:
        return False


def names_of_whoever_is_signed_in(content: bytes) -> set[str]:
    return {username for username in NAMES if f"Signed in as {username}".encode() in content}


def test_the_id_of_somebody_elses_session_opens_a_session_of_the_own(house: House) -> None:
    with opened(house.server, house.sign_in("ada")) as hers:
        ask_for_a_run(hers)
        her_session, her_page = one_run(hers)
        assert names_of_whoever_is_signed_in(her_page) == {"ada"}
        with opened(house.server, house.sign_in("bea"), resume=her_session) as other:
            ask_for_a_run(other)
            other_session, other_page = one_run(other)
    assert other_session != her_session
    assert names_of_whoever_is_signed_in(other_page) == {"bea"}


def test_the_own_session_is_resumed_after_a_broken_connection(house: House) -> None:
    cookie = house.sign_in("ada")
    with opened(house.server, cookie) as first:
        ask_for_a_run(first)
        session, _ = one_run(first)
    with opened(house.server, cookie, resume=session) as second:
        ask_for_a_run(second)
        assert one_run(second)[0] == session


def test_a_session_is_not_resumed_under_another_sign_in_of_the_same_person(house: House) -> None:
    first_cookie = house.sign_in("ada")
    with opened(house.server, first_cookie) as first:
        ask_for_a_run(first)
        session, _ = one_run(first)
    house.sign_out(first_cookie)
    with opened(house.server, house.sign_in("ada"), resume=session) as second:
        ask_for_a_run(second)
        assert one_run(second)[0] != session


def test_a_header_that_claims_to_be_somebody_else_changes_nothing(house: House) -> None:
    bea = next(account for account in accounts.accounts(house.store, OPERATOR) if account.username == "bea")
    claims = {"X-Mendline-Account": bea.id, "X-Mendline-Role": "physician", "X_Mendline_Account": bea.id}
    with opened(house.server, house.sign_in("ada"), headers=claims) as socket:
        ask_for_a_run(socket)
        assert names_of_whoever_is_signed_in(one_run(socket)[1]) == {"ada"}


def test_an_open_page_is_wiped_when_its_sign_in_ends_and_takes_nothing_more(house: House) -> None:
    cookie = house.sign_in("ada")
    with opened(house.server, cookie) as socket:
        ask_for_a_run(socket)
        _, page = one_run(socket)
        assert b"Ada Quillon" in page
        house.sign_out(cookie)
        ask_for_a_run(socket)
        _, page = one_run(socket)
        assert b"You are signed out" in page
        assert b"Ada Quillon" not in page
        ask_for_a_run(socket)
        assert not a_run_begins(socket)


def test_after_a_sign_out_no_websocket_opens(house: House) -> None:
    cookie = house.sign_in("ada")
    house.sign_out(cookie)
    with pytest.raises(InvalidStatus, match="403"), opened(house.server, cookie):
        pass


@pytest.mark.parametrize("origin", ["http://evil.example", None])
def test_another_sites_page_cannot_open_the_websocket_with_the_cookie(house: House, origin: str | None) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        connect(
            f"{house.server.url.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(origin) if origin else None,
            additional_headers={"Cookie": house.sign_in("ada")},
            open_timeout=PATIENCE,
        )


@pytest.mark.parametrize(
    "address", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_side_doors_stay_closed_to_the_signed_in(house: House, address: str, method: str) -> None:
    answer = httpx.request(method, house.server.url + address, headers={"Cookie": house.sign_in("ada")}, json={})
    assert (answer.status_code, answer.text) == (404, "There is nothing here.\n")


def test_the_files_of_the_page_are_served_to_the_signed_in_with_the_headers(house: House) -> None:
    answer = httpx.get(f"{house.server.url}/", headers={"Cookie": house.sign_in("ada")})
    assert answer.status_code == 200
    assert '<div id="root">' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
