"""The patient's own list of treatments: adding one, and ending one."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import streamlit as st

from tracker.domain.errors import BadInput
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import diary
from tracker.services.diary import DiaryPage
from tracker.web import session
from tracker.web.components import wording

_OPEN = "treatment_dialog"
_ADD, _END = "add", "end"

_KIND_WORDS = {
    TreatmentKind.MEDICINE: "Medicine",
    TreatmentKind.THERAPY: "Therapy (with a therapist)",
    TreatmentKind.EXERCISE: "Exercise",
    TreatmentKind.PROCEDURE: "Procedure (such as an injection, one date)",
    TreatmentKind.OTHER: "Other",
}
_FIELD_WORDS = {"start": "First day", "end": "Last day"}
_KINDS: tuple[TreatmentKind, ...] = tuple(_KIND_WORDS)


def treatment_buttons(page: DiaryPage, on: date) -> None:
    """Lays out the ways into the list, and the dialog that was opened. It stays open, with what was typed in it, when
    the page around it is drawn anew."""
    st.button("+ Add", key="treatment_add_open", on_click=_show, args=(_ADD,))
    running = tuple(each for each in page.treatments if _can_end(each, on))
    if running:
        st.button("End one", key="treatment_end_open", on_click=_show, args=(_END,))
    shown = st.session_state.get(_OPEN)
    if shown == _ADD:
        _add_treatment(page.patient.id, on)
    elif shown == _END and running:
        _end_treatment(running, on)


def _can_end(treatment: Treatment, on: date) -> bool:
    return treatment.kind is not TreatmentKind.PROCEDURE and treatment.end is None and treatment.start <= on


def _show(dialog: str) -> None:
    st.session_state[_OPEN] = dialog


def _close() -> None:
    st.session_state.pop(_OPEN, None)


@st.dialog("Add what you take or do", on_dismiss=_close)
def _add_treatment(patient_id: str, on: date) -> None:
    """Asks for kind, name, dose and first day; `on` is the day offered."""
    kind = st.selectbox("Kind", _KINDS, format_func=lambda each: _KIND_WORDS[each], key="treatment_kind")
    name = st.text_input("Name", placeholder="For example Gabapentin", key="treatment_name")
    dose = st.text_input("Dose (optional)", placeholder="For example 300 mg ×2", key="treatment_dose")
    first = "Date" if kind is TreatmentKind.PROCEDURE else "First day"
    start = st.date_input(first, on, format="DD/MM/YYYY", key="treatment_start")
    if st.button("Add to my list", type="primary", width="stretch", key="treatment_add"):
        _save(Treatment(uuid4().hex, patient_id, kind, name.strip(), start, dose=dose.strip()))


@st.dialog("End one", on_dismiss=_close)
def _end_treatment(running: tuple[Treatment, ...], on: date) -> None:
    """Asks which treatment ended and on which day."""
    chosen = st.selectbox("Which one", running, format_func=lambda each: each.label, key="treatment_ended")
    last = st.date_input("Last day", on, format="DD/MM/YYYY", key="treatment_end")
    st.caption("What you logged of it until then stays in your record.")
    if st.button("End it", type="primary", width="stretch", key="treatment_end_save"):
        _save(replace(chosen, end=last))


def _save(treatment: Treatment) -> None:
    # A dialog runs without the script around it, so the sign-in is checked here.
    if session.admit() is None:
        st.rerun()
    try:
        diary.save_treatment(session.store(), session.viewer(), treatment)
    except BadInput as error:
        st.error("  \n".join(wording.plain(wording.fault_sentence(fault, _FIELD_WORDS)) for fault in error.faults))
        return
    _close()
    st.rerun()
