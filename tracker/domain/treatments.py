"""What is taken or done against the pain, and what was really taken on a day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from unicodedata import normalize

from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _, whole
from tracker.domain.patients import EARLIEST_DATE

NAME_LENGTH = 120
DOSE_LENGTH = 80
AMOUNT_FROM, AMOUNT_TO = 0.001, 100_000
"""What the number of a dose may be, whatever its unit. A refusal says the same, as each language writes numbers."""


class TreatmentKind(StrEnum):
    """The lanes of the picture. A procedure is one date; the others run from a start to an end."""

    MEDICINE = "medicine"
    THERAPY = "therapy"
    EXERCISE = "exercise"
    PROCEDURE = "procedure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Treatment:
    """One line of the patient's own list. `end` is the last day, None while it goes on (or for a procedure).
    `catalogue` is the key of the entry that it was chosen from, "" for own words. `added_on` is the patient's date on
    which the line was put on the list, None where that is not known. `done_at` is the moment of a procedure, aware UTC,
    None where nobody said."""

    id: str
    patient_id: str
    kind: TreatmentKind
    name: str
    start: date
    end: date | None = None
    dose: str = ""
    catalogue: str = ""
    added_on: date | None = None
    done_at: datetime | None = None

    def running_on(self, on: date) -> bool:
        """Whether the treatment can have been taken or done on a date."""
        if self.kind is TreatmentKind.PROCEDURE:
            return on == self.start
        return self.start <= on and (self.end is None or on <= self.end)

    @property
    def label(self) -> str:
        return f"{self.name} {self.dose}".strip()

    def repeats(self, other: "Treatment") -> bool:
        """Whether another line of the list says the same for some day: the same kind, and a name and dose that read
        alike in whatever case, under way at the same time."""
        if self.kind is not other.kind or _as_read(self.label) != _as_read(other.label):
            return False
        return self.running_on(max(self.start, other.start)) and other.running_on(max(self.start, other.start))


def _as_read(label: str) -> str:
    """What two labels have in common that nobody can tell apart: blanks, letters with their accents typed apart, and
    signs that are not seen do not count, nor does the case."""
    seen = "".join(sign for sign in normalize("NFC", label) if sign.isprintable() or sign.isspace())
    return " ".join(seen.split()).casefold()


def dose_words(amount: float | None, unit: str, words: str) -> str:
    """A dose as it is kept: a number with its unit, own words, or both ("300 mg, twice a day"); "" for neither. Raises
    BadInput where the number cannot be one of a dose."""
    words = " ".join(words.split())
    if amount is None:
        return words
    if not AMOUNT_FROM <= amount <= AMOUNT_TO:
        allowed = _("Give a number from 0.001 to 100,000, or say it in words.")
        raise BadInput(Fault("amount", f"{amount:g}", _("cannot be a dose"), allowed))
    return ", ".join(part for part in (f"{amount:.10g} {unit}".strip(), words) if part)


def change_of_dose(old: Treatment, dose: str, start: date, new_id: str, *, called: str = "") -> tuple[Treatment, ...]:
    """The lines that say that the dose of `old` is another from `start` on: the old one until the day before, and a new
    one. Where it is another from the first day on, the old line itself is put right. Raises BadInput where `old` does
    not run on that day, or has that dose already, and where `dose` is empty; there it is named by `called`, or else by
    its label."""
    is_procedure = old.kind is TreatmentKind.PROCEDURE
    if is_procedure or not old.running_on(start):
        problem = _("is no day on which {treatment} is under way").format(treatment=called or old.label)
        remedy = _("A procedure has no dose to change.") if is_procedure else _("Check the date.")
        raise BadInput(Fault("start", start, problem, remedy))
    if not dose:
        raise BadInput(Fault("dose", None, _("is empty"), _("Write the new one, or end the treatment.")))
    if dose.casefold() == old.dose.casefold():
        raise BadInput(Fault("dose", None, _("is what the list says already"), _("Write the new dose.")))
    if start == old.start:
        return (replace(old, dose=dose),)
    return (replace(old, end=start - timedelta(days=1)), replace(old, id=new_id, start=start, dose=dose, added_on=None))


def treatment_faults(treatment: Treatment, today: date, birth_date: date | None = None) -> tuple[Fault, ...]:
    """Everything wrong with a treatment as of `today` (the patient's own date); empty where nothing is."""
    faults = [*_word_faults(treatment), *_date_faults(treatment, today, birth_date or EARLIEST_DATE)]
    if treatment.kind is TreatmentKind.PROCEDURE and treatment.end is not None:
        problem, remedy = _("does not apply to a procedure"), _("A procedure has one date.")
        faults.append(Fault("end", treatment.end, problem, remedy))
    return tuple(faults)


def _word_faults(treatment: Treatment) -> Iterator[Fault]:
    if not any(sign.isprintable() and not sign.isspace() for sign in treatment.name):
        yield Fault("name", None, _("is empty"), _("Write what it is, for example Gabapentin."))
    for field, text, limit in (("name", treatment.name, NAME_LENGTH), ("dose", treatment.dose, DOSE_LENGTH)):
        if len(text) > limit:
            problem = _("has {number} characters").format(number=whole(len(text)))
            yield Fault(field, None, problem, _("Shorten it to {number} or fewer.").format(number=limit))


def _date_faults(treatment: Treatment, today: date, earliest: date) -> Iterator[Fault]:
    if treatment.start > today:
        remedy = _("Add a treatment on the day that it begins.")
        yield Fault("start", treatment.start, _("lies in the future"), remedy)
    if treatment.start < earliest:
        yield Fault("start", treatment.start, _("lies before birth"), _("Check the year."))
    if treatment.end is not None and treatment.end < treatment.start:
        problem = _("lies before the start ({date})").format(date=treatment.start)
        yield Fault("end", treatment.end, problem, _("Check both dates."))
    if treatment.end is not None and treatment.end > today:
        remedy = _("Leave it empty while the treatment goes on.")
        yield Fault("end", treatment.end, _("lies in the future"), remedy)
