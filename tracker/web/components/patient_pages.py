"""What the patient's pages share: their dress, and the word for an account without a record."""

from html import escape

import streamlit as st

from tracker.domain.language import _
from tracker.web import paths
from tracker.web.components import page_head


def dress() -> None:
    """Sends the style of these pages."""
    page_head.dress("patient_pages.css")


def dress_for_print() -> None:
    """Sends, after `dress`, the style of a page that is printed."""
    page_head.dress_more("visit_sheet.css")


def no_record() -> None:
    """Says that the account has no record, and where help is."""
    page_head.heading(_("No record yet"), "", demo=False)
    words = _(
        "Your account is not linked to a record yet, so there is nothing to log or to show. "
        "Please ask your care team to link it."
    )
    st.info(words, icon=":material/link_off:")
    signs()


def signs() -> None:
    """The way to the warning signs, which stands at the foot of each of these pages."""
    words = _("Something feels wrong? Check the warning signs")
    st.html(f'<a class="signs" href="{paths.RED_FLAGS}" target="_blank">{escape(words)}</a>')
