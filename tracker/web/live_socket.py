"""Ends what a browser can do over an open websocket once its sign-in has ended."""

import asyncio
from collections.abc import Awaitable, Callable

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

CHECK_EVERY_SECONDS = 10.0
"""How long an untouched page may outlive its sign-in, at most."""


def _plain_run() -> bytes:
    """A browser's request for a run of the script, without anything from widgets."""
    message = BackMsg()
    message.rerun_script.SetInParent()
    return bytes(message.SerializeToString())


def _by_hand(message: Message | None) -> bool:
    """Whether a person did something: not where no message came, nor where a part of the page renews itself."""
    if message is None or not message.get("bytes"):
        return False
    sent = BackMsg()
    try:
        sent.ParseFromString(message["bytes"])
    except DecodeError:
        return False
    return not sent.rerun_script.is_auto_rerun


class LiveSocket:
    """The receiving side of a websocket. `is_live(used)` says whether the sign-in still holds; `used` is true where
    the person did something, false where it is only asked because time has passed.

    Once the sign-in has ended, the script is made to run one last time: it finds nobody signed in and wipes the page,
    fragments included. From then on nothing that the browser sends gets through. The connection stays open, or else
    the browser would try to connect again and again, and cover the page with an error.
    """

    def __init__(self, receive: Receive, is_live: Callable[[bool], Awaitable[bool]]) -> None:
        self._receive = receive
        self._is_live = is_live
        self._waiting: asyncio.Future[Message] | None = None
        self._ended = False

    async def receive(self) -> Message:
        """The next message that may pass."""
        while True:
            message = await self._message_or_pause()
            if message is not None and message["type"] != "websocket.receive":
                return message
            if self._ended:
                continue
            if not await self._is_live(_by_hand(message)):
                self._ended = True
                return {"type": "websocket.receive", "bytes": _plain_run()}
            if message is not None:
                return message

    async def _message_or_pause(self) -> Message | None:
        """The next message, or None where none came for a while. A wait is taken up again, never broken off, so no
        message is lost."""
        if self._waiting is None:
            self._waiting = asyncio.ensure_future(self._receive())
        await asyncio.wait({self._waiting}, timeout=None if self._ended else CHECK_EVERY_SECONDS)
        if not self._waiting.done():
            return None
        message, self._waiting = self._waiting.result(), None
        return message

    def close(self) -> None:
        """Stops waiting."""
        if self._waiting is not None:
            self._waiting.cancel()
