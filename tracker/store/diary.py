"""The diary: one entry per patient and local date, with every edit kept.

The patient and the operator write; whoever may see the patient reads.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from tracker.domain.columns import ENTRIES, OPIOID_TAKEN, Contract
from tracker.domain.diary import RANGES, WORD_FIELDS, DiaryEntry, Origin, Revision, Saved
from tracker.domain.errors import EditedElsewhere
from tracker.domain.people import Viewer
from tracker.store.diary_writing import Signature, write
from tracker.store.engine import Query, Row, Transaction
from tracker.store.frames import DATE, NUMBER, TEXT, YES_NO, frame_of
from tracker.store.scope import Condition, among, check_visible, check_writes_diary, visible
from tracker.store.snapshots import from_snapshot, plain
from tracker.store.tables import DiaryEntryRow, DiaryRevisionRow, IntakeRow
from tracker.store.treatments import opioid_ids

_ENTRIES = {
    **{"patient_id": TEXT, "date": DATE, **dict.fromkeys(RANGES, NUMBER), "flare": YES_NO},
    **{**dict.fromkeys(WORD_FIELDS, TEXT), "note": TEXT, OPIOID_TAKEN.name: YES_NO},
}
_TAKEN = {"date": DATE, "treatment_id": TEXT}

_IS_CURRENT = sa.and_(
    DiaryRevisionRow.patient_id == DiaryEntryRow.patient_id,
    DiaryRevisionRow.local_date == DiaryEntryRow.local_date,
    DiaryRevisionRow.number == DiaryEntryRow.revision,
)


def save_entry(
    tx: Transaction,
    viewer: Viewer,
    patient_id: str,
    entry: DiaryEntry,
    *,
    now: datetime,
    origin: Origin,
    based_on: int | None = None,
) -> tuple[Saved, int]:
    """Store an entry; what it replaces stays in the history. Gives what that did and the number of the revision that
    now stands.

    `based_on` is the revision that the editor saw (0: there was none; None: no matter): where another edit came
    between, EditedElsewhere is raised, unless that edit says the same. Raises NotAllowed unless the viewer is the
    patient or the operator, BadInput for a value that cannot be stored or a treatment that is not the patient's.
    """
    check_writes_diary(tx, viewer, patient_id)
    entry = plain(entry)
    stored = _latest(tx, patient_id, DiaryEntryRow.local_date == entry.on)
    standing = stored.get(entry.on)
    if based_on is not None and standing and standing.number > based_on and standing.entry != entry:
        raise EditedElsewhere("This day was changed on another device. Nothing was overwritten. Reload to see it.")
    saved = write(tx, patient_id, [entry], stored, Signature(now, viewer.account_id, origin))
    return saved[0]


def save_entries(
    tx: Transaction, viewer: Viewer, patient_id: str, entries: Iterable[DiaryEntry], *, now: datetime, origin: Origin
) -> Counter[Saved]:
    """Store many entries at once, in order, and count what that did. The same rights and errors as `save_entry`."""
    check_writes_diary(tx, viewer, patient_id)
    ready = [plain(entry) for entry in entries]
    stored = _latest(tx, patient_id, sa.true())
    saved = write(tx, patient_id, ready, stored, Signature(now, viewer.account_id, origin))
    return Counter(outcome for outcome, _ in saved)


def revision(tx: Transaction, viewer: Viewer, patient_id: str, on: date) -> Revision | None:
    """The entry of a date as it stands, None where there is none. Raises NotAllowed as all reading of one patient."""
    check_visible(tx, viewer, patient_id)
    return _latest(tx, patient_id, DiaryEntryRow.local_date == on).get(on)


def latest(tx: Transaction, viewer: Viewer, patient_id: str, since: date) -> dict[date, Revision]:
    """The entries as they stand of all dates from `since` on, by date, oldest first."""
    check_visible(tx, viewer, patient_id)
    return _latest(tx, patient_id, DiaryEntryRow.local_date >= since)


def history(tx: Transaction, viewer: Viewer, patient_id: str, on: date) -> tuple[Revision, ...]:
    """Every edit of the entry of a date, oldest first."""
    check_visible(tx, viewer, patient_id)
    query = _revisions().where(DiaryRevisionRow.patient_id == patient_id, DiaryRevisionRow.local_date == on)
    return tuple(_revision(row) for row in tx.connection.execute(query.order_by(DiaryRevisionRow.number)))


def entries_frame(
    tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None, contract: Contract = ENTRIES
) -> pd.DataFrame:
    """The ENTRIES contract (or JUDGED, or both in one) of whom the viewer may see (of `patient_ids`, where given),
    by patient and date. Dates are datetime64, numbers float64 with NaN where not answered, `flare` and `opioid_taken`
    are "boolean" with <NA>, words are text with NaN where not answered, no note is ""."""
    types = {name: _ENTRIES[name] for name in contract.names}
    derived: dict[str, Any] = {"date": DiaryEntryRow.local_date}
    source: Any = DiaryEntryRow
    if OPIOID_TAKEN.name in types:
        days = _days_with(tx, opioid_ids(tx, viewer, patient_ids), patient_ids)
        same_day = (days.c.patient_id == DiaryEntryRow.patient_id, days.c.local_date == DiaryEntryRow.local_date)
        source = sa.outerjoin(DiaryEntryRow, days, sa.and_(*same_day))
        derived[OPIOID_TAKEN.name] = sa.case((DiaryEntryRow.taken_answered, days.c.patient_id.is_not(None)))
    query = (
        sa.select(*(derived[name] if name in derived else getattr(DiaryEntryRow, name) for name in types))
        .select_from(source)
        .where(visible(DiaryEntryRow.patient_id, viewer), among(tx, DiaryEntryRow.patient_id, patient_ids))
        .order_by(DiaryEntryRow.patient_id, DiaryEntryRow.local_date)
    )
    return frame_of(tx, query, types, contract)


def _days_with(tx: Transaction, treatment_ids: Collection[str], patient_ids: Collection[str] | None) -> sa.Subquery:
    """The patient and the date of every day on which one of some treatments was ticked, each once: joined as a whole,
    since to ask anew for each entry would take a panel twenty times as long. They are those of `patient_ids`, which is
    said for the index."""
    which = (among(tx, IntakeRow.patient_id, patient_ids), among(tx, IntakeRow.treatment_id, treatment_ids))
    return sa.select(IntakeRow.patient_id, IntakeRow.local_date).where(*which).distinct().subquery()


def taken_frame(tx: Transaction, viewer: Viewer, patient_id: str) -> pd.DataFrame:
    """One row for each treatment ticked on a date: `date` datetime64, `treatment_id`; by date. A day on which the list
    was answered and nothing ticked has one row with treatment_id missing; one that was not answered has none."""
    check_visible(tx, viewer, patient_id)
    answered = sa.and_(DiaryEntryRow.patient_id == patient_id, DiaryEntryRow.taken_answered)
    same_day = sa.and_(
        IntakeRow.patient_id == DiaryEntryRow.patient_id, IntakeRow.local_date == DiaryEntryRow.local_date
    )
    query: Query = (
        sa.select(DiaryEntryRow.local_date, IntakeRow.treatment_id)
        .outerjoin(IntakeRow, same_day)
        .where(answered)
        .order_by(DiaryEntryRow.local_date, IntakeRow.treatment_id)
    )
    return frame_of(tx, query, _TAKEN)


def _latest(tx: Transaction, patient_id: str, which: Condition) -> dict[date, Revision]:
    current = _revisions().join(DiaryEntryRow, _IS_CURRENT).where(DiaryEntryRow.patient_id == patient_id, which)
    found = (_revision(row) for row in tx.connection.execute(current.order_by(DiaryEntryRow.local_date)))
    return {each.entry.on: each for each in found}


def _revisions() -> Query:
    return sa.select(
        DiaryRevisionRow.number,
        DiaryRevisionRow.snapshot,
        DiaryRevisionRow.saved_at,
        DiaryRevisionRow.saved_by,
        DiaryRevisionRow.origin,
    )


def _revision(row: Row) -> Revision:
    return Revision(row.number, from_snapshot(row.snapshot), row.saved_at, row.saved_by, row.origin)
