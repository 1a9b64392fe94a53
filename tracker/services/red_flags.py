"""Red flags: keeping what a patient ticked, and acknowledging it. The advice itself is on the page before any of this
is called, and does not wait for it."""

from collections.abc import Collection
from uuid import uuid4

from tracker.domain import clock, reference
from tracker.domain.audit import Action
from tracker.domain.people import Viewer
from tracker.domain.red_flags import RedFlagAnswer, check_signs, worst
from tracker.store import Store, Transaction, audit, patients, red_flags


def answer(store: Store, viewer: Viewer, signs: Collection[str], address: str = "") -> RedFlagAnswer | None:
    """Keeps the signs that the patient who asks has just ticked, for the care team to find on top of the queue, with a
    line in the trail, together or not at all. What is noted today already and still waits for a physician is not noted
    twice; None where that is all of it. Raises BadInput for no sign or an unknown one, NotAllowed without a record."""
    now = clock.now()
    known = reference.red_flag_signs()
    ticked = check_signs(signs, known)
    with store.transaction() as tx:
        patient = patients.patient_of_account(tx, viewer)
        today = clock.today(patient.time_zone)
        waiting = {
            sign
            for each in red_flags.answers(tx, viewer, [patient.id], open_only=True)
            if each.local_date == today
            for sign in each.signs
        }
        new = tuple(sign for sign in ticked if sign not in waiting)
        if not new:
            return None
        urgency = worst(known[sign] for sign in new)
        answered = RedFlagAnswer(uuid4().hex, patient.id, now, today, new, urgency)
        red_flags.add_answer(tx, viewer, answered)
        _note(tx, viewer, Action.RED_FLAG_ANSWERED, answered, address)
    return answered


def answers_of_today(store: Store, viewer: Viewer) -> tuple[RedFlagAnswer, ...]:
    """What the patient who asks has ticked today, oldest first. Raises NotAllowed for an account without a record."""
    with store.reading() as tx:
        patient = patients.patient_of_account(tx, viewer)
        today = clock.today(patient.time_zone)
        return tuple(each for each in red_flags.answers(tx, viewer, [patient.id]) if each.local_date == today)


def acknowledge(store: Store, viewer: Viewer, patient_id: str, answer_ids: Collection[str], note: str) -> None:
    """Notes that the viewer has seen these answers of a patient, with the viewer's own words. What the patient ticked
    since the page was drawn stays open. Raises NotAllowed, BadInput."""
    with store.transaction() as tx:
        seen = red_flags.acknowledge(tx, viewer, patient_id, answer_ids, note=note.strip(), now=clock.now())
        for each in seen:
            _note(tx, viewer, Action.RED_FLAG_ACKNOWLEDGED, each)


def undo(store: Store, viewer: Viewer, acknowledgement_id: str) -> None:
    """Takes an acknowledgement back: its answer waits for a physician again. It stays in the record, with who undid it
    and when. Raises NotAllowed, BadInput where it was undone already."""
    with store.transaction() as tx:
        waiting = red_flags.undo(tx, viewer, acknowledgement_id, clock.now())
        _note(tx, viewer, Action.RED_FLAG_ACKNOWLEDGEMENT_UNDONE, waiting)


def _note(tx: Transaction, viewer: Viewer, action: Action, about: RedFlagAnswer, address: str = "") -> None:
    audit.record(
        tx,
        action=action,
        account_id=viewer.account_id,
        patient_id=about.patient_id,
        detail=f"answer {about.id}",
        address=address,
        now=clock.now(),
    )
