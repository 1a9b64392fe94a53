"""One sheet for each patient, all in one file: text that can be selected, and structure for those who listen to it."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

from tracker.charts.theme import LIGHT
from tracker.report.content import Paper, ReportContent
from tracker.report.words import Words, report_words

_LAYOUT = Path(__file__).parent / "page.typ"
_TYPE = Path(font_source_sans_pro.__file__).parent / "files"
_SHEET = {Paper.A4: "a4", Paper.LETTER: "us-letter"}
_STANDARDS: list["typst.PDFStandard"] = ["a-2a", "ua-1"]
"""To be kept for decades (PDF/A-2a), and read by those who do not see it (PDF/UA-1)."""
_PPI = 110.0
_NO_LETTER = "could not be displayed with font"


def report_pdf(content: ReportContent, paper: Paper) -> bytes:
    """The report of one patient: one sheet. Raises ValueError where the frame of days lacks a column."""
    words = report_words(content)
    return sheets_pdf([words], paper, f"Recovery report: {words['name']}, {words['date']}", content.made_at)


def report_png(content: ReportContent, paper: Paper) -> bytes:
    """The same sheet as an image, for where no PDF can be shown."""
    given = _given([report_words(content)], paper, "Recovery report", boxes=False)
    made = typst.compile(_LAYOUT, root=_LAYOUT.parent, font_paths=_fonts(), sys_inputs=given, format="png", ppi=_PPI)
    return _one(made)


def sheets_pdf(sheets: Sequence[Words], paper: Paper, title: str, made_at: datetime) -> bytes:
    """The sheets of several patients (see `report_words`) as one file, in their order.

    A sign for which this machine has no letter is a box on paper; the file then says so, and no longer that it follows
    the standards, which ask for a letter for each sign.
    """
    try:
        return _pdf(_given(sheets, paper, title, boxes=False), made_at, _STANDARDS)
    except typst.TypstError as error:
        if _NO_LETTER not in str(error):
            raise
    return _pdf(_given(sheets, paper, title, boxes=True), made_at, [])


def _given(sheets: Sequence[Words], paper: Paper, title: str, *, boxes: bool) -> dict[str, str]:
    """What the layout is given, as the one value that it reads."""
    given = {"paper": _SHEET[paper], "title": title, "colours": _colours(), "boxes": boxes, "sheets": list(sheets)}
    return {"given": json.dumps(given)}


def _pdf(given: dict[str, str], made_at: datetime, standards: list["typst.PDFStandard"]) -> bytes:
    made = typst.compile(
        _LAYOUT,
        root=_LAYOUT.parent,
        font_paths=_fonts(),
        sys_inputs=given,
        format="pdf",
        pdf_standards=standards,
        timestamp=made_at.replace(microsecond=0),
    )
    return _one(made)


def _one(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("one file was asked for")
    return made


@cache
def _fonts() -> typst.Fonts:
    """The type of the product, and behind it, for letters that it lacks, what this machine has."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(_TYPE)])


def _colours() -> dict[str, str]:
    return {name: getattr(LIGHT, name) for name in ("ink", "muted", "line", "accent", "warn", "amber", "warn_soft")} | {
        name: getattr(LIGHT, name) for name in ("amber_soft", "chip", "accent_soft")
    }
