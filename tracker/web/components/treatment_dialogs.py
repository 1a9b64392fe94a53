"""The patient's own list of treatments: adding one, and ending one."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import streamlit as st

from tracker.domain.errors import BadInput
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import diary
from tracker.web import session
from tracker.web.components import wording

_KIND_WORDS = {
    TreatmentKind.MEDICINE: "Medicine",
    TreatmentKind.THERAPY: "Therapy (with a therapist)",
    TreatmentKind.EXERCISE: "Exercise",
    TreatmentKind.PROCEDURE: "Procedure (such as an injection, one date)",
    TreatmentKind.OTHER: "Other",
}
_KINDS: tuple[TreatmentKind, ...] = tuple(_KIND_WORDS)


@st.dialog("Add what you take or do")
def add_treatment(patient_id: str, on: date) -> None:
    """Asks for kind, name, dose and first day, and adds the treatment to the list. `on` is the day offered."""
    kind = st.selectbox("Kind", _KINDS, format_func=lambda each: _KIND_WORDS[each], key="treatment_kind")
    name = st.text_input("Name", placeholder="For example Gabapentin", key="treatment_name")
    dose = st.text_input("Dose (optional)", placeholder="For example 300 mg ×2", key="treatment_dose")
    first = "Date" if kind is TreatmentKind.PROCEDURE else "First day"
    start = st.date_input(first, on, format="DD/MM/YYYY", key="treatment_start")
    if st.button("Add to my list", type="primary", width="stretch", key="treatment_add"):
        _save(Treatment(uuid4().hex, patient_id, kind, name.strip(), start, dose=dose.strip()))


@st.dialog("End one")
def end_treatment(running: tuple[Treatment, ...], on: date) -> None:
    """Asks which treatment ended and on which day. What was logged of it until then stays."""
    chosen = st.selectbox("Which one", running, format_func=lambda each: wording.plain(each.label), key="ended")
    last = st.date_input("Last day", on, format="DD/MM/YYYY", key="ended_on")
    st.caption("What you logged of it until then stays in your record.")
    if st.button("End it", type="primary", width="stretch", key="end_confirm"):
        _save(replace(chosen, end=last))


def _save(treatment: Treatment) -> None:
    # A dialog runs without the script around it, so the sign-in is checked here.
    if session.admit() is None:
        st.rerun()
    try:
        diary.save_treatment(session.store(), session.viewer(), treatment)
    except BadInput as error:
        st.error("  \n".join(wording.plain(str(fault).capitalize()) for fault in error.faults))
        return
    st.rerun()
