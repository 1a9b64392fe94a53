"""The line that says that the page has lost its connection."""

import streamlit as st

from tracker.domain.language import _
from tracker.web.components.scripts import script, style

_component = st.components.v2.component(
    "mendline_connection",
    html='<p class="connection" role="alert"></p>',
    css=style("connection.css"),
    js=script("connection.js"),
)


def connection_line() -> None:
    """Lays out the line, which is empty while there is a connection."""
    lost = _("No connection: keep this page open. What you answer is kept on this device until it is back.")
    _component(key="connection", data={"words": lost})
