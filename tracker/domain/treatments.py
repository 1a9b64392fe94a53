"""What is taken or done against the pain, and what was really taken on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.errors import BadInput, Fault
from tracker.domain.patients import EARLIEST_DATE

NAME_LENGTH = 120
DOSE_LENGTH = 80


class TreatmentKind(StrEnum):
    """The lanes of the picture. A procedure is one date; the others run from a start to an end."""

    MEDICINE = "medicine"
    THERAPY = "therapy"
    EXERCISE = "exercise"
    PROCEDURE = "procedure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Treatment:
    """One line of the patient's own list. `end` is the last day, None while it goes on (or for a procedure)."""

    id: str
    patient_id: str
    kind: TreatmentKind
    name: str
    start: date
    end: date | None = None
    dose: str = ""

    def running_on(self, on: date) -> bool:
        """Whether the treatment can have been taken or done on a date."""
        if self.kind is TreatmentKind.PROCEDURE:
            return on == self.start
        return self.start <= on and (self.end is None or on <= self.end)

    @property
    def label(self) -> str:
        return f"{self.name} {self.dose}".strip()

    def repeats(self, other: "Treatment") -> bool:
        """Whether another line of the list says the same for some day: the same kind, name and dose in whatever case,
        under way at the same time."""
        if self.kind is not other.kind or self.label.casefold() != other.label.casefold():
            return False
        return self.running_on(max(self.start, other.start)) and other.running_on(max(self.start, other.start))


def treatment_faults(treatment: Treatment, today: date, birth_date: date | None = None) -> tuple[Fault, ...]:
    """Everything wrong with a treatment as of `today` (the patient's own date); empty where nothing is."""
    faults = [*_word_faults(treatment), *_date_faults(treatment, today, birth_date or EARLIEST_DATE)]
    if treatment.kind is TreatmentKind.PROCEDURE and treatment.end is not None:
        faults.append(Fault("end", treatment.end, "does not apply to a procedure", "A procedure has one date."))
    return tuple(faults)


def _word_faults(treatment: Treatment) -> Iterator[Fault]:
    if not treatment.name.strip():
        yield Fault("name", None, "is empty", "Write what it is, for example Gabapentin.")
    for field, text, limit in (("name", treatment.name, NAME_LENGTH), ("dose", treatment.dose, DOSE_LENGTH)):
        if len(text) > limit:
            yield Fault(field, None, f"has {len(text):,} characters", f"Shorten it to {limit} or fewer.")


def _date_faults(treatment: Treatment, today: date, earliest: date) -> Iterator[Fault]:
    if treatment.start > today:
        yield Fault("start", treatment.start, "lies in the future", "Add a treatment on the day that it begins.")
    if treatment.start < earliest:
        yield Fault("start", treatment.start, "lies before birth", "Check the year.")
    if treatment.end is not None and treatment.end < treatment.start:
        yield Fault("end", treatment.end, f"lies before the start ({treatment.start})", "Check both dates.")
    if treatment.end is not None and treatment.end > today:
        yield Fault("end", treatment.end, "lies in the future", "Leave it empty while the treatment goes on.")


def check_treatment(treatment: Treatment, today: date, birth_date: date | None = None) -> None:
    """Raises BadInput with every fault of the treatment."""
    if faults := treatment_faults(treatment, today, birth_date):
        raise BadInput(*faults)
