"""In demo mode one click signs in, so nobody but this machine is answered."""

import pytest
from starlette.applications import Starlette
from starlette.types import Scope

from tests.web.asgi import ask, run_websocket


@pytest.fixture(autouse=True)
def _demo(monkeypatch: pytest.MonkeyPatch, app: Starlette) -> None:
    monkeypatch.setenv("MENDLINE_DEMO", "1")


@pytest.mark.parametrize("path", ["/", "/login", "/red-flags", "/healthz", "/_stcore/metrics", "/media/x"])
@pytest.mark.parametrize(
    ("host", "client", "server"),
    [
        ("127.0.0.1:8501", "127.0.0.1", "192.168.0.5"),
        ("127.0.0.1:8501", "192.168.0.9", "127.0.0.1"),
        ("mendline.example", "127.0.0.1", "127.0.0.1"),
        ("192.168.0.5:8501", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_another_machine_or_name_is_refused(
    app: Starlette, seen: list[Scope], path: str, host: str, client: str, server: str
) -> None:
    answer = ask(app, "GET", path, host=host, client=client, server=server)
    assert (answer.status_code, answer.text) == (403, "Mendline runs in demo mode, which answers this machine only.\n")
    assert seen == []


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501"])
def test_this_machine_is_answered(app: Starlette, host: str) -> None:
    assert ask(app, "GET", "/login", host=host, client="127.0.0.1", server="127.0.0.1").status_code == 200


def test_a_websocket_from_elsewhere_is_refused(app: Starlette, seen: list[Scope]) -> None:
    sent, _ = run_websocket(app, [("Host", "127.0.0.1:8501"), ("Origin", "http://127.0.0.1:8501")])
    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert seen == []


def test_a_request_that_does_not_say_where_it_comes_from_is_refused(app: Starlette) -> None:
    from tracker.web.middleware import _stays_on_this_machine

    headers = [(b"host", b"localhost")]
    here = ("127.0.0.1", 1)
    assert _stays_on_this_machine({"type": "http", "client": here, "server": here, "headers": headers})
    assert not _stays_on_this_machine({"type": "http", "client": None, "server": here, "headers": headers})
    assert not _stays_on_this_machine(
        {"type": "http", "client": here, "server": ("/run/x.sock", None), "headers": headers}
    )
    assert not _stays_on_this_machine({"type": "http", "client": here, "server": here, "headers": []})
