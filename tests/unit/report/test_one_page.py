"""A report is one sheet, whatever there is to tell, and tells all that it is given as long as it fits."""

from dataclasses import replace

import pytest

from tests.unit.charts.records import days, every_day, treatment
from tests.unit.report.sheets import (
    LAST,
    MADE,
    content,
    facts,
    many_flags,
    patient,
    questions,
    read,
    report,
    squeezed,
    without_anything,
)
from tracker.domain.facts import Section
from tracker.domain.red_flags import RedFlagAnswer, Urgency
from tracker.report import Paper, ReportContent, report_pdf, report_words, sheets_pdf

LONG = "a question that goes on and on, " * 16
ALL_OVER = tuple(fact for section in Section for fact in facts(40, section))


def crowded() -> ReportContent:
    given = tuple(treatment(f"Medicine number {each}", each) for each in range(30))
    more = {"flags": many_flags(), "facts": ALL_OVER, "questions": questions(20, LONG), "treatments": given}
    return content(patient=patient("Name " * 30), **more)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(
    "given",
    [
        without_anything(),
        content(facts=(), flags=(), questions=()),
        content(),
        content(flags=many_flags(), facts=facts(40), questions=questions(20)),
        crowded(),
    ],
    ids=["nothing", "a picture only", "usual", "much", "far too much"],
)
def test_a_report_is_one_page_of_its_paper(given: ReportContent, paper: Paper) -> None:
    made = report(given, paper)
    assert len(made.pages) == 1
    assert made.size == pytest.approx((595.28, 841.89) if paper is Paper.A4 else (612, 792), abs=0.01)
    assert squeezed("For review, not a diagnosis.") in made.pages[0]
    assert squeezed("Page 1 of 1") in made.pages[0]


@pytest.mark.parametrize("paper", Paper)
def test_every_fact_is_on_the_page_with_what_it_rests_on(paper: Paper) -> None:
    given = content(facts=(*content().facts, *facts(6, Section.OPIOIDS), *facts(3, Section.SINCE_LAST_VISIT)))
    (text,) = report(given, paper).pages
    for fact in given.facts:
        for words in (fact.label, fact.value, fact.n, fact.window):
            assert squeezed(words) in text, words
    assert squeezed("more, on the screen") not in text


def test_the_head_says_who_which_operation_which_day_and_when_it_was_made() -> None:
    (text,) = report(content()).pages
    for words in ("Ana Rivera", "L4–L5 fusion", "surgery on 6 Jan 2025", "Day 189", "14 Jul 2025"):
        assert squeezed(words) in text
    assert squeezed("Made on 14 Jul 2025, 14:05") in text  # on the clock of Madrid
    assert squeezed("Relapse. Typical back pain 6.1 – was 2 for sixteen weeks.") in text


@pytest.mark.parametrize("demo", [True, False])
def test_invented_data_are_marked_and_others_are_not(demo: bool) -> None:
    assert ("Demodata" in report(content(patient=patient(demo=demo))).pages[0]) is demo


def test_what_has_no_room_is_counted_and_a_flag_is_always_told() -> None:
    (text,) = report(content(flags=many_flags(), facts=facts(40), questions=questions(20, LONG))).pages
    assert squeezed("more, on the screen") in text
    assert squeezed("Relapse · back pain") in text
    shown = sum(squeezed(f"Treatment {each}−{each}.5 points") in text for each in range(40))
    assert 3 <= shown < 40
    assert squeezed(f"and {40 - shown} more, on the screen") in text


def test_parts_without_anything_to_tell_are_left_out() -> None:
    (text,) = report(without_anything()).pages
    assert squeezed("Nothing is logged yet.") in text
    for title in ("Flags", "Where it stands", "What helped", "Opioids", "Patterns", "Questions", "Coverage"):
        assert squeezed(title) not in text


def test_more_treatments_than_lanes_are_counted_below_the_picture() -> None:
    (text,) = report(content(treatments=tuple(treatment(f"M{each}", each) for each in range(8)))).pages
    assert all(f"M{each}" in text for each in range(2, 8))
    assert squeezed("2 earlier treatments on the screen.") in text


def test_an_acknowledgement_is_told_and_the_physicians_own_words_are_not() -> None:
    from tracker.domain.assessment import Review, Severity

    (stored,) = content().flags
    review = Review("r", "f1", "a", "Dr Able", MADE, "sees ghosts", Severity.HIGH)
    (text,) = report(content(flags=(replace(stored, reviews=(review,)),))).pages
    assert squeezed("acknowledged by Dr Able, 14 Jul 2025") in text
    assert "ghosts" not in text


def test_a_warning_sign_that_nobody_answered_comes_first() -> None:
    answer = RedFlagAnswer("r", "p1", MADE, MADE.date(), ("bladder",), Urgency.NOW)
    words = report_words(content(red_flags=(answer,)))
    assert words["sections"][0]["title"] == "Warning signs"
    assert words["sections"][0]["rows"][0]["head"] == "Ticked on 14 Jul 2025"


def test_reports_of_several_patients_are_a_page_each_in_one_file() -> None:
    names = ["Ana One", "Ben Two", "Cas Three"]
    sheets = [report_words(content(patient=patient(name))) for name in names]
    made = read(sheets_pdf(sheets, Paper.A4, "Three", MADE))
    assert len(made.pages) == 3
    for name, text in zip(names, made.pages, strict=True):
        assert squeezed(name) in text
        assert squeezed("Page 1 of 1") in text


def test_a_year_and_a_half_stays_small_and_is_made_in_less_than_300_ms_of_work() -> None:
    from time import process_time

    frame = days(541, axial=every_day(541), limb=every_day(541, 3), walking_minutes=30.0)
    given = content(days=frame, today=content().today)
    spent = []
    for each in range(4):
        began = process_time()
        made = report_pdf(replace(given, patient=patient(f"Ana {each}")), Paper.A4)
        spent.append(process_time() - began)
    assert min(spent) < 0.3
    assert len(made) < 200_000


def test_the_days_of_the_picture_are_those_of_the_frame() -> None:
    assert f"uptoday{LAST}." in squeezed(report_words(content())["alt"])
