"""The patient's page for a visit: the own record in short, and the questions that the patient writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import uuid4

import pandas as pd

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.language import _
from tracker.domain.pain_words import words_from
from tracker.domain.people import Viewer
from tracker.domain.reference import thresholds
from tracker.domain.visit import QUESTION, MostOften, TypicalOf, VisitQuestion, check_question, most_often, typical_of
from tracker.services.recovery import Recovery, recovery
from tracker.store import Store, audit, patients, visit_questions
from tracker.store.scope import hold_all

COMPARED = ("axial", "limb", "walking_minutes", "sleep_hours")
"""The answers of a day that are told for the last weeks and for those before, by their name in DAYS."""


@dataclass(frozen=True, slots=True)
class VisitPage:
    """What the patient brings along. `weeks` has, for each of `COMPARED`, the middle of the last four weeks (today
    included) and that of the four before. `worse` and `better` count the same last weeks."""

    record: Recovery
    weeks: Mapping[str, tuple[TypicalOf, TypicalOf]]
    worse: MostOften
    better: MostOften
    questions: tuple[VisitQuestion, ...]


def visit_page(store: Store, viewer: Viewer) -> VisitPage:
    """The page of the patient who asks. The look leaves a trace. Raises NotAllowed."""
    record = recovery(store, viewer)
    with store.reading() as tx:
        questions = visit_questions.questions(tx, viewer, record.patient.id)
    last, _before = last_weeks(record.days)
    return VisitPage(
        record,
        typical_weeks(record.days, COMPARED),
        _most_often(last, "worse"),
        _most_often(last, "better"),
        questions,
    )


def last_weeks(days: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last four weeks of a frame of days (contract DAYS) and the four before; shorter, or empty, where surgery is
    more recent."""
    length = thresholds().days("sufficient_window")
    return days.iloc[-length:], days.iloc[-2 * length : -length]


def typical_weeks(days: pd.DataFrame, names: Iterable[str]) -> dict[str, tuple[TypicalOf, TypicalOf]]:
    """The middle of the last four weeks and that of the four before, of each of some columns of DAYS."""
    last, before = last_weeks(days)
    return {name: (_typical(last, name), _typical(before, name)) for name in names}


def _typical(days: pd.DataFrame, name: str) -> TypicalOf:
    return typical_of([None if pd.isna(value) else float(value) for value in days[name]])


def _most_often(days: pd.DataFrame, name: str) -> MostOften:
    return most_often(words_from(name, None if pd.isna(words) else str(words)) for words in days[name])


def save_question(store: Store, viewer: Viewer, text: str, seen: VisitQuestion | None = None) -> None:
    """Keeps a question of the patient who asks: a new one, or other words for one that was `seen`. Raises BadInput with
    every fault, also where another device has put it in other words since; NotAllowed."""
    now = clock.now()
    with store.transaction() as tx:
        own = patients.patient_of_account(tx, viewer)
        hold_all(tx, viewer, [own.id])  # before the list is read, so that two devices cannot pass the limit together
        listed = {each.id: each for each in visit_questions.questions(tx, viewer, own.id)}
        if seen is not None and seen.id not in listed:
            raise NotAllowed(QUESTION)
        before = listed.pop(seen.id) if seen is not None else None
        if before and seen and before.text not in {seen.text, text.strip()}:
            problem = _("was changed on another device: “{text}”").format(text=before.text)
            raise BadInput(Fault("question", None, problem, _("Leave yours as it was, or add it as a new question.")))
        kept_id, written_at = (before.id, before.written_at) if before else (uuid4().hex, now)
        question = VisitQuestion(kept_id, own.id, text.strip(), written_at)
        check_question(question, listed.values())
        visit_questions.save_question(tx, viewer, question)
        audit.record(tx, action=Action.VISIT_QUESTION_SAVED, account_id=viewer.account_id, patient_id=own.id, now=now)


def remove_question(store: Store, viewer: Viewer, question_id: str) -> None:
    """Takes a question of the patient who asks away. Raises NotAllowed."""
    with store.transaction() as tx:
        own = patients.patient_of_account(tx, viewer)
        visit_questions.remove_question(tx, viewer, own.id, question_id)
        audit.record(
            tx,
            action=Action.VISIT_QUESTION_REMOVED,
            account_id=viewer.account_id,
            patient_id=own.id,
            now=clock.now(),
        )
