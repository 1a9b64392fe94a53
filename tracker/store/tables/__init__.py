"""The tables of the store, by what they are about."""

from tracker.store.tables.base import Base, UtcDateTime
from tracker.store.tables.care_notes import PhysicianNoteRow, PlanLineRow
from tracker.store.tables.people import (
    AccountRow,
    AuditEventRow,
    CareTeamMemberRow,
    CareTeamPatientRow,
    CareTeamRow,
    SignInSessionRow,
)
from tracker.store.tables.record import (
    DiaryEntryRow,
    DiaryRevisionRow,
    DraftRow,
    EpisodeRow,
    IntakeRow,
    PatientRow,
    ReadingRow,
    TreatmentRow,
)
from tracker.store.tables.reminders import ReminderRow, ReminderSentRow
from tracker.store.tables.review import (
    AssessmentRow,
    FlagRow,
    RedFlagAcknowledgementRow,
    RedFlagAnswerRow,
    ReviewRow,
)
from tracker.store.tables.visit import PastFollowUpRow, VisitQuestionRow

__all__ = [
    "AccountRow",
    "AssessmentRow",
    "AuditEventRow",
    "Base",
    "CareTeamMemberRow",
    "CareTeamPatientRow",
    "CareTeamRow",
    "DiaryEntryRow",
    "DiaryRevisionRow",
    "DraftRow",
    "EpisodeRow",
    "FlagRow",
    "IntakeRow",
    "PastFollowUpRow",
    "PatientRow",
    "PhysicianNoteRow",
    "PlanLineRow",
    "ReadingRow",
    "RedFlagAcknowledgementRow",
    "RedFlagAnswerRow",
    "ReminderRow",
    "ReminderSentRow",
    "ReviewRow",
    "SignInSessionRow",
    "TreatmentRow",
    "UtcDateTime",
    "VisitQuestionRow",
]
