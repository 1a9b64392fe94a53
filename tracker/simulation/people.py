"""Who the synthetic patients are: names that say that they are invented, operations, treatments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tracker.domain.catalogue import entry_called
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.simulation.courses import Course, Shape

_SURNAMES = (
    *("Abara", "Bauer", "Chen", "Duarte", "Eriksen", "Farah", "Gruber", "Haddad", "Ibrahim", "Jansen"),
    *("Kaya", "Lindqvist", "Mbeki", "Novak", "Okafor", "Park", "Quiroga", "Sato", "Tanaka", "Usman"),
    *("Varga", "Weiss", "Xu", "Yilmaz", "Zhang", "Almeida", "Brandt", "Costa", "Dubois", "Evans"),
)
_OPERATIONS: Mapping[Region, tuple[tuple[str, str], ...]] = {
    Region.LUMBAR: (
        ("L4–L5", "fusion"),
        ("L5–S1", "fusion"),
        ("L4–S1", "fusion"),
        ("L3–L5", "fusion"),
        ("L4–L5", "decompression"),
        ("L5–S1", "discectomy"),
    ),
    Region.CERVICAL: (("C5–C6", "ACDF"), ("C6–C7", "ACDF"), ("C4–C6", "ACDF"), ("C5–C6", "disc replacement")),
    Region.THORACIC: (("T10–L1", "fusion"), ("T11–T12", "decompression")),
}
_SURGEONS = ("Dr Demo Aalto", "Dr Demo Brennan", "Dr Demo Castillo")
_REGIONS = (Region.LUMBAR,) * 7 + (Region.CERVICAL,) * 2 + (Region.THORACIC,)


@dataclass(frozen=True, slots=True)
class Case:
    """One patient to be made up: the running number from 1, the course, how long ago the surgery was, whether this is
    the one who walks less and less while pain stays what it is, and whether the one who goes on with an opioid."""

    number: int
    course: Course
    day: int
    today: date
    time_zone: str
    walks_less: bool
    keeps_opioid: bool

    @property
    def showpiece(self) -> bool:
        """Whether this is the patient that the demo opens with."""
        return self.number == 1


def patient_of(case: Case, rng: np.random.Generator) -> Patient:
    """The person and the surgery; the name holds "Demo" and the number."""
    key = f"demo-{case.number:02d}"
    episode = _showpiece_episode(case, key) if case.showpiece else _episode(case, key, rng)
    name = "Rivera" if case.showpiece else _SURNAMES[case.number % len(_SURNAMES)]
    born = date(int(rng.integers(1944, 1988)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    return Patient(key, f"Demo {case.number:02d} {name}", case.time_zone, True, episode, birth_date=born)


def _showpiece_episode(case: Case, key: str) -> Episode:
    return Episode(
        id=f"{key}-surgery",
        patient_id=key,
        surgery_date=case.today - timedelta(days=case.day),
        region=Region.LUMBAR,
        levels="L4–L5",
        procedure="fusion",
        baseline_axial=7,
        baseline_limb=5,
        next_follow_up=case.today,
        surgeon=_surgeon(case),
    )


def _episode(case: Case, key: str, rng: np.random.Generator) -> Episode:
    region = _REGIONS[int(rng.integers(len(_REGIONS)))]
    levels, procedure = _OPERATIONS[region][int(rng.integers(len(_OPERATIONS[region])))]
    # Before surgery: back 6.6 (SD 2.6), leg 6.2 (2.9) in 486 lumbar patients (BMC Musculoskelet Disord 2022); narrower
    # here, since a demo has no patients without pain. One in ten was never asked.
    axial, limb = (int(np.clip(np.rint(rng.normal(mean, 1.2)), low, 9)) for mean, low in ((6.9, 5), (5.8, 3)))
    asked = rng.random() > 0.1
    return Episode(
        id=f"{key}-surgery",
        patient_id=key,
        surgery_date=case.today - timedelta(days=case.day),
        region=region,
        levels=levels,
        procedure=procedure,
        baseline_axial=axial if asked else None,
        baseline_limb=limb if asked else None,
        next_follow_up=_follow_up(rng, case.today),
        surgeon=_surgeon(case),
    )


def _surgeon(case: Case) -> str:
    """One after the other, drawn from nothing: what else is drawn of a patient stays the same."""
    return _SURGEONS[case.number % len(_SURGEONS)]


def _follow_up(rng: np.random.Generator, today: date) -> date | None:
    """About one in eight today; a few have none yet."""
    if rng.random() < 0.12:
        return today
    return today + timedelta(days=int(rng.integers(1, 60))) if rng.random() < 0.85 else None


def treatments_of(case: Case, patient: Patient, shape: Shape, rng: np.random.Generator) -> tuple[Treatment, ...]:
    """What such patients are given so far: an opioid for the first weeks, a medicine for nerve pain, therapy, exercise
    at home; the procedure that the course turns on. Who keeps the opioid goes on with half of it."""
    day = case.day
    surgery = patient.episode.surgery_date
    planned: list[tuple[TreatmentKind, str, str, int, int | None]] = [
        # Off narcotics after 10 days on average (Shahi 2025), up to five weeks here.
        (TreatmentKind.MEDICINE, "Oxycodone", "5 mg, every 6 hours", 0, (stopped := int(rng.integers(7, 35)))),
        (TreatmentKind.EXERCISE, "Walking plan", "", int(rng.integers(7, 21)), None),
        (
            TreatmentKind.THERAPY,
            "Physical therapy",
            "twice a week",
            int(rng.integers(25, 45)),
            int(rng.integers(95, 130)),
        ),
    ]
    if rng.random() < 0.6 or shape.onset_day is not None:
        planned.append((TreatmentKind.MEDICINE, "Gabapentin", "300 mg", int(rng.integers(14, 30)), None))
    if rng.random() < 0.4:
        planned.append(
            (TreatmentKind.MEDICINE, "Ibuprofen", "400 mg", int(rng.integers(20, 40)), int(rng.integers(60, 90)))
        )
    if case.keeps_opioid:
        planned.append((TreatmentKind.MEDICINE, "Oxycodone", "5 mg, twice a day", stopped + 1, None))
    if shape.procedure_day is not None:
        planned.append((TreatmentKind.PROCEDURE, shape.procedure, "", shape.procedure_day, None))
    return tuple(
        Treatment(
            id=f"{patient.id}-treatment-{index}",
            patient_id=patient.id,
            kind=kind,
            name=name,
            start=surgery + timedelta(days=start),
            end=None if end is None or end > day else surgery + timedelta(days=end),
            dose=dose,
            catalogue=_key(name),
        )
        for index, (kind, name, dose, start, end) in enumerate(planned, start=1)
        if start <= day
    )


def _key(name: str) -> str:
    """The entry of the catalogue that a patient would choose for it."""
    meant = entry_called(name)
    return meant.key if meant else ""
