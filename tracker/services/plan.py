"""The plan for a patient, for the care team alone: written before or at a visit, on top of the page at the next one.
Nothing is sent to anybody. Every change leaves a line in the trail, which never says what a line says."""

from datetime import date, datetime

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.care_notes import PlanLine, check_plan_line
from tracker.domain.people import Viewer
from tracker.store import Store, Transaction, audit, patients, plan
from tracker.store.scope import check_treats


def lines(store: Store, viewer: Viewer, patient_id: str) -> tuple[PlanLine, ...]:
    """The plan by the time of writing, with what was done and what was taken back. Raises NotAllowed."""
    with store.reading() as tx:
        return plan.lines(tx, viewer, patient_id)


def add(store: Store, viewer: Viewer, patient_id: str, text: str, due: date | None = None) -> PlanLine:
    """Keeps a line for a date, or for the next visit. Raises BadInput with every fault, NotAllowed."""
    now = clock.now()
    with store.transaction() as tx:
        check_treats(tx, viewer, patient_id)  # before the plan is read, so that two cannot pass the limit together
        today = clock.today(patients.patient(tx, viewer, patient_id).time_zone)
        check_plan_line(text.strip(), due, today, plan.lines(tx, viewer, patient_id))
        written = plan.add_line(tx, viewer, patient_id, text.strip(), now, due=due)
        _note(tx, viewer, Action.PLAN_LINE_WRITTEN, written, now)
    return written


def close(store: Store, viewer: Viewer, patient_id: str, line_id: str) -> PlanLine:
    """Notes that a line was done. Raises BadInput where it is not open any more, NotAllowed."""
    now = clock.now()
    with store.transaction() as tx:
        closed = plan.close_line(tx, viewer, patient_id, line_id, now)
        _note(tx, viewer, Action.PLAN_LINE_CLOSED, closed, now)
    return closed


def reopen(store: Store, viewer: Viewer, patient_id: str, line_id: str) -> PlanLine:
    """Undoes `close`. Raises BadInput where it is not closed any more, NotAllowed."""
    with store.transaction() as tx:
        reopened = plan.reopen_line(tx, viewer, patient_id, line_id)
        _note(tx, viewer, Action.PLAN_LINE_REOPENED, reopened, clock.now())
    return reopened


def undo(store: Store, viewer: Viewer, patient_id: str, line_id: str) -> PlanLine:
    """Takes an open line back; it stays in the record. Raises BadInput where it is not open any more, NotAllowed."""
    now = clock.now()
    with store.transaction() as tx:
        retracted = plan.retract_line(tx, viewer, patient_id, line_id, now)
        _note(tx, viewer, Action.PLAN_LINE_TAKEN_BACK, retracted, now)
    return retracted


def _note(tx: Transaction, viewer: Viewer, action: Action, about: PlanLine, now: datetime) -> None:
    audit.record(
        tx,
        action=action,
        account_id=viewer.account_id,
        patient_id=about.patient_id,
        detail=f"plan line {about.id}",
        now=now,
    )
