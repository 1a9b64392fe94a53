"""What a patient typed for a day and did not save yet. Nobody else reads it: it is not part of the record."""

from dataclasses import replace
from datetime import date, datetime
from sys import float_info

import sqlalchemy as sa

from tracker.domain.diary import RANGES, DiaryEntry, Draft
from tracker.domain.people import Viewer
from tracker.store.engine import Query, Transaction
from tracker.store.scope import check_own, check_writes_diary
from tracker.store.snapshots import from_snapshot, to_snapshot
from tracker.store.tables import DraftRow
from tracker.store.text import storable


def keep(tx: Transaction, viewer: Viewer, patient_id: str, entry: DiaryEntry, *, based_on: int, now: datetime) -> None:
    """Keep what was typed for a day, right or wrong, in the place of what was kept of it; `based_on` is the revision
    that it began from (0: none). What no database can hold (a number that is none, half a character) is left out.
    Raises NotAllowed unless the viewer is the patient or the operator."""
    check_writes_diary(tx, viewer, patient_id)
    snapshot = to_snapshot(_holdable(entry))
    values = {"based_on": based_on, "typed_at": now, "snapshot": snapshot}
    insert = tx.insert(DraftRow).values(patient_id=patient_id, local_date=entry.on, **values)
    tx.connection.execute(insert.on_conflict_do_update(index_elements=["patient_id", "local_date"], set_=values))


def drop(tx: Transaction, viewer: Viewer, patient_id: str, on: date) -> None:
    """Forget what was typed for a day. Raises NotAllowed as `keep`."""
    check_writes_diary(tx, viewer, patient_id)
    tx.connection.execute(sa.delete(DraftRow).where(DraftRow.patient_id == patient_id, DraftRow.local_date == on))


def drafts(tx: Transaction, viewer: Viewer, patient_id: str, since: date) -> tuple[Draft, ...]:
    """What is kept of all dates from `since` on, oldest first. Raises NotAllowed as `keep`."""
    check_own(tx, viewer, patient_id)
    query: Query = (
        sa.select(DraftRow.snapshot, DraftRow.based_on, DraftRow.typed_at)
        .where(DraftRow.patient_id == patient_id, DraftRow.local_date >= since)
        .order_by(DraftRow.local_date)
    )
    return tuple(Draft(from_snapshot(row.snapshot), row.based_on, row.typed_at) for row in tx.connection.execute(query))


def _holdable(entry: DiaryEntry) -> DiaryEntry:
    numbers = {field: None for field in RANGES if not abs(getattr(entry, field) or 0) <= float_info.max}
    note = entry.note if storable(entry.note) else "".join(sign for sign in entry.note if storable(sign))
    return replace(entry, note=note, **numbers)  # type: ignore[arg-type]  # every number may be None
