"""What stands in front of every request, Streamlit's own routes and its websocket included. Pure ASGI."""

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.config import settings
from tracker.domain.errors import ConfigurationError
from tracker.domain.language import _, later
from tracker.domain.people import SignInSession
from tracker.languages.catalogue import speak
from tracker.services import accounts
from tracker.web import content_security, database, languages, paths
from tracker.web.addresses import is_loopback, is_loopback_host, same_origin
from tracker.web.live_socket import LiveSocket
from tracker.web.streamlit_assets import FONT_PATH

COOKIE = "mendline_session"
SIGN_IN = "mendline.sign_in"
"""Where in the ASGI scope a route finds the live sign-in of a request."""

_IDENTITY_PREFIX = b"x-mendline-"
_SIGN_IN_FIRST = later("You are not signed in, or no longer. Reload the page to sign in.")
_NOT_FOUND = later("There is nothing here.")
_DEMO_STAYS_HERE = "Mendline runs in demo mode, which answers this machine only.\n"


class SecurityHeaders:
    """Puts the security headers on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                content_security.add_headers(headers, scope["path"], https=settings().https)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class ClearStart:
    """Says in one line why the server cannot start, where it is a setting that somebody can mend."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        failures: list[Message] = []

        async def send_but_hold_failures(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                failures.append(message)  # a traceback; what it is about follows as the exception
            else:
                await send(message)

        try:
            await self._app(scope, receive, send_but_hold_failures)
        except ConfigurationError as error:
            await send({"type": "lifespan.startup.failed", "message": f"Mendline cannot start. {error}"})
        except BaseException:
            for message in failures:
                await send(message)
            raise


class DemoStaysHere:
    """In demo mode, where one click signs in, answers this machine only: by the address asked, the one asking, and
    the name asked for (another site's name that was pointed at this machine is refused)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and settings().demo and not _stays_on_this_machine(scope):
            await _answer(scope, receive, send, PlainTextResponse(_DEMO_STAYS_HERE, 403))
        else:
            await self._app(scope, receive, send)


def _stays_on_this_machine(scope: Scope) -> bool:
    ends = (scope.get("server"), scope.get("client"))
    return all(end and is_loopback(end[0]) for end in ends) and is_loopback_host(Headers(scope=scope).get("host"))


class SignInGate:
    """Lets through what is open to anybody, and else only who is signed in, named in headers that nobody else can set.

    Streamlit hands these headers to the pages as `st.user` (.streamlit/config.toml).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        scope = {**scope, "headers": [each for each in scope["headers"] if not _claims_identity(each[0])]}
        if paths.is_closed(scope["path"]):
            await _answer(scope, receive, send, PlainTextResponse(f"{_(_NOT_FOUND)}\n", 404))
        elif scope["type"] == "http" and (paths.is_open(scope["path"], scope["method"]) or scope["path"] == FONT_PATH):
            await self._app(scope, receive, send)
        else:
            await self._admit(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = HTTPConnection(scope).cookies.get(COOKIE, "")
        session = await to_thread.run_sync(live_sign_in, token)
        if session is None or (scope["type"] == "websocket" and not _sent_from_here(scope)):
            await _answer(scope, receive, send, _to_sign_in(scope))
            return
        scope["headers"] += _identity(session)
        scope[SIGN_IN] = session
        speak(languages.asked_for(scope) or session.account.language)
        if scope["type"] == "http":
            await self._app(scope, receive, send)
            return
        socket = LiveSocket(receive, lambda used: _still_live(session.id, token if used else None))
        try:
            await self._app(scope, socket.receive, send)
        finally:
            socket.close()


def live_sign_in(token: str) -> SignInSession | None:
    """The live sign-in of a cookie's token; demo accounts count in demo mode only. Blocks on the database."""
    session = accounts.session_for(database.store(), token) if token else None
    return None if session is not None and session.account.demo and not settings().demo else session


async def _still_live(session_id: str, token: str | None) -> bool:
    """Whether a sign-in still holds; with its token, that counts as a use."""
    if token is not None:
        return await to_thread.run_sync(live_sign_in, token) is not None
    return await to_thread.run_sync(accounts.live_session, database.store(), session_id) is not None


def _claims_identity(name: bytes) -> bool:
    return name.lower().replace(b"_", b"-").startswith(_IDENTITY_PREFIX)


def _identity(session: SignInSession) -> list[tuple[bytes, bytes]]:
    values = {"account": session.account.id, "role": session.account.role.value, "session": session.id}
    return [(_IDENTITY_PREFIX + name.encode(), value.encode("latin-1")) for name, value in values.items()]


def _sent_from_here(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return same_origin(headers.get("origin"), None, headers.get("host"), https=settings().https)


def _to_sign_in(scope: Scope) -> Response:
    """A navigation is led to the sign-in and back; anything else is told off, without content."""
    headers = Headers(scope=scope)
    mode = headers.get("sec-fetch-mode")
    asks_for_page = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
    if asks_for_page and (mode == "navigate" or (mode is None and "text/html" in headers.get("accept", ""))):
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(paths.login_for(scope["path"], query), 303)
    if mode == "navigate":
        return RedirectResponse(paths.LOGIN, 303)
    return PlainTextResponse(f"{_(_SIGN_IN_FIRST)}\n", 401)


async def _answer(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    """Answers instead of the app; a websocket is refused before it is accepted, which a browser sees as 403."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await response(scope, receive, send)
