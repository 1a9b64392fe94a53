"""What the patient's pages share: their dress, and the word for an account without a record."""

import streamlit as st

from tracker.web import paths
from tracker.web.components import page_head

NO_RECORD = (
    "Your account is not linked to a record yet, so there is nothing to log or to show. "
    "Please ask your care team to link it."
)
SIGNS = f'<a class="signs" href="{paths.RED_FLAGS}" target="_blank">Something feels wrong? Check the warning signs</a>'


def dress() -> None:
    """Sends the style of these pages."""
    page_head.dress("patient_pages.css")


def no_record() -> None:
    """Says that the account has no record, and where help is."""
    page_head.heading("No record yet", "", demo=False)
    st.info(NO_RECORD, icon=":material/link_off:")
    st.html(SIGNS)
