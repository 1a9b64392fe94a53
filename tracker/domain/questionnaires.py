"""The questions that are not asked every day: what they are, where they come from, and when they are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.diary import PEG_FIELDS, PHQ_FIELDS, DiaryEntry
from tracker.domain.language import later


class Questionnaire(StrEnum):
    """A set of questions that are answered together."""

    PEG = "peg"
    GLOBAL_CHANGE = "global_change"
    PHQ_4 = "phq_4"


@dataclass(frozen=True, slots=True)
class Schedule:
    """`fields` of the diary entry that hold the answers; asked again `every` so many days, from day `first_day` after
    surgery on. `attribution` is shown beside the questions."""

    fields: tuple[str, ...]
    every: int
    first_day: int
    attribution: str


SCHEDULES: dict[Questionnaire, Schedule] = {
    Questionnaire.PEG: Schedule(
        PEG_FIELDS,
        every=7,
        first_day=7,
        attribution=later(
            "PEG: Krebs EE and others, J Gen Intern Med 2009;24:733. Derived from the Brief Pain Inventory."
        ),
    ),
    Questionnaire.GLOBAL_CHANGE: Schedule(("global_change",), every=28, first_day=28, attribution=""),
    Questionnaire.PHQ_4: Schedule(
        PHQ_FIELDS,
        every=28,
        first_day=28,
        attribution=later(
            "PHQ-4: Kroenke K, Spitzer RL, Williams JBW, Löwe B, Psychosomatics 2009;50:613. Public domain."
        ),
    ),
}
"""Weekly and four-weekly, as asked of the product. Which first day is our choice: each looks back over its time."""

LONGEST = max(schedule.every for schedule in SCHEDULES.values())
"""Days that the questions look back over at most."""


def answered(entry: DiaryEntry, questionnaire: Questionnaire) -> bool:
    """Whether any of the questions was answered."""
    return any(getattr(entry, field) is not None for field in SCHEDULES[questionnaire].fields)


def due(questionnaire: Questionnaire, on: date, surgery: date, answered_on: Iterable[date]) -> bool:
    """Whether the questions are to be asked on a date: not answered on the days before it that they look back over,
    and surgery is long enough ago. An answer of the date itself keeps them there to be seen and changed."""
    schedule = SCHEDULES[questionnaire]
    before = max((each for each in answered_on if each < on), default=None)
    if (on - surgery).days < schedule.first_day:
        return False
    return before is None or (on - before).days >= schedule.every


def peg_score(entry: DiaryEntry) -> float | None:
    """The mean of the three questions, 0-10 (Krebs 2009); None where one is not answered."""
    scores = [getattr(entry, field) for field in PEG_FIELDS]
    return None if None in scores else sum(scores) / len(scores)
