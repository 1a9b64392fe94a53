"""Mendline's one process: `streamlit run dashboard.py`, or any ASGI server with `dashboard:app`.

The script is not beside `pages/` (see tracker/web/main.py), and its path is absolute so that any folder will do to
start from.
"""

import streamlit as st

from tracker.web import server

app = st.App(
    server.SCRIPT,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.apologise,
    exception_handlers=server.EXCEPTION_HANDLERS,
)
