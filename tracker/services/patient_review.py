"""All that a physician reads of one patient, worked out once: the page, the report and the CSV are written from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.errors import NotAllowed
from tracker.domain.explanation import Verdict, verdict
from tracker.domain.facts import Fact
from tracker.domain.opioids import OpioidUse
from tracker.domain.patients import Site
from tracker.domain.pattern_facts import pattern_facts
from tracker.domain.patterns import PatternsToDiscuss
from tracker.domain.people import Viewer
from tracker.domain.response_facts import response_facts
from tracker.domain.responses import Response
from tracker.domain.standing_facts import flag_facts, standing_facts
from tracker.domain.visit import VisitQuestion
from tracker.services.recovery import Recovery, recovery
from tracker.store import Store, visit_questions
from tracker.trends.good_stretch import last_good_stretch
from tracker.trends.patterns import patterns_of
from tracker.trends.responses import responses


@dataclass(frozen=True, slots=True)
class PatientReview:
    """One patient as of today. `facts` are all the numbers, by section, in the order of the page; `opioids` is None
    where no opioid was ever on the list; `questions` are those that the patient wrote for the visit."""

    record: Recovery
    verdict: Verdict | None
    facts: tuple[Fact, ...]
    responses: tuple[Response, ...]
    opioids: OpioidUse | None
    patterns: PatternsToDiscuss
    questions: tuple[VisitQuestion, ...]


def patient_review(store: Store, viewer: Viewer, patient_id: str) -> PatientReview:
    """The review of a patient, brought up to date, for who follows the patient. The look leaves a trace. Raises
    NotAllowed, also for the patient self: what is made of the record is for the physician."""
    if not viewer.reads_interpretations:
        raise NotAllowed
    record = recovery(store, viewer, patient_id)
    with store.reading() as tx:
        questions = visit_questions.questions(tx, viewer, record.patient.id)
    said = None if record.assessment is None else verdict(record.patient.episode, record.assessment)
    found = responses(record.patient.episode, record.days, record.treatments, record.block_logs)
    patterns = patterns_of(record.days, record.patient.episode, record.assessment)
    return PatientReview(record, said, tuple(_facts(record, found, patterns)), found, None, patterns, questions)


def _facts(record: Recovery, found: Sequence[Response], patterns: PatternsToDiscuss) -> Iterator[Fact]:
    """All the numbers of a record, by section, in the order of the page."""
    episode, assessment = record.patient.episode, record.assessment
    if assessment is None or record.days.empty:
        return
    stretches = {site: last_good_stretch(episode, record.days, site) for site in Site}
    yield from standing_facts(episode, assessment, stretches)
    yield from flag_facts(episode, record.flags)
    yield from response_facts(episode, found)
    yield from pattern_facts(patterns)
