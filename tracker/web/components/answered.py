"""A physician's answer in one line, be it to a flag or to a red flag: who, when, in what words, and who undid it."""

from datetime import date, datetime

from tracker.domain.assessment import Review
from tracker.domain.patients import Patient
from tracker.domain.red_flags import Acknowledgement
from tracker.web.components.dates import day_month, local_moment


def review_line(review: Review, patient: Patient, today: date) -> str:
    """ "Acknowledged by Dr Able, 21 May, 12:02, until 4 Jun: “seen”. Undone by Dr Baker, 22 May, 09:00." """
    snoozed = f", until {day_month(review.until, today)}" if review.until else ""
    seen = f"{_signed('Acknowledged', review.reviewer_name, review.reviewed_at, patient, today)}{snoozed}"
    return _line(seen, review.note, _undone(review.undone_at, review.undone_by_name, patient, today))


def acknowledgement_line(seen: Acknowledgement, patient: Patient, today: date) -> str:
    """As `review_line`, for what a patient answered of red flags."""
    signed = _signed("Acknowledged", seen.name, seen.at, patient, today)
    return _line(signed, seen.note, _undone(seen.undone_at, seen.undone_by_name, patient, today))


def _line(seen: str, note: str, undone: str) -> str:
    return f"{seen}: “{note}”.{undone}" if note else f"{seen}.{undone}"


def _undone(at: datetime | None, name: str, patient: Patient, today: date) -> str:
    return "" if at is None else f" {_signed('Undone', name, at, patient, today)}."


def _signed(done: str, name: str, at: datetime, patient: Patient, today: date) -> str:
    return f"{done} by {name}, {local_moment(at, patient.time_zone, today)}"
