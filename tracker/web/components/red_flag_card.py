"""What a patient answered of red flags, for the physician: the sentence in the queue, and the card on the patient's
page with the acknowledgement. Words and times only: nothing is weighed up."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby

import streamlit as st

from tracker.domain.patients import Patient
from tracker.domain.red_flags import Acknowledgement, RedFlagAnswer, Urgency, worst
from tracker.domain.reference import red_flag_sign
from tracker.services import red_flags
from tracker.services.recovery import Recovery
from tracker.web.components.answered import acknowledgement_line
from tracker.web.components.dates import local_moment
from tracker.web.components.notice import attempt
from tracker.web.session import store, viewer

_ADVISED = {
    Urgency.NOW: "was told to get help at once",
    Urgency.TODAY: "was told to call the same day",
    Urgency.SOON: "was told to call within 24 hours",
}
"""What the page told the patient, by the worst of the signs."""


def red_flag_sentence(answers: Sequence[RedFlagAnswer], patient: Patient, today: date) -> str:
    """ "Ticked “numbness between the legs” (21 May, 14:02); was told to get help at once." Blank without answers."""
    if not answers:
        return ""
    ticked = "; ".join(
        f"{', '.join(f'“{red_flag_sign(key).short}”' for key in keys)} ({when})"
        for when, keys in _by_moment(answers, patient, today)
    )
    return f"Ticked {ticked}; {_ADVISED[worst(answers)]}."


def _by_moment(answers: Iterable[RedFlagAnswer], patient: Patient, today: date) -> list[tuple[str, list[str]]]:
    """The keys that were ticked in the same minute of the patient's clock, with that minute in words."""
    minutes = groupby(answers, key=lambda each: local_moment(each.at, patient.time_zone, today))
    return [(when, [key for each in ticked for key in each.signs]) for when, ticked in minutes]


def red_flag_card(record: Recovery) -> None:
    """Lays out what waits for a physician, with the way to acknowledge it, and folded what was acknowledged before.
    Nothing where the patient never ticked a sign."""
    waiting = [each for each in record.red_flags if each.open]
    seen = [each for each in record.red_flags if not each.open]
    if waiting:
        with st.container(border=True, key="red_flags"):
            _waiting(waiting, record.patient, record.today)
    if seen:
        with st.expander(f"Red flags acknowledged ({len(seen)})"):
            for each in reversed(seen):
                _past(each, record.patient, record.today)


def _waiting(answers: Sequence[RedFlagAnswer], patient: Patient, today: date) -> None:
    st.html(
        '<h2 class="section">Red flag ticked <span class="badge alarm">Not acknowledged</span></h2>'
        f"{_ticked(answers, patient, today)}"
        f'<p class="since">The patient {_ADVISED[worst(answers)]}, on the page.</p>'
        f"{_undone([seen for each in answers for seen in each.acknowledgements], patient, today)}"
    )
    key = f"red_flag_note_{patient.id}"
    with st.form("acknowledge_red_flags", border=False):
        st.text_area("Note (optional)", key=key, height=68, placeholder="What you found, and what follows")
        if st.form_submit_button("Acknowledge", type="primary"):
            ids, note = [each.id for each in answers], st.session_state[key]
            attempt(
                lambda: red_flags.acknowledge(store(), viewer(), patient.id, ids, note), "Acknowledged.", empties=(key,)
            )


def _ticked(answers: Iterable[RedFlagAnswer], patient: Patient, today: date) -> str:
    return "".join(
        f'<p class="since">Ticked by the patient on {when}</p><ul class="evidence">'
        f"{''.join(f'<li>{escape(red_flag_sign(key).words)}</li>' for key in keys)}</ul>"
        for when, keys in _by_moment(answers, patient, today)
    )


def _undone(given: Iterable[Acknowledgement], patient: Patient, today: date) -> str:
    """What was acknowledged and taken back again."""
    lines = [escape(acknowledgement_line(each, patient, today)) for each in given if not each.standing]
    return f'<ul class="grounds">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def _past(answer: RedFlagAnswer, patient: Patient, today: date) -> None:
    seen = answer.acknowledgement
    if seen is None:
        return
    note = f"<blockquote>{escape(seen.note)}</blockquote>" if seen.note else ""
    st.html(
        f'<div class="past">{_ticked([answer], patient, today)}'
        f'<p class="reviewed">✓ Acknowledged by {escape(seen.name)}, '
        f"{local_moment(seen.at, patient.time_zone, today)}</p>{note}"
        f"{_undone(answer.acknowledgements, patient, today)}</div>"
    )
    if st.button("Undo", key=f"undo_{seen.id}"):
        attempt(lambda: red_flags.undo(store(), viewer(), seen.id), "Acknowledgement undone.")
