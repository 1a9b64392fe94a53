"""What the patient wants to ask at the next visit, for the physician."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.patients import Patient
from tracker.domain.visit import VisitQuestion
from tracker.web.components.dates import day_month, local_date
from tracker.web.components.page_head import quiet, section


def patient_questions(questions: Sequence[VisitQuestion], patient: Patient, today: date) -> None:
    """Lays out the questions in the patient's own words, each with the day on which it was written, or says that there
    are none."""
    section("The patient asks")
    if not questions:
        quiet("No question was written for the visit.")
        return
    lines = "".join(
        f"<li>{escape(each.text)} <span>{day_month(local_date(each.written_at, patient.time_zone), today)}</span></li>"
        for each in questions
    )
    st.html(f'<ul class="asked">{lines}</ul>')
