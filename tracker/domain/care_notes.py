"""What physicians write on a patient for themselves: notes, and lines of a plan. Neither is shown to the patient, who
is told that they exist; nothing is sent to anybody."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.errors import BadInput, Fault
from tracker.domain.snooze import ahead_faults

CARE_NOTE_LENGTH = 2_000
"""Characters of a note. Our choice: a page, so that it can be read before a visit."""

PLAN_LENGTH = 200
"""Characters of a line of the plan. Our choice: one line on paper, two on a phone."""

PLAN_LINES = 20
"""Open lines of the plan that a patient may have. Our choice: more than fit into a visit."""


@dataclass(frozen=True, slots=True)
class PhysicianNote:
    """A note on a patient. Times are aware UTC. `corrects` is the id of the note that it stands in the place of, None
    where it is none's. A note that was corrected or taken back stays in the record, with when (`retracted_at`) and by
    whom."""

    id: str
    patient_id: str
    author_id: str
    author_name: str
    written_at: datetime
    text: str
    corrects: str | None = None
    retracted_at: datetime | None = None
    retracted_by_name: str = ""

    @property
    def standing(self) -> bool:
        return self.retracted_at is None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What is to be done, at the next visit (`due` None) or on a date. Times are aware UTC. A line that was done or
    taken back stays in the record."""

    id: str
    patient_id: str
    author_id: str
    author_name: str
    written_at: datetime
    text: str
    due: date | None = None
    done_at: datetime | None = None
    done_by_name: str = ""
    retracted_at: datetime | None = None
    retracted_by_name: str = ""

    @property
    def standing(self) -> bool:
        return self.retracted_at is None

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.standing and self.done_at is None

    def waits_on(self, today: date) -> bool:
        """Whether it is to be looked at on that day: its date has come, or it has none."""
        return self.open and (self.due is None or self.due <= today)


def check_care_note(text: str) -> None:
    """Raises BadInput for a note that is empty or too long."""
    if faults := tuple(_text_faults("note", text, CARE_NOTE_LENGTH)):
        raise BadInput(*faults)


def check_plan_line(text: str, due: date | None, today: date, lines: Collection[PlanLine]) -> None:
    """Raises BadInput with every fault of a new line beside the lines that the patient has."""
    faults = list(_text_faults("plan", text, PLAN_LENGTH))
    if due is not None:
        faults += ahead_faults("plan date", due, today, today)
    waiting = [each for each in lines if each.open]
    if len(waiting) >= PLAN_LINES:
        faults.append(Fault("plan", None, f"would have more than {PLAN_LINES} open lines", "Close one first."))
    if (text.strip().casefold(), due) in {(each.text.casefold(), each.due) for each in waiting}:
        faults.append(Fault("plan", None, "has this line already", "Write another one."))
    if faults:
        raise BadInput(*faults)


def _text_faults(field: str, text: str, most: int) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(field, None, "is empty", "Write something first.")
    if len(text) > most:
        yield Fault(field, None, f"has {len(text):,} characters", f"Shorten it to {most:,} or fewer.")
