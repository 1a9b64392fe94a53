"""Odd inputs: each is stored right, shows the same in the file that a patient takes along, and runs there as no
formula; or it is refused with the field, what is wrong with it, and what to do. Nothing else ever comes of it."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from math import inf, nan
from typing import Any, NamedTuple
from uuid import uuid4

import pytest

from tests.store.conftest import BACKENDS, Databases
from tracker.domain import clock
from tracker.domain.diary import RANGES, WORD_FIELDS, DiaryEntry
from tracker.domain.errors import BadInput
from tracker.domain.pain_words import words_text
from tracker.domain.patients import Episode, Patient, Region, Site
from tracker.domain.people import OPERATOR, Role, Viewer
from tracker.domain.reminders import QuietHours, ReminderTimes
from tracker.domain.treatments import Treatment, TreatmentKind, dose_words
from tracker.exchange.formulas import unguard
from tracker.services import diary, exports, patients, readings, red_flags, reminders
from tracker.store import Store, accounts
from tracker.store import diary as stored_diary
from tracker.store import patients as stored_patients
from tracker.store import readings as stored_readings
from tracker.store import treatments as stored_treatments
from tracker.web.components.body_map import chosen
from tracker.web.components.note_field import note_text
from tracker.web.components.pain_scale import score
from tracker.web.components.red_flag_check import ticks

NOON = datetime(2028, 2, 29, 12, tzinfo=UTC)
"""Noon of a leap day: what every case takes for now that does not say otherwise."""

RUNS_AS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class Refused(NamedTuple):
    """The words in which a fault of the field says what is wrong."""

    words: str


class Case(NamedTuple):
    """What is typed into a field, and what comes of it: it is stored as `expected`, or refused."""

    field: str
    given: Any
    expected: Any
    called: str = ""

    @property
    def name(self) -> str:
        # A set is named in one order: processes that share the tests out must find the same ones.
        given = sorted(self.given) if isinstance(self.given, frozenset) else self.given
        return f"{self.field}: {ascii(self.called or str(given))[1:-1][:50]}"

    @property
    def of_text(self) -> bool:
        """Whether the two databases may differ about it."""
        return isinstance(self.given, str | list | frozenset)


def same(field: str, *given: object) -> list[Case]:
    """Cases that are stored as they were typed."""
    return [Case(field, each, each) for each in given]


def refused(field: str, words: str, *given: object) -> list[Case]:
    return [Case(field, each, Refused(words)) for each in given]


def no_answer(field: str, kept: object, *given: object) -> list[Case]:
    """Junk in the place of what a browser sends; `kept` is what the question holds that nobody answered."""
    return [Case(field, each, kept) for each in given]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NUMBERS = [
    *(case for field in RANGES for case in same(field, int(RANGES[field].low), int(RANGES[field].high))),
    *(
        case
        for field, allowed in RANGES.items()
        for case in refused(field, "is not a", allowed.low - 1, allowed.high + 1, nan)
    ),
    *refused("axial", "is not a whole number from 0 to 10", 3.5, 1e9, -1e9, inf, -inf, 1e300, 10**400),
    *refused("steps", "is not a whole number from 0 to 200000", 1e9, 0.5, inf),
    *refused("walking_minutes", "is not a whole number from 0 to 1440", 12.5, 1e9, -0.5),
    *refused("sleep_hours", "is not a number from 0 to 24", -0.01, 24.01, 1e9, inf),
    *same("sleep_hours", 7.25, 0.1 + 0.2, 5e-324),
    Case("sleep_hours", -0.0, 0.0, "minus nothing"),
    Case("axial", -0.0, 0, "minus nothing"),
    Case("axial", 3.0, 3, "a whole number with a point"),
    *same("flare", True, False),
]

TEXTS = {
    "emoji": "better today 😀👍🏽",
    "a family joined to one sign": "👨‍👩‍👧‍👦🏳️‍🌈🇪🇸",
    "right to left": "ظهري يؤلمني اليوم",
    "both directions": "כאב 7 (back) מאוד",
    "direction turned over": "abc\u202edef",
    "a script": "<script>alert('x')</script>",
    "an image that runs": '<img src=x onerror="alert(1)">',
    "an end of a page": "</td></table></body>",
    "SQL": "'; DROP TABLE patient; --",
    "a formula": '=HYPERLINK("http://x")',
    "a sum": "+1+1",
    "a minus": "-2+3",
    "an at sign": "@SUM(A1)",
    "a formula in full width": "＝1+1",
    "a quoted formula": "'=1+1",
    "a tab before a formula": "\t=1+1",
    "a line break before a formula": "\r\n=1+1",
    "commas, quotes and lines": 'a,"b";c\nd\re\r\nf',
    "NaN": "NaN",
    "None": "None",
    "null": "null",
    "NA": "<NA>",
    "a number": "1e9",
    "nothing": "nothing",
    "Markdown": "**bold** [a](http://x) $x^2$ :red[b] :smile:",
    "templates": "{{7*7}} ${7*7} {day} %s %(x)s",
    "backslashes": "\\n \\0 C:\\new",
    "marks piled up": "p\u0301\u0302\u0303\u0304\u0305\u0306ain",
    "an accent typed apart": "Cafe\u0301",
    "a mark of byte order": "\ufeffback",
    "control characters": "a\x07b\x1b[31mc\x7f",
    "separators of lines": "a\u2028b\u2029c\u0085d",
    "characters that are none": "a\ufffe\uffffb\U0010ffff",
    "blanks around": "  back  ",
}

UNSTORABLE = {"a NUL": "bad\0day", "half an emoji": "bad\ud83dday", "the other half": "\ude00 back"}

WORDS = [
    *(Case("note", text, text, called) for called, text in TEXTS.items()),
    *(
        Case(field, text, text, called)
        for field in ("treatment name", "treatment dose")
        for called, text in TEXTS.items()
    ),
    *(
        Case(field, text, Refused("holds a character that cannot be stored"), called)
        for field in ("note", "treatment name", "treatment dose")
        for called, text in UNSTORABLE.items()
    ),
    Case("note", "x" * 10_000, "x" * 10_000, "10,000 letters"),
    Case("note", "😀" * 10_000, "😀" * 10_000, "10,000 emoji"),
    Case("note", "x" * 10_001, Refused("has 10,001 characters"), "10,001 letters"),
    Case("treatment name", "😀" * 120, "😀" * 120, "120 emoji"),
    Case("treatment name", "x" * 121, Refused("has 121 characters"), "121 letters"),
    Case("treatment name", "x" * 10_000, Refused("has 10,000 characters"), "10,000 letters"),
    *refused("treatment name", "is empty", "", "   ", "\u3000", "\u200b\u200d", "\u202e"),
    Case("treatment dose", "x" * 80, "x" * 80, "80 letters"),
    Case("treatment dose", "x" * 81, Refused("has 81 characters"), "81 letters"),
    *(
        Case(field, frozenset({word}), Refused("is not on the list"), called)
        for field in WORD_FIELDS
        for called, word in {"a script": "<script>", "a NUL": "\0", "half an emoji": "\ud83d", "empty": ""}.items()
    ),
    Case("taken", frozenset({"'; DROP TABLE treatment; --"}), Refused("is not on the list"), "SQL"),
    Case("taken", frozenset({"\0"}), Refused("is not on the list"), "a NUL"),
    *same("sites", frozenset({"left buttock", "L5/S1"}), frozenset()),
    *same("descriptors", frozenset({"touch hurts"}), frozenset()),
    *same("worse", frozenset({"coughing or sneezing"}), frozenset()),
    *same("better", frozenset({"turning in bed"}), frozenset()),
    *same("taken", frozenset()),
]

AS_SENT = [
    *same("scale as sent", 0, 7, 10),
    *no_answer(
        "scale as sent", None, "7", 7.5, 7.0, True, None, [7], {"value": 7}, nan, inf, "😀", 10**400, -(10**400)
    ),
    *refused("scale as sent", "is not a whole number from 0 to 10", -1, 11, 10**9),
    Case("sites as sent", ["left foot", 7, None, ["groin"], True], frozenset({"left foot"}), "one word"),
    *no_answer("sites as sent", None, "left foot", 7, None, {}, [], [None], [{}]),
    Case("sites as sent", ["<script>"], Refused("is not on the list")),
    Case("sites as sent", ["\0", "left foot"], Refused("is not on the list")),
    Case("note as sent", "  first walk \n", "first walk"),
    *no_answer("note as sent", "", None, 7, nan, True, [], ["note"], {"note": "x"}, " \n\t"),
    Case("ticks as sent", [["fever", 1]], ("fever",)),
    *no_answer("ticks as sent", (), None, "fever", 7, {}, [], ["fever"], [["fever"]], [["fever", "1"]], [["<i>", 1]]),
    Case("ticks as sent", [[["fever"], 1], [{}, 1], None, ["fever", 1], ["fever", 2]], ("fever",), "one sign"),
]

DOSES = [
    Case("treatment amount", 0.001, "0.001 mg"),
    Case("treatment amount", 100_000, "100000 mg"),
    Case("treatment amount", 2.5, "2.5 mg"),
    *refused("treatment amount", "cannot be a dose", 0, -1, nan, inf, -inf, 1e9, 1e-9, 100_001),
]

DATES = [
    *same("first day", date(2028, 2, 29), date(2024, 2, 29), date(1900, 1, 1), date(2000, 2, 29)),
    *refused("first day", "lies in the future", date(2028, 3, 1), date(2032, 2, 29), date.max),
    *refused("first day", "lies before birth", date(1899, 12, 31), date.min),
    *same("last day", date(2028, 2, 29), date(2028, 2, 28)),
    *refused("last day", "lies in the future", date(2028, 3, 1), date.max),
    *refused("last day", "lies before the start", date(2028, 2, 27), date.min),
    *same("dose since", date(2028, 2, 29)),
    *refused("dose since", "is no day on which", date(2028, 2, 27), date.min),
    *refused("dose since", "lies in the future", date(2028, 3, 1), date.max),
]


class Day(NamedTuple):
    """A day that is logged at a moment (UTC, ISO) by who lives in a time zone."""

    zone: str
    now: str
    on: str

    def __str__(self) -> str:
        return f"{self.on} in {self.zone} at {self.now}"


def days(zone: str, now: str, last: str, next_one: str) -> list[Case]:
    """`last` is the date that the clock on the wall shows, which can be logged; the one after it has not come."""
    return [
        Case("date", Day(zone, now, last), date.fromisoformat(last)),
        Case("date", Day(zone, now, next_one), Refused(f"lies in the future (today is {last})")),
    ]


ENTRY_DATES = [
    # At 10:30 UTC there are three dates on earth.
    *days("Pacific/Pago_Pago", "2028-02-29T10:30", "2028-02-28", "2028-02-29"),
    *days("Etc/GMT+12", "2028-02-29T10:30", "2028-02-28", "2028-02-29"),
    *days("Pacific/Honolulu", "2028-02-29T10:30", "2028-02-29", "2028-03-01"),
    *days("UTC", "2028-02-29T23:59", "2028-02-29", "2028-03-01"),
    *days("Asia/Kathmandu", "2028-02-29T18:15", "2028-03-01", "2028-03-02"),
    *days("Asia/Kathmandu", "2028-02-29T18:14", "2028-02-29", "2028-03-01"),
    *days("Pacific/Chatham", "2028-02-29T10:30", "2028-03-01", "2028-03-02"),
    *days("Pacific/Kiritimati", "2028-02-28T10:00", "2028-02-29", "2028-03-01"),
    *days("Pacific/Kiritimati", "2028-02-28T09:59", "2028-02-28", "2028-02-29"),
    # The first and the last minute of the days of 23 and of 25 hours.
    *days("Europe/Madrid", "2027-03-27T23:00", "2027-03-28", "2027-03-29"),
    *days("Europe/Madrid", "2027-03-28T21:59", "2027-03-28", "2027-03-29"),
    *days("Europe/Madrid", "2027-03-28T22:00", "2027-03-29", "2027-03-30"),
    *days("Europe/Madrid", "2027-10-31T22:59", "2027-10-31", "2027-11-01"),
    *days("America/New_York", "2027-03-15T03:59", "2027-03-14", "2027-03-15"),
    *days("America/New_York", "2027-11-08T04:59", "2027-11-07", "2027-11-08"),
    *days("Australia/Lord_Howe", "2027-04-04T13:29", "2027-04-04", "2027-04-05"),
    *days("Australia/Lord_Howe", "2027-10-03T12:59", "2027-10-03", "2027-10-04"),
    # Where midnight itself is left out.
    *days("America/Havana", "2027-03-14T05:00", "2027-03-14", "2027-03-15"),
    *days("America/Havana", "2027-03-14T04:59", "2027-03-13", "2027-03-14"),
    # Leap years, the turn of a year, and how far back and ahead.
    *days("Europe/Madrid", "2100-02-28T22:59", "2100-02-28", "2100-03-01"),
    *days("America/Chicago", "2028-01-01T05:59", "2027-12-31", "2028-01-01"),
    *(Case("date", Day("UTC", "2028-02-29T12:00", on), date.fromisoformat(on)) for on in ("2028-02-28", "2028-02-16")),
    *(
        Case("date", Day("UTC", "2028-02-29T12:00", on), Refused("is more than 14 days ago"))
        for on in ("2028-02-15", "2024-02-29", "1900-01-01")
    ),
    *(
        Case("date", Day("UTC", "2028-02-29T12:00", on), Refused("lies before birth"))
        for on in ("1899-12-31", "0001-01-01")
    ),
    *(
        Case("date", Day("UTC", "2028-02-29T12:00", on), Refused("lies in the future"))
        for on in ("2128-02-29", "9999-12-31")
    ),
]

ZONES = [
    *same("time zone", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Kathmandu", "UTC", "America/Argentina/Salta"),
    *refused("time zone", "is not a known time zone", "", "UTC+14", "Mars/Olympus", "europe/madrid", "Europe/Madrid "),
    *refused("time zone", "is not a known time zone", "../../etc/passwd", "\0", "\ud83d", "😀", "x" * 10_000),
]


class Block(NamedTuple):
    """A block on a date in a time zone at a time of day that the patient gives on the evening after."""

    zone: str
    on: str
    at: str

    def __str__(self) -> str:
        return f"{self.at} on {self.on} in {self.zone}"


BLOCKS = [
    Case("block time", Block("Pacific/Pago_Pago", "2028-02-29", "23:59"), at("2028-03-01T10:59")),
    Case("block time", Block("Pacific/Kiritimati", "2028-02-29", "00:00"), at("2028-02-28T10:00")),
    Case("block time", Block("Europe/Madrid", "2027-03-28", "01:59"), at("2027-03-28T00:59")),
    Case("block time", Block("Europe/Madrid", "2027-03-28", "02:30"), Refused("did not exist on 2027-03-28")),
    Case("block time", Block("Europe/Madrid", "2027-03-28", "03:00"), at("2027-03-28T01:00")),
    Case("block time", Block("Europe/Madrid", "2027-10-31", "02:30"), at("2027-10-31T00:30")),
    Case("block time", Block("America/New_York", "2027-03-14", "02:00"), Refused("did not exist on 2027-03-14")),
    Case("block time", Block("America/New_York", "2027-11-07", "01:30"), at("2027-11-07T05:30")),
    Case("block time", Block("Australia/Lord_Howe", "2027-10-03", "02:15"), Refused("did not exist on 2027-10-03")),
    Case("block time", Block("America/Havana", "2027-03-14", "00:30"), Refused("did not exist on 2027-03-14")),
    *same("block hour", 0, 8),
    *refused("block hour", "is not one of the log", -1, 9, 2.5, nan, inf, 1e9, 10**400),
    *same("block pain", 0, 10),
    *refused("block pain", "is not a whole number from 0 to 10", -1, 11, 3.5, nan, inf, 1e9, 10**400),
]

REMINDERS = [
    *same("reminder time", time(0, 0), time(23, 59), time(12, 34, 56)),
    *same("quiet hours", QuietHours(time(21), time(8)), QuietHours(time(0), time(0, 1)), None),
    *refused(
        "quiet hours", "begin and end at the same time", QuietHours(time(0), time(0)), QuietHours(time(8), time(8))
    ),
    *same("weekdays", frozenset(range(7)), frozenset({6})),
    *refused("weekdays", "are none", frozenset()),
    *same("e-mail address", "anna@example.org", "a+b@x-y.example", "o'neill@example.org"),
    Case("e-mail address", "  anna@example.org\n", "anna@example.org", "blanks around"),
    *refused("e-mail address", "is not one", "", " ", "anna", "anna@", "@example.org", "anna@localhost", "a@b@c.org"),
    *refused(
        "e-mail address", "is not one", "anna@example.org\nBcc: ben@example.org", "anna@example..org", "a b@c.org"
    ),
    *refused("e-mail address", "is not one", "анна@example.org", "anna@exämple.org", "😀@example.org", "a\0@b.org"),
    *refused("e-mail address", "is not one", "<script>@example.org", "=1+1", "\ud83d@b.org", f"{'x' * 10_000}@b.org"),
    Case("next reminder", ("Pacific/Pago_Pago", "19:00", "2028-02-29T12:00"), at("2028-03-01T06:00")),
    Case("next reminder", ("Pacific/Kiritimati", "19:00", "2028-02-29T12:00"), at("2028-03-01T05:00")),
    Case("next reminder", ("Europe/Madrid", "02:30", "2027-03-27T12:00"), at("2027-03-28T01:30")),
    Case("next reminder", ("Europe/Madrid", "02:30", "2027-10-30T12:00"), at("2027-10-31T00:30")),
    Case("next reminder", ("America/New_York", "02:30", "2027-03-13T12:00"), at("2027-03-14T07:30")),
    Case("next reminder", ("Australia/Lord_Howe", "02:15", "2027-10-02T12:00"), at("2027-10-02T15:45")),
]

SIGNS = [
    Case("warning signs", ("bladder", "fever"), ("bladder", "fever")),
    *refused("warning signs", "were not ticked", ()),
    *(
        Case("warning signs", (sign,), Refused("is not on the list"), called)
        for called, sign in {"a NUL": "\0", "half an emoji": "\ud83d", "a script": "<script>", "empty": ""}.items()
    ),
]

CASES = [
    *(*NUMBERS, *WORDS, *AS_SENT, *DOSES, *DATES),
    *(*ENTRY_DATES, *ZONES, *BLOCKS, *REMINDERS, *SIGNS),
]


@dataclass(frozen=True)
class Person:
    """A patient with an account and nothing else, and the clock that every case may set."""

    store: Store
    viewer: Viewer
    id: str
    set_clock: Callable[[datetime], None]

    @property
    def patient(self) -> Patient:
        with self.store.reading() as tx:
            return stored_patients.patient(tx, OPERATOR, self.id)

    @property
    def today(self) -> date:
        return clock.today(self.patient.time_zone)

    def live_in(self, zone: str, now: datetime) -> "Person":
        """Somebody else who lives there, at that moment."""
        self.set_clock(now)
        return admit(self.store, self.set_clock, zone)

    def entry(self, on: date) -> DiaryEntry:
        with self.store.reading() as tx:
            found = stored_diary.revision(tx, OPERATOR, self.id, on)
        return found.entry if found else DiaryEntry(on)

    def save(self, entry: DiaryEntry) -> None:
        """As the page does: what is typed is kept as a draft, whatever it is, and then saved."""
        diary.keep_draft(self.store, self.viewer, self.id, entry, based_on=0)
        diary.diary_page(self.store, self.viewer)
        diary.save_entry(self.store, self.viewer, self.id, entry, based_on=None)

    def list(self, **said: Any) -> Treatment:
        """Puts a medicine on the own list."""
        given = {"kind": TreatmentKind.MEDICINE, "name": "Aspirin", "start": self.today, **said}
        treatment = Treatment(uuid4().hex, self.id, **given)
        diary.save_treatment(self.store, self.viewer, treatment)
        return treatment

    @property
    def listed(self) -> tuple[Treatment, ...]:
        with self.store.reading() as tx:
            return stored_treatments.treatments(tx, OPERATOR, self.id)

    def exported(self, column: str, on: date) -> str:
        """A cell of the own diary as a file."""
        text = "".join(exports.my_diary_csv(self.store, self.viewer, "")).removeprefix("\ufeff")
        rows = {row["date"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
        return rows[str(on)][column]


def admit(store: Store, set_clock: Callable[[datetime], None], zone: str) -> Person:
    """A new patient who lives in a time zone."""
    name = uuid4().hex
    now = clock.now()
    surgery = clock.today(zone) - timedelta(days=100)
    episode = Episode(uuid4().hex, name, surgery, Region.LUMBAR)
    with store.transaction() as tx:
        account = accounts.add_account(
            tx, username=name, display_name="Anna", role=Role.PATIENT, password_hash="-", now=now
        )
        stored_patients.add_patient(tx, OPERATOR, Patient(name, "Anna", zone, demo=False, episode=episode))
        stored_patients.link_account(tx, OPERATOR, name, account.id)
    return Person(store, account.viewer, name, set_clock)


class Kept(NamedTuple):
    """What was stored of a case; where the file has it too, its cell, and what must stand in that."""

    value: object
    cell: str = ""
    means: str = ""


Enter = Callable[[Person, Any], Kept]
"""Types something into a field, and tells what is stored then."""


def cell_of(value: object) -> str:
    """A value of the day as it must stand in the file, harmless or not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        return words_text(value) or ""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def a_diary_field(field: str, read: Callable[[Any], Any] = lambda given: given) -> Enter:
    """A question of the day; `read` is how the page takes what a browser sends. The other site is answered as well,
    for a day on which nothing was answered is no entry."""

    def enter(person: Person, given: object) -> Kept:
        beside: dict[str, Any] = {} if field.startswith("limb") else {"limb": 0}
        person.save(DiaryEntry(person.today, **{field: read(given)}, **beside))
        value = getattr(person.entry(person.today), field)
        return Kept(value, person.exported(field, person.today), cell_of(value))

    return enter


def a_listed(field: str) -> Enter:
    """The name or the dose of a treatment, which is ticked then."""

    def enter(person: Person, given: object) -> Kept:
        treatment = person.list(**{field: given})
        person.save(DiaryEntry(person.today, taken=frozenset({treatment.id})))
        return Kept(getattr(person.listed[0], field), person.exported("taken", person.today), treatment.label)

    return enter


def an_amount(person: Person, given: float) -> Kept:
    return a_listed("dose")(person, dose_words(given, "mg", ""))


def the_first_day(person: Person, given: date) -> Kept:
    person.list(start=given)
    return Kept(person.listed[0].start)


def the_last_day(person: Person, given: date) -> Kept:
    person.list(start=date(2028, 2, 28), end=given)
    return Kept(person.listed[0].end)


def another_dose(person: Person, given: date) -> Kept:
    old = person.list(start=date(2028, 2, 28))
    diary.change_dose(person.store, person.viewer, person.id, old.id, dose="100 mg", start=given)
    return Kept(person.listed[1].start)


def the_date(person: Person, given: Day) -> Kept:
    there = person.live_in(given.zone, at(given.now))
    on = date.fromisoformat(given.on)
    there.save(DiaryEntry(on, axial=4))
    return Kept(on if there.entry(on).axial == 4 else None, there.exported("date", on), given.on)


def the_zone(person: Person, given: str) -> Kept:
    known = person.patient
    name = uuid4().hex
    episode = Episode(name, name, known.episode.surgery_date, Region.LUMBAR)
    patients.add_patient(person.store, OPERATOR, Patient(name, "Ben", given, demo=False, episode=episode))
    with person.store.reading() as tx:
        return Kept(stored_patients.patient(tx, OPERATOR, name).time_zone)


def a_block(person: Person, on: date) -> Treatment:
    return person.list(kind=TreatmentKind.PROCEDURE, name="Facet block", start=on)


def the_time_of_a_block(person: Person, given: Block) -> Kept:
    on = date.fromisoformat(given.on)
    there = person.live_in(given.zone, clock.moment(on + timedelta(days=1), time(0, 30), given.zone))
    block = a_block(there, on)
    readings.set_block_time(there.store, there.viewer, there.id, block.id, time.fromisoformat(given.at))
    return Kept(there.listed[0].done_at)


def after_a_block(person: Person, **said: Any) -> tuple[int, ...]:
    """Logs pain by the hour; what is stored of it."""
    block = a_block(person, person.today)
    readings.set_block_time(person.store, person.viewer, person.id, block.id, time(2))
    readings.save_block_score(
        person.store, person.viewer, person.id, block.id, **{"hour": 8, "site": Site.AXIAL, "pain": 5, **said}
    )
    with person.store.reading() as tx:
        (reading,) = stored_readings.readings(tx, OPERATOR, person.id)
    return (reading.at.hour - 2, reading.pain)


def the_times(person: Person, **chosen_times: Any) -> ReminderTimes:
    wanted = ReminderTimes(**{"on": True, "quiet": None, **chosen_times})
    reminders.save_times(person.store, person.viewer, wanted)
    return reminders.reminder_page(person.store, person.viewer).reminder.times


def the_address(person: Person, given: str) -> Kept:
    reminders.save_email(person.store, person.viewer, given)
    return Kept(reminders.reminder_page(person.store, person.viewer).reminder.email)


def the_next_reminder(person: Person, given: tuple[str, str, str]) -> Kept:
    zone, wall, now = given
    there = person.live_in(zone, at(now))
    the_times(there, at=time.fromisoformat(wall))
    return Kept(reminders.reminder_page(there.store, there.viewer).next_at)


def the_signs(person: Person, given: Iterable[str]) -> Kept:
    red_flags.answer(person.store, person.viewer, set(given))
    return Kept(tuple(sign for each in red_flags.answers_of_today(person.store, person.viewer) for sign in each.signs))


def the_ticks(person: Person, given: object) -> Kept:
    signs = {sign for sign, _ in ticks(given)}
    return the_signs(person, signs) if signs else Kept(())


FIELDS: Mapping[str, tuple[Enter, str]] = {
    **{field: (a_diary_field(field), field.replace("_", " ")) for field in (*RANGES, *WORD_FIELDS, "taken", "flare")},
    "note": (a_diary_field("note"), "note"),
    "scale as sent": (a_diary_field("axial", score), "axial"),
    "sites as sent": (a_diary_field("sites", chosen), "sites"),
    "note as sent": (a_diary_field("note", note_text), "note"),
    "ticks as sent": (the_ticks, "warning signs"),
    "date": (the_date, "date"),
    "time zone": (the_zone, "time zone"),
    "treatment name": (a_listed("name"), "name"),
    "treatment dose": (a_listed("dose"), "dose"),
    "treatment amount": (an_amount, "amount"),
    "first day": (the_first_day, "start"),
    "last day": (the_last_day, "end"),
    "dose since": (another_dose, "start"),
    "block time": (the_time_of_a_block, "time"),
    "block hour": (lambda person, hour: Kept(after_a_block(person, hour=hour)[0]), "hour"),
    "block pain": (lambda person, pain: Kept(after_a_block(person, pain=pain)[1]), "pain"),
    "reminder time": (lambda person, given: Kept(the_times(person, at=given).at), "time"),
    "quiet hours": (lambda person, given: Kept(the_times(person, at=time(15), quiet=given).quiet), "quiet hours"),
    "weekdays": (lambda person, given: Kept(the_times(person, weekdays=given).weekdays), "days"),
    "e-mail address": (the_address, "e-mail address"),
    "next reminder": (the_next_reminder, "time"),
    "warning signs": (the_signs, "warning sign"),
}
"""How each field is filled in, and what a fault calls it."""


@pytest.fixture(scope="module")
def stores(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Store]]:
    """One store of each kind for all cases, each of which brings a patient of its own."""
    opened: dict[str, Store] = {}
    with ExitStack() as stack:

        def store_of(backend: str) -> Store:
            if backend not in opened:
                url = stack.enter_context(databases.fresh(backend, tmp_path_factory.mktemp(backend)))
                opened[backend] = stack.enter_context(closing(Store(url)))
            return opened[backend]

        yield store_of


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(kind, case, id=f"{case.name} ({kind})")
        for case in CASES
        for kind in BACKENDS
        if case.of_text or kind == "sqlite"
    ],
)
def test_it_is_stored_right_or_refused_with_a_clear_word(
    kind: str, case: Case, stores: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    def set_clock(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_clock(NOON)
    person = admit(stores(kind), set_clock, "UTC")
    enter, called = FIELDS[case.field]
    if isinstance(case.expected, Refused):
        with pytest.raises(BadInput) as error:
            enter(person, case.given)
        (fault,) = error.value.faults
        assert fault.field.startswith(called)
        assert case.expected.words in fault.problem
        assert fault.remedy.endswith(".")
        assert str(fault).isprintable()
        assert person.entry(person.today).empty
    else:
        kept = enter(person, case.given)
        assert alike(kept.value, case.expected)
        assert unguard(kept.cell) == kept.means
        assert not kept.cell.startswith(RUNS_AS_A_FORMULA)


def alike(stored: object, expected: object) -> bool:
    """Whether they are the same, nothing and minus nothing told apart."""
    return stored == expected and str(stored).startswith("-") == str(expected).startswith("-")


def test_every_field_that_a_patient_can_fill_in_has_cases() -> None:
    assert {case.field for case in CASES} == FIELDS.keys()
    assert {*RANGES, *WORD_FIELDS, "taken", "flare", "note"} == {
        field.name for field in fields(DiaryEntry) if field.name != "on"
    }
    assert len(CASES) >= 200
