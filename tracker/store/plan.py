"""What physicians plan for a patient, line by line. Whoever follows the patient reads, a physician of the care team
writes, closes and takes back; never the patient. Nothing is sent to anybody."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain.care_notes import PlanLine
from tracker.domain.errors import BadInput, Fault
from tracker.domain.people import Viewer
from tracker.store.engine import Query, Transaction
from tracker.store.scope import Condition, check_interprets, check_treats
from tracker.store.tables import AccountRow, PlanLineRow
from tracker.store.text import check_text, storable


def lines(tx: Transaction, viewer: Viewer, patient_id: str) -> tuple[PlanLine, ...]:
    """The plan for one patient by the time of writing, with what was done and what was taken back. Raises NotAllowed
    where the viewer may not see the patient, and for a patient."""
    check_interprets(tx, viewer, patient_id)
    return _lines(tx, PlanLineRow.patient_id == patient_id)


def add_line(
    tx: Transaction, viewer: Viewer, patient_id: str, text: str, now: datetime, *, due: date | None = None
) -> PlanLine:
    """Add a line for a date, or for the next visit. For physicians of the care team; raises NotAllowed for others,
    BadInput for text that cannot be stored. Whether it makes sense is for the caller to check (`check_plan_line`)."""
    check_treats(tx, viewer, patient_id)
    check_text(plan=text)
    row = {"id": uuid4().hex, "patient_id": patient_id, "written_by": viewer.account_id, "written_at": now}
    tx.connection.execute(sa.insert(PlanLineRow).values(**row, text=text, due=due))
    return _lines(tx, PlanLineRow.id == row["id"])[0]


def close_line(tx: Transaction, viewer: Viewer, patient_id: str, line_id: str, now: datetime) -> PlanLine:
    """Mark a line as done. For physicians of the care team; raises NotAllowed for others, BadInput where it is not open
    any more."""
    done = {"done_at": now, "done_by": viewer.account_id}
    return _mark(tx, viewer, patient_id, line_id, done, was_done=False)


def reopen_line(tx: Transaction, viewer: Viewer, patient_id: str, line_id: str) -> PlanLine:
    """Mark a line as not done after all; that it once was is in the trail. As `close_line`; BadInput where it is not
    marked as done."""
    return _mark(tx, viewer, patient_id, line_id, {"done_at": None, "done_by": None}, was_done=True)


def retract_line(tx: Transaction, viewer: Viewer, patient_id: str, line_id: str, now: datetime) -> PlanLine:
    """Take a line back; it stays in the record, with who did and when. As `close_line`."""
    retracted = {"retracted_at": now, "retracted_by": viewer.account_id}
    return _mark(tx, viewer, patient_id, line_id, retracted, was_done=False)


def _mark(
    tx: Transaction, viewer: Viewer, patient_id: str, line_id: str, marks: dict[str, Any], *, was_done: bool
) -> PlanLine:
    """Mark a line of the patient that stands and was done, or was not, and give it as it stands then."""
    check_treats(tx, viewer, patient_id)
    which = (PlanLineRow.id == line_id, PlanLineRow.patient_id == patient_id)
    still = (PlanLineRow.retracted_at.is_(None), PlanLineRow.done_at.is_not(None) == was_done)
    update = sa.update(PlanLineRow).where(*which, *still).values(**marks)
    if not storable(line_id) or tx.connection.execute(update).rowcount == 0:
        raise BadInput(Fault("plan line", None, "was changed meanwhile", "Load the page again."))
    return _lines(tx, sa.and_(*which))[0]


def _lines(tx: Transaction, which: Condition) -> tuple[PlanLine, ...]:
    doer, retracter = aliased(AccountRow), aliased(AccountRow)
    query: Query = (
        sa.select(
            PlanLineRow.id,
            PlanLineRow.patient_id,
            PlanLineRow.written_by,
            AccountRow.display_name,
            PlanLineRow.written_at,
            PlanLineRow.text,
            PlanLineRow.due,
            PlanLineRow.done_at,
            sa.func.coalesce(doer.display_name, ""),
            PlanLineRow.retracted_at,
            sa.func.coalesce(retracter.display_name, ""),
        )
        .join(AccountRow, AccountRow.id == PlanLineRow.written_by)
        .outerjoin(doer, doer.id == PlanLineRow.done_by)
        .outerjoin(retracter, retracter.id == PlanLineRow.retracted_by)
        .where(which)
        .order_by(PlanLineRow.written_at, PlanLineRow.id)
    )
    return tuple(PlanLine(*row) for row in tx.connection.execute(query))
