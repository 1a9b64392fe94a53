"""A diary entry as the store keeps it: as a row of the table, and whole as the JSON of a revision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.domain.diary import RANGES, WORD_FIELDS, DiaryEntry, number_fault
from tracker.domain.errors import BadInput
from tracker.domain.pain_words import word_faults, words_text
from tracker.store.text import check_text

_VALUES = (*RANGES, "flare", "note")
_LISTS = ("taken", *WORD_FIELDS)


def plain(entry: DiaryEntry) -> DiaryEntry:
    """The entry in plain Python numbers (a numpy integer would reach SQLite as bytes). Raises BadInput with every value
    that no column can hold; PostgreSQL would round 3.5 to 4 without a word."""
    given = {field: value for field in RANGES if (value := getattr(entry, field)) is not None}
    faults = [fault for field, value in given.items() if (fault := number_fault(field, value))]
    for field in WORD_FIELDS:
        faults += word_faults(field, getattr(entry, field) or ())
    if faults:
        raise BadInput(*faults)
    check_text(note=entry.note)
    numbers: dict[str, Any] = {
        field: int(value) if RANGES[field].whole else float(value) + 0.0  # -0.0 is 0
        for field, value in given.items()
    }
    return replace(entry, **numbers, flare=None if entry.flare is None else bool(entry.flare))


def to_snapshot(entry: DiaryEntry) -> dict[str, Any]:
    """The whole entry as JSON; `from_snapshot` gives back an equal one."""
    lists = {field: _listed(getattr(entry, field)) for field in _LISTS}
    return {"on": entry.on.isoformat(), **_values(entry), **lists}


def from_snapshot(snapshot: Mapping[str, Any]) -> DiaryEntry:
    """The entry that `to_snapshot` was given. A question that is younger than the snapshot was not answered."""
    lists = {field: None if (found := snapshot.get(field)) is None else frozenset[str](found) for field in _LISTS}
    return DiaryEntry(**{**snapshot, "on": date.fromisoformat(snapshot["on"]), **lists})


def to_row(patient_id: str, entry: DiaryEntry, revision: int) -> dict[str, Any]:
    """The entry as a row of diary_entry; what was taken is in the rows of intake."""
    key = {"patient_id": patient_id, "local_date": entry.on}
    words = {field: words_text(getattr(entry, field)) for field in WORD_FIELDS}
    return {**key, **_values(entry), **words, "taken_answered": entry.taken is not None, "revision": revision}


def _values(entry: DiaryEntry) -> dict[str, Any]:
    return {field: getattr(entry, field) for field in _VALUES}


def _listed(words: frozenset[str] | None) -> list[str] | None:
    return None if words is None else sorted(words)
