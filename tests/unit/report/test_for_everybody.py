"""Who listens to the file instead of seeing it: structure, language, title, the picture in words."""

import pytest

from tests.unit.report.sheets import content, read, report, tags
from tracker.charts import recovery_alt_text
from tracker.report import Paper, report_pdf


def test_the_file_says_that_it_is_tagged_in_which_language_and_what_it_is() -> None:
    made = report(content())
    assert made.root["/MarkInfo"]["/Marked"]
    assert made.root["/Lang"] == "en"
    assert made.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.title == "Recovery report: Ana Rivera, 14 Jul 2025"


@pytest.mark.parametrize("standard", [b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>A<"])
def test_the_file_declares_the_standards_that_its_making_was_checked_against(standard: bytes) -> None:
    metadata = read(report_pdf(content(), Paper.A4)).root["/Metadata"].get_object().get_data()
    assert standard in metadata


def test_headings_begin_with_the_patient_and_go_one_level_deep() -> None:
    levels = [element["/S"] for element in tags(report(content()).root) if element["/S"] in {"/H1", "/H2", "/H3"}]
    assert levels[0] == "/H1"
    assert levels.count("/H1") == 1
    assert set(levels[1:]) == {"/H2"}


def test_the_picture_is_told_in_words() -> None:
    given = content()
    (figure,) = [element for element in tags(report(given).root) if element["/S"] == "/Figure"]
    flags = [stored.flag for stored in given.flags]
    words = recovery_alt_text(given.patient.episode, given.days, given.treatments, flags, interpreted=True)
    assert figure["/Alt"] == words
