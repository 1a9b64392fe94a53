"""Populations of synthetic patients as matrices, patients by days, with the true level behind every score.

The courses, the noise and the gaps are those of the demo, drawn from the wider ranges of `spread.LIFE`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.domain.columns import TREATMENTS
from tracker.domain.patients import Region
from tracker.domain.treatments import TreatmentKind
from tracker.simulation.courses import Course, Shape, level_of, shape_of, wandering
from tracker.simulation.flares import flares
from tracker.simulation.missingness import logged_days
from tracker.simulation.scores import Levels, scatter_of, scores
from tracker.simulation.spread import LIFE, drawn, happens

MIX: Mapping[Course, float] = {
    # Of 548 back pains after lumbar surgery 58 % did well and 42 % did not: Hebert 2019, PLoS One. Of those who do well
    # at three months about 13 % deteriorate relevantly: Geere 2025. How the rest is shared out is our choice.
    Course.STEADY: 0.26,
    Course.SLOW: 0.13,
    Course.NONE: 0.11,
    Course.PLATEAU: 0.12,
    Course.RELAPSE_ABRUPT: 0.07,
    Course.RELAPSE_CREEPING: 0.07,
    Course.FLARES: 0.08,
    Course.WEARS_OFF: 0.06,
    Course.LOW_BEFORE: 0.04,
    Course.VARIABLE: 0.06,
}
"""Share of the patients of a population who are on each course."""

_BASELINE_UNKNOWN = 0.25
_FIRST_SURGERY = date(2024, 1, 1)
_PAIN_BEFORE: Mapping[Course, tuple[float, float, float]] = {
    # Mean, standard deviation and least pain before surgery. 6.6 (SD 2.6) in 486 lumbar patients (BMC Musculoskelet
    # Disord 2022); less wide within a course. Who has not recovered had enough pain not to recover from.
    Course.NONE: (7.0, 1.1, 5.0),
    Course.PLATEAU: (7.6, 1.1, 6.0),
    Course.WEARS_OFF: (7.0, 1.1, 5.0),
    Course.LOW_BEFORE: (2.0, 0.7, 1.0),
}
_USUAL_PAIN_BEFORE = (6.8, 1.5, 3.5)
_USELESS, _USELESS_DAYS = "Epidural steroid injection", (45, 300)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What differs from the usual when a population is made: how many times as many days are missing (0: none), how
    many times the noise, whether the noise of a day resembles that of the day before, and the share of those whose
    course does not turn on a procedure who have an injection that changes nothing. The same seed gives the same people
    with the same true levels under all conditions."""

    missing: float = 1.0
    noise: float = 1.0
    correlated: bool = True
    useless_procedures: float = 0.0


class Procedure(NamedTuple):
    """A procedure and its day since surgery."""

    day: int
    name: str


@dataclass(frozen=True, slots=True)
class Population:
    """Patients as rows, days since surgery as columns. `level` is the true level (0-10, without flares and noise);
    `scores` what was logged, NaN where nothing was. By patient: `before`, the true pain before surgery; `asked`, what
    was given for it, NaN where nobody asked; `procedures`, the one planned, which may lie after the last day, None
    where there is none; `share_logged`, the days with an entry over all days."""

    courses: tuple[Course, ...]
    level: Levels
    scores: Levels
    before: Levels
    asked: Levels
    procedures: tuple[Procedure | None, ...]

    @property
    def share_logged(self) -> Levels:
        share: Levels = np.isfinite(self.scores).mean(axis=1)
        return share

    @property
    def ids(self) -> list[str]:
        return [f"sim-{number:06d}" for number in range(len(self.courses))]

    def patients(self) -> pd.DataFrame:
        """A frame of PATIENTS with `as_of`, the last day simulated."""
        surgery = self._surgeries()
        last = np.timedelta64(self.level.shape[1] - 1, "D")
        return pd.DataFrame(
            {
                "patient_id": self.ids,
                "surgery_date": surgery.astype("datetime64[s]"),
                "region": str(Region.LUMBAR),
                "baseline_axial": self.asked,
                "baseline_limb": np.nan,
                "as_of": (surgery + last).astype("datetime64[s]"),
            }
        )

    def entries(self) -> pd.DataFrame:
        """What was logged: patient_id, date, axial, limb (never given)."""
        patient, day = np.nonzero(np.isfinite(self.scores))
        return pd.DataFrame(
            {
                "patient_id": np.array(self.ids)[patient],
                "date": (self._surgeries()[patient] + day).astype("datetime64[s]"),
                "axial": self.scores[patient, day],
                "limb": np.nan,
            }
        )

    def treatments(self) -> pd.DataFrame:
        """The procedures done by the last day simulated (TREATMENTS), usually just those that eased pain for a time; no
        other treatment is simulated."""
        surgeries, days = self._surgeries(), self.level.shape[1]
        rows = [
            (who, surgery + procedure.day, str(TreatmentKind.PROCEDURE), procedure.name)
            for who, surgery, procedure in zip(self.ids, surgeries, self.procedures, strict=True)
            if procedure is not None and procedure.day < days
        ]
        frame = pd.DataFrame(rows, columns=TREATMENTS.names)
        return frame.astype({name: "datetime64[s]" if name == "start" else "str" for name in TREATMENTS.names})

    def _surgeries(self) -> npt.NDArray[np.datetime64]:
        """The dates of surgery, spread over a year."""
        days = [_FIRST_SURGERY + timedelta(days=7 * number % 365) for number in range(len(self.courses))]
        return np.array(days, dtype="datetime64[D]")


@dataclass(frozen=True, slots=True)
class _Person:
    level: Levels
    scores: Levels
    before: float
    asked: float
    procedure: Procedure | None


def population(
    seed: int,
    count: int,
    days: int = 540,
    *,
    conditions: Conditions | None = None,
    mix: Mapping[Course, float] = MIX,
) -> Population:
    """`count` synthetic patients, each followed for `days` days from the surgery on (120 at least)."""
    if days < 120:
        raise ValueError("a relapse needs 120 days to happen in")
    generator = np.random.default_rng(seed)
    options = list(mix)
    share = np.array([mix[course] for course in options])
    dealt = generator.choice(len(options), size=count, p=share / share.sum())
    courses = tuple(options[index] for index in dealt)
    streams = generator.spawn(count)
    made = [
        _person(course, days, conditions or Conditions(), rng) for course, rng in zip(courses, streams, strict=True)
    ]
    return Population(
        courses,
        np.array([one.level for one in made]),
        np.array([one.scores for one in made]),
        np.array([one.before for one in made]),
        np.array([one.asked for one in made]),
        tuple(one.procedure for one in made),
    )


def _person(course: Course, length: int, conditions: Conditions, rng: np.random.Generator) -> _Person:
    before = _before(course, rng)
    shape = shape_of(course, np.arange(length, dtype=np.float64), before, LIFE, rng)
    level = level_of(shape.axial, wandering(LIFE, rng), rng)
    flare = flares(length, LIFE, rng, prone=course is Course.FLARES)
    asked = _asked(before, rng)
    given = _given(course, level, flare, conditions, rng)
    share = 1 - conditions.missing * (1 - drawn(LIFE.logged, rng))
    logged = np.full(length, True) if share == 1 else logged_days(level + flare, max(share, 0.02), LIFE, rng)
    return _Person(level, np.where(logged, given, np.nan), before, asked, _procedure(shape, conditions, rng))


def _procedure(shape: Shape, conditions: Conditions, rng: np.random.Generator) -> Procedure | None:
    if shape.procedure_day is not None:
        return Procedure(shape.procedure_day, shape.procedure)
    if happens(conditions.useless_procedures, rng):
        return Procedure(int(rng.integers(*_USELESS_DAYS)), _USELESS)
    return None


def _given(
    course: Course, level: Levels, flare: Levels, conditions: Conditions, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    usual = scatter_of(LIFE, rng, variable=course is Course.VARIABLE)
    scatter = replace(
        usual, spread=conditions.noise * usual.spread, carry=usual.carry if conditions.correlated else 0.0
    )
    return scores(level, flare, scatter, LIFE, rng)


def _before(course: Course, rng: np.random.Generator) -> float:
    mean, spread, least = _PAIN_BEFORE.get(course, _USUAL_PAIN_BEFORE)
    return float(np.clip(rng.normal(mean, spread), least, 10))


def _asked(before: float, rng: np.random.Generator) -> float:
    """The one score given for pain before surgery: it too has noise (our choice: SD 0.7)."""
    if happens(_BASELINE_UNKNOWN, rng):
        return np.nan
    return float(np.clip(np.rint(before + rng.normal(0, 0.7)), 0, 10))
