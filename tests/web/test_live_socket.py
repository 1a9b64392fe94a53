"""What passes over an open websocket, before and after the sign-in has ended."""

import asyncio
from collections.abc import Callable

import anyio
import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from tracker.web import live_socket
from tracker.web.live_socket import LiveSocket

CONNECT: Message = {"type": "websocket.connect"}


def _run(query: str, *, by_itself: bool = False) -> Message:
    sent = BackMsg()
    sent.rerun_script.query_string = query
    sent.rerun_script.is_auto_rerun = by_itself
    return {"type": "websocket.receive", "bytes": sent.SerializeToString()}


CLICK = _run("a click")
OTHER = _run("another click")
BY_ITSELF = _run("a clock on the page", by_itself=True)
GARBAGE: Message = {"type": "websocket.receive", "bytes": b"\xff\xff"}
TEXT: Message = {"type": "websocket.receive", "text": "not of our protocol"}
LEAVE: Message = {"type": "websocket.disconnect", "code": 1000}


class Browser:
    """The other side: sends what it is told to, and then nothing."""

    def __init__(self, *messages: Message) -> None:
        self.live = True
        self.asked: list[bool] = []
        self._queue: asyncio.Queue[Message] = asyncio.Queue()
        for message in messages:
            self._queue.put_nowait(message)

    async def receive(self) -> Message:
        return await self._queue.get()

    def send(self, message: Message) -> None:
        self._queue.put_nowait(message)

    async def is_live(self, used: bool) -> bool:
        self.asked.append(used)
        return self.live

    def socket(self) -> LiveSocket:
        return LiveSocket(self.receive, self.is_live)


def is_plain_run(message: Message) -> bool:
    sent = BackMsg()
    sent.ParseFromString(message["bytes"])
    return sent.WhichOneof("type") == "rerun_script" and not sent.rerun_script.ListFields()


def run(test: Callable[[], object]) -> None:
    anyio.run(test)  # type: ignore[arg-type]


def test_every_message_passes_while_the_sign_in_is_live_and_counts_as_a_use() -> None:
    async def test() -> None:
        browser = Browser(CONNECT, CLICK, OTHER, LEAVE)
        socket = browser.socket()
        assert [await socket.receive() for _ in range(4)] == [CONNECT, CLICK, OTHER, LEAVE]
        assert browser.asked == [True, True]

    run(test)


@pytest.mark.parametrize("message", [BY_ITSELF, GARBAGE, TEXT])
def test_what_no_person_did_passes_without_counting_as_a_use(message: Message) -> None:
    async def test() -> None:
        browser = Browser(message)
        assert await browser.socket().receive() == message
        assert browser.asked == [False]

    run(test)


def test_once_it_has_ended_the_page_is_wiped_and_nothing_passes_but_leaving() -> None:
    async def test() -> None:
        browser = Browser(CONNECT, CLICK, OTHER, OTHER, LEAVE)
        socket = browser.socket()
        assert await socket.receive() == CONNECT
        browser.live = False
        assert is_plain_run(await socket.receive())
        assert await socket.receive() == LEAVE

    run(test)


def test_a_page_that_nobody_touches_is_wiped_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_socket, "CHECK_EVERY_SECONDS", 0.01)

    async def test() -> None:
        browser = Browser(CONNECT, CLICK)
        socket = browser.socket()
        assert [await socket.receive(), await socket.receive()] == [CONNECT, CLICK]
        browser.live = False
        assert is_plain_run(await socket.receive())
        assert browser.asked == [True, False]
        browser.send(LEAVE)
        assert await socket.receive() == LEAVE
        socket.close()

    run(test)


def test_looking_now_and_then_does_not_count_as_a_use_and_loses_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_socket, "CHECK_EVERY_SECONDS", 0.01)

    async def test() -> None:
        browser = Browser()
        socket = browser.socket()
        waiting = asyncio.ensure_future(socket.receive())
        while len(browser.asked) < 3:
            await asyncio.sleep(0.005)
        browser.send(CLICK)
        assert await waiting == CLICK
        assert browser.asked[:-1] == [False] * (len(browser.asked) - 1)
        assert browser.asked[-1]

    run(test)


def test_a_check_that_fails_lets_nothing_through() -> None:
    async def broken(_used: bool) -> bool:
        raise OSError

    async def test() -> None:
        socket = LiveSocket(Browser(CLICK).receive, broken)
        with pytest.raises(OSError):  # noqa: PT011 - any message: what matters is that none passes
            await socket.receive()

    run(test)
