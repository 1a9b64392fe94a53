"""The notes of the care team on a patient, for the physician's page alone."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.care_notes import CARE_NOTE_LENGTH, PhysicianNote
from tracker.domain.patients import Patient
from tracker.services import physician_notes as kept
from tracker.services.recovery import Recovery
from tracker.web.components.dates import local_moment
from tracker.web.components.notice import attempt
from tracker.web.components.page_head import section
from tracker.web.session import store, viewer

_WHOSE = (
    "For the care team only. The patient's own record and file tell that the care team keeps notes, not what they say."
)


def physician_notes(record: Recovery) -> None:
    """Lays out the notes, the newest first, each with the ways to correct it and to take it back, a field for another
    one, and folded what was corrected or taken back."""
    patient, today = record.patient, record.today
    notes = kept.notes(store(), viewer(), patient.id)
    section("Notes")
    st.caption(_WHOSE)
    for note in reversed([each for each in notes if each.standing]):
        _note(note, patient, today)
    _new_note(patient)
    if past := [each for each in notes if not each.standing]:
        with st.expander(f"Corrected or taken back ({len(past)})"):
            st.html("".join(_past(each, notes, patient, today) for each in reversed(past)))


def _note(note: PhysicianNote, patient: Patient, today: date) -> None:
    when = local_moment(note.written_at, patient.time_zone, today)
    corrected = ", corrected" if note.corrects else ""
    with st.container(key=f"note_{note.id}", gap="small"):
        st.html(
            f'<p class="since">{escape(note.author_name)}, {when}{corrected}</p>'
            f"<blockquote>{escape(note.text)}</blockquote>"
        )
        with st.container(horizontal=True):
            _correct(note, patient)
            if st.button("Take back", key=f"note_back_{note.id}", type="tertiary"):
                attempt(lambda: kept.undo(store(), viewer(), patient.id, note.id), "Note taken back.")


def _correct(note: PhysicianNote, patient: Patient) -> None:
    key = f"note_words_{note.id}"
    with st.popover("Correct", type="tertiary"), st.form(f"correct_{note.id}", border=False):
        st.text_area("The note as it should be", note.text, key=key, max_chars=CARE_NOTE_LENGTH)
        if st.form_submit_button("Keep", type="primary"):
            text = st.session_state[key]
            attempt(lambda: kept.correct(store(), viewer(), patient.id, note.id, text), "Note corrected.")


def _new_note(patient: Patient) -> None:
    key = f"new_note_{patient.id}"
    with st.form(f"notes_{patient.id}", border=False):
        st.text_area("New note", key=key, height=68, max_chars=CARE_NOTE_LENGTH)
        if st.form_submit_button("Keep note"):
            text = st.session_state[key]
            attempt(lambda: kept.add(store(), viewer(), patient.id, text), "Note kept.", empties=(key,))


def _past(note: PhysicianNote, notes: Sequence[PhysicianNote], patient: Patient, today: date) -> str:
    written = local_moment(note.written_at, patient.time_zone, today)
    gone = "" if note.retracted_at is None else local_moment(note.retracted_at, patient.time_zone, today)
    corrected = any(each.corrects == note.id and each.standing for each in notes)
    how = "Corrected" if corrected else "Taken back"
    return (
        f'<div class="past"><p class="since">{escape(note.author_name)}, {written}. '
        f"{how} by {escape(note.retracted_by_name)}, {gone}.</p><blockquote>{escape(note.text)}</blockquote></div>"
    )
