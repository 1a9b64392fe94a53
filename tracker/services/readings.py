"""Pain by the hour after a diagnostic block: what the page shows, and saving each score at its moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.language import _, later
from tracker.domain.patients import Patient, Site
from tracker.domain.people import Viewer
from tracker.domain.readings import BlockLog, block_logs, log_is_open
from tracker.store import Store, Transaction, audit, patients, readings, treatments
from tracker.store.scope import hold_all


@dataclass(frozen=True, slots=True)
class BlockPage:
    """The logs that the patient can fill in as of `now` (aware UTC), the newest block first; empty where there is no
    block of today or yesterday, where the patient lives."""

    patient: Patient
    now: datetime
    today: date
    logs: tuple[BlockLog, ...]


def block_page(store: Store, viewer: Viewer) -> BlockPage:
    """The open logs of the patient who asks. Raises NotAllowed for an account without a patient."""
    now = clock.now()
    with store.reading() as tx:
        patient = patients.patient_of_account(tx, viewer)
        today = clock.today(patient.time_zone)
        logs = _logs(tx, viewer, patient.id)
    return BlockPage(patient, now, today, tuple(log for log in logs if log_is_open(log.block, today)))


def set_block_time(store: Store, viewer: Viewer, patient_id: str, treatment_id: str, at: time) -> None:
    """Keeps at what time of its day a block was, on the patient's clock; the hours count from there. Raises BadInput
    where that lies in the future or was not on that clock, where pain is logged by another time already, and where the
    log is closed; NotAllowed."""
    with _open_log(store, viewer, patient_id, treatment_id) as (tx, patient, log):
        now = clock.now()
        done_at = clock.moment(log.block.start, at, patient.time_zone)
        if done_at > now:
            remedy = _("Come back when the block was done.")
            raise BadInput(Fault("time", f"{at:%H:%M}", _("lies in the future"), remedy))
        if log.scores and done_at != log.block.done_at:
            problem, remedy = _("is not that of the pain logged"), _("Clear those hours first.")
            raise BadInput(Fault("time", f"{at:%H:%M}", problem, remedy))
        treatments.save_treatment(tx, viewer, replace(log.block, done_at=done_at))
        audit.record(tx, action=Action.TREATMENT_SAVED, account_id=viewer.account_id, patient_id=patient.id, now=now)


def save_block_score(
    store: Store, viewer: Viewer, patient_id: str, treatment_id: str, *, hour: int, site: Site, pain: int | None
) -> None:
    """Stores pain at one site in one hour of a log, in the place of what was there; None takes it back. Raises BadInput
    where the hour lies in the future, the log is closed or its time is not known, or pain is not whole 0-10;
    NotAllowed."""
    with _open_log(store, viewer, patient_id, treatment_id) as (tx, patient, log):
        now = clock.now()
        reading = log.reading(hour, site, 0 if pain is None else pain, now)
        if pain is None:
            readings.remove_reading(tx, viewer, patient.id, reading.at, site)
        else:
            readings.save_reading(tx, viewer, reading)
        audit.record(
            tx,
            action=Action.READING_REMOVED if pain is None else Action.READING_SAVED,
            account_id=viewer.account_id,
            patient_id=patient.id,
            detail=f"hour {hour}",
            now=now,
        )


@contextmanager
def _open_log(
    store: Store, viewer: Viewer, patient_id: str, treatment_id: str
) -> Iterator[tuple[Transaction, Patient, BlockLog]]:
    """The log of one block to be changed, its record held. Raises NotAllowed where there is no such block, BadInput
    where its log is closed."""
    with store.transaction() as tx:
        patient = patients.patient(tx, viewer, patient_id)
        hold_all(tx, viewer, [patient_id])
        log = next((each for each in _logs(tx, viewer, patient_id) if each.block.id == treatment_id), None)
        if log is None:
            raise NotAllowed(later("This block"))
        if not log_is_open(log.block, clock.today(patient.time_zone)):
            problem = _("of the block of {date} is closed").format(date=log.block.start)
            remedy = _("It can be filled in on the day of the block and the day after. Tell your care team instead.")
            raise BadInput(Fault("log", None, problem, remedy))
        yield tx, patient, log


def _logs(tx: Transaction, viewer: Viewer, patient_id: str) -> tuple[BlockLog, ...]:
    return block_logs(treatments.treatments(tx, viewer, patient_id), readings.readings(tx, viewer, patient_id))
