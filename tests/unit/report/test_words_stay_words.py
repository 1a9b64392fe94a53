"""What patients and physicians wrote is shown and never carried out, and never breaks the page."""

import pytest

from tests.unit.charts.records import treatment
from tests.unit.report.sheets import content, facts, patient, questions, report, squeezed
from tracker.domain.facts import Fact, Section
from tracker.report.words import written

MARKUP = [
    '#read("/etc/passwd")',
    "#set page(width: 1cm)",
    "#pagebreak()",
    "$x^2$ *bold* _it_ `raw` = Heading",
    "<svg onload=x>&amp;</text>",
    "</text></svg><script>",
    'quotes " and \\ backslash \\u{41}',
    "@cite // comment /* more",
    "1. list",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_shown_as_it_was_typed_wherever_it_was_typed(text: str) -> None:
    named = content(
        patient=patient(text),
        questions=questions(1, text),
        treatments=(treatment("x", 20, dose=text),),
        facts=(*facts(1), Fact(Section.TREATMENTS, "t", text, text, text, text, text)),
    )
    made = report(named)
    assert len(made.pages) == 1
    assert made.pages[0].count(squeezed(text)) >= 6  # name, question, fact: label, value, n, window, source
    assert "root:" not in made.pages[0]


ODD = {
    "emoji": "😀 it hurts 👩‍⚕️",
    "right to left": "שלום رضا",
    "chinese": "張偉",
    "steering signs": "a\u202eb\x00\x07c\u2028d\ufeff",
    "half a pair": "broken \ud83d",
    "of nobody": "\ue000\U000f0000",
    "one long word": "x" * 500,
    "500 characters": "very long words " * 31,
    "lines": "one\n\ntwo\r\n\tthree",
    "blank": " ",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_whatever_is_written_makes_one_page(text: str) -> None:
    given = content(
        patient=patient(text),
        questions=questions(3, text),
        treatments=(treatment(text, 20), treatment("x", 30, dose=text)),
        facts=tuple(Fact(section, "k", text, text, text, text, text) for section in Section),
    )
    made = report(given)
    assert len(made.pages) == 1
    assert squeezed("For review, not a diagnosis.") in made.pages[0]


def test_a_sign_without_a_letter_is_a_box_and_the_page_says_so() -> None:
    (text,) = report(content(patient=patient("Ana \U00012000"))).pages  # cuneiform
    assert squeezed("A sign that this file has no letter for is printed as a box") in text
    assert "box" not in report(content()).pages[0]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines\tand  blanks ", "two lines and blanks"),
        ("a\u202eb\x07c", "a b c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 24, "x" * 24),
        ("x" * 25, "x" * 24 + "\u200bx"),
        ("y " * 200, ("y " * 159) + "y…"),
    ],
)
def test_what_is_written_is_one_line_with_places_to_break_it(given: str, shown: str) -> None:
    assert written(given) == shown
