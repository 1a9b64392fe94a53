"""The flags of one patient: the open ones as cards, the earlier ones folded."""

import streamlit as st

from tracker.domain.assessment import FlagKind
from tracker.services import review
from tracker.services.recovery import Recovery
from tracker.web.components.flag_card import Answer, flag_card, flare_lines, past_flag, worst_first
from tracker.web.components.notice import attempt
from tracker.web.session import store, viewer


def flag_list(record: Recovery) -> None:
    """Lays out the flags, the most urgent first. Flares stand apart, as a list:
    they come and go, and ask for nothing."""
    flags = [stored for stored in record.flags if stored.flag.kind is not FlagKind.FLARE]
    current = sorted((stored for stored in flags if stored.open), key=worst_first)
    if not current:
        st.caption("No flag is open.")
    for stored in current:
        flag_card(stored, record.patient, record.today, acknowledge=_acknowledge, undo=_undo)
    _flares(record)
    past = [stored for stored in flags if not stored.open]
    if past:
        with st.expander(f"Earlier flags ({len(past)})"):
            for stored in sorted(past, key=lambda each: each.flag.detected_on, reverse=True):
                past_flag(stored, record.patient, record.today)


def _flares(record: Recovery) -> None:
    """The flares that the diary bears out."""
    found = [each for each in record.flags if each.flag.kind is FlagKind.FLARE and each.withdrawn_at is None]
    if found:
        with st.expander(f"Flares ({len(found)})"):
            st.html(flare_lines(found, record.patient.episode, record.today))


def _acknowledge(flag_id: str, answer: Answer) -> None:
    attempt(lambda: review.acknowledge(store(), viewer(), flag_id, answer.note, answer.until), "Acknowledged.")


def _undo(review_id: str) -> None:
    attempt(lambda: review.undo(store(), viewer(), review_id), "Acknowledgement undone.")
