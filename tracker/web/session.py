"""Who is signed in for this run of a page, and the store that it reads."""

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import Page

from tracker.domain.people import Account, Viewer
from tracker.languages.catalogue import speak
from tracker.services import accounts
from tracker.store import Store
from tracker.web import database

_ACCOUNT = "signed_in_account"
_PAGES = "pages_by_name"
_SPOKEN = "language_spoken"


def store() -> Store:
    """The one store of this process."""
    return database.store()


def admit() -> Account | None:
    """The account whose sign-in is live at this moment, asked of the database at every run: a page that stays open
    after a sign-out in another tab must not go on. None where it is not. From here on the run speaks its language."""
    session = accounts.live_session(store(), str(st.user.get("session_id", "")))
    if session is None or session.account.id != st.user.get("account_id"):
        st.session_state.pop(_ACCOUNT, None)
        return None
    st.session_state[_ACCOUNT] = session.account
    st.session_state[_SPOKEN] = session.account.language
    speak(session.account.language)
    return session.account


def speak_as_before() -> None:
    """Speaks the language of whoever was signed in at the run before, for what is said where nobody is any more."""
    if (before := st.session_state.get(_SPOKEN)) is not None:
        speak(before)


def account() -> Account:
    """The account that `admit` let in for this run."""
    signed_in: Account = st.session_state[_ACCOUNT]
    return signed_in


def viewer() -> Viewer:
    """Who asks, for every query of this run."""
    return account().viewer


def offer(pages: Mapping[str, Page]) -> None:
    """Keeps the pages of this run by file name, for links between them."""
    st.session_state[_PAGES] = dict(pages)


def page(name: str) -> Page:
    """A page of the signed-in role by its file name, as `st.switch_page` and `st.page_link` want it."""
    pages: dict[str, Page] = st.session_state[_PAGES]
    return pages[name]
