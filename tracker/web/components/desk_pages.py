"""What the pages at a desk share, the physician's and the administrator's: their dress, and the word for a panel
without patients."""

import streamlit as st

from tracker.web.components import page_head

_NOBODY = (
    "No patient is in your care team yet, so there is nothing to show. An administrator adds patients to a care team, "
    "and you to it, on the page Accounts."
)


def dress() -> None:
    """Sends the style of these pages."""
    page_head.dress("desk_pages.css")


def nobody() -> None:
    """Says that the panel is empty, and who can change that."""
    st.info(_NOBODY, icon=":material/group_add:")
