"""The trace that every look at a record leaves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What was done. The values are stored: add, never rename."""

    SIGNED_IN = "signed in"
    SIGN_IN_REFUSED = "sign-in refused"
    SIGNED_OUT = "signed out"
    PANEL_VIEWED = "panel viewed"
    RECORD_VIEWED = "record viewed"
    RECORD_REFUSED = "record refused"
    ENTRY_SAVED = "entry saved"
    TREATMENT_SAVED = "treatment saved"
    TREATMENT_REMOVED = "treatment removed"
    READING_SAVED = "reading saved"
    READING_REMOVED = "reading removed"
    FLAG_ACKNOWLEDGED = "flag acknowledged"
    ACKNOWLEDGEMENT_UNDONE = "acknowledgement undone"
    RED_FLAG_ANSWERED = "red flag answered"
    RED_FLAG_ACKNOWLEDGED = "red flag acknowledged"
    RED_FLAG_ACKNOWLEDGEMENT_UNDONE = "red flag acknowledgement undone"
    FOLLOW_UP_SET = "follow-up set"
    EXPORTED = "exported"
    IMPORTED = "imported"
    PATIENT_ADDED = "patient added"
    ACCOUNT_CHANGED = "account changed"
    CARE_TEAM_CHANGED = "care team changed"
    AUDIT_VIEWED = "audit viewed"
    REMINDER_CHANGED = "reminder changed"
    VISIT_QUESTION_SAVED = "visit question saved"
    VISIT_QUESTION_REMOVED = "visit question removed"
    NOTE_WRITTEN = "note written"
    NOTE_CORRECTED = "note corrected"
    NOTE_TAKEN_BACK = "note taken back"
    PLAN_LINE_WRITTEN = "plan line written"
    PLAN_LINE_CLOSED = "plan line closed"
    PLAN_LINE_REOPENED = "plan line reopened"
    PLAN_LINE_TAKEN_BACK = "plan line taken back"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the trail; `at` is aware UTC; `detail` never holds clinical values."""

    id: int
    at: datetime
    action: Action
    account_id: str | None
    account_name: str
    patient_id: str | None
    detail: str
    address: str
