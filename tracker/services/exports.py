"""What leaves the house: CSV with one row a day of a patient or of the panel, a patient's own log, the dictionary that
explains them, and the review that a report on paper is made from.

Each function checks the right, writes the trail and only then hands over the pieces, so that nobody who may not have a
file gets its first byte. The pieces of a panel are made patient by patient: memory does not grow with it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pandas as pd

from tracker.domain import clock, reference
from tracker.domain.audit import Action
from tracker.domain.cohort import PANEL_CURVES
from tracker.domain.columns import CARE_TEAM_NOTES, DAYS, ENTRIES, FACTS, Column
from tracker.domain.errors import NotAllowed
from tracker.domain.pain_words import NOTHING
from tracker.domain.patients import Patient
from tracker.domain.people import Viewer
from tracker.exchange import writing
from tracker.services import recovery
from tracker.services.panel_cohort import Chosen, panel_cohort
from tracker.services.patient_review import PatientReview, patient_review
from tracker.store import Store, audit, diary, patients, physician_notes, treatments

_TAKEN = next(column for column in DAYS.columns if column.name == "taken")
_OWN_LOG = (*ENTRIES.columns[1:], _TAKEN)
"""What a patient's own log has: what was entered, and nothing that was made of it."""

_NOT_IN_THIS_FILE = (
    "Your care team keeps notes of its own about your recovery. They are not part of this file. "
    "To see them, ask your care team."
)


def patient_csv(
    store: Store, viewer: Viewer, patient_id: str, address: str, *, for_spreadsheet: bool = True
) -> Iterator[str]:
    """One patient, one row a day from surgery to today (contract DAYS), for who follows the patient.

    With `for_spreadsheet` the text starts with a byte order mark. Raises NotAllowed before the first piece.
    """
    with _refusals_recorded(store, viewer, address, "export", patient_id):
        _check_reads(viewer)
        with store.reading() as tx:
            patient = patients.patient(tx, viewer, patient_id)
    _record(store, viewer, Action.EXPORTED, address=address, detail="one patient", patient_ids=[patient.id])
    return _marked(_days_of(store, viewer, [patient]), for_spreadsheet=for_spreadsheet)


def review_csv(store: Store, viewer: Viewer, patient_id: str, address: str) -> Iterator[str]:
    """What the page of one patient tells, a row for each number with its n, window and source (contract FACTS). Raises
    NotAllowed before the first piece."""
    with _refusals_recorded(store, viewer, address, "export of a review", patient_id):
        _check_reads(viewer)
        with store.reading() as tx:
            patient = patients.patient(tx, viewer, patient_id)
    found = patient_review(store, viewer, patient.id)
    as_of = found.record.today
    _record(store, viewer, Action.EXPORTED, address=address, detail="review", patient_ids=[patient.id])
    told = [[getattr(fact, name) for name in FACTS.names[3:]] for fact in found.facts]
    frame = pd.DataFrame(told, columns=FACTS.names[3:]).astype("str")
    frame = frame.assign(patient_id=patient.id, as_of=pd.Timestamp(as_of), day=patient.episode.day(as_of))
    return _marked(writing.frame_csv(FACTS, frame), for_spreadsheet=True)


def patient_report(
    store: Store, viewer: Viewer, patient_id: str, address: str, *, detail: str = "report of one patient"
) -> PatientReview:
    """The review of one patient, to be put on paper, for who follows the patient. Raises NotAllowed."""
    with _refusals_recorded(store, viewer, address, "report", patient_id):
        _check_reads(viewer)
        with store.reading() as tx:
            patients.patient(tx, viewer, patient_id)
    review = patient_review(store, viewer, patient_id)
    _record(store, viewer, Action.EXPORTED, address=address, detail=detail, patient_ids=[patient_id])
    return review


def check_follows(store: Store, viewer: Viewer, patient_ids: Sequence[str], address: str) -> None:
    """Whether the viewer still follows everyone in a file that was made before. Raises NotAllowed, with a line in the
    trail for each whom the viewer does not."""
    with store.reading() as tx:
        followed = {patient.id for patient in patients.patients(tx, viewer, patient_ids)}
    refused = [each for each in patient_ids if each not in followed or not viewer.reads_interpretations]
    if refused:
        _record(store, viewer, Action.RECORD_REFUSED, address=address, detail="prepared reports", patient_ids=refused)
        raise NotAllowed("This file")


def panel_csv(store: Store, viewer: Viewer, address: str, *, for_spreadsheet: bool = True) -> Iterator[str]:
    """Everyone whom the viewer follows, as `patient_csv`, one after the other. The trail has a line for each of them.

    Raises NotAllowed for a patient, and for who follows nobody: a file of headings would pass for an empty record.
    """
    with _refusals_recorded(store, viewer, address, "export of the panel"):
        _check_reads(viewer)
        with store.reading() as tx:
            followed = patients.patients(tx, viewer)
        if not followed:
            raise NotAllowed("The export of a panel without patients")
    ids = [patient.id for patient in followed]
    _record(store, viewer, Action.EXPORTED, address=address, detail=f"panel of {len(ids):,}", patient_ids=ids)
    return _marked(_days_of(store, viewer, followed), for_spreadsheet=for_spreadsheet)


def panel_curves_csv(store: Store, viewer: Viewer, chosen: Chosen, address: str) -> Iterator[str]:
    """The statistics of the viewer's own panel (contract PANEL_CURVES), as the page Panel shows them: no cell of fewer
    than 5 patients is given. The trail has a line for each patient that was counted.

    Raises NotAllowed for all but physicians, and where nobody is chosen: a file of headings would pass for a result.
    """
    with _refusals_recorded(store, viewer, address, "export of panel curves"):
        told = panel_cohort(store, viewer, chosen)
        if not told.patient_ids:
            raise NotAllowed("The export of a panel without patients")
    ids = list(told.patient_ids)
    _record(store, viewer, Action.EXPORTED, address=address, detail="panel curves", patient_ids=ids)
    return _marked(writing.frame_csv(PANEL_CURVES, told.rows()), for_spreadsheet=True)


def my_diary_csv(store: Store, viewer: Viewer, address: str) -> Iterator[str]:
    """The own log of the patient who asks: every day that was logged, those before surgery too, without any
    interpretation. Where the care team has written anything for itself, a last column tells that it has, and whom to
    ask. Raises NotAllowed."""
    with _refusals_recorded(store, viewer, address, "export of the own diary"), store.reading() as tx:
        patient = patients.patient_of_account(tx, viewer)
        log = diary.entries_frame(tx, viewer, [patient.id])
        given = treatments.treatments(tx, viewer, patient.id)
        # A file says the same in every language, as it may be read by another program or another person.
        labels = {treatment.id: treatment.label for treatment in given}
        taken = diary.taken_frame(tx, viewer, patient.id)
        log["taken"] = recovery.taken_words(taken, log["date"], labels, nothing=NOTHING)
        columns = _OWN_LOG
        if physician_notes.are_kept(tx, viewer, patient.id):
            columns = (*_OWN_LOG, CARE_TEAM_NOTES)
            log[CARE_TEAM_NOTES.name] = [_NOT_IN_THIS_FILE, *[None] * (len(log) - 1)][: len(log)]
    _record(store, viewer, Action.EXPORTED, address=address, detail="own diary", patient_ids=[patient.id])
    return _marked(_log(columns, log), for_spreadsheet=True)


def dictionary_csv() -> Iterator[str]:
    """What every column of the exports means, and every threshold with its source. Holds nothing personal."""
    rules = reference.thresholds()
    pieces = writing.dictionary(DAYS, rules.by_name.values(), rules.rule_version)
    return _marked(pieces, for_spreadsheet=True)


def _check_reads(viewer: Viewer) -> None:
    if not viewer.reads_interpretations:
        raise NotAllowed("This export")


@contextmanager
def _refusals_recorded(
    store: Store, viewer: Viewer, address: str, detail: str, patient_id: str | None = None
) -> Iterator[None]:
    """Leaves a line where what is done inside was not allowed, then raises it on."""
    try:
        yield
    except NotAllowed:
        _record(store, viewer, Action.RECORD_REFUSED, address=address, detail=detail, patient_ids=[patient_id])
        raise


def _record(
    store: Store,
    viewer: Viewer,
    action: Action,
    *,
    address: str,
    detail: str,
    patient_ids: Sequence[str | None],
) -> None:
    with store.transaction() as tx:
        audit.record_each(
            tx,
            action=action,
            account_id=viewer.account_id,
            patient_ids=patient_ids,
            detail=detail,
            address=address,
            now=clock.now(),
        )


def _marked(pieces: Iterator[str], *, for_spreadsheet: bool) -> Iterator[str]:
    if for_spreadsheet:
        yield writing.MARK
    yield from pieces


def _days_of(store: Store, viewer: Viewer, followed: Sequence[Patient]) -> Iterator[str]:
    yield writing.header(DAYS.columns)
    for patient in followed:
        yield from writing.rows(DAYS.columns, recovery.days(store, viewer, patient.id))


def _log(columns: Sequence[Column], log: pd.DataFrame) -> Iterator[str]:
    yield writing.header(columns)
    yield from writing.rows(columns, log)
