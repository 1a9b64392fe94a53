"""What the screen is like, for pictures: they are drawn before it is known, and cannot change their colours."""

from dataclasses import dataclass

import streamlit as st

from tracker.charts.theme import DARK, LARGE, LIGHT, Look
from tracker.web.components.scripts import script
from tracker.web.session import account

_KEY = "screen"

_component = st.components.v2.component(
    "mendline_screen",
    html="<span></span>",
    js=script("screen.js"),
)


@dataclass(frozen=True, slots=True)
class Screen:
    """`narrow`: at most as wide as a phone (40rem); `dark`: asks for a dark ground."""

    narrow: bool
    dark: bool


def screen() -> Screen:
    """The screen of this run, asked for once a page. In the first run it is a guess from what the browser calls itself
    and from what Streamlit knows; a wrong guess draws the page once more, and so does a turned phone or nightfall."""
    told = st.session_state.get(_KEY, {}).get("screen")
    narrow, dark = "Mobi" in (st.context.headers.get("User-Agent") or ""), st.context.theme.type == "dark"
    if isinstance(told, dict):
        narrow, dark = bool(told.get("narrow")), bool(told.get("dark"))
    known = {"narrow": narrow, "dark": dark}
    _component(key=_KEY, data=known, default={"screen": None}, on_screen_change=lambda: None, width=1)
    return Screen(**known)


def look_of(seen: Screen) -> Look:
    """How pictures are drawn on a screen for who is signed in."""
    return Look(DARK if seen.dark else LIGHT, LARGE if account().large_text else 1.0)
