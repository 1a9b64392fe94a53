"""A diary entry as the store keeps it: as a row of the table, and whole as the JSON of a revision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.domain.diary import RANGES, DiaryEntry, number_fault
from tracker.domain.errors import BadInput
from tracker.store.text import check_text

_VALUES = (*RANGES, "flare", "note")


def plain(entry: DiaryEntry) -> DiaryEntry:
    """The entry in plain Python numbers (a numpy integer would reach SQLite as bytes). Raises BadInput with every value
    that no column can hold; PostgreSQL would round 3.5 to 4 without a word."""
    given = {field: value for field in RANGES if (value := getattr(entry, field)) is not None}
    if faults := [fault for field, value in given.items() if (fault := number_fault(field, value))]:
        raise BadInput(*faults)
    check_text(note=entry.note)
    numbers: dict[str, Any] = {
        field: int(value) if RANGES[field].whole else float(value) for field, value in given.items()
    }
    return replace(entry, **numbers, flare=None if entry.flare is None else bool(entry.flare))


def to_snapshot(entry: DiaryEntry) -> dict[str, Any]:
    """The whole entry as JSON; `from_snapshot` gives back an equal one."""
    taken = None if entry.taken is None else sorted(entry.taken)
    return {"on": entry.on.isoformat(), **_values(entry), "taken": taken}


def from_snapshot(snapshot: Mapping[str, Any]) -> DiaryEntry:
    """The entry that `to_snapshot` was given."""
    taken = None if snapshot["taken"] is None else frozenset(snapshot["taken"])
    return DiaryEntry(**{**snapshot, "on": date.fromisoformat(snapshot["on"]), "taken": taken})


def to_row(patient_id: str, entry: DiaryEntry, revision: int) -> dict[str, Any]:
    """The entry as a row of diary_entry; what was taken is in the rows of intake."""
    key = {"patient_id": patient_id, "local_date": entry.on}
    return {**key, **_values(entry), "taken_answered": entry.taken is not None, "revision": revision}


def _values(entry: DiaryEntry) -> dict[str, Any]:
    return {field: getattr(entry, field) for field in _VALUES}
