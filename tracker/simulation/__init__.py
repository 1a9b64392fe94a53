"""Synthetic patients with a known truth: the demo cohort, and the populations that accuracy is measured on.

Deterministic for a seed. Everything here is invented; names say so. The generator follows what is published about pain
after spine surgery (grounds beside each number), and keeps the true level of every day so that what the engine says can
be compared with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.domain.diary import DiaryEntry
from tracker.domain.patients import Patient
from tracker.domain.treatments import Treatment
from tracker.simulation.answers import with_answers
from tracker.simulation.courses import Course, Truth, truth_of
from tracker.simulation.logs import entries_of, left_open_today
from tracker.simulation.people import Case, patient_of, treatments_of

__all__ = ["COHORT", "SHOWPIECE_DAY", "Course", "SimulatedPatient", "Truth", "cohort"]

COHORT: Mapping[Course, int] = {
    # About six in ten do well, four do not: Hebert 2019, PLoS One (lumbar stenosis surgery, n = 548).
    Course.STEADY: 14,
    Course.SLOW: 7,
    Course.NONE: 5,
    Course.PLATEAU: 5,
    Course.RELAPSE_ABRUPT: 4,
    Course.RELAPSE_CREEPING: 4,
    Course.FLARES: 5,
    Course.WEARS_OFF: 4,
    Course.SPARSE: 4,
    Course.SILENT: 4,
    Course.LIMB_ONLY: 4,
}
"""How many of each course a demo cohort of 60 has."""

_DAYS: Mapping[Course, tuple[int, int]] = {
    # First and last day after surgery that a course is shown on: late enough for what it is named after.
    Course.STEADY: (10, 540),
    Course.SLOW: (40, 330),
    Course.NONE: (100, 420),
    Course.PLATEAU: (110, 500),
    Course.RELAPSE_ABRUPT: (150, 420),
    Course.RELAPSE_CREEPING: (190, 480),
    Course.FLARES: (60, 400),
    Course.WEARS_OFF: (170, 380),
    Course.SPARSE: (70, 300),
    Course.SILENT: (90, 360),
    Course.LIMB_ONLY: (100, 400),
}

_WALKS_LESS_FROM = 180
"""Day after surgery from which a steady recovery is long enough to show that walking was better for months."""

_KEEPS_OPIOID_FROM = 150
"""Day after surgery from which a slow recovery is long enough to show that an opioid is taken for months."""

SHOWPIECE_DAY = 189
"""Day after surgery of the first patient: past the six-month mark, as in the picture that set the standard."""


@dataclass(frozen=True, slots=True)
class SimulatedPatient:
    """One patient with everything logged so far, oldest entry first, and the truth behind it."""

    patient: Patient
    treatments: tuple[Treatment, ...]
    entries: tuple[DiaryEntry, ...]
    truth: Truth


def cohort(
    seed: int, today: date, *, mix: Mapping[Course, int] = COHORT, time_zone: str = "UTC", day: int | None = None
) -> tuple[SimulatedPatient, ...]:
    """Synthetic patients as of `today`, numbered from 01, courses in turn so that neighbours differ.

    The first is the showpiece: back pain that returned after seven good weeks, last logged yesterday. One of those who
    recover steadily walks less and less while pain hardly changes; one of those who recover slowly still takes an
    opioid. With a `day`, all are so many days after surgery.
    """
    dealt = [(course, on if day is None else day) for course, on in _dealt(mix)]
    walks_less = _first_of(Course.STEADY, _WALKS_LESS_FROM, dealt)
    keeps_opioid = _first_of(Course.SLOW, _KEEPS_OPIOID_FROM, dealt)
    cases = [
        Case(number, course, on, today, time_zone, number == walks_less, number == keeps_opioid)
        for number, (course, on) in enumerate(dealt, start=1)
    ]
    streams = np.random.default_rng(seed).spawn(len(cases))
    return tuple(_one(case, rng) for case, rng in zip(cases, streams, strict=True))


def _dealt(mix: Mapping[Course, int]) -> list[tuple[Course, int]]:
    """Courses in turn, as from a hand of cards, each with its day after surgery: spread over the range of its course.
    The showpiece, an abrupt relapse, comes first."""
    hand = [((index + 0.5) / count, course, index) for course, count in mix.items() for index in range(count)]
    dealt = [(course, _day_of(course, index, mix[course])) for _, course, index in sorted(hand)]
    first = next((i for i, (course, _) in enumerate(dealt) if course is Course.RELAPSE_ABRUPT), None)
    if first is None:
        return dealt
    return [(Course.RELAPSE_ABRUPT, SHOWPIECE_DAY), *dealt[:first], *dealt[first + 1 :]]


def _first_of(wanted: Course, least: int, dealt: Sequence[tuple[Course, int]]) -> int | None:
    """The number of the first patient of a course who is at least so many days after surgery, None where there is
    none."""
    long = (number for number, (course, day) in enumerate(dealt, start=1) if course is wanted and day >= least)
    return next(long, None)


def _day_of(course: Course, index: int, count: int) -> int:
    """The day of one of `count` patients of a course: the first and the last stand at the ends of its range."""
    first, last = _DAYS[course]
    return round(first + (last - first) * (index / (count - 1) if count > 1 else 0.5))


def _one(case: Case, rng: np.random.Generator) -> SimulatedPatient:
    patient = patient_of(case, rng)
    truth, shape = truth_of(
        case.course, patient.episode, case.day, rng, showpiece=case.showpiece, walks_less=case.walks_less
    )
    treatments = treatments_of(case, patient, shape, rng)
    entries = entries_of(patient, truth, treatments, rng)
    if case.showpiece:
        entries = left_open_today(entries, truth, patient, treatments)
    # A stream of its own, so that the scores, and all that is known of them, are the same with and without.
    (answers,) = rng.spawn(1)
    return SimulatedPatient(patient, treatments, with_answers(entries, patient.episode, case.course, answers), truth)
