"""Which addresses are open to anybody, which to nobody, and where a sign-in may lead on to."""

import re
from urllib.parse import quote, urlencode, urlsplit

from tracker.services.reminders import CONFIRM, STOP

LOGIN = "/login"
DEMO_LOGIN = "/login/demo"
LOGOUT = "/logout"
RED_FLAGS = "/red-flags"
PREFERENCES = "/preferences"
HEALTH = "/healthz"
QUEUE_ROWS = "/queue/rows"
OPEN = frozenset({LOGIN, DEMO_LOGIN, RED_FLAGS, HEALTH})
"""Exactly these answer without a sign-in, besides the font that their pages are set in and what a secret opens."""

CALENDAR = "/calendar/"
_READ = frozenset({"GET", "HEAD"})
_OPENED_BY_SECRET = (
    (re.compile(rf"{CALENDAR}[^/]+\.ics"), _READ),
    (re.compile(rf"(?:{CONFIRM}|{STOP})[^/]+"), _READ | {"POST"}),
)
"""Addresses that carry a secret of their own, with the methods that have an answer: nobody signs in for them, and a
wrong secret opens nothing."""

HOME = "/"
LONGEST_NEXT = 500
"""Characters of the address that a sign-in leads on to; the product's own stay far below."""

_CLOSED = (
    "/_stcore/metrics",  # counts of every session
    "/_stcore/agent",  # drives a page without a browser
    "/_stcore/script-health-check",  # runs the script for anybody
    "/auth",  # the framework's own sign-in, which is not ours
    "/oauth2callback",
)


def is_closed(path: str) -> bool:
    """Whether nobody is served this address, signed in or not: side doors that the framework brings along."""
    return any(path == closed or path.startswith(f"{closed}/") for closed in _CLOSED)


def is_open(path: str, method: str) -> bool:
    """Whether an address answers without a sign-in. What a secret opens is decided where it is asked for."""
    return path in OPEN or any(
        method in methods and shape.fullmatch(path) is not None for shape, methods in _OPENED_BY_SECRET
    )


def calendar(token: str) -> str:
    """Where the calendar of a secret is."""
    return f"{CALENDAR}{token}.ics"


def report(patient_id: str, paper: str) -> str:
    """Where the report of a patient is, for a sheet of paper."""
    return f"/export/patient/{quote(patient_id, safe='')}.pdf?paper={paper}"


def prepared(token: str) -> str:
    """Where a file is that somebody had made."""
    return f"/export/prepared/{token}.pdf"


def safe_next(asked: str | None) -> str:
    """Where to go after signing in: the address asked for where it is a page of this site, else the first page.

    Anything that a browser could read as another site ("//other", "/\\other", "https:...", control characters) is
    refused, and so are the sign-in and sign-out themselves.
    """
    if not asked or len(asked) > LONGEST_NEXT or not asked.isascii() or not asked.isprintable():
        return HOME
    if not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return HOME
    path = urlsplit(asked).path
    return HOME if path in {LOGIN, DEMO_LOGIN, LOGOUT} or is_closed(path) else asked


def login_for(path: str, query: str) -> str:
    """The address of the sign-in that leads on to a path (decoded) with its query (as it was sent)."""
    asked = safe_next(quote(path) + (f"?{query}" if query else ""))
    return LOGIN if asked == HOME else f"{LOGIN}?{urlencode({'next': asked})}"
