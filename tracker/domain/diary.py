"""The diary entry: what a patient logs for one local date, and what may be logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.domain import pain_words
from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _, whole
from tracker.domain.patients import EARLIEST_DATE, Site

OPEN_DAYS = 14
"""Days that a patient may add or change, today included. Our choice: recall of a day fades within days
(Broderick 2008, PMC2617790), yet a fortnight away must not cost the record."""

NOTE_LENGTH = 10_000
"""Characters of a note. Our choice: several printed pages, small against a request."""

PAIN_FIELDS = ("axial", "axial_worst", "limb", "limb_worst")
"""Whole 0-10, over the last 24 hours: the average of each site, which is what is analysed, and the worst."""

PEG_FIELDS = ("peg_pain", "peg_enjoyment", "peg_activity")
"""The three questions of PEG about the past week, whole 0-10 each; see `questionnaires`."""

PHQ_FIELDS = ("phq_nervous", "phq_worry", "phq_interest", "phq_down")
"""The four questions of PHQ-4 about the past two weeks, whole 0-3 each; see `questionnaires`."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """What a numeric field may hold, ends included. `unit` is a word for people."""

    low: float
    high: float
    whole: bool
    unit: str


RANGES: Mapping[str, NumberRange] = {
    **{field: NumberRange(0, 10, True, "0-10") for field in PAIN_FIELDS},
    "walking_minutes": NumberRange(0, 1440, True, "minutes"),
    "steps": NumberRange(0, 200_000, True, "steps"),
    "sitting_minutes": NumberRange(0, 1440, True, "minutes"),
    "sleep_hours": NumberRange(0, 24, False, "hours"),
    "sleep_quality": NumberRange(0, 10, True, "0-10"),
    "distress": NumberRange(0, 10, True, "0-10"),
    **{field: NumberRange(0, 10, True, "0-10") for field in PEG_FIELDS},
    "global_change": NumberRange(1, 7, True, "1-7"),
    **{field: NumberRange(0, 3, True, "0-3") for field in PHQ_FIELDS},
}


WORD_FIELDS = tuple(pain_words.ALLOWED)
"""Lists of words, unscored."""


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One local date. None means not answered, which is neither zero nor "no". `taken` holds treatment ids;
    None where the list was not looked at, empty where nothing was taken; the lists of words likewise.
    `sitting_minutes` is how long the patient could sit before pain made them get up; `sleep_quality` is better the
    higher, `distress` worse."""

    on: date
    axial: int | None = None
    axial_worst: int | None = None
    limb: int | None = None
    limb_worst: int | None = None
    walking_minutes: int | None = None
    steps: int | None = None
    sitting_minutes: int | None = None
    sleep_hours: float | None = None
    sleep_quality: int | None = None
    distress: int | None = None
    peg_pain: int | None = None
    peg_enjoyment: int | None = None
    peg_activity: int | None = None
    global_change: int | None = None
    phq_nervous: int | None = None
    phq_worry: int | None = None
    phq_interest: int | None = None
    phq_down: int | None = None
    taken: frozenset[str] | None = None
    flare: bool | None = None
    sites: frozenset[str] | None = None
    descriptors: frozenset[str] | None = None
    worse: frozenset[str] | None = None
    better: frozenset[str] | None = None
    note: str = ""

    def pain(self, site: Site) -> int | None:
        """The average of the last 24 hours at a site: the item that is analysed."""
        return self.axial if site is Site.AXIAL else self.limb

    @property
    def empty(self) -> bool:
        answered = (*(getattr(self, field) for field in (*RANGES, *WORD_FIELDS)), self.taken, self.flare)
        return all(value is None for value in answered) and not self.note.strip()


class Origin(StrEnum):
    """How an entry came in. The values are stored: add, never rename."""

    PAGE = "page"
    IMPORT = "import"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Revision:
    """One edit of an entry as it stood after it. `number` counts from 1; `saved_at` is aware UTC."""

    number: int
    entry: DiaryEntry
    saved_at: datetime
    saved_by: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed for a day and not saved yet, as it is kept: nothing of it was checked. `based_on` is the number of
    the revision that it began from, 0 where there was none; `typed_at` is aware UTC."""

    entry: DiaryEntry
    based_on: int
    typed_at: datetime


class Saved(StrEnum):
    """What saving did. Values equal to what was stored change nothing and add no revision."""

    STORED = "stored"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def open_dates(today: date) -> tuple[date, ...]:
    """The dates that a patient may log on `today`, oldest first, today last."""
    return tuple(today - timedelta(days=back) for back in reversed(range(OPEN_DAYS)))


def number_fault(field: str, value: float) -> Fault | None:
    """What is wrong with a numeric diary value; None where nothing is. NaN is wrong everywhere."""
    allowed = RANGES[field]
    if not allowed.low <= value <= allowed.high or (allowed.whole and value != int(value)):
        kind = (
            _("is not a whole number from {low} to {high}")
            if allowed.whole
            else _("is not a number from {low} to {high}")
        )
        problem = kind.format(low=f"{allowed.low:g}", high=f"{allowed.high:g}")
        return Fault(field.replace("_", " "), value, problem, _("Leave it empty where it was not measured."))
    return None


def date_fault(on: date, today: date, birth_date: date | None = None) -> Fault | None:
    """What is wrong with the date of an entry; None where nothing is."""
    if on > today:
        return Fault(
            "date", on, _("lies in the future (today is {today})").format(today=today), _("Log a day once it has come.")
        )
    if on < (birth_date or EARLIEST_DATE):
        return Fault("date", on, _("lies before birth"), _("Check the year."))
    return None


def entry_faults(entry: DiaryEntry, today: date, birth_date: date | None = None) -> tuple[Fault, ...]:
    """Everything wrong with an entry as of `today` (the patient's own date); empty where nothing is."""
    found: list[Fault | None] = [date_fault(entry.on, today, birth_date)]
    for field in RANGES:
        value = getattr(entry, field)
        if value is not None:
            found.append(number_fault(field, value))
    for site in Site:
        average, worst = entry.pain(site), getattr(entry, f"{site}_worst")
        if average is not None and worst is not None and worst < average:
            problem = _("is below the average of {average}").format(average=average)
            found.append(Fault(f"{site} worst", worst, problem, _("The worst is the average or more.")))
    for field in WORD_FIELDS:
        found += pain_words.word_faults(field, getattr(entry, field) or ())
    if len(entry.note) > NOTE_LENGTH:
        problem = _("has {number} characters").format(number=whole(len(entry.note)))
        remedy = _("Shorten it to {number} or fewer.").format(number=whole(NOTE_LENGTH))
        found.append(Fault("note", None, problem, remedy))
    if entry.empty:
        found.append(Fault("entry", None, _("is empty"), _("Answer at least one question.")))
    return tuple(fault for fault in found if fault is not None)


def check_entry(entry: DiaryEntry, today: date, birth_date: date | None = None) -> None:
    """Raises BadInput with every fault of the entry."""
    if faults := entry_faults(entry, today, birth_date):
        raise BadInput(*faults)
