"""Contents for reports, and what a PDF says when it is read back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import pandas as pd
from pypdf import PdfReader

from tests.unit.charts.records import days, episode, every_day, flag, on, treatment
from tracker.domain.assessment import FlagKind, Severity, StoredFlag
from tracker.domain.explanation import Verdict
from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Patient, Site
from tracker.domain.patterns import PatternsToDiscuss
from tracker.domain.standing_facts import flag_facts
from tracker.domain.treatments import TreatmentKind
from tracker.domain.visit import VisitQuestion
from tracker.report import Paper, ReportContent, report_pdf

MADE = datetime(2025, 7, 14, 12, 5, tzinfo=UTC)
LAST = 189


def patient(name: str = "Ana Rivera", *, demo: bool = False) -> Patient:
    return Patient("p1", name, "Europe/Madrid", demo, episode())


@lru_cache
def half_a_year() -> pd.DataFrame:
    axial = {day: (7 if day < 20 else 2 if day < 131 else 6) for day in range(LAST + 1) if day % 7}
    frame = days(LAST + 1, axial=axial, limb=every_day(LAST + 1, 3), walking_minutes=30.0)
    return frame.assign(logged=[bool(day % 7) for day in range(LAST + 1)])


def raised(*flags: StoredFlag) -> tuple[StoredFlag, ...]:
    return flags or (StoredFlag("f1", "p1", flag(131, 145, severity=Severity.HIGH)),)


def many_flags() -> tuple[StoredFlag, ...]:
    kinds = (FlagKind.RELAPSE, FlagKind.PERSISTENT, FlagKind.WORSE_THAN_BEFORE)
    found = [(kind, site) for kind in kinds for site in Site]
    return tuple(
        StoredFlag(f"f{number}", "p1", flag(131 + number, 145 + number, kind=kind, site=site))
        for number, (kind, site) in enumerate(found)
    )


def facts(number: int, section: Section = Section.TREATMENTS) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            section,
            f"f{each}",
            f"Treatment {each}",
            f"−{each}.5 points",
            f"{each} of 14 days",
            f"days {each}–{each + 9}",
            "A 2020",
        )
        for each in range(number)
    )


def questions(number: int, text: str = "May I lift my grandson?") -> tuple[VisitQuestion, ...]:
    return tuple(VisitQuestion(f"q{each}", "p1", f"{text} {each}", MADE) for each in range(number))


def content(**more: Any) -> ReportContent:
    """A relapse on day 189, with a few facts and questions; what is given takes the place of it."""
    flags = more.get("flags", raised())
    given = (
        Fact(
            Section.NOW, "typical_axial", "Typical back pain", "6.1 of 10", "12 of 14 days", "days 176–189", "rules 1"
        ),
        Fact(Section.NOW, "relief_axial", "Relief of back pain", "14 % better than before surgery", "7 of 10 before"),
        Fact(Section.NOW, "good_stretch_axial", "Last good stretch", "59 days ago", "40 days long", "days 91–130"),
        Fact(Section.NOW, "typical_limb", "Typical leg pain", "3 of 10", "12 of 14 days", "days 176–189", "rules 1"),
        *flag_facts(episode(), flags),
        *facts(2),
        Fact(Section.COVERAGE, "coverage_28d", "Days logged", "86 %", "24 of 28 days", "days 162–189"),
    )
    base = ReportContent(
        patient=patient(),
        today=on(LAST),
        made_at=MADE,
        days=half_a_year(),
        treatments=(
            treatment("Gabapentin", 24, dose="300 mg"),
            treatment("Epidural", 120, kind=TreatmentKind.PROCEDURE),
        ),
        flags=flags,
        red_flags=(),
        assessment=None,
        verdict=Verdict("Relapse.", "Typical back pain 6.1 – was 2 for sixteen weeks."),
        facts=given,
        responses=(),
        patterns=PatternsToDiscuss(),
        questions=questions(2),
    )
    return replace(base, **more)


def without_anything() -> ReportContent:
    """A patient who never logged a day."""
    empty = days(11)
    return content(days=empty, treatments=(), flags=(), verdict=None, facts=(), questions=())


@dataclass(frozen=True)
class Read:
    """A PDF as a reader has it: its text by page without blanks, its size in points, what it says of itself."""

    pages: Sequence[str]
    size: tuple[float, float]
    root: Any
    title: str
    bytes: int


def squeezed(text: str) -> str:
    """Text without blanks and places to break a line: how a line is broken is the layout's."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def read(pdf: bytes) -> Read:
    reader = PdfReader(BytesIO(pdf))
    box = reader.pages[0].mediabox
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    title = str(reader.metadata.title) if reader.metadata else ""
    return Read(pages, (float(box.width), float(box.height)), reader.root_object, title, len(pdf))


def report(given: ReportContent, paper: Paper = Paper.A4) -> Read:
    return read(report_pdf(given, paper))


def tags(root: Any) -> list[Any]:
    """Every element of the structure, from the top down."""
    found, open_ones = [], [root["/StructTreeRoot"]]
    while open_ones:
        element = open_ones.pop(0).get_object()
        if isinstance(element, list):
            open_ones += element
        elif isinstance(element, dict):
            if "/S" in element:
                found.append(element)
            if "/K" in element:
                open_ones.append(element["/K"])
    return found


def places(pdf: bytes) -> list[tuple[str, float]]:
    """Each piece of text of the first page with the points that it stands above the lower edge, in the order of
    reading."""
    found = []

    def note(text: str, cm: Sequence[float], tm: Sequence[float], *_: object) -> None:
        if text.strip():
            found.append((squeezed(text), tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return found


def is_whole(part: dict[str, Any], text: str) -> bool:
    """Whether a page (its text without blanks) tells a part to the end: its first rows with all their words and how
    many more there are, at least as many as belong together; or the name of the part where it is left out."""
    _, _, absent = text.partition(squeezed("but on the screen:"))
    if squeezed(part["title"]) in absent.partition(".")[0]:
        return not part["stays"]
    for many in range(part["least"], len(part["rows"]) + 1):
        left = len(part["rows"]) - many
        told = [words for row in part["rows"][:many] for words in _words(row)]
        if all(squeezed(words) in text for words in told) and (not left or f"and{left}more,onthescreen" in text):
            return True
    return False


def _words(row: dict[str, Any]) -> list[str]:
    return [*(row[name] for name in ("head", "run", "value", "text") if name in row), *row.get("more", [])]
