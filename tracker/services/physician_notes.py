"""Notes of physicians on a patient, for the care team alone. The patient is told that they exist. Every change leaves a
line in the trail, which never says what a note says."""

from datetime import datetime

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.care_notes import PhysicianNote, check_care_note
from tracker.domain.people import Viewer
from tracker.store import Store, Transaction, audit, patients, physician_notes


def notes(store: Store, viewer: Viewer, patient_id: str) -> tuple[PhysicianNote, ...]:
    """The notes on a patient by time, those too that were corrected or taken back. Raises NotAllowed."""
    with store.reading() as tx:
        return physician_notes.notes(tx, viewer, patient_id)


def add(store: Store, viewer: Viewer, patient_id: str, text: str) -> PhysicianNote:
    """Keeps a note. Raises BadInput, NotAllowed."""
    return _write(store, viewer, patient_id, text, Action.NOTE_WRITTEN, corrects=None)


def correct(store: Store, viewer: Viewer, patient_id: str, note_id: str, text: str) -> PhysicianNote:
    """Keeps a note in the place of another one, which stays in the record. Raises BadInput, also where the other one
    was corrected or taken back meanwhile; NotAllowed."""
    return _write(store, viewer, patient_id, text, Action.NOTE_CORRECTED, corrects=note_id)


def undo(store: Store, viewer: Viewer, patient_id: str, note_id: str) -> PhysicianNote:
    """Takes a note back; it stays in the record, and the one that it corrected stands again. Raises BadInput where it
    does not stand any more, NotAllowed."""
    now = clock.now()
    with store.transaction() as tx:
        retracted = physician_notes.retract_note(tx, viewer, patient_id, note_id, now)
        _note(tx, viewer, Action.NOTE_TAKEN_BACK, retracted, now)
    return retracted


def kept_of(store: Store, viewer: Viewer) -> bool:
    """Whether the care team has written anything for itself on the patient who asks, who may know that much. Raises
    NotAllowed for who is no patient."""
    with store.reading() as tx:
        own = patients.patient_of_account(tx, viewer)
        return physician_notes.are_kept(tx, viewer, own.id)


def _write(
    store: Store, viewer: Viewer, patient_id: str, text: str, action: Action, *, corrects: str | None
) -> PhysicianNote:
    now = clock.now()
    with store.transaction() as tx:
        check_care_note(text.strip())
        written = physician_notes.add_note(tx, viewer, patient_id, text.strip(), now, corrects=corrects)
        _note(tx, viewer, action, written, now)
    return written


def _note(tx: Transaction, viewer: Viewer, action: Action, about: PhysicianNote, now: datetime) -> None:
    audit.record(
        tx,
        action=action,
        account_id=viewer.account_id,
        patient_id=about.patient_id,
        detail=f"note {about.id}",
        now=now,
    )
