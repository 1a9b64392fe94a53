"""Asks an ASGI app directly, without a server: HTTP through httpx, the websocket message by message."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import unquote

import anyio
import httpx
from starlette.types import ASGIApp, Message, Scope

HOST = "mendline.example"
ORIGIN = f"http://{HOST}"
CLIENT = "192.0.2.1"


def ask(
    app: ASGIApp,
    method: str,
    path: str,
    *,
    host: str = HOST,
    client: str = CLIENT,
    server: str | None = None,
    **more: Any,
) -> httpx.Response:
    """One request and its whole answer; redirects are not followed, and the path is sent as it is written. `server`
    is the address that was asked, where it is not what the name stands for."""
    raw, _, query = path.partition("?")
    asked: dict[str, object] = {"path": unquote(raw), "raw_path": raw.encode(), "query_string": query.encode()}
    if server is not None:
        asked["server"] = (server, 80)

    async def asked_at(scope: Scope, receive: Any, send: Any) -> None:
        await app({**scope, **asked}, receive, send)

    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(asked_at, client=(client, 50_000), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as browser:
            return await browser.request(method, "/", **more)

    return anyio.run(asking)


def websocket_scope(headers: Iterable[tuple[str, str]], path: str = "/_stcore/stream") -> Scope:
    return {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": (CLIENT, 50_000),
        "server": (HOST, 80),
        "subprotocols": [],
        "root_path": "",
    }


def run_websocket(
    app: ASGIApp, headers: Iterable[tuple[str, str]], path: str = "/_stcore/stream"
) -> tuple[list[Message], Scope]:
    """What an app answers to the opening of a websocket, and the scope that reached it."""
    sent: list[Message] = []
    scope = websocket_scope(headers, path)
    left: list[Message] = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

    async def receive() -> Message:
        return left.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    anyio.run(app, scope, receive, send)
    return sent, scope


def run_lifespan(app: ASGIApp) -> list[Message]:
    """What an app answers to the start and the end of a server."""
    sent: list[Message] = []
    left: list[Message] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> Message:
        return left.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    anyio.run(app, {"type": "lifespan", "state": {}}, receive, send)
    return sent


def echo(seen: list[Scope]) -> Callable[..., Awaitable[None]]:
    """An app in the place of Streamlit: notes every scope, answers 200, accepts every websocket."""

    async def app(scope: Scope, receive: Any, send: Any) -> None:
        seen.append(scope)
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await receive()
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"personal"})

    return app
