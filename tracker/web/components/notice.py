"""What happened, said at the top of the next run: a change redraws the page, and the word on it must outlive that."""

from collections.abc import Callable, Collection

import streamlit as st

from tracker.domain.errors import MendlineError

_NOTICE = "notice"
_EMPTIED = "fields_to_empty"


def attempt(
    change: Callable[[], object], done: str, *, empties: Collection[str] = (), unchosen: Collection[str] = ()
) -> None:
    """Carries out a change and redraws the page with `done`, the text fields of the keys `empties` empty again and
    nothing chosen in those of `unchosen`. Where it is refused, says why and what to do instead, and what was typed
    stays."""
    try:
        change()
    except MendlineError as error:
        st.error(str(error))
        return
    st.session_state[_NOTICE] = done
    st.session_state[_EMPTIED] = {**dict.fromkeys(empties, ""), **dict.fromkeys(unchosen)}
    st.rerun()


def show_notice() -> None:
    """Shows what the last change did, once. Called before any field is drawn."""
    # Set, not dropped: a browser keeps what it shows of a field that it is told nothing about, and sends it again.
    for key, nothing in st.session_state.pop(_EMPTIED, {}).items():
        st.session_state[key] = nothing
    if done := st.session_state.pop(_NOTICE, None):
        st.toast(done, icon=":material/check:")
