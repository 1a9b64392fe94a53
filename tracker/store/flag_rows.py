"""Flags as rows: read for whoever was found to have the right, and brought in line with what the engine says."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from tracker.domain.assessment import Evidence, Flag, FlagKind, Severity
from tracker.domain.patients import Site
from tracker.store.engine import Query, Row, Transaction
from tracker.store.scope import Condition, among
from tracker.store.tables import FlagRow

_Key = tuple[str, FlagKind, str, date]
_OF_FLAG = ("severity", "onset_date", "detected_on", "cleared_on", "rule_version", "evidence")
"""What may change of a flag that stays the same flag."""

ORDER = (FlagRow.patient_id, FlagRow.detected_on, FlagRow.kind, FlagRow.site)


def to_flag(row: Row) -> Flag:
    """The flag of a row that holds the columns of FlagRow."""
    return Flag(
        kind=FlagKind(row.kind),
        severity=Severity(row.severity),
        site=Site(row.site) if row.site else None,
        onset_date=row.onset_date,
        detected_on=row.detected_on,
        cleared_on=row.cleared_on,
        rule_version=row.rule_version,
        evidence=Evidence.from_json(row.evidence),
    )


def flags_of(tx: Transaction, which: Condition) -> dict[str, list[Flag]]:
    """The flags that were not withdrawn of the patients that `which` leaves, by patient, then by date of detection."""
    found: defaultdict[str, list[Flag]] = defaultdict(list)
    for row in tx.connection.execute(_rows(which, FlagRow.withdrawn_at.is_(None)).order_by(*ORDER)):
        found[row.patient_id].append(to_flag(row))
    return dict(found)


def synchronise(tx: Transaction, flags: Mapping[str, Collection[Flag]], now: datetime) -> None:
    """Bring the stored flags of these patients in line with `flags`, by patient. A flag is the same one where patient,
    kind and site are, and the date of detection is or, failing that, the stretches for which it was on overlap: an
    entry that comes late moves the detection by a day, and what was answered stays answered."""
    wanted = {_key(patient_id, flag): _values(flag) for patient_id, each in flags.items() for flag in each}
    stored = {
        (row.patient_id, row.kind, row.site, row.detected_on): row
        for row in tx.connection.execute(_rows(among(tx, FlagRow.patient_id, flags)))
    }
    same = {key: stored[key] for key in wanted if key in stored}
    same |= _overlapping(
        {key: values for key, values in wanted.items() if key not in same},
        [row for key, row in stored.items() if key not in same],
    )
    kept = {row.id for row in same.values()}
    _add(tx, {key: values for key, values in wanted.items() if key not in same}, now)
    _change(tx, [(row, wanted[key]) for key, row in same.items()])
    _withdraw(tx, [row.id for row in stored.values() if row.id not in kept and row.withdrawn_at is None], now)


def _overlapping(wanted: Mapping[_Key, dict[str, Any]], rows: Collection[Row]) -> dict[_Key, Row]:
    """The row that each wanted flag goes on from: one of its patient, kind and site that was on for some of the same
    days. Each row is given once; those that stand go before those that were withdrawn, then the nearest detection."""
    candidates = defaultdict[tuple[str, str, str], list[Row]](list)
    for row in rows:
        candidates[row.patient_id, row.kind, row.site].append(row)
    pairs = [
        (row.withdrawn_at is not None, abs(row.detected_on - key[3]), key, row)
        for key, values in wanted.items()
        for row in candidates[key[:3]]
        if row.detected_on < (values["cleared_on"] or date.max) and key[3] < (row.cleared_on or date.max)
    ]
    found: dict[_Key, Row] = {}
    taken: set[str] = set()
    for *_, key, row in sorted(pairs, key=lambda pair: (*pair[:3], pair[3].id)):
        if key not in found and row.id not in taken:
            found[key] = row
            taken.add(row.id)
    return found


def _rows(*which: Condition) -> Query:
    return sa.select(*FlagRow.__table__.c).where(*which)


def _key(patient_id: str, flag: Flag) -> _Key:
    return patient_id, flag.kind, str(flag.site or ""), flag.detected_on


def _values(flag: Flag) -> dict[str, Any]:
    return {name: getattr(flag, name) for name in _OF_FLAG if name != "evidence"} | {
        "evidence": flag.evidence.to_json()
    }


def _add(tx: Transaction, new: Mapping[_Key, dict[str, Any]], now: datetime) -> None:
    rows = [
        {**values, "id": uuid4().hex, "patient_id": patient_id, "kind": kind, "site": site, "stored_at": now}
        for (patient_id, kind, site, _), values in new.items()
    ]
    if rows:
        tx.connection.execute(sa.insert(FlagRow), rows)


def _change(tx: Transaction, pairs: Collection[tuple[Row, dict[str, Any]]]) -> None:
    """Only rows that differ are written; a flag that is there again stands again."""
    rows = [
        {f"new_{name}": value for name, value in values.items()} | {"flag_id": row.id}
        for row, values in pairs
        if row.withdrawn_at is not None or any(getattr(row, name) != value for name, value in values.items())
    ]
    if rows:
        changed: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in _OF_FLAG}
        update = sa.update(FlagRow).where(FlagRow.id == sa.bindparam("flag_id")).values(**changed, withdrawn_at=None)
        tx.connection.execute(update, rows)


def _withdraw(tx: Transaction, flag_ids: Collection[str], now: datetime) -> None:
    if flag_ids:
        update = sa.update(FlagRow).where(FlagRow.id == sa.bindparam("flag_id")).values(withdrawn_at=now)
        tx.connection.execute(update, [{"flag_id": flag_id} for flag_id in flag_ids])
