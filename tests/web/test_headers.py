"""The headers that every answer carries, whoever gives it."""

import re
from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from tests.web.asgi import ask
from tracker.web.streamlit_assets import FONT_PATH, INLINE_SCRIPT_HASHES

Cookie = Callable[..., str]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/login",
        "/red-flags",
        "/healthz",
        "/media/x",
        "/export/panel.csv",
        "/_stcore/metrics",
        "/nowhere",
        "/calendar/x.ics",
        "/mail/confirm/x",
        "/mail/stop/x",
        FONT_PATH,
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_carries_the_security_headers(app: Starlette, cookie: Cookie, path: str, signed_in: bool) -> None:
    answer = ask(app, "GET", path, headers={"Cookie": cookie("anna")} if signed_in else {})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-frame-options"] == "DENY"
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "http" not in policy
    assert "strict-transport-security" not in answer.headers
    if path.startswith("/calendar/"):
        assert answer.headers["cache-control"] == "private, no-cache"
    elif path != FONT_PATH:
        assert answer.headers["cache-control"] == "no-store"


def test_over_https_browsers_are_told_to_stay_there(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENDLINE_HTTPS", "1")
    assert ask(app, "GET", "/login").headers["strict-transport-security"] == "max-age=31536000"


def test_files_of_the_package_may_be_kept_by_the_browser(app: Starlette, cookie: Cookie) -> None:
    answer = ask(app, "GET", "/static/js/x.js", headers={"Cookie": cookie("anna")})
    assert "cache-control" not in answer.headers


def test_our_own_pages_run_no_script_and_style_only_by_nonce(app: Starlette) -> None:
    first, second = ask(app, "GET", "/login"), ask(app, "GET", "/login")
    nonces = []
    for answer in (first, second):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        nonce = re.search(r"'nonce-([^']+)'", policy)
        assert nonce is not None
        assert f'<style nonce="{nonce[1]}">' in answer.text
        assert " style=" not in answer.text
        assert " on" not in re.sub(r">[^<]*<", "><", answer.text.partition("<body>")[2])
        nonces.append(nonce[1])
    assert nonces[0] != nonces[1]


def test_the_script_inside_streamlits_index_page_is_allowed_by_its_hash(app: Starlette, cookie: Cookie) -> None:
    assert INLINE_SCRIPT_HASHES
    policy = ask(app, "GET", "/", headers={"Cookie": cookie("anna")}).headers["content-security-policy"]
    assert all(each in policy for each in INLINE_SCRIPT_HASHES)
    script_policy = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script_policy
