"""How wide the screen is, for pictures that are drawn before it is known."""

import streamlit as st

from tracker.web.components.scripts import script

_KEY = "screen_width"

_component = st.components.v2.component(
    "mendline_screen_width",
    html="<span></span>",
    js=script("screen_width.js"),
)


def narrow_screen() -> bool:
    """Whether the screen is as narrow as a phone (up to 40rem). In the first run it is a guess from what the browser
    calls itself; a wrong guess draws the page once more, and so does a turned phone."""
    told = st.session_state.get(_KEY, {}).get("narrow")
    narrow = "Mobi" in (st.context.headers.get("User-Agent") or "") if told is None else bool(told)
    _component(key=_KEY, data={"narrow": narrow}, default={"narrow": None}, on_narrow_change=lambda: None, width=1)
    return narrow
