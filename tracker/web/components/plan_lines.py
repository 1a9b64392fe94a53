"""The plan for a patient, on top of the physician's page: what was to be done at this visit, ticked off in one tap."""

from datetime import date
from html import escape

import streamlit as st

from tracker.domain.care_notes import PLAN_LENGTH, PlanLine
from tracker.domain.patients import Patient
from tracker.domain.snooze import AHEAD
from tracker.services import plan
from tracker.services.recovery import Recovery
from tracker.web.components.dates import day_month, local_date, local_moment
from tracker.web.components.notice import attempt
from tracker.web.components.wording import plain
from tracker.web.session import store, viewer


def plan_lines(record: Recovery) -> None:
    """Lays out the open lines, those that wait today first, then those that were closed today with the way back, the
    earlier ones folded, and the way to add one. The patient sees none of it, and nothing is sent."""
    patient, today = record.patient, record.today
    lines = [each for each in plan.lines(store(), viewer(), patient.id) if each.standing]
    closed_today = [each for each in lines if _closed_on(each, patient) == today]
    earlier = [each for each in lines if not each.open and each not in closed_today]
    with st.container(key="plan", gap="xsmall"):
        for line in sorted((each for each in lines if each.open), key=lambda each: _by_need(each, today)):
            _open_line(line, patient, today)
        for line in closed_today:
            _closed_line(line, patient)
        with st.container(horizontal=True, vertical_alignment="center"):
            _new_line(patient, today)
            if earlier:
                with st.popover(f"Done before ({len(earlier)})", type="tertiary"):
                    st.html(f'<ul class="grounds">{"".join(_past(each, patient, today) for each in earlier)}</ul>')


def _by_need(line: PlanLine, today: date) -> tuple[bool, date, str]:
    """What waits today before what is for later, the longest planned first."""
    return (not line.waits_on(today), line.due or today, line.written_at.isoformat())


def _closed_on(line: PlanLine, patient: Patient) -> date | None:
    return None if line.done_at is None else local_date(line.done_at, patient.time_zone)


def _open_line(line: PlanLine, patient: Patient, today: date) -> None:
    written = day_month(local_date(line.written_at, patient.time_zone), today)
    due = "" if line.due is None else f" (for {day_month(line.due, today)})"
    with st.container(horizontal=True, vertical_alignment="center", key=f"plan_line_{line.id}"):
        label = f"Plan from {written}{due}: {line.text}"
        help_ = f"{line.author_name}. Tick it when it is done."
        if st.checkbox(plain(label), key=f"plan_done_{line.id}", help=plain(help_)):
            attempt(lambda: plan.close(store(), viewer(), patient.id, line.id), "Closed.")
        if st.button("Take back", key=f"plan_back_{line.id}", type="tertiary"):
            attempt(lambda: plan.undo(store(), viewer(), patient.id, line.id), "Taken back.")


def _closed_line(line: PlanLine, patient: Patient) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"plan_line_{line.id}"):
        st.html(f'<p class="reviewed">✓ Done: {escape(line.text)}</p>', width="content")
        if st.button("Undo", key=f"plan_undo_{line.id}", type="tertiary"):
            attempt(lambda: plan.reopen(store(), viewer(), patient.id, line.id), "Open again.")


def _past(line: PlanLine, patient: Patient, today: date) -> str:
    when = "" if line.done_at is None else local_moment(line.done_at, patient.time_zone, today)
    return f"<li>{escape(line.text)} (done by {escape(line.done_by_name)}, {when})</li>"


def _new_line(patient: Patient, today: date) -> None:
    words, due = f"plan_words_{patient.id}", f"plan_due_{patient.id}"
    with st.popover("Add to the plan", icon=":material/add:"), st.form(f"plan_{patient.id}", border=False):
        st.text_input("What is to be done", key=words, max_chars=PLAN_LENGTH, placeholder="Check SI block")
        st.date_input(
            "On (blank: at the next visit)",
            None,
            key=due,
            min_value=today,
            max_value=today + AHEAD,
            format="DD/MM/YYYY",
        )
        if st.form_submit_button("Add", type="primary"):
            text, on = st.session_state[words], st.session_state[due]
            attempt(
                lambda: plan.add(store(), viewer(), patient.id, text, on),
                "Added to the plan.",
                empties=(words,),
                unchosen=(due,),
            )
