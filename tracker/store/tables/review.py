"""What the engine said, what patients answered of red flags, and what physicians answered to both."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.diary import NOTE_LENGTH
from tracker.domain.patients import Site
from tracker.domain.red_flags import Urgency
from tracker.store.tables.base import Base, one_of, owned_by_patient, written


class AssessmentRow(Base):
    """The newest assessment of a patient, without its flags. `sites` is a list of records, `sparkline` of numbers."""

    __tablename__ = "assessment"
    __table_args__ = (
        one_of("leading_site", Site),
        CheckConstraint("entries_28d BETWEEN 0 AND days_asked_28d", name="entries_28d"),
    )

    patient_id: Mapped[str] = owned_by_patient(primary_key=True)
    as_of: Mapped[date]
    day: Mapped[int]
    sites: Mapped[list[Any]]
    entries_28d: Mapped[int]
    days_asked_28d: Mapped[int]
    last_entry: Mapped[date | None]
    leading_site: Mapped[Site]
    sparkline: Mapped[list[Any]]
    rule_version: Mapped[str]
    assessed_at: Mapped[datetime]


class FlagRow(Base):
    """One stretch for which a rule held. `site` is blank where the rule is about the log as a whole (blank, not NULL,
    so that the same flag cannot be stored twice)."""

    __tablename__ = "flag"
    __table_args__ = (
        UniqueConstraint("patient_id", "kind", "site", "detected_on"),
        one_of("kind", FlagKind),
        one_of("severity", Severity),
        one_of("site", ("", *Site)),
        CheckConstraint("cleared_on > detected_on", name="cleared_after_detected"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient()
    kind: Mapped[FlagKind]
    severity: Mapped[Severity]
    site: Mapped[str]
    onset_date: Mapped[date]
    detected_on: Mapped[date]
    cleared_on: Mapped[date | None]
    rule_version: Mapped[str]
    evidence: Mapped[str]
    stored_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ReviewRow(Base):
    """A physician's answer to a flag as severe as it was then; an undone one stays."""

    __tablename__ = "review"
    __table_args__ = (
        one_of("severity", Severity),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_someone"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    flag_id: Mapped[str] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"), index=True)
    reviewed_by: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    reviewed_at: Mapped[datetime]
    note: Mapped[str]
    severity: Mapped[Severity]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    until: Mapped[date | None]


class RedFlagAnswerRow(Base):
    """The signs that a patient ticked at a moment, as keys with a blank between them. Rows are added; nothing changes
    or takes one back."""

    __tablename__ = "red_flag_answer"
    __table_args__ = (written("signs", 1000), one_of("urgency", Urgency))

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient(index=True)
    at: Mapped[datetime]
    local_date: Mapped[date]
    signs: Mapped[str]
    urgency: Mapped[Urgency]


class RedFlagAcknowledgementRow(Base):
    """That a physician has seen an answer; an undone one stays."""

    __tablename__ = "red_flag_acknowledgement"
    __table_args__ = (
        CheckConstraint(f"length(note) <= {NOTE_LENGTH}", name="note"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_someone"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("red_flag_answer.id", ondelete="CASCADE"), index=True)
    acknowledged_by: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    acknowledged_at: Mapped[datetime]
    note: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
