"""Which patient a page shows: the one in its address, changed by a list of those whom the viewer follows."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain.patients import Patient

_PARAMETER = "patient"


def asked_for() -> str | None:
    """The id in the address of the page; whether it may be shown is for the service to judge."""
    return st.query_params.get(_PARAMETER)


def patient_choice(patients: Sequence[Patient], shown: Patient | None) -> None:
    """Lays out the list. A choice goes into the address, so that a reload and a link lead to the same patient."""
    ids = [patient.id for patient in patients]
    names = {patient.id: label(patient) for patient in patients}
    key = f"patient_choice_{shown.id if shown else ''}"
    st.selectbox(
        "Patient",
        ids,
        index=ids.index(shown.id) if shown and shown.id in names else None,
        format_func=lambda each: names[each],
        placeholder="Name",
        label_visibility="collapsed" if shown else "visible",
        key=key,
        on_change=_go,
        args=(key,),
    )


def label(patient: Patient) -> str:
    """Name, operation and id, and that a patient is invented. The id keeps apart who is alike in all else: a list takes
    a choice by its words, and would open the wrong record."""
    demo = " (demo)" if patient.demo else ""
    return f"{patient.name}{demo} · {patient.episode.operation} · {patient.id}"


def _go(key: str) -> None:
    if chosen := st.session_state[key]:
        st.query_params[_PARAMETER] = chosen
