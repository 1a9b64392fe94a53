"""What physicians write on a patient for themselves. Rows are added and marked; nothing is deleted."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.care_notes import CARE_NOTE_LENGTH, PLAN_LENGTH
from tracker.store.tables.base import Base, owned_by_patient, written


class PhysicianNoteRow(Base):
    """A note on a patient; one that was corrected or taken back stays."""

    __tablename__ = "physician_note"
    __table_args__ = (
        written("text", CARE_NOTE_LENGTH),
        CheckConstraint("(retracted_at IS NULL) = (retracted_by IS NULL)", name="retracted_by_someone"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient(index=True)
    written_by: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    written_at: Mapped[datetime]
    text: Mapped[str]
    corrects: Mapped[str | None] = mapped_column(ForeignKey("physician_note.id", ondelete="CASCADE"))
    retracted_at: Mapped[datetime | None]
    retracted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))


class PlanLineRow(Base):
    """What is to be done on a date, or at the next visit where there is none."""

    __tablename__ = "plan_line"
    __table_args__ = (
        written("text", PLAN_LENGTH),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_by_someone"),
        CheckConstraint("(retracted_at IS NULL) = (retracted_by IS NULL)", name="retracted_by_someone"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient(index=True)
    written_by: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    written_at: Mapped[datetime]
    text: Mapped[str]
    due: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    retracted_at: Mapped[datetime | None]
    retracted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
