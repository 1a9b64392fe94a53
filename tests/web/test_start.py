"""The server starts only where the sign-in holds, and says in one line why where it does not."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette

from tests.web.asgi import run_lifespan
from tracker.domain.errors import ConfigurationError, NotAllowed
from tracker.store import Store
from tracker.web import database, server

GOOD: dict[str, object] = {
    "server.trustedUserHeaders": server.IDENTITY_HEADERS,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.baseUrlPath": "",
    "server.address": "127.0.0.1",
}


@pytest.mark.parametrize("demo", [False, True])
def test_it_starts_as_configured(demo: bool) -> None:
    server.check_options(GOOD.__getitem__, demo=demo)


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("server.trustedUserHeaders", {}, r"did not read \.streamlit/config\.toml"),
        ("server.trustedUserHeaders", None, r"did not read \.streamlit/config\.toml"),
        ("server.trustedUserHeaders", {"x-mendline-account": "account_id"}, r"did not read \.streamlit/config\.toml"),
        ("server.enableAgentApi", True, r"server\.enableAgentApi must be False"),
        ("server.enableCORS", False, r"server\.enableCORS must be True"),
        ("server.baseUrlPath", "mendline", r"server\.baseUrlPath must be ''"),
    ],
)
def test_it_does_not_start_where_the_sign_in_would_not_hold(option: str, value: object, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=complaint):
        server.check_options({**GOOD, option: value}.__getitem__, demo=False)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.0.5", "mendline.example"])
def test_demo_mode_does_not_start_at_any_address_but_this_machines(address: str | None) -> None:
    options: Callable[[str], object] = {**GOOD, "server.address": address}.__getitem__
    server.check_options(options, demo=False)
    with pytest.raises(ConfigurationError, match=r"Leave server\.address at 127\.0\.0\.1, or set MENDLINE_DEMO=0"):
        server.check_options(options, demo=True)


def test_the_configuration_file_has_what_the_start_asks_for() -> None:
    import tomllib

    with (Path(__file__).parents[2] / ".streamlit" / "config.toml").open("rb") as file:
        options = tomllib.load(file)
    assert options["server"]["trustedUserHeaders"] == server.IDENTITY_HEADERS
    assert options["server"]["address"] == "127.0.0.1"
    assert options["server"]["enableAgentApi"] is False
    assert options["client"]["showErrorDetails"] == "none"
    assert options["runner"]["postScriptGC"] is False
    assert options["browser"]["gatherUsageStats"] is False
    assert "cookieSecret" not in options["server"]


def _starting(lifespan: Callable[[object], object]) -> Starlette:
    return Starlette(middleware=server.MIDDLEWARE, lifespan=lifespan)  # type: ignore[arg-type]


def test_the_store_is_open_while_the_server_runs_and_closed_after(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "check_options", lambda *_, **__: None)
    sent = run_lifespan(_starting(server.lifespan))
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert database.store.cache_info().currsize == 0


def test_a_database_that_was_not_migrated_is_refused_with_the_command_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "check_options", lambda *_, **__: None)
    monkeypatch.setenv("MENDLINE_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    database.close()
    (sent,) = run_lifespan(_starting(server.lifespan))
    assert sent["type"] == "lifespan.startup.failed"
    assert sent["message"].endswith("Run: python -m tracker migrate")
    assert "\n" not in sent["message"]


def test_a_setting_that_cannot_be_read_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENDLINE_DEMO", "perhaps")
    (sent,) = run_lifespan(_starting(server.lifespan))
    assert sent["message"] == (
        "Mendline cannot start. MENDLINE_DEMO='perhaps' is neither yes nor no. Set it to 1 or 0."
    )


def test_a_bug_at_the_start_keeps_its_traceback() -> None:
    @asynccontextmanager
    async def broken(_app: object) -> AsyncIterator[None]:
        if 1 // 0:
            yield

    sent: list[str] = []
    with pytest.raises(ZeroDivisionError):
        sent.extend(str(message) for message in run_lifespan(_starting(broken)))


def test_a_page_that_fails_says_sorry_and_logs_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("streamlit.error", shown.append)
    assert server.apologise(ValueError("axial=7 of Quillon Zeta"))
    assert "Something went wrong on our side" in shown[0]
    assert "Quillon" not in shown[0]
    assert "A page failed" in caplog.text


def test_a_page_that_must_refuse_says_what_the_refusal_says(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("streamlit.error", shown.append)
    assert server.apologise(NotAllowed())
    assert shown == ["This record is not available to you, or does not exist."]
    assert caplog.text == ""
