"""What the patient's pages share: their dress, their heading, and the word for an account without a record."""

from html import escape
from pathlib import Path

import streamlit as st

from tracker.web.components.masthead import RED_FLAGS_PATH

_CSS = Path(__file__).parent / "assets" / "patient_pages.css"

NO_RECORD = (
    "Your account is not linked to a record yet, so there is nothing to log or to show. "
    "Please ask your care team to link it."
)
SIGNS = f'<a class="signs" href="{RED_FLAGS_PATH}" target="_blank">Something feels wrong? Check the warning signs</a>'


def dress() -> None:
    """Sends the style of these pages."""
    st.html(_CSS)


def heading(title: str, detail: str, *, demo: bool, unseen: str = "") -> None:
    """The heading of a page with what stands beside it, and "Demo data" where every number is invented. `unseen`
    goes on where `detail` stops, for a screen reader, where the screen has no room."""
    chip = '<span class="demo">Demo data</span>' if demo else ""
    rest = f'<span class="unseen"> {escape(unseen)}</span>' if unseen else ""
    st.html(
        f'<div class="heading"><h1>{escape(title)}</h1>{chip}<span class="detail">{escape(detail)}{rest}</span></div>'
    )


def no_record() -> None:
    """Says that the account has no record, and where help is."""
    heading("No record yet", "", demo=False)
    st.info(NO_RECORD, icon=":material/link_off:")
    st.html(SIGNS)
