"""Flags with their reviews, and how physicians answer them. Never for a patient."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain.assessment import Review, Severity, StoredFlag, covering
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.people import Role, Viewer
from tracker.store.engine import Query, Row, Transaction
from tracker.store.flag_rows import ORDER, to_flag
from tracker.store.scope import Condition, among, hold, interpreted
from tracker.store.tables import AccountRow, FlagRow, PatientRow, ReviewRow
from tracker.store.text import check_note, storable

_FLAG, _REVIEW = "This flag", "This review"


def flags(
    tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None, *, open_only: bool = False
) -> tuple[StoredFlag, ...]:
    """The flags of those that the viewer may see (of `patient_ids`, where given) with all their reviews, by patient and
    date of detection. `open_only` leaves those that are neither cleared nor withdrawn. Empty for a patient."""
    which = sa.and_(interpreted(FlagRow.patient_id, viewer), among(tx, FlagRow.patient_id, patient_ids))
    if open_only:
        which = sa.and_(which, FlagRow.cleared_on.is_(None), FlagRow.withdrawn_at.is_(None))
    reviews = _reviews_by_flag(tx, which)
    rows = tx.connection.execute(sa.select(*FlagRow.__table__.c).where(which).order_by(*ORDER))
    return tuple(
        StoredFlag(row.id, row.patient_id, to_flag(row), tuple(reviews[row.id]), row.withdrawn_at) for row in rows
    )


def acknowledge(
    tx: Transaction, viewer: Viewer, flag_id: str, note: str, now: datetime, *, until: date | None = None
) -> Review:
    """Answer a flag as severe as it is, for good or until a date of the patient's, on which it asks again. For
    physicians of the care team; raises NotAllowed for others, BadInput where the flag was withdrawn or is answered
    already, or for a note that cannot be stored. Whether the date makes sense is for the caller to check
    (`check_until`)."""
    hold(tx, patient_of_flag(tx, viewer, flag_id))
    flag = _visible_flag(tx, viewer, flag_id)
    if flag.withdrawn_at is not None:
        raise BadInput(Fault("flag", None, "was withdrawn after a change of the diary", "Load the page again."))
    _check_unanswered(tx, flag, now)
    check_note(note)
    row = {"id": uuid4().hex, "flag_id": flag_id, "reviewed_by": viewer.account_id, "reviewed_at": now, "note": note}
    tx.connection.execute(sa.insert(ReviewRow).values(**row, severity=flag.severity, until=until))
    return _review(tx.connection.execute(_reviews().where(ReviewRow.id == row["id"])).one())


def patient_of_flag(tx: Transaction, viewer: Viewer, flag_id: str) -> str:
    """Whose flag it is. For physicians of the care team; raises NotAllowed for others."""
    patient_id: str = _visible_flag(tx, viewer, flag_id).patient_id
    return patient_id


def undo(tx: Transaction, viewer: Viewer, review_id: str, now: datetime) -> Review:
    """Take a review back; it stays in the record, with who undid it and when, and is given as it stands then. For
    physicians of the care team; raises NotAllowed for others, BadInput where it was undone already."""
    if not storable(review_id):
        raise NotAllowed(_REVIEW)
    flag_id = tx.connection.execute(sa.select(ReviewRow.flag_id).where(ReviewRow.id == review_id)).scalar_one_or_none()
    if flag_id is None:
        raise NotAllowed(_REVIEW)
    _visible_flag(tx, viewer, flag_id)
    standing = (ReviewRow.id == review_id, ReviewRow.undone_at.is_(None))
    update = sa.update(ReviewRow).where(*standing).values(undone_at=now, undone_by=viewer.account_id)
    if not tx.connection.execute(update).rowcount:
        raise BadInput(Fault("acknowledgement", None, "was undone already", "Load the page again."))
    return _review(tx.connection.execute(_reviews().where(ReviewRow.id == review_id)).one())


def _check_unanswered(tx: Transaction, flag: Row, now: datetime) -> None:
    """Two answers to the same thing would leave it answered after an undo of one."""
    given = [_review(row) for row in tx.connection.execute(_reviews().where(ReviewRow.flag_id == flag.id))]
    today = now.astimezone(ZoneInfo(flag.time_zone)).date()
    if (review := covering(given, Severity(flag.severity), today)) is not None:
        problem = f"was acknowledged already, by {review.reviewer_name}"
        raise BadInput(Fault("flag", None, problem, "Load the page again."))


def _visible_flag(tx: Transaction, viewer: Viewer, flag_id: str) -> Row:
    if viewer.role is not Role.PHYSICIAN or not storable(flag_id):
        raise NotAllowed(_FLAG)
    which = (FlagRow.id == flag_id, interpreted(FlagRow.patient_id, viewer))
    columns = (FlagRow.id, FlagRow.patient_id, FlagRow.severity, FlagRow.withdrawn_at, PatientRow.time_zone)
    query = sa.select(*columns).join(PatientRow, PatientRow.id == FlagRow.patient_id)
    row = tx.connection.execute(query.where(*which)).one_or_none()
    if row is None:
        raise NotAllowed(_FLAG)
    return row


def _reviews() -> Query:
    undoer = aliased(AccountRow)
    return (
        sa.select(
            ReviewRow.id,
            ReviewRow.flag_id,
            ReviewRow.reviewed_by,
            AccountRow.display_name.label("reviewer_name"),
            ReviewRow.reviewed_at,
            ReviewRow.note,
            ReviewRow.severity,
            ReviewRow.undone_at,
            sa.func.coalesce(undoer.display_name, "").label("undone_by_name"),
            ReviewRow.until,
        )
        .join(AccountRow, AccountRow.id == ReviewRow.reviewed_by)
        .outerjoin(undoer, undoer.id == ReviewRow.undone_by)
    )


def _reviews_by_flag(tx: Transaction, which: Condition) -> defaultdict[str, list[Review]]:
    found: defaultdict[str, list[Review]] = defaultdict(list)
    query = _reviews().join(FlagRow, FlagRow.id == ReviewRow.flag_id).where(which)
    for row in tx.connection.execute(query.order_by(ReviewRow.reviewed_at, ReviewRow.id)):
        found[row.flag_id].append(_review(row))
    return found


def _review(row: Row) -> Review:
    return Review(**{**row._mapping, "severity": Severity(row.severity)})
