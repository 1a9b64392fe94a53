"""What a synthetic patient logs: scores with noise, missing days, what was ticked, notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from tracker.domain.diary import DiaryEntry
from tracker.domain.patients import Patient
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.simulation.courses import Course, Truth
from tracker.simulation.missingness import Days, logged_days
from tracker.simulation.scores import Levels, scatter_of, scores
from tracker.simulation.spread import SHOWN, drawn

_TICKED: Mapping[TreatmentKind, float] = {
    # How often a treatment under way is ticked on a logged day (our choice).
    TreatmentKind.MEDICINE: 0.92,
    TreatmentKind.THERAPY: 0.28,
    TreatmentKind.EXERCISE: 0.7,
    TreatmentKind.PROCEDURE: 1.0,
    TreatmentKind.OTHER: 0.5,
}
_SPARSE = (0.08, 0.16)
"""Share of the days with an entry in a sparse log."""

_NOTES_ON_A_FLARE = (
    "Bad night, hardly turned.",
    "Lifted a crate, paid for it.",
    "Long drive yesterday.",
    "Worse by evening.",
)
_NOTES_HIGH = ("Standing is the worst.", "Aches when I get up.", "Could not sit through dinner.", "Same as last week.")
_NOTES_LOW = (
    "Walked to the market and back.",
    "Slept through.",
    "Stairs are fine now.",
    "First day back in the garden.",
)
_NOTES_WALKING_LESS = (
    "Turned back at the corner.",
    "Had to sit down half-way.",
    "Legs tire before the back does.",
    "Took the car to the market.",
)
_PLAINLY_LESS = 0.8
"""Share of the usual walking under which the notes speak of it (our choice)."""


@dataclass(frozen=True, slots=True)
class _Day:
    """What the scores of one logged day are, and the share that is walked of what is usual with them."""

    on: date
    number: int
    axial: int
    limb: int
    flare: bool
    walking: float


def entries_of(
    patient: Patient, truth: Truth, treatments: Sequence[Treatment], rng: np.random.Generator
) -> tuple[DiaryEntry, ...]:
    """The log up to today: scores of both sites, walking, sleep, what was ticked, now and then a note."""
    length = len(truth.axial)
    axial = _given(truth.axial, truth.flare, rng)
    limb = _given(truth.limb, truth.flare & (rng.random(length) < 0.5), rng)
    days = (
        _Day(
            patient.episode.surgery_date + timedelta(days=int(day)),
            int(day),
            int(axial[day]),
            int(limb[day]),
            bool(truth.flare[day]),
            float(truth.walking[day]),
        )
        for day in np.flatnonzero(_logged(truth, rng))
    )
    return tuple(_entry(day, treatments, rng) for day in days)


def _entry(day: _Day, treatments: Sequence[Treatment], rng: np.random.Generator) -> DiaryEntry:
    fit = 1 - np.exp(-day.number / 40)  # walking comes back over the first three months
    walked = max(0, round(day.walking * rng.normal(8 + 45 * fit - 2.5 * day.axial, 7)))
    slept = float(np.clip(np.rint(2 * rng.normal(7.6 - 0.25 * day.axial, 0.6)) / 2, 2, 11))
    answered = rng.random()  # one entry in ten is a partial one
    return DiaryEntry(
        on=day.on,
        axial=day.axial,
        axial_worst=min(10, day.axial + int(rng.integers(0, 4))) if answered > 0.1 else None,
        limb=day.limb if answered > 0.03 else None,
        limb_worst=min(10, day.limb + int(rng.integers(0, 4))) if answered > 0.1 else None,
        walking_minutes=walked if rng.random() > 0.08 else None,
        sleep_hours=slept if rng.random() > 0.05 else None,
        taken=frozenset(t.id for t in treatments if t.running_on(day.on) and rng.random() < _TICKED[t.kind]),
        flare=_called_a_flare(day.flare, rng),
        note=_note(day, rng),
    )


def _called_a_flare(flare: bool, rng: np.random.Generator) -> bool | None:
    answered = rng.random() < (0.9 if flare else 0.8)
    return flare if answered else None


def _note(day: _Day, rng: np.random.Generator) -> str:
    return str(rng.choice(_words(day))) if rng.random() < (0.35 if day.flare else 0.06) else ""


def _words(day: _Day) -> Sequence[str]:
    if day.flare:
        return _NOTES_ON_A_FLARE
    if day.walking < _PLAINLY_LESS:
        return _NOTES_WALKING_LESS
    return _NOTES_HIGH if day.axial >= 5 else _NOTES_LOW


def left_open_today(
    entries: Sequence[DiaryEntry], truth: Truth, patient: Patient, treatments: Sequence[Treatment]
) -> tuple[DiaryEntry, ...]:
    """The log with an entry for yesterday and none for today, so that there is a day to log when the demo opens."""
    last = len(truth.axial) - 1
    on = patient.episode.surgery_date + timedelta(days=last - 1)
    axial, limb = (round(float(level[last - 1])) for level in (truth.axial, truth.limb))
    yesterday = DiaryEntry(
        on=on,
        axial=axial,
        axial_worst=axial + 1,
        limb=limb,
        limb_worst=limb + 1,
        walking_minutes=38,
        sleep_hours=6.5,
        taken=frozenset(t.id for t in treatments if t.running_on(on) and t.kind is TreatmentKind.MEDICINE),
        flare=False,
    )
    return (*(entry for entry in entries if entry.on < on), yesterday)


def _given(level: Levels, flare: Days, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    rise, _ = SHOWN.flare_rise
    return scores(level, np.where(flare, rise, 0.0), scatter_of(SHOWN, rng, variable=False), SHOWN, rng)


def _logged(truth: Truth, rng: np.random.Generator) -> Days:
    """Which days have an entry: in the sparse log one in eight; the silent one stops about six weeks before today."""
    share = drawn(_SPARSE if truth.course is Course.SPARSE else SHOWN.logged, rng)
    logged = logged_days(truth.axial, share, SHOWN, rng)
    if truth.course is Course.SILENT:
        logged[-int(rng.integers(35, 60)) :] = False
    return logged
