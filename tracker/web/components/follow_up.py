"""The date of the next follow-up, stored as soon as it is chosen, with the way back."""

from datetime import date, timedelta

import streamlit as st

from tracker.services import review
from tracker.services.recovery import Recovery
from tracker.web.components.dates import short_date
from tracker.web.components.notice import attempt
from tracker.web.session import store, viewer

_WEEKS = (2, 6, 12)
"""After how many weeks patients are seen most often: two for a wound or a new medicine, six and twelve as after spine
surgery. Any other date can be chosen beside them."""


def follow_up(record: Recovery) -> None:
    """Lays out the date, quick choices from today on, and, after a change, what brings the date before it back."""
    patient, planned = record.patient, record.patient.episode.next_follow_up
    # Named after the date that is stored: where a colleague changed it meanwhile, the field begins anew with theirs.
    on = st.date_input("Next follow-up", planned, key=f"follow_up_{patient.id}_{planned}", format="DD/MM/YYYY")
    quick = f"follow_up_in_{patient.id}"
    weeks = st.pills(
        "Next follow-up in", _WEEKS, key=quick, format_func=lambda each: f"in {each} wk", label_visibility="collapsed"
    )
    if weeks is not None:
        on = record.today + timedelta(weeks=weeks)
    before = f"follow_up_before_{patient.id}"
    if weeks is not None or on != planned:
        _set(record, on, before, quick)
    if before in st.session_state:
        was = st.session_state[before]
        words = "none" if was is None else short_date(was, record.today)
        if st.button(f"Undo (was {words})", key=f"undo_follow_up_{patient.id}", type="tertiary"):
            _undo(record, was, before)


def _set(record: Recovery, on: date | None, before: str, quick: str) -> None:
    patient = record.patient

    def change() -> None:
        review.set_follow_up(store(), viewer(), patient.id, on)
        st.session_state[before] = patient.episode.next_follow_up

    attempt(change, "Next follow-up saved.", unchosen=(quick,))


def _undo(record: Recovery, was: date | None, before: str) -> None:
    def change() -> None:
        review.set_follow_up(store(), viewer(), record.patient.id, was)
        del st.session_state[before]

    attempt(change, "Next follow-up as before.")
