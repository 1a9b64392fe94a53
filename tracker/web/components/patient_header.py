"""The top of a patient's page: who, which operation, where on the clock, and the verdict in words."""

from html import escape

import streamlit as st

from tracker.domain.assessment import Assessment
from tracker.domain.explanation import improvement_words, verdict
from tracker.domain.patients import Episode
from tracker.domain.reference import thresholds
from tracker.services.recovery import Recovery
from tracker.web.components.page_head import heading


def patient_header(record: Recovery) -> None:
    """Lays out the heading and, where there is an assessment, the verdict."""
    patient, episode = record.patient, record.patient.episode
    heading(patient.name, f"{episode.operation} · {patient.id}", demo=patient.demo)
    if record.assessment is None:
        return
    said = verdict(episode, record.assessment)
    detail = clock_words(episode, record.assessment) + improvement_words(episode, record.assessment)
    st.html(
        f'<p class="verdict"><strong>{escape(said.headline)}</strong> {escape(said.sentence)}</p>'
        f'<p class="detail">{escape(" · ".join(detail))}</p>'
    )


def clock_words(episode: Episode, assessment: Assessment) -> list[str]:
    """Where the patient stands on the clock of the surgery, and how much of the last four weeks was logged."""
    on = episode.surgery_date
    words = [f"Day {assessment.day} after surgery on {on.day} {on:%b %Y}"]
    if assessment.day >= thresholds().days("high_review_day"):
        words.append("past the 6-month mark")
    elif assessment.day >= thresholds().days("first_review_day"):
        words.append("past the 3-month mark")
    words.append(f"{assessment.entries_28d} of the last {assessment.days_asked_28d} days logged")
    if (last := assessment.last_entry) is None:
        words.append("no entry yet")
    elif not assessment.entries_28d:
        words.append(f"last entry on {last.day} {last:%b %Y}")
    return words
