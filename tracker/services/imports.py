"""Taking a diary from a file into the record of one patient."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.diary import DiaryEntry, Origin, Revision, Saved, entry_faults
from tracker.domain.patients import Patient
from tracker.domain.people import Viewer
from tracker.exchange import diary as diary_files
from tracker.exchange import writing
from tracker.exchange.diary import DiaryFile, Layout, Reject, reason_of
from tracker.services import files, review
from tracker.store import Store, Transaction, audit, diary, patients
from tracker.store.scope import check_writes_diary


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of a file: `read` is the sum of `stored`, `changed`, `unchanged` and the rejects.
    `before_surgery` of those taken lie before day 0, where no picture shows them. `left_out` names the columns that
    were not asked for."""

    read: int
    stored: int
    changed: int
    unchanged: int
    rejects: tuple[Reject, ...]
    before_surgery: int
    left_out: tuple[str, ...]

    @property
    def nothing_taken(self) -> bool:
        return len(self.rejects) == self.read


def import_file(
    store: Store,
    viewer: Viewer,
    patient_id: str,
    path: Path,
    *,
    columns: Sequence[str] = (),
    date_column: str = diary_files.DATE_COLUMN,
    date_format: str | None = None,
    encoding: str | None = None,
    overwrite: bool = False,
    rejects: Path | None = None,
) -> Imported:
    """Imports a diary file, `columns` given as FIELD=NAME, and writes what was rejected to `rejects`, a header where
    nothing was. Raises as `import_diary`, and BadInput where either file cannot be used."""
    layout = Layout(diary_files.columns_from(columns), date_column, date_format)
    if rejects is not None:
        files.check_writable(rejects)
    data = files.read_diary(path)
    result = import_diary(store, viewer, patient_id, data, layout, encoding=encoding, overwrite=overwrite)
    if rejects is not None:
        files.write(rejects, writing.rejects(result.rejects))
    return result


def import_diary(
    store: Store,
    viewer: Viewer,
    patient_id: str,
    data: bytes,
    layout: Layout,
    *,
    encoding: str | None = None,
    overwrite: bool = False,
) -> Imported:
    """Stores the rows of a diary file and judges the episode anew, in one transaction.

    A value that the file does not give leaves what is stored as it is, and fills it where it was not answered. A row
    that contradicts a stored value is rejected, or with `overwrite` replaces it (the edit stays in the history).
    Raises BadInput where the file as a whole cannot be taken, NotAllowed; then nothing is stored.
    """
    with store.reading() as tx:
        patient = patients.patient(tx, viewer, patient_id)
    today = clock.today(patient.time_zone)
    found = diary_files.read(
        data, layout, patient_id=patient.id, today=today, birth_date=patient.birth_date, encoding=encoding
    )
    now = clock.now()
    with store.transaction() as tx:
        saved, contradicting = _store(tx, viewer, patient, found, now, overwrite=overwrite)
        if saved[Saved.STORED] or saved[Saved.CHANGED]:
            review.assess(tx, viewer, [patient], now)
        result = _result(found, saved, contradicting, patient.episode.surgery_date)
        audit.record(
            tx,
            action=Action.IMPORTED,
            account_id=viewer.account_id,
            patient_id=patient.id,
            detail=f"{result.read} rows read, {result.stored} stored, {result.changed} changed",
            now=now,
        )
    return result


def _store(
    tx: Transaction, viewer: Viewer, patient: Patient, found: DiaryFile, now: datetime, *, overwrite: bool
) -> tuple[Counter[Saved], list[Reject]]:
    first = min((row.entry.on for row in found.rows), default=clock.today(patient.time_zone))
    check_writes_diary(tx, viewer, patient.id)  # holds the record: what is merged with cannot change under it
    standing = diary.latest(tx, viewer, patient.id, since=first)
    merged, rejects = _merge(found, standing, patient, overwrite=overwrite)
    return diary.save_entries(tx, viewer, patient.id, merged, now=now, origin=Origin.IMPORT), rejects


def _merge(
    found: DiaryFile, standing: Mapping[date, Revision], patient: Patient, *, overwrite: bool
) -> tuple[list[DiaryEntry], list[Reject]]:
    """The entries as they are to stand, and the rows that contradict what stands."""
    merged: list[DiaryEntry] = []
    rejects: list[Reject] = []
    today = clock.today(patient.time_zone)
    for row in found.rows:
        stored = standing.get(row.entry.on)
        entry = row.entry if stored is None else _filled(stored.entry, row.entry, found.fields)
        if stored is not None and not overwrite and (field := _contradicted(stored.entry, entry, found.fields)):
            before, given = getattr(stored.entry, field), getattr(entry, field)
            reason = f"is stored as {before!r} for this day. Import with --replace to change it"
            rejects.append(Reject(row.line, field, str(given), f"{field} {reason}.", row.cells))
        elif faults := entry_faults(entry, today, patient.birth_date):
            reason = f"together with what is stored: {reason_of(faults)}"
            rejects.append(Reject(row.line, "", str(row.entry.on), reason, row.cells))
        else:
            merged.append(entry)
    return merged, rejects


def _filled(stored: DiaryEntry, given: DiaryEntry, fields: Sequence[str]) -> DiaryEntry:
    """The stored entry with every value that the row gives."""
    answers = {field: getattr(given, field) for field in fields}
    return replace(stored, **{field: answer for field, answer in answers.items() if answer not in (None, "")})


def _contradicted(stored: DiaryEntry, merged: DiaryEntry, fields: Sequence[str]) -> str | None:
    """The first field that was answered and would get another answer."""
    for field in fields:
        before = getattr(stored, field)
        if before not in (None, "") and before != getattr(merged, field):
            return field
    return None


def _result(found: DiaryFile, saved: Counter[Saved], contradicting: Sequence[Reject], surgery_date: date) -> Imported:
    refused = {reject.line for reject in contradicting}
    return Imported(
        read=found.read,
        stored=saved[Saved.STORED],
        changed=saved[Saved.CHANGED],
        unchanged=saved[Saved.UNCHANGED] + found.repeated,
        rejects=tuple(sorted((*found.rejects, *contradicting), key=lambda reject: reject.line)),
        before_surgery=sum(row.entry.on < surgery_date for row in found.rows if row.line not in refused),
        left_out=found.left_out,
    )
