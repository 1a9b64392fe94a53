"""A button that opens the browser's own dialog to print the page or save it as a file."""

import streamlit as st

from tracker.web.components.scripts import script, style

_component = st.components.v2.component(
    "mendline_print_button",
    html='<button type="button"></button>',
    css=style("print_button.css"),
    js=script("print_button.js"),
)


def print_button(words: str) -> None:
    """Lays out the button."""
    _component(key="print_button", data={"words": words})
