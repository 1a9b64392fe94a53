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
_OF_FLAG = ("severity", "onset_date", "cleared_on", "rule_version", "evidence")
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
    kind, site and date of detection are."""
    wanted = {_key(patient_id, flag): _values(flag) for patient_id, each in flags.items() for flag in each}
    stored = {
        (row.patient_id, row.kind, row.site, row.detected_on): row
        for row in tx.connection.execute(_rows(among(tx, FlagRow.patient_id, flags)))
    }
    _add(tx, {key: values for key, values in wanted.items() if key not in stored}, now)
    _change(tx, [(stored[key], values) for key, values in wanted.items() if key in stored])
    _withdraw(tx, [row.id for key, row in stored.items() if key not in wanted and row.withdrawn_at is None], now)


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
        {**values, "id": uuid4().hex, "patient_id": patient_id, "kind": kind, "site": site, "detected_on": detected_on}
        | {"stored_at": now}
        for (patient_id, kind, site, detected_on), values in new.items()
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
