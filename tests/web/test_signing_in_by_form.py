"""The sign-in, sign-out and warning signs as a browser without any script meets them."""

from collections.abc import Callable
from http.cookies import SimpleCookie

import httpx
import pytest
from starlette.applications import Starlette

from tests.accounts import PASSWORD
from tests.web.asgi import HOST, ORIGIN, ask
from tracker.domain import clock
from tracker.domain.people import Account, Role
from tracker.services import accounts
from tracker.store import Store
from tracker.store import accounts as stored
from tracker.web.middleware import COOKIE

Add = Callable[..., Account]
Cookie = Callable[..., str]
OURS = {"Origin": ORIGIN}


def sign_in(app: Starlette, password: str = PASSWORD, **more: str) -> httpx.Response:
    form = {"username": "anna", "password": password, **more}
    return ask(app, "POST", "/login", data=form, headers=OURS)


def cookies(answer: httpx.Response) -> SimpleCookie:
    """All that an answer tells a browser to keep."""
    kept: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        kept.load(header)
    return kept


def test_signing_in_sets_a_cookie_that_no_script_can_read_and_leads_on(app: Starlette, add: Add) -> None:
    add("anna")
    answer = sign_in(app, next="/my_recovery?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/my_recovery?x=1")
    cookie = cookies(answer)[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "lax", "/", "")
    assert cookie["domain"] == ""
    assert int(cookie["max-age"]) == 90 * 24 * 3600
    assert len(cookie.value) >= 43


def test_the_cookie_travels_by_https_only_where_the_site_is_served_so(
    app: Starlette, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENDLINE_HTTPS", "1")
    add("anna")
    form = {"username": "anna", "password": PASSWORD}
    answer = ask(app, "POST", "/login", data=form, headers={"Origin": f"https://{HOST}"})
    assert {each["secure"] for each in cookies(answer).values()} == {True}
    assert sign_in(app).status_code == 403


@pytest.mark.parametrize("path", ["/login", "/login/demo", "/logout", "/red-flags"])
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Referer": "http://evil.example/login"},
     {"Origin": "http://evil.example", "Referer": f"{ORIGIN}/login"}],
)  # fmt: skip
def test_a_form_that_another_site_sends_does_nothing(
    app: Starlette,
    store: Store,
    cookie: Cookie,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    headers: dict[str, str],
) -> None:
    monkeypatch.setattr("tracker.web.middleware._stays_on_this_machine", lambda _: True)
    signed_in = cookie("anna")
    monkeypatch.setenv("MENDLINE_DEMO", "1" if path == "/login/demo" else "0")
    form = {"username": "anna", "password": PASSWORD, "role": "patient"}
    answer = ask(app, "POST", path, data=form, headers={**headers, "Cookie": signed_in})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert accounts.session_for(store, signed_in.partition("=")[2]) is not None


def test_a_form_sent_without_origin_is_taken_by_its_referer(app: Starlette, add: Add) -> None:
    add("anna")
    form = {"username": "anna", "password": PASSWORD}
    answer = ask(app, "POST", "/login", data=form, headers={"Referer": f"{ORIGIN}/login?next=/x"})
    assert answer.status_code == 303


@pytest.mark.parametrize("username", ["anna", "nobody"])
def test_a_refusal_says_so_on_the_page_and_keeps_name_and_aim_but_not_the_password(
    app: Starlette, add: Add, username: str
) -> None:
    add("anna")
    answer = sign_in(app, "a wrong <password>", username=username, next="/review")
    assert answer.status_code == 401
    assert "User name and password do not match. Check both and try again." in answer.text
    assert f'value="{username}"' in answer.text
    assert 'value="/review"' in answer.text
    assert "a wrong" not in answer.text
    assert "set-cookie" not in answer.headers


def test_too_many_failed_tries_say_when_to_come_back(app: Starlette, add: Add) -> None:
    add("anna")
    for _ in range(5):
        assert sign_in(app, "wrong").status_code == 401
    answer = sign_in(app)
    assert answer.status_code == 429
    assert 880 < int(answer.headers["retry-after"]) <= 900
    assert "You can try again in 15 minutes." in answer.text


@pytest.mark.parametrize("given", ["<script>alert(1)</script>", '" autofocus onfocus="alert(1)', "{{ 7 * 7 }}"])
def test_what_was_typed_is_shown_as_text(app: Starlette, given: str) -> None:
    from html import escape

    answer = sign_in(app, "x", username=given, next="/x?" + given)
    assert f'value="{escape(given)}"'.replace("&quot;", "&#34;") in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize("next_path", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_sign_in_never_leads_to_another_site(app: Starlette, add: Add, next_path: str) -> None:
    add("anna")
    assert sign_in(app, next=next_path).headers["location"] == "/"
    assert "evil" not in ask(app, "GET", "/login", params={"next": next_path}).text


@pytest.mark.parametrize("body", [b"", b"username=anna", b"password=x", b"\xff\xfe=\x00", b"username=a&username=b"])
def test_a_form_that_lacks_something_is_refused_like_any_other(app: Starlette, body: bytes) -> None:
    assert ask(app, "POST", "/login", content=body, headers=OURS).status_code == 401


@pytest.mark.parametrize("body", [b"username=" + b"x" * 20_000, b"&".join([b"a=b"] * 50)])
def test_a_form_that_is_no_sign_in_is_turned_down(app: Starlette, body: bytes) -> None:
    answer = ask(app, "POST", "/login", content=body, headers=OURS)
    assert answer.status_code in {400, 413}
    assert "That did not work" in answer.text


def test_signing_in_ends_the_sign_in_that_the_browser_had_before(
    app: Starlette, store: Store, cookie: Cookie, add: Add
) -> None:
    before = cookie("bernd")
    add("anna")
    form = {"username": "anna", "password": PASSWORD}
    ask(app, "POST", "/login", data=form, headers={**OURS, "Cookie": before})
    assert accounts.session_for(store, before.partition("=")[2]) is None


def test_a_failed_try_leaves_the_sign_in_before_alone(app: Starlette, store: Store, cookie: Cookie) -> None:
    before = cookie("anna")
    form = {"username": "anna", "password": "wrong"}
    ask(app, "POST", "/login", data=form, headers={**OURS, "Cookie": before})
    assert accounts.session_for(store, before.partition("=")[2]) is not None


def test_signing_out_ends_the_sign_in_and_takes_the_cookie_away(app: Starlette, store: Store, cookie: Cookie) -> None:
    signed_in = cookie("anna")
    page = ask(app, "GET", "/logout", headers={"Cookie": signed_in})
    assert "<strong>Anna</strong>" in page.text
    assert accounts.session_for(store, signed_in.partition("=")[2]) is not None
    answer = ask(app, "POST", "/logout", headers={**OURS, "Cookie": signed_in})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?signed-out")
    assert cookies(answer)[COOKIE]["max-age"] == "0"
    assert accounts.session_for(store, signed_in.partition("=")[2]) is None
    assert "You are signed out." in ask(app, "GET", "/login?signed-out").text


def _demo(app: Starlette, role: str) -> httpx.Response:
    headers = {"Origin": "http://localhost:8501"}
    return ask(
        app, "POST", "/login/demo", host="localhost:8501", client="127.0.0.1", data={"role": role}, headers=headers
    )


def test_one_click_signs_in_as_a_demo_account(app: Starlette, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENDLINE_DEMO", "1")
    with store.transaction() as tx:
        demo = stored.add_account(
            tx, username="dr", display_name="Dr", role=Role.PHYSICIAN, password_hash="!", demo=True, now=clock.now()
        )
    answer = _demo(app, "physician")
    assert answer.status_code == 303
    session = accounts.session_for(store, cookies(answer)[COOKIE].value)
    assert session is not None
    assert session.account.id == demo.id
    missing = _demo(app, "patient")
    assert missing.status_code == 401
    assert "python -m tracker demo" in missing.text


@pytest.mark.parametrize("role", ["operator", "", "PHYSICIAN", "nurse"])
def test_there_is_no_demo_for_other_roles(app: Starlette, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setenv("MENDLINE_DEMO", "1")
    assert _demo(app, role).status_code == 400


def test_the_demo_buttons_are_there_in_demo_mode_only(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"host": "localhost:8501", "client": "127.0.0.1"}
    page = ask(app, "GET", "/login", **here)
    assert "/login/demo" not in page.text
    assert "Demo" not in page.text
    assert _demo(app, "patient").status_code == 404
    monkeypatch.setenv("MENDLINE_DEMO", "1")
    page = ask(app, "GET", "/login", **here)
    assert page.text.index("Physician") < page.text.index('type="password"')
    assert "Every person and every number is invented." in page.text


def test_every_page_without_a_sign_in_shows_the_way_to_the_warning_signs(app: Starlette, cookie: Cookie) -> None:
    signed_in = {"Cookie": cookie("anna")}
    for answer in (
        ask(app, "GET", "/login"),
        ask(app, "GET", "/logout", headers=signed_in),
        ask(app, "POST", "/login", headers={}),
        ask(app, "GET", "/export/panel.csv", headers=signed_in),
    ):
        assert 'href="/red-flags"' in answer.text


def test_health_says_nothing_but_that_the_process_answers(app: Starlette) -> None:
    answer = ask(app, "GET", "/healthz")
    assert (answer.status_code, answer.content) == (204, b"")
