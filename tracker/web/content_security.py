"""What a browser may load and run on our pages, and the other headers that every answer carries."""

from starlette.datastructures import MutableHeaders

from tracker.web import paths
from tracker.web.streamlit_assets import INLINE_SCRIPT_HASHES

_NOWHERE_ELSE = "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

STREAMLIT_PAGE = "; ".join(
    (
        "default-src 'self'",
        # Components v2 are modules from memory (blob:). No 'unsafe-eval': nothing that our pages use asks for it, which
        # a test in the browser holds; a map, a graph or a 3-D chart of Streamlit's would.
        f"script-src 'self' blob: {' '.join(INLINE_SCRIPT_HASHES)}",
        "style-src 'self' 'unsafe-inline'",  # its widgets write their styles into the page
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "frame-src 'none'",
        _NOWHERE_ELSE,
    )
)
"""For the pages that Streamlit draws: everything from this server, nothing from elsewhere."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HTTPS_FOR_A_YEAR = "max-age=31536000"
_PACKAGE_FILES = "/static/"


def own_page(nonce: str) -> str:
    """The policy of a page of ours without scripts: the one style sheet that carries the nonce, and the font."""
    return f"default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; img-src data:; {_NOWHERE_ELSE}"


def add_headers(headers: MutableHeaders, path: str, *, https: bool) -> None:
    """Puts the headers of every answer on one. Nothing is kept by a browser or a proxy but the files of Streamlit's
    own package, whose names change with their content, and a calendar by the phone that asks for it."""
    for name, value in _ALWAYS.items():
        headers[name] = value
    headers.setdefault("Content-Security-Policy", STREAMLIT_PAGE)
    if path.startswith(paths.CALENDAR):
        headers["Cache-Control"] = "private, no-cache"
    elif not path.startswith(_PACKAGE_FILES):
        headers["Cache-Control"] = "no-store"
    if https:
        headers["Strict-Transport-Security"] = _HTTPS_FOR_A_YEAR
