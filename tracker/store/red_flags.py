"""What patients answered of red flags. The patient and the operator write; whoever may see the patient reads; a
physician of the care team acknowledges and takes that back, in words that are not for the patient."""

from collections.abc import Callable, Collection
from datetime import datetime
from itertools import groupby
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.people import Role, Viewer
from tracker.domain.red_flags import Acknowledgement, RedFlagAnswer, Urgency
from tracker.store.engine import Query, Row, Transaction
from tracker.store.scope import Condition, among, check_treats, check_writes_diary, visible
from tracker.store.tables import AccountRow, RedFlagAcknowledgementRow, RedFlagAnswerRow
from tracker.store.text import check_note, storable

_BETWEEN = " "
"""Stands between the keys of signs, none of which has one."""

_ACKNOWLEDGEMENT = "This acknowledgement"


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
    )
    tx.connection.execute(insert)


def answers(
    tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None, *, open_only: bool = False
) -> tuple[RedFlagAnswer, ...]:
    """The answers of those that the viewer may see (of `patient_ids`, where given), by patient and time. `open_only`
    leaves those that wait for a physician. A patient is told who acknowledged, and neither the note nor what was
    undone."""
    which = sa.and_(visible(RedFlagAnswerRow.patient_id, viewer), among(tx, RedFlagAnswerRow.patient_id, patient_ids))
    if open_only:
        which = sa.and_(which, ~_acknowledged(lambda seen: seen.undone_at.is_(None)))
    return _answers(tx, viewer, which)


def acknowledge(
    tx: Transaction, viewer: Viewer, patient_id: str, answer_ids: Collection[str], *, note: str, now: datetime
) -> tuple[RedFlagAnswer, ...]:
    """Note that a physician has seen these answers of one patient, and no other that came meanwhile; they are given as
    they stand then. For physicians of the care team; raises NotAllowed for others, and where one of the answers is not
    this patient's; BadInput where one is acknowledged already, or for a note that cannot be stored."""
    check_treats(tx, viewer, patient_id)
    which = sa.and_(RedFlagAnswerRow.patient_id == patient_id, among(tx, RedFlagAnswerRow.id, answer_ids))
    found = _answers(tx, viewer, which)
    if not found or len(found) < len(set(answer_ids)):
        raise NotAllowed
    for answer in found:
        if answer.acknowledgement is not None:
            problem = f"was acknowledged already, by {answer.acknowledgement.name}"
            raise BadInput(Fault("red flag", None, problem, "Load the page again."))
    check_note(note)
    seen = {"acknowledged_at": now, "acknowledged_by": viewer.account_id, "note": note}
    rows = [{"id": uuid4().hex, "answer_id": answer.id, **seen} for answer in found]
    tx.connection.execute(sa.insert(RedFlagAcknowledgementRow), rows)
    return _answers(tx, viewer, which)


def undo(tx: Transaction, viewer: Viewer, acknowledgement_id: str, now: datetime) -> RedFlagAnswer:
    """Take an acknowledgement back: its answer waits for a physician again, and is given as it stands then. It stays in
    the record, with who undid it and when. For physicians of the care team; raises NotAllowed for others, BadInput
    where it was undone already."""
    if viewer.role is not Role.PHYSICIAN or not storable(acknowledgement_id):
        raise NotAllowed(_ACKNOWLEDGEMENT)
    which = sa.and_(
        visible(RedFlagAnswerRow.patient_id, viewer), _acknowledged(lambda seen: seen.id == acknowledgement_id)
    )
    if not _answers(tx, viewer, which):
        raise NotAllowed(_ACKNOWLEDGEMENT)
    standing = (RedFlagAcknowledgementRow.id == acknowledgement_id, RedFlagAcknowledgementRow.undone_at.is_(None))
    update = sa.update(RedFlagAcknowledgementRow).where(*standing)
    if not tx.connection.execute(update.values(undone_at=now, undone_by=viewer.account_id)).rowcount:
        raise BadInput(Fault("acknowledgement", None, "was undone already", "Load the page again."))
    return _answers(tx, viewer, which)[0]


def _acknowledged(such: Callable[[type[RedFlagAcknowledgementRow]], Condition]) -> Condition:
    """The condition that an answer has an acknowledgement for which another one holds."""
    seen = aliased(RedFlagAcknowledgementRow)
    return sa.exists().where(seen.answer_id == RedFlagAnswerRow.id, such(seen))


def _answers(tx: Transaction, viewer: Viewer, which: Condition) -> tuple[RedFlagAnswer, ...]:
    rows = tx.connection.execute(_where(which)).all()
    return tuple(_answer(list(of_one), viewer) for _, of_one in groupby(rows, key=lambda row: row.id))


def _where(which: Condition) -> Query:
    """A row for each acknowledgement of an answer, and one for an answer that has none."""
    undoer = aliased(AccountRow)
    seen = RedFlagAcknowledgementRow
    return (
        sa.select(
            *RedFlagAnswerRow.__table__.c,
            seen.id.label("acknowledgement"),
            seen.acknowledged_by,
            AccountRow.display_name,
            seen.acknowledged_at,
            seen.note,
            seen.undone_at,
            sa.func.coalesce(undoer.display_name, "").label("undone_by_name"),
        )
        .outerjoin(seen, seen.answer_id == RedFlagAnswerRow.id)
        .outerjoin(AccountRow, AccountRow.id == seen.acknowledged_by)
        .outerjoin(undoer, undoer.id == seen.undone_by)
        .where(which)
        .order_by(RedFlagAnswerRow.patient_id, RedFlagAnswerRow.at, RedFlagAnswerRow.id, seen.acknowledged_at, seen.id)
    )


def _answer(rows: list[Row], viewer: Viewer) -> RedFlagAnswer:
    row = rows[0]
    seen = tuple(_acknowledgement(each, viewer) for each in rows if each.acknowledgement is not None)
    told = seen if viewer.reads_interpretations else tuple(each for each in seen if each.standing)
    signs = tuple(row.signs.split(_BETWEEN))
    return RedFlagAnswer(row.id, row.patient_id, row.at, row.local_date, signs, Urgency(row.urgency), told)


def _acknowledgement(row: Row, viewer: Viewer) -> Acknowledgement:
    return Acknowledgement(
        row.acknowledgement,
        row.acknowledged_by,
        row.display_name,
        row.acknowledged_at,
        row.note if viewer.reads_interpretations else "",
        row.undone_at,
        row.undone_by_name,
    )
