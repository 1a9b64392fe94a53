"""What happened, said at the top of the next run: a change redraws the page, and the word on it must outlive that."""

from collections.abc import Callable

import streamlit as st

from tracker.domain.errors import MendlineError

_NOTICE = "notice"


def attempt(change: Callable[[], object], done: str) -> None:
    """Carries out a change and redraws the page with `done`; where it is refused, says why and what to do instead."""
    try:
        change()
    except MendlineError as error:
        st.error(str(error))
        return
    st.session_state[_NOTICE] = done
    st.rerun()


def show_notice() -> None:
    """Shows what the last change did, once."""
    if done := st.session_state.pop(_NOTICE, None):
        st.toast(done, icon=":material/check:")
