"""What belongs to a visit: the next one and those before."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.visit import QUESTION_LENGTH
from tracker.store.tables.base import Base, owned_by_patient, written


class VisitQuestionRow(Base):
    """One question that a patient wants to ask."""

    __tablename__ = "visit_question"
    __table_args__ = (written("text", QUESTION_LENGTH),)

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient(index=True)
    text: Mapped[str]
    written_at: Mapped[datetime]


class PastFollowUpRow(Base):
    """One follow-up date that came before another was planned."""

    __tablename__ = "past_follow_up"

    patient_id: Mapped[str] = owned_by_patient(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
