"""The audit trail: written by every use case, read by administrators and the operator, changed by nobody."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from tracker.domain.audit import Action, AuditEvent
from tracker.domain.people import Viewer
from tracker.store.engine import Query, Transaction
from tracker.store.scope import Condition, check_administers
from tracker.store.tables import AccountRow, AuditEventRow
from tracker.store.text import legible

LOOK = timedelta(minutes=15)
"""Looks at the same record by the same account within this time are one look. Our choice: about one visit."""


def record(
    tx: Transaction,
    *,
    action: Action,
    account_id: str | None,
    patient_id: str | None = None,
    detail: str = "",
    address: str = "",
    now: datetime,
) -> None:
    """Add a line. `patient_id` need not be of a patient that is there; text that cannot be stored is made visible."""
    record_each(
        tx,
        action=action,
        account_id=account_id,
        patient_ids=[patient_id],
        detail=detail,
        address=address,
        now=now,
    )


def record_each(
    tx: Transaction,
    *,
    action: Action,
    account_id: str | None,
    patient_ids: Sequence[str | None],
    detail: str = "",
    address: str = "",
    now: datetime,
) -> None:
    """As `record`, a line for each patient, so that the trail can tell who had to do with one of them."""
    lines = [
        {
            "action": action,
            "account_id": account_id,
            "patient_id": None if patient_id is None else legible(patient_id),
            "detail": legible(detail),
            "address": legible(address),
            "at": now,
        }
        for patient_id in patient_ids
    ]
    if lines:
        tx.connection.execute(sa.insert(AuditEventRow), lines)


def looks_due(
    tx: Transaction,
    *,
    action: Action,
    account_id: str | None,
    patient_ids: Sequence[str | None] = (None,),
    now: datetime,
) -> list[str | None]:
    """Those of the patients of whom the same look was not noted within LOOK: a page is drawn anew at every tap. A look
    at nobody in particular is one of None."""
    same = (
        AuditEventRow.action == action,
        AuditEventRow.account_id.is_not_distinct_from(account_id),
        AuditEventRow.at > now - LOOK,
    )
    noted = set(tx.connection.scalars(sa.select(AuditEventRow.patient_id).distinct().where(*same)))
    return [each for each in patient_ids if (None if each is None else legible(each)) not in noted]


def record_looks(
    tx: Transaction,
    *,
    action: Action,
    account_id: str | None,
    patient_ids: Sequence[str | None] = (None,),
    detail: str = "",
    now: datetime,
) -> None:
    """Add a line for each patient looked at, but for those whose look was noted already (`looks_due`)."""
    due = looks_due(tx, action=action, account_id=account_id, patient_ids=patient_ids, now=now)
    record_each(tx, action=action, account_id=account_id, patient_ids=due, detail=detail, now=now)


def events(
    tx: Transaction,
    viewer: Viewer,
    limit: int = 500,
    *,
    actions: Collection[Action] = (),
    patient_id: str | None = None,
) -> tuple[AuditEvent, ...]:
    """The newest lines, newest first; only those of the actions and about the patient, where given. Raises NotAllowed
    unless the viewer is an administrator or the operator."""
    check_administers(tx, viewer, "The audit trail")
    wanted: list[Condition] = [AuditEventRow.action.in_(actions)] if actions else []
    if patient_id is not None:
        wanted.append(AuditEventRow.patient_id == legible(patient_id))
    query: Query = (
        sa.select(
            AuditEventRow.id,
            AuditEventRow.at,
            AuditEventRow.action,
            AuditEventRow.account_id,
            sa.func.coalesce(AccountRow.display_name, ""),
            AuditEventRow.patient_id,
            AuditEventRow.detail,
            AuditEventRow.address,
        )
        .outerjoin(AccountRow, AccountRow.id == AuditEventRow.account_id)
        .where(*wanted)
        .order_by(AuditEventRow.at.desc(), AuditEventRow.id.desc())
        .limit(limit)
    )
    return tuple(AuditEvent(*row) for row in tx.connection.execute(query))
