"""What patients answered of red flags. The patient and the operator write; whoever may see the patient reads; a
physician of the care team acknowledges, in words that are not for the patient."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from tracker.domain.diary import NOTE_LENGTH
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.people import Role, Viewer
from tracker.domain.red_flags import Acknowledgement, RedFlagAnswer, Urgency
from tracker.store.engine import Query, Row, Transaction
from tracker.store.scope import Condition, among, check_visible, check_writes_diary, hold, visible
from tracker.store.tables import AccountRow, RedFlagAnswerRow
from tracker.store.text import check_text

_BETWEEN = " "
"""Stands between the keys of signs, none of which has one."""


def add_answer(tx: Transaction, viewer: Viewer, answer: RedFlagAnswer) -> None:
    """Store an answer that nobody has acknowledged yet. Raises NotAllowed unless the viewer is the patient or the
    operator. Whether its signs are known is for the caller to check (`check_signs`)."""
    check_writes_diary(tx, viewer, answer.patient_id)
    insert = sa.insert(RedFlagAnswerRow).values(
        id=answer.id,
        patient_id=answer.patient_id,
        at=answer.at,
        local_date=answer.local_date,
        signs=_BETWEEN.join(answer.signs),
        urgency=answer.urgency,
        note="",
    )
    tx.connection.execute(insert)


def answers(
    tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None, *, open_only: bool = False
) -> tuple[RedFlagAnswer, ...]:
    """The answers of those that the viewer may see (of `patient_ids`, where given), by patient and time. `open_only`
    leaves those that nobody has acknowledged. The note of an acknowledgement is blank for a patient."""
    which = sa.and_(visible(RedFlagAnswerRow.patient_id, viewer), among(tx, RedFlagAnswerRow.patient_id, patient_ids))
    if open_only:
        which = sa.and_(which, RedFlagAnswerRow.acknowledged_at.is_(None))
    return tuple(_answer(row, viewer) for row in tx.connection.execute(_where(which)))


def acknowledge(
    tx: Transaction, viewer: Viewer, patient_id: str, answer_ids: Collection[str], *, note: str, now: datetime
) -> tuple[RedFlagAnswer, ...]:
    """Note that a physician has seen these answers of one patient, and no other that came meanwhile; they are given as
    they stand then. For physicians of the care team; raises NotAllowed for others, and where one of the answers is not
    this patient's; BadInput where one is acknowledged already, or for a note that cannot be stored."""
    if viewer.role is not Role.PHYSICIAN:
        raise NotAllowed
    check_visible(tx, viewer, patient_id)
    hold(tx, patient_id)
    which = sa.and_(RedFlagAnswerRow.patient_id == patient_id, among(tx, RedFlagAnswerRow.id, answer_ids))
    found = [_answer(row, viewer) for row in tx.connection.execute(_where(which))]
    if not found or len(found) < len(set(answer_ids)):
        raise NotAllowed
    for answer in found:
        if answer.acknowledgement is not None:
            problem = f"was acknowledged already, by {answer.acknowledgement.name}"
            raise BadInput(Fault("red flag", None, problem, "Load the page again."))
    check_text(note=note)
    if len(note) > NOTE_LENGTH:
        raise BadInput(Fault("note", None, f"has {len(note):,} characters", f"Shorten it to {NOTE_LENGTH:,} or fewer."))
    seen = {"acknowledged_at": now, "acknowledged_by": viewer.account_id, "note": note}
    tx.connection.execute(sa.update(RedFlagAnswerRow).where(which).values(**seen))
    return tuple(_answer(row, viewer) for row in tx.connection.execute(_where(which)))


def _where(which: Condition) -> Query:
    return (
        sa.select(*RedFlagAnswerRow.__table__.c, AccountRow.display_name)
        .outerjoin(AccountRow, AccountRow.id == RedFlagAnswerRow.acknowledged_by)
        .where(which)
        .order_by(RedFlagAnswerRow.patient_id, RedFlagAnswerRow.at, RedFlagAnswerRow.id)
    )


def _answer(row: Row, viewer: Viewer) -> RedFlagAnswer:
    seen = None
    if row.acknowledged_at is not None:
        note = row.note if viewer.reads_interpretations else ""
        seen = Acknowledgement(row.acknowledged_by, row.display_name, row.acknowledged_at, note)
    signs = tuple(row.signs.split(_BETWEEN))
    return RedFlagAnswer(row.id, row.patient_id, row.at, row.local_date, signs, Urgency(row.urgency), seen)
