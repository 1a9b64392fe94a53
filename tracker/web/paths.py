"""Which addresses are open to anybody, which to nobody, and where a sign-in may lead on to."""

from urllib.parse import quote, urlencode, urlsplit

LOGIN = "/login"
DEMO_LOGIN = "/login/demo"
LOGOUT = "/logout"
RED_FLAGS = "/red-flags"
HEALTH = "/healthz"
OPEN = frozenset({LOGIN, DEMO_LOGIN, RED_FLAGS, HEALTH})
"""Exactly these answer without a sign-in, besides the font that their pages are set in."""

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
