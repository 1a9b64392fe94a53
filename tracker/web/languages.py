"""Which language a request is answered in: what its address asks for, what was chosen before, what the browser prefers.

What somebody chose for their account goes before all but the address; the sign-in gate sees to that, as it knows them.
"""

from collections.abc import Iterator

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.config import settings
from tracker.domain.language import Language
from tracker.languages.catalogue import speak

ASKED = "lang"
"""The part of an address that asks for a language: "/red-flags?lang=es"."""

_COOKIE = "mendline_language"
_A_YEAR = 365 * 24 * 3600


class Languages:
    """Speaks a language for each request. Pure ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = asked_for(scope) if scope["type"] == "http" else None

        async def send_and_keep(message: Message) -> None:
            if asked and message["type"] == "http.response.start":
                keep(MutableHeaders(scope=message), asked)
            await send(message)

        if scope["type"] == "http":
            speak(asked or _chosen_before(scope) or preferred(scope))
        await self._app(scope, receive, send_and_keep)


def asked_for(scope: Scope) -> Language | None:
    """The language that the address asks for; None where it asks for none that there is."""
    return _language(QueryParams(scope.get("query_string", b"")).get(ASKED, ""))


def _chosen_before(scope: Scope) -> Language | None:
    return _language(HTTPConnection(scope).cookies.get(_COOKIE, ""))


def preferred(scope: Scope) -> Language:
    """The first of the browser's languages that there is (RFC 9110, 12.5.4), English where there is none."""
    for tag in _by_weight(HTTPConnection(scope).headers.get("accept-language", "")):
        if found := _language(tag.split("-")[0]):
            return found
    return Language.ENGLISH


def keep(headers: MutableHeaders, language: Language) -> None:
    """Lets the browser keep a choice, by the headers of an answer, for the pages that need no sign-in."""
    written = Response()
    written.set_cookie(
        _COOKIE, language, max_age=_A_YEAR, path="/", secure=settings().https, httponly=True, samesite="lax"
    )
    headers.append("set-cookie", written.headers["set-cookie"])


def _language(tag: str) -> Language | None:
    return next((each for each in Language if each == tag.strip().lower()), None)


def _by_weight(header: str) -> Iterator[str]:
    """The tags of the header, the most wanted first. What cannot be read weighs nothing and is left out."""
    weighed = []
    for part in header[:_LONGEST].split(","):
        tag, _, parameter = part.partition(";")
        name, _, weight = parameter.strip().partition("=")
        try:
            weighed.append((float(weight) if name.strip() == "q" else 1.0, tag))
        except ValueError:
            continue
    return (tag for weight, tag in sorted(weighed, key=lambda each: -each[0]) if weight > 0)


_LONGEST = 200
