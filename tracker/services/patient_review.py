"""All that a physician reads of one patient, worked out once: the page, the report and the CSV are written from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.domain.activity_facts import ACTIVITY, activity_facts
from tracker.domain.errors import NotAllowed
from tracker.domain.explanation import Verdict, verdict
from tracker.domain.facts import Fact
from tracker.domain.patients import Site
from tracker.domain.pattern_facts import feature_facts, pattern_facts
from tracker.domain.patterns import PatternsToDiscuss
from tracker.domain.people import Viewer
from tracker.domain.red_flag_facts import red_flag_facts
from tracker.domain.response_facts import response_facts
from tracker.domain.responses import Response
from tracker.domain.since_visit_facts import since_visit_facts
from tracker.domain.standing_facts import flag_facts, standing_facts
from tracker.domain.visit import VisitQuestion
from tracker.services.opioids import OpioidRecord, opioid_record
from tracker.services.recovery import Recovery, recovery
from tracker.services.visit import typical_weeks
from tracker.store import Store, patients, visit_questions
from tracker.trends.good_stretch import last_good_stretch
from tracker.trends.patterns import patterns_of
from tracker.trends.responses import responses


@dataclass(frozen=True, slots=True)
class PatientReview:
    """One patient as of today. `facts` are all the numbers, by section, in the order of the page, and `activity` those
    of them that tell of walking and sleep; `opioids` is None where no opioid was ever on the list; `questions` are
    those that the patient wrote for the visit."""

    record: Recovery
    verdict: Verdict | None
    facts: tuple[Fact, ...]
    responses: tuple[Response, ...]
    opioids: OpioidRecord | None
    activity: tuple[Fact, ...]
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
        visit = patients.last_follow_up(tx, viewer, record.patient.id, record.today)
    said = None if record.assessment is None else verdict(record.patient.episode, record.assessment)
    episode = record.patient.episode
    found = responses(episode, record.days, record.treatments, record.block_logs)
    patterns = patterns_of(record.days, episode, record.assessment)
    opioids = opioid_record(record)
    activity = activity_facts(typical_weeks(record.days, ACTIVITY), episode.day(record.today))
    told = (
        *red_flag_facts(episode, record.red_flags),
        *_standing(record),
        *_since(record, visit),
        *response_facts(episode, found),
        *(opioids.facts if opioids else ()),
        *activity,
        *pattern_facts(patterns),
        *feature_facts(patterns),
    )
    return PatientReview(record, said, told, found, opioids, activity, patterns, questions)


def _standing(record: Recovery) -> Iterator[Fact]:
    """Where the patient stands, and the open flags."""
    episode, assessment = record.patient.episode, record.assessment
    if assessment is None or record.days.empty:
        return
    stretches = {site: last_good_stretch(episode, record.days, site) for site in Site}
    yield from standing_facts(episode, assessment, stretches)
    yield from flag_facts(episode, record.flags)


def _since(record: Recovery, visit: date | None) -> tuple[Fact, ...]:
    """What changed since the last visit; nothing where none is known, or where it was before the surgery."""
    episode, assessment, days = record.patient.episode, record.assessment, record.days
    if assessment is None or visit is None or visit < episode.surgery_date:
        return ()
    then = days.loc[days["date"] == pd.Timestamp(visit)].iloc[0]
    levels = {site: float(then[f"{site}_typical"]) for site in Site if pd.notna(then[f"{site}_typical"])}
    return since_visit_facts(
        episode,
        assessment,
        visit,
        then=levels,
        logged=int(days.loc[days["date"] > pd.Timestamp(visit), "logged"].sum()),
        flags=record.flags,
        treatments=record.treatments,
    )
