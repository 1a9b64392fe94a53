"""Who gets past the sign-in, and as whom, whatever the request claims."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.types import Scope

from tests.web.asgi import HOST, ORIGIN, ask, run_websocket
from tracker.domain import clock
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import accounts
from tracker.store import Store
from tracker.store import accounts as stored
from tracker.web.middleware import COOKIE
from tracker.web.page_table import FIRST_PAGES
from tracker.web.streamlit_assets import FONT_PATH

Cookie = Callable[..., str]
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}


@pytest.mark.parametrize(
    "path",
    ["/", "/review", "/media/abc", "/static/js/index.js", "/component/x", "/_stcore/host-config", "/_stcore/health",
     "/_stcore/upload_file/a/b", "/_stcore/bidi-components/x", "/export/panel.csv", "/export/patient/B.csv",
     "/export/my-diary.csv", "/export/dictionary.csv", "/logout", "/login/", "/login/x", "//login", "/LOGIN",
     "/reminders", "/calendar/a/b.ics", "/calendar/x.csv", "/mail/stop", "/mail/stop/", "/red-flags/x", "/healthz/x",
     "/static/../login", "/./login", "/%2e/login"],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, {"Cookie": f"{COOKIE}=made-up"}, {"Cookie": f"{COOKIE}="}])
def test_without_a_live_sign_in_nothing_is_served(
    app: Starlette, seen: list[Scope], path: str, headers: dict[str, str]
) -> None:
    answer = ask(app, "GET", path, headers=headers)
    assert answer.status_code == 401
    assert answer.text == "You are not signed in, or no longer. Reload the page to sign in.\n"
    assert seen == []


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/", "/login"),
        ("/review", "/login?next=%2Freview"),
        ("/patient?id=7&x=%2F", "/login?next=%2Fpatient%3Fid%3D7%26x%3D%252F"),
        ("/export/panel.csv", "/login?next=%2Fexport%2Fpanel.csv"),
        ("/logout", "/login"),
        ("//evil.example/x", "/login"),
        ("/%5Cevil.example", "/login?next=%2F%255Cevil.example"),
    ],
)
def test_a_navigation_is_led_to_the_sign_in_and_from_there_on(app: Starlette, asked: str, led_to: str) -> None:
    answer = ask(app, "GET", asked, headers=NAVIGATION)
    assert (answer.status_code, answer.headers["location"]) == (303, led_to)
    assert answer.content == b""


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"Accept": "text/html"}, 303),
        ("GET", {"Accept": "text/html", "Sec-Fetch-Mode": "cors"}, 401),
        ("GET", {"Accept": "*/*"}, 401),
        ("GET", {"Sec-Fetch-Mode": "navigate"}, 303),
        ("POST", {"Sec-Fetch-Mode": "navigate"}, 303),
        ("POST", {"Accept": "text/html"}, 401),
        ("PUT", {}, 401),
        ("OPTIONS", {}, 401),
    ],
)
def test_only_a_navigation_is_redirected(app: Starlette, method: str, headers: dict[str, str], status: int) -> None:
    assert ask(app, method, "/patient", headers=headers).status_code == status


@pytest.mark.parametrize("role", [Role.PATIENT, Role.PHYSICIAN, Role.ADMINISTRATOR])
def test_a_live_sign_in_is_named_to_streamlit(
    app: Starlette, store: Store, seen: list[Scope], cookie: Cookie, role: Role
) -> None:
    signed_in = cookie("anna", role)
    assert ask(app, "GET", "/patient", headers={"Cookie": signed_in}).text == "personal"
    session = accounts.session_for(store, signed_in.partition("=")[2])
    assert session is not None
    assert _identity(seen[0]) == {
        b"x-mendline-account": session.account.id.encode(),
        b"x-mendline-role": role.value.encode(),
        b"x-mendline-session": session.id.encode(),
    }


@pytest.mark.parametrize("name", ["x-mendline-account", "X-Mendline-Role", "x_mendline_session", "X-MENDLINE-ANYTHING"])
def test_an_identity_that_a_request_claims_is_thrown_away(
    app: Starlette, seen: list[Scope], cookie: Cookie, name: str
) -> None:
    ask(app, "GET", "/patient", headers={"Cookie": cookie("anna"), name: "somebody else"})
    assert len(_identity(seen[0])) == 3
    assert b"somebody else" not in dict(seen[0]["headers"]).values()
    assert ask(app, "GET", "/patient", headers={name: "somebody else"}).status_code == 401


def test_a_claimed_identity_does_not_reach_an_open_page_either(app: Starlette, seen: list[Scope]) -> None:
    ask(app, "GET", FONT_PATH, headers={"X-Mendline-Account": "somebody"})
    assert _identity(seen[0]) == {}


def _identity(scope: Scope) -> dict[bytes, bytes]:
    return {name: value for name, value in scope["headers"] if name.lower().replace(b"_", b"-").startswith(b"x-mend")}


@pytest.mark.parametrize("path", ["/login", "/red-flags", "/healthz", FONT_PATH])
def test_what_is_open_is_open_without_a_sign_in(app: Starlette, path: str) -> None:
    assert ask(app, "GET", path).status_code in {200, 204}


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/openapi.json", "/_stcore/agent/interact",
     "/_stcore/agent/mcp", "/_stcore/script-health-check", "/auth/login", "/auth/logout", "/oauth2callback"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_side_doors_of_the_framework_are_closed_to_everybody(
    app: Starlette, seen: list[Scope], cookie: Cookie, method: str, path: str
) -> None:
    for headers in ({}, {"Cookie": cookie("admin", Role.ADMINISTRATOR)}):
        assert ask(app, method, path, headers=headers).status_code == 404
    assert seen == []


def _open(app: Starlette, signed_in: str, origin: str | None = ORIGIN, path: str = "/_stcore/stream") -> str:
    headers = [("Host", HOST), ("Cookie", signed_in)] + ([("Origin", origin)] if origin is not None else [])
    sent, _ = run_websocket(app, headers, path)
    return str(sent[0]["type"])


def test_the_websocket_opens_for_a_live_sign_in_from_our_own_page(
    app: Starlette, seen: list[Scope], cookie: Cookie
) -> None:
    assert _open(app, cookie("anna")) == "websocket.accept"
    assert len(_identity(seen[0])) == 3


@pytest.mark.parametrize(
    "origin",
    [None, "", "null", "http://evil.example", f"http://{HOST}.evil.example", f"http://{HOST}:81", "http://[", HOST],
)
def test_the_websocket_is_refused_to_a_page_of_another_site(
    app: Starlette, seen: list[Scope], cookie: Cookie, origin: str | None
) -> None:
    assert _open(app, cookie("anna"), origin) == "websocket.close"
    assert seen == []


@pytest.mark.parametrize("signed_in", ["", f"{COOKIE}=made-up"])
@pytest.mark.parametrize(
    "path", ["/_stcore/stream", "/login", "/red-flags", FONT_PATH, "/calendar/x.ics", "/mail/stop/x", "/anything"]
)
def test_no_websocket_opens_without_a_sign_in_not_even_at_an_open_address(
    app: Starlette, seen: list[Scope], signed_in: str, path: str
) -> None:
    assert _open(app, signed_in, path=path) == "websocket.close"
    assert seen == []


def test_after_signing_out_the_cookie_opens_nothing(
    app: Starlette, store: Store, seen: list[Scope], cookie: Cookie
) -> None:
    signed_in = cookie("anna")
    session = accounts.session_for(store, signed_in.partition("=")[2])
    assert session is not None
    accounts.sign_out(store, session.id)
    assert ask(app, "GET", "/patient", headers={"Cookie": signed_in}).status_code == 401
    assert _open(app, signed_in) == "websocket.close"
    assert seen == []


def test_a_switched_off_account_gets_nothing_from_that_moment(
    app: Starlette, store: Store, add: Callable[..., Account], cookie: Cookie
) -> None:
    signed_in = cookie("anna")
    anna = accounts.accounts(store, OPERATOR)[0]
    accounts.set_active(store, OPERATOR, anna.id, False)
    assert ask(app, "GET", "/patient", headers={"Cookie": signed_in}).status_code == 401


def test_an_expired_sign_in_gets_nothing(app: Starlette, cookie: Cookie, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in = cookie("drake", Role.PHYSICIAN)
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert ask(app, "GET", "/patient", headers={"Cookie": signed_in}).status_code == 401


def test_a_demo_sign_in_counts_in_demo_mode_only(app: Starlette, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction() as tx:
        stored.add_account(
            tx, username="demo", display_name="Demo", role=Role.PATIENT, password_hash="!", demo=True, now=clock.now()
        )
    token = accounts.demo_sign_in(store, Role.PATIENT, "127.0.0.1").token
    here = {"host": "127.0.0.1:8501", "client": "127.0.0.1", "headers": {"Cookie": f"{COOKIE}={token}"}}
    assert ask(app, "GET", "/my_recovery", **here).status_code == 401  # type: ignore[arg-type]
    monkeypatch.setenv("MENDLINE_DEMO", "1")
    assert ask(app, "GET", "/my_recovery", **here).status_code == 200  # type: ignore[arg-type]


def test_a_database_that_fails_lets_nobody_in(
    app: Starlette, seen: list[Scope], cookie: Cookie, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in = cookie("anna")

    def broken(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(accounts, "session_for", broken)
    answer = ask(app, "GET", "/patient", headers={"Cookie": signed_in})
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "disk" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert seen == []
    assert ask(app, "GET", "/red-flags").status_code == 200


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_the_name_of_a_first_page_leads_to_where_it_is(app: Starlette, cookie: Cookie, name: str) -> None:
    answer = ask(app, "GET", f"/{name}", headers={"Cookie": cookie("anna"), **NAVIGATION})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
