"""What patients want to ask at a visit. The patient and the operator write; whoever may see the patient reads."""

from dataclasses import astuple

import sqlalchemy as sa

from tracker.domain.errors import NotAllowed
from tracker.domain.people import Viewer
from tracker.domain.visit import QUESTION, VisitQuestion
from tracker.store.engine import Query, Transaction
from tracker.store.scope import check_visible, check_writes_diary
from tracker.store.tables import VisitQuestionRow
from tracker.store.text import check_text, storable

_FIELDS = (
    VisitQuestionRow.id,
    VisitQuestionRow.patient_id,
    VisitQuestionRow.text,
    VisitQuestionRow.written_at,
)
"""The columns of a VisitQuestion, in the order of its fields."""


def questions(tx: Transaction, viewer: Viewer, patient_id: str) -> tuple[VisitQuestion, ...]:
    """The questions of one patient, the first written first. Raises NotAllowed where the viewer may not see the
    patient."""
    check_visible(tx, viewer, patient_id)
    query: Query = sa.select(*_FIELDS).where(VisitQuestionRow.patient_id == patient_id)
    ordered = query.order_by(VisitQuestionRow.written_at, VisitQuestionRow.id)
    return tuple(VisitQuestion(*row) for row in tx.connection.execute(ordered))


def save_question(tx: Transaction, viewer: Viewer, question: VisitQuestion) -> None:
    """Add a question, or put the text of the one with its id in other words. Raises NotAllowed unless the viewer is the
    patient or the operator, and where the id belongs to another patient; BadInput for text that cannot be stored.
    Whether it makes sense is for the caller to check (`check_question`)."""
    check_writes_diary(tx, viewer, question.patient_id)
    check_text(id=question.id, question=question.text)
    row = {column.key: value for column, value in zip(_FIELDS, astuple(question), strict=True)}
    insert = tx.insert(VisitQuestionRow).values(row)
    own = VisitQuestionRow.patient_id == question.patient_id
    changed = {"text": insert.excluded["text"]}
    if not tx.took(insert.on_conflict_do_update(index_elements=["id"], set_=changed, where=own)):
        raise NotAllowed(QUESTION)


def remove_question(tx: Transaction, viewer: Viewer, patient_id: str, question_id: str) -> None:
    """Take a question away for good. Raises NotAllowed unless the viewer is the patient or the operator, and where the
    patient has no such question."""
    check_writes_diary(tx, viewer, patient_id)
    if not storable(question_id):
        raise NotAllowed(QUESTION)
    own = (VisitQuestionRow.patient_id == patient_id, VisitQuestionRow.id == question_id)
    if tx.connection.execute(sa.delete(VisitQuestionRow).where(*own)).rowcount == 0:
        raise NotAllowed(QUESTION)
