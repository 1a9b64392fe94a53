"""What the physician's pages share: their dress, their heading, and the word for a panel without patients."""

from html import escape
from pathlib import Path

import streamlit as st

_CSS = Path(__file__).parent / "assets" / "physician_pages.css"

DEMO = '<span class="demo">Demo data</span>'
_NOBODY = (
    "No patient is in your care team yet, so there is nothing to show. An administrator adds patients to a care team, "
    "and you to it, on the page Accounts."
)


def dress() -> None:
    """Sends the style of these pages."""
    st.html(_CSS)


def heading(title: str, detail: str, *, demo: bool) -> None:
    """The heading of a page with what stands beside it, and "Demo data" where the numbers are invented."""
    st.html(
        f'<div class="heading"><h1>{escape(title)}</h1>{DEMO if demo else ""}'
        f'<span class="detail">{escape(detail)}</span></div>'
    )


def nobody() -> None:
    """Says that the panel is empty, and who can change that."""
    st.info(_NOBODY, icon=":material/group_add:")
