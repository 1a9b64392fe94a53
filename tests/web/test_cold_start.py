"""A fresh process, asked for something without a sign-in as the very first thing: it gives no content.

A framework may behave differently before its first run (Streamlit starts in another mode where it finds a folder of
pages), so every address gets a process of its own.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests import live
from tests.embedded import migrate

PAGES = sorted(path.stem for path in (live.ROOT / "pages").glob("*.py"))
ADDRESSES = (
    "/",
    *(f"/{page}" for page in PAGES),
    *(f"/{page.replace('_', '-')}" for page in PAGES if "_" in page),
    "/media/x",
    "/static/x",
    "/static/js/index.js",
    "/component/x",
    "/_stcore/bidi-components/x",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/upload_file/session/file",
    "/export/patient/B.csv",
    "/export/panel.csv",
    "/export/my-diary.csv",
    "/export/dictionary.csv",
    "/calendar/x.ics",
    "/logout",
    "/nowhere",
)
WEBSOCKETS = ("/_stcore/stream", "/review/_stcore/stream")
AT_ONCE = 3
"""Processes that start side by side: a start waits for the disk as much as it computes."""

PATIENCE = 60
"""Seconds for an answer: the port is open before the server is ready."""

SHORT = 200
"""Bytes of the longest refusal: too few for any page."""

OPENED = 101
Refusal = tuple[int, bytes]


def first_request(url: str, address: str) -> httpx.Response:
    with live.served(url) as server:
        return httpx.get(
            server.url + address, headers={"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}, timeout=30
        )


def first_websocket(url: str, address: str) -> Refusal:
    """The status and the text with which the websocket is refused; 101 where it opens."""
    with live.served(url) as server:
        try:
            connect(
                f"{server.url.replace('http', 'ws', 1)}{address}",
                origin=Origin(server.url),
                open_timeout=PATIENCE,
            ).close()
        except InvalidStatus as refused:
            return refused.response.status_code, bytes(refused.response.body or b"")
        return OPENED, b""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return migrate(f"sqlite:///{tmp_path_factory.mktemp('cold') / 'cold.sqlite3'}")


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(AT_ONCE) as workers:
        yield workers


@pytest.fixture(scope="module")
def answers(url: str, pool: ThreadPoolExecutor) -> dict[str, "Future[httpx.Response]"]:
    return {address: pool.submit(first_request, url, address) for address in ADDRESSES}


@pytest.fixture(scope="module")
def handshakes(url: str, pool: ThreadPoolExecutor) -> dict[str, "Future[Refusal]"]:
    return {address: pool.submit(first_websocket, url, address) for address in WEBSOCKETS}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_first_request_of_a_process_gets_no_content_without_a_sign_in(
    answers: dict[str, "Future[httpx.Response]"], address: str
) -> None:
    answer = answers[address].result()
    assert answer.status_code in {303, 401, 403, 404}, answer.text[:500]
    assert len(answer.content) < SHORT
    assert "<" not in answer.text
    if answer.status_code == httpx.codes.SEE_OTHER:
        assert answer.headers["location"].startswith("/login")
        assert answer.content == b""


@pytest.mark.parametrize("address", WEBSOCKETS)
def test_the_first_websocket_of_a_process_is_refused_without_a_sign_in(
    handshakes: dict[str, "Future[Refusal]"], address: str
) -> None:
    assert handshakes[address].result() == (httpx.codes.FORBIDDEN, b"")
