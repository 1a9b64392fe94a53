"""The bar at the foot of the day: whether it is saved, in words; saving; why it was refused; the warning signs."""

from datetime import date
from html import escape

import streamlit as st

from tracker.domain.diary import Revision
from tracker.domain.errors import BadInput
from tracker.domain.patients import Patient
from tracker.web.components import wording
from tracker.web.components.day_form import drafts
from tracker.web.components.patient_pages import SIGNS
from tracker.web.drafts import Draft

_REFUSALS = "diary_refusals"
REFUSED = ("Not saved", "for the reason above")


def refuse(on: date, error: BadInput) -> None:
    """Keeps why a day could not be saved, until saving it is tried again."""
    st.session_state.setdefault(_REFUSALS, {})[on] = error


def forget_refusal(on: date) -> None:
    """Takes the reasons away, because saving is tried again."""
    st.session_state.get(_REFUSALS, {}).pop(on, None)


def save_bar(on: date, today: date, patient: Patient, stored: Revision | None) -> bool:
    """Lays out the bar for a day; True in the run in which *Save* was pressed."""
    refusal: BadInput | None = st.session_state.get(_REFUSALS, {}).get(on)
    with st.container(key="save_bar", gap=None):
        if refusal:
            names = wording.field_names(patient.episode)
            reasons = "".join(f"<li>{escape(wording.fault_sentence(f, names))}</li>" for f in refusal.faults)
            st.html(f'<div class="refusal" role="alert"><strong>Not saved.</strong><ul>{reasons}</ul></div>')
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="save_line"):
            words = REFUSED if refusal else state_words(drafts()[on], stored, patient.time_zone, today)
            st.html(_state_html(*words), width=132)
            label = "Save today" if on == today else f"Save {wording.short_date(on)}"
            pressed = st.button(label, type="primary", width="stretch", key="save_day")
        st.html(SIGNS)
    return pressed


def state_words(draft: Draft, stored: Revision | None, time_zone: str, today: date) -> tuple[str, str]:
    """Where a day stands between page and store: the state, and what more there is to say of it.

    "Saved" speaks of the stored revision alone, never of an attempt.
    """
    saved = f"Saved {wording.moment(stored.saved_at, time_zone, today)}" if stored else ""
    if draft.overtaken_by(stored):
        return "Not saved", "changed on another device"
    if draft.changed:
        return "Not yet saved", "last " + saved.lower() if saved else "kept on this page"
    return (saved, "") if saved else ("Nothing entered yet", "")


def _state_html(state: str, more: str) -> str:
    mark = '<span aria-hidden="true">✓ </span>' if state.startswith("Saved") else ""
    kind = "saved" if mark else "open"
    return f'<p class="save_state {kind}" role="status"><strong>{mark}{escape(state)}</strong> {escape(more)}</p>'
