"""Reports for who follows the patients: one at once, or those of a day in steps, as one file."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import NotAllowed
from tracker.domain.patients import Patient
from tracker.domain.pattern_facts import is_feature
from tracker.domain.people import Account, Viewer
from tracker.report import Paper, ReportContent, report_pdf, report_words, sheets_pdf
from tracker.services import exports
from tracker.services.patient_review import PatientReview
from tracker.store import Store
from tracker.web.prepared_files import FILES, PreparedFile

PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}
"""What the sheets are called."""

_LOG = logging.getLogger("mendline")


@dataclass(frozen=True, slots=True)
class DayReports:
    """The reports of several patients as one file, None where none could be made; of whom it has a sheet each; the
    names of those of whom none could be made."""

    data: bytes | None
    patient_ids: tuple[str, ...]
    failed: tuple[str, ...]


def patient_pdf(store: Store, viewer: Viewer, patient_id: str, paper: Paper, address: str) -> bytes:
    """The report of one patient, for who follows the patient. It leaves a trace, and so does its refusal. Raises
    NotAllowed."""
    return report_pdf(report_content(exports.patient_report(store, viewer, patient_id, address)), paper)


def report_content(review: PatientReview) -> ReportContent:
    """What a report tells of a review, made at this moment."""
    record = review.record
    return ReportContent(
        patient=record.patient,
        today=record.today,
        made_at=clock.now(),
        days=record.days,
        treatments=record.treatments,
        flags=record.flags,
        red_flags=record.red_flags,
        assessment=record.assessment,
        verdict=review.verdict,
        facts=tuple(each for each in review.facts if not is_feature(each)),
        responses=review.responses,
        patterns=review.patterns,
        questions=review.questions,
    )


def day_reports(
    store: Store,
    viewer: Viewer,
    patients: Sequence[Patient],
    paper: Paper,
    *,
    on: date,
    address: str,
    told: Callable[[int], None],
) -> DayReports:
    """The reports of patients whose follow-up is on a date, in their order. Each leaves a trace. `told` is called with
    how many are worked out, one after the other: between two of them others have their turn. One that fails is named,
    and keeps the others from nothing."""
    made, failed = [], []
    for number, patient in enumerate(patients, 1):
        try:
            review = exports.patient_report(store, viewer, patient.id, address, detail=f"report, follow-ups of {on}")
            made.append((patient, report_words(report_content(review))))
        except Exception:  # noqa: BLE001 - whatever went wrong with one, the others come
            _LOG.exception("A report could not be made")
            failed.append(patient.name)
        told(number)
    data, not_set = _one_file(made, paper, f"Recovery reports, follow-ups of {on.day} {on:%b %Y}")
    ids = tuple(patient.id for patient, _ in made if patient not in not_set)
    return DayReports(data, ids, (*failed, *(patient.name for patient in not_set)))


def prepared(store: Store, account: Account, token: str, address: str) -> PreparedFile:
    """The file that an account had made before, as long as it follows everyone in it; who does not any more gets none
    of it, and it is dropped. Raises NotAllowed."""
    file = FILES.fetch(account.id, token, clock.now())
    try:
        exports.check_follows(store, account.viewer, file.patient_ids, address)
    except NotAllowed:
        FILES.drop(token)
        raise
    return file


def _one_file(
    made: Sequence[tuple[Patient, dict[str, object]]], paper: Paper, title: str
) -> tuple[bytes | None, list[Patient]]:
    """The sheets as one file, and whose cannot be set: they are found by setting each alone, which
    is not needed as long as all can be."""
    if not made:
        return None, []
    try:
        return sheets_pdf([words for _, words in made], paper, title, clock.now()), []
    except Exception:  # noqa: BLE001 - as above
        _LOG.exception("Reports could not be put into one file")
    fine = [each for each in made if _can_be_set(each[1], paper, title)]
    unfit = [patient for patient, words in made if (patient, words) not in fine]
    if not fine:
        return None, unfit
    return sheets_pdf([words for _, words in fine], paper, title, clock.now()), unfit


def _can_be_set(words: dict[str, object], paper: Paper, title: str) -> bool:
    try:
        sheets_pdf([words], paper, title, clock.now())
    except Exception:  # noqa: BLE001 - as above
        _LOG.exception("A report could not be set")
        return False
    return True
