"""How edits of the diary reach the tables. Rights are checked before, in `diary`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.domain.diary import DiaryEntry, Origin, Revision, Saved
from tracker.domain.errors import BadInput, Fault
from tracker.store.engine import Transaction
from tracker.store.snapshots import to_row, to_snapshot
from tracker.store.tables import DiaryEntryRow, DiaryRevisionRow, IntakeRow, TreatmentRow


@dataclass(frozen=True, slots=True)
class Signature:
    """When, by whom and how an edit came in."""

    saved_at: datetime
    saved_by: str | None
    origin: Origin


def write(
    tx: Transaction,
    patient_id: str,
    entries: Sequence[DiaryEntry],
    stored: Mapping[date, Revision],
    signature: Signature,
) -> list[tuple[Saved, int]]:
    """Store entries over what is `stored`; for each of them, what that did and the number of its revision.

    The caller holds the patient's record, so that nothing comes between what it read and what is written here.
    """
    standing = dict(stored)
    edits: list[Revision] = []
    outcomes: list[tuple[Saved, int]] = []
    for entry in entries:
        before = standing.get(entry.on)
        if before is not None and before.entry == entry:
            outcomes.append((Saved.UNCHANGED, before.number))
            continue
        number = before.number + 1 if before else 1
        edit = Revision(number, entry, signature.saved_at, signature.saved_by, signature.origin)
        standing[entry.on] = edit
        edits.append(edit)
        outcomes.append((Saved.CHANGED if before else Saved.STORED, number))
    if edits:
        _check_taken(tx, patient_id, edits)
        _write_entries(tx, patient_id, {edit.entry.on: edit for edit in edits})
        _write_revisions(tx, patient_id, edits)
    return outcomes


def _check_taken(tx: Transaction, patient_id: str, edits: Sequence[Revision]) -> None:
    ticked = frozenset[str]().union(*(edit.entry.taken or () for edit in edits))
    if not ticked:
        return
    own = set(tx.connection.scalars(sa.select(TreatmentRow.id).where(TreatmentRow.patient_id == patient_id)))
    if strangers := sorted(ticked - own):
        remedy = "Tick what is on the list, or add it to the list first."
        raise BadInput(*(Fault("taken", each, "is not on the list of treatments", remedy) for each in strangers))


def _write_entries(tx: Transaction, patient_id: str, last: Mapping[date, Revision]) -> None:
    rows = [to_row(patient_id, edit.entry, edit.number) for edit in last.values()]
    insert = tx.insert(DiaryEntryRow)
    changed = {name: insert.excluded[name] for name in rows[0] if name not in ("patient_id", "local_date")}
    tx.connection.execute(
        insert.on_conflict_do_update(index_elements=["patient_id", "local_date"], set_=changed),
        rows,
    )
    outdated = [{"patient": patient_id, "on": on} for on, edit in last.items() if edit.number > 1]
    if outdated:
        of_day = (IntakeRow.patient_id == sa.bindparam("patient"), IntakeRow.local_date == sa.bindparam("on"))
        tx.connection.execute(sa.delete(IntakeRow).where(*of_day), outdated)
    intakes = [
        {"patient_id": patient_id, "local_date": on, "treatment_id": treatment_id}
        for on, edit in last.items()
        for treatment_id in edit.entry.taken or ()
    ]
    if intakes:
        tx.connection.execute(sa.insert(IntakeRow), intakes)


def _write_revisions(tx: Transaction, patient_id: str, edits: Sequence[Revision]) -> None:
    rows = [
        {
            "patient_id": patient_id,
            "local_date": edit.entry.on,
            "number": edit.number,
            "saved_at": edit.saved_at,
            "saved_by": edit.saved_by,
            "origin": edit.origin,
            "snapshot": to_snapshot(edit.entry),
        }
        for edit in edits
    ]
    tx.connection.execute(sa.insert(DiaryRevisionRow), rows)
