"""What `dashboard.py` hands to Streamlit: the script, our routes, the middleware, and what happens at the start."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware

from tracker.config import settings
from tracker.domain.errors import ConfigurationError, MendlineError
from tracker.domain.language import _, later
from tracker.services import review
from tracker.store.schema import check_migrated
from tracker.web import database, routes
from tracker.web.addresses import is_loopback
from tracker.web.languages import Languages
from tracker.web.middleware import ClearStart, DemoStaysHere, SecurityHeaders, SignInGate

SCRIPT = Path(__file__).parent / "main.py"
ROUTES = routes.ROUTES
EXCEPTION_HANDLERS = routes.EXCEPTION_HANDLERS
MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(ClearStart),
    Middleware(DemoStaysHere),
    Middleware(Languages),
    Middleware(SignInGate),
]
"""The outermost first."""

IDENTITY_HEADERS = {
    "x-mendline-account": "account_id",
    "x-mendline-role": "role",
    "x-mendline-session": "session_id",
}
"""The headers that the sign-in gate sets, and where Streamlit is to put them in `st.user`."""

_LOG = logging.getLogger("mendline")
_OUR_FAULT = later(
    "Something went wrong on our side. What you saved before is kept. Reload the page; if it happens again, "
    "tell your care team."
)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Opens the store for as long as the server runs. Raises ConfigurationError where it must not serve."""
    check_options(st.get_option, demo=settings().demo)
    try:
        await to_thread.run_sync(_open_store)
        # Beside the first pages, which need no engine: nobody waits for it.
        Thread(target=review.make_ready, name="engine", daemon=True).start()
        yield
    finally:
        await to_thread.run_sync(database.close)


def _open_store() -> None:
    with database.store().reading() as tx:
        check_migrated(tx)


def check_options(option: Callable[[str], object], *, demo: bool) -> None:
    """Raises ConfigurationError where Streamlit was started in a way that the sign-in does not hold for."""
    headers = option("server.trustedUserHeaders")
    if not isinstance(headers, Mapping) or {**headers} != IDENTITY_HEADERS:
        raise ConfigurationError(
            "Streamlit did not read .streamlit/config.toml, which ties a page to its sign-in. Start it with "
            "`streamlit run dashboard.py`, or from the folder that holds dashboard.py."
        )
    for name, wanted in (("server.enableAgentApi", False), ("server.enableCORS", True), ("server.baseUrlPath", "")):
        if option(name) != wanted:
            raise ConfigurationError(f"The option {name} must be {wanted!r}, and is {option(name)!r}. Take it out.")
    address = option("server.address")
    if demo and not (isinstance(address, str) and is_loopback(address)):
        raise ConfigurationError(
            f"Demo mode lets anybody in by one click, so it serves this machine only, not {address!r}. "
            "Leave server.address at 127.0.0.1, or set MENDLINE_DEMO=0."
        )


def apologise(error: Exception) -> bool:
    """Shows words instead of a traceback, which goes to the log. True: Streamlit adds nothing of its own."""
    if isinstance(error, MendlineError):
        st.error(str(error))
    else:
        _LOG.error("A page failed", exc_info=error)
        st.error(_(_OUR_FAULT))
    return True
