"""The audit trail, for the administrator who answers for the data."""

from collections.abc import Collection

from tracker.domain import clock
from tracker.domain.audit import Action, AuditEvent
from tracker.domain.people import Viewer
from tracker.store import Store, audit


def trail(
    store: Store,
    viewer: Viewer,
    limit: int = 500,
    *,
    actions: Collection[Action] = (),
    patient_id: str | None = None,
) -> tuple[AuditEvent, ...]:
    """The newest events, newest first; only those of the actions and about the patient, where given. Reading the trail
    is itself an event. Raises NotAllowed."""
    with store.transaction() as tx:
        events = audit.events(tx, viewer, limit, actions=actions, patient_id=patient_id)
        audit.record_looks(tx, action=Action.AUDIT_VIEWED, account_id=viewer.account_id, now=clock.now())
    return events
