"""What belongs to the next visit."""

from datetime import datetime

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
