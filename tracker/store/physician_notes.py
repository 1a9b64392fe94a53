"""Notes of physicians on a patient. Whoever follows the patient reads, a physician of the care team writes; a patient
learns that there are some, and nothing of what they say."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain.care_notes import PhysicianNote
from tracker.domain.errors import BadInput, Fault
from tracker.domain.people import Viewer
from tracker.store.engine import Query, Transaction
from tracker.store.scope import Condition, check_interprets, check_own, check_treats
from tracker.store.tables import (
    AccountRow,
    FlagRow,
    PhysicianNoteRow,
    PlanLineRow,
    RedFlagAcknowledgementRow,
    RedFlagAnswerRow,
    ReviewRow,
)
from tracker.store.text import check_text, storable


def notes(tx: Transaction, viewer: Viewer, patient_id: str) -> tuple[PhysicianNote, ...]:
    """The notes on one patient by time, those too that were corrected or taken back. Raises NotAllowed where the viewer
    may not see the patient, and for a patient."""
    check_interprets(tx, viewer, patient_id)
    return _notes(tx, PhysicianNoteRow.patient_id == patient_id)


def add_note(
    tx: Transaction, viewer: Viewer, patient_id: str, text: str, now: datetime, *, corrects: str | None = None
) -> PhysicianNote:
    """Add a note, in the place of the one that it corrects where that is given. For physicians of the care team; raises
    NotAllowed for others, BadInput for text that cannot be stored and where the other one does not stand any more.
    Whether the text makes sense is for the caller to check (`check_care_note`)."""
    check_treats(tx, viewer, patient_id)
    check_text(note=text)
    if corrects is not None:
        _retract(tx, viewer, patient_id, corrects, now)
    row = {"id": uuid4().hex, "patient_id": patient_id, "written_by": viewer.account_id, "written_at": now}
    tx.connection.execute(sa.insert(PhysicianNoteRow).values(**row, text=text, corrects=corrects))
    return _notes(tx, PhysicianNoteRow.id == row["id"])[0]


def retract_note(tx: Transaction, viewer: Viewer, patient_id: str, note_id: str, now: datetime) -> PhysicianNote:
    """Take a note back; it stays in the record, with who did and when, and the one that it corrected stands again. For
    physicians of the care team; raises NotAllowed for others, BadInput where it does not stand any more."""
    check_treats(tx, viewer, patient_id)
    _retract(tx, viewer, patient_id, note_id, now)
    (retracted,) = _notes(tx, PhysicianNoteRow.id == note_id)
    if retracted.corrects is not None:
        again = sa.update(PhysicianNoteRow).where(PhysicianNoteRow.id == retracted.corrects)
        tx.connection.execute(again.values(retracted_at=None, retracted_by=None))
    return retracted


def are_kept(tx: Transaction, viewer: Viewer, patient_id: str) -> bool:
    """Whether the care team has ever written anything on the patient for itself: a note, a line of the plan, or words
    to an acknowledgement. For the patient and the operator; raises NotAllowed for others."""
    check_own(tx, viewer, patient_id)
    written = (
        sa.exists().where(PhysicianNoteRow.patient_id == patient_id),
        sa.exists().where(PlanLineRow.patient_id == patient_id),
        sa.exists().where(ReviewRow.flag_id == FlagRow.id, FlagRow.patient_id == patient_id, ReviewRow.note != ""),
        sa.exists().where(
            RedFlagAcknowledgementRow.answer_id == RedFlagAnswerRow.id,
            RedFlagAnswerRow.patient_id == patient_id,
            RedFlagAcknowledgementRow.note != "",
        ),
    )
    return bool(tx.connection.execute(sa.select(sa.or_(*written))).scalar_one())


def _retract(tx: Transaction, viewer: Viewer, patient_id: str, note_id: str, now: datetime) -> None:
    """Mark a note of the patient as not standing any more. Raises BadInput where it does not stand."""
    standing = (
        PhysicianNoteRow.id == note_id,
        PhysicianNoteRow.patient_id == patient_id,
        PhysicianNoteRow.retracted_at.is_(None),
    )
    mark = sa.update(PhysicianNoteRow).where(*standing).values(retracted_at=now, retracted_by=viewer.account_id)
    if not storable(note_id) or tx.connection.execute(mark).rowcount == 0:
        raise BadInput(Fault("note", None, "was corrected or taken back already", "Load the page again."))


def _notes(tx: Transaction, which: Condition) -> tuple[PhysicianNote, ...]:
    retracter = aliased(AccountRow)
    query: Query = (
        sa.select(
            PhysicianNoteRow.id,
            PhysicianNoteRow.patient_id,
            PhysicianNoteRow.written_by,
            AccountRow.display_name,
            PhysicianNoteRow.written_at,
            PhysicianNoteRow.text,
            PhysicianNoteRow.corrects,
            PhysicianNoteRow.retracted_at,
            sa.func.coalesce(retracter.display_name, ""),
        )
        .join(AccountRow, AccountRow.id == PhysicianNoteRow.written_by)
        .outerjoin(retracter, retracter.id == PhysicianNoteRow.retracted_by)
        .where(which)
        .order_by(PhysicianNoteRow.written_at, PhysicianNoteRow.id)
    )
    return tuple(PhysicianNote(*row) for row in tx.connection.execute(query))
