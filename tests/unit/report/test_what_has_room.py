"""What stays on a sheet where not all has room: whole rows of worth, and the name of what is left out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.charts.records import days, episode, every_day, response, treatment
from tests.unit.report.sheets import (
    LAST,
    MADE,
    content,
    facts,
    is_whole,
    many_flags,
    places,
    questions,
    read,
    report,
    squeezed,
    without_anything,
)
from tracker.domain.assessment import Severity
from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Site
from tracker.domain.pattern_facts import pattern_facts
from tracker.domain.patterns import STANDING_WORDS, Feature, Finding, Pattern, PatternsToDiscuss
from tracker.domain.red_flags import RedFlagAnswer, Urgency
from tracker.domain.response_facts import response_facts
from tracker.domain.responses import Grade
from tracker.domain.standing_facts import flag_facts
from tracker.report import Paper, ReportContent, report_pdf, report_words

LONG = "a question that goes on and on, " * 16
NAMED = squeezed("Not on this sheet for want of room, but on the screen:")


def warnings(number: int) -> tuple[RedFlagAnswer, ...]:
    dates = (MADE.date() - timedelta(days=each) for each in range(number))
    return tuple(RedFlagAnswer(f"r{on}", "p1", MADE, on, ("bladder",), Urgency.NOW) for on in dates)


def crowded(number: int = 40, **more: Any) -> ReportContent:
    told = tuple(fact for section in Section for fact in facts(number, section))
    given = tuple(treatment(f"Medicine number {each}", each) for each in range(30))
    return content(
        **{"flags": many_flags(), "facts": told, "questions": questions(9, LONG), "treatments": given, **more}
    )


def titles(given: ReportContent) -> list[str]:
    return [part["title"] for part in report_words(given)["sections"]]


HEAVY = {
    "nothing": without_anything(),
    "usual": content(),
    "a row too many everywhere": crowded(2),
    "much": crowded(8),
    "far too much": crowded(40),
    "warning signs too": crowded(40, red_flags=warnings(4)),
}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("given", HEAVY.values(), ids=HEAVY.keys())
def test_whatever_is_on_a_sheet_is_whole_and_above_its_foot(given: ReportContent, paper: Paper) -> None:
    pdf = report_pdf(given, paper)
    (text,) = read(pdf).pages
    cut = [part["title"] for part in report_words(given)["sections"] if not is_whole(part, text)]
    assert cut == []
    found = places(pdf)
    foot = next(at for at, (words, _) in enumerate(found) if words.startswith("Madefrom"))
    assert min(up for _, up in found[:foot]) > found[foot][1] + 8
    assert min(up for _, up in found) > 28  # the margin of 10 mm


@pytest.mark.parametrize("paper", Paper)
def test_every_warning_sign_and_every_flag_of_high_severity_is_on_the_sheet(paper: Paper) -> None:
    grave = tuple(replace(each, flag=replace(each.flag, severity=Severity.HIGH)) for each in many_flags()[:4])
    given = crowded(red_flags=warnings(4), flags=(*grave, *many_flags()[4:]))
    (text,) = report(given, paper).pages
    for each in given.red_flags:
        assert squeezed(f"Ticked on {each.local_date.day} {each.local_date:%b %Y}") in text
    for told in flag_facts(episode(), grave):
        assert squeezed(told.label) in text
        assert squeezed(told.value) in text


def test_more_warning_signs_than_a_page_has_room_for_go_on_to_the_next() -> None:
    given = content(red_flags=warnings(90))
    pages = report(given).pages
    assert len(pages) > 1
    assert all(
        any(squeezed(f"Ticked on {each.local_date.day} {each.local_date:%b %Y}") in page for page in pages)
        for each in given.red_flags
    )
    assert squeezed(f"Page {len(pages)} of {len(pages)}") in pages[-1]
    assert "Pictureoftherecovery" in pages[-1]


def test_the_parts_of_least_worth_are_left_out_first_and_by_name() -> None:
    given = crowded(red_flags=warnings(6))
    (text,) = report(given, Paper.LETTER).pages
    _, found, rest = text.partition(NAMED)
    assert found
    named = rest.partition(".")[0].split(",")
    order = [squeezed(title) for title in titles(given)]
    assert named[-1] == order[-1] == squeezed("Activity and sleep")
    assert set(named) <= set(order[2:])
    assert NAMED not in report(content()).pages[0]


def test_parts_come_in_the_order_of_their_worth() -> None:
    assert titles(crowded(red_flags=warnings(1))) == [
        "Warning signs",
        "Flags",
        "Since the last visit",
        "What helped",
        "Where it stands",
        "Questions of the patient",
        "Patterns to discuss",
        "Opioids",
        "Coverage",
        "Activity and sleep",
    ]


def test_sources_are_those_of_what_is_on_the_sheet_each_once() -> None:
    told = tuple(
        Fact(Section.TREATMENTS, f"f{each}", f"Treatment {each}", f"−{each}.5 points", source=f"Paper {each} of 2020")
        for each in range(60)
    )
    (text,) = report(content(facts=told)).pages
    _, _, listed = text.partition("Sources:")
    shown = [each for each in range(60) if squeezed(f"Treatment {each}−{each}.5 points") in text]
    assert 3 <= len(shown) < 60
    assert [int(each) for each in re.findall(r"Paper(\d+)of2020", listed)] == shown


def test_our_own_choices_are_listed_without_their_reason_only_where_room_is_short() -> None:
    reason = "Our choice: three weeks, while it is taken; 30 %: Dworkin 2008"
    told = (Fact(Section.TREATMENTS, "f", "Treatment", "−1 point", source=reason),)
    assert squeezed(reason) in report(content(facts=told)).pages[0]
    (text,) = report(crowded(facts=(*told, *facts(60)))).pages
    assert squeezed("while it is taken") not in text
    assert squeezed("Our choice; 30 %: Dworkin 2008") in text


@pytest.mark.parametrize(
    ("source", "brief"),
    [
        ("A 2020", "A 2020"),
        ("Our choice: one week", "Our choice"),
        ("Our choice: one week (50 %, Dworkin 2008)", "Our choice: one week (50 %, Dworkin 2008)"),
        ("rules 2; Our choice: one week", "rules 2; Our choice"),
        ("", ""),
    ],
)
def test_a_source_in_brief_keeps_what_it_cites(source: str, brief: str) -> None:
    (row,) = _part(content(facts=(Fact(Section.COVERAGE, "c", "Days", "1", source=source),)), "Coverage")
    assert (row["source"], row["brief"]) == (source, brief)


def test_where_all_has_room_the_picture_is_as_wide_as_its_words_are_made_for() -> None:
    given = content(days=days(LAST + 1, axial=every_day(LAST + 1)))
    words = report_words(given)
    assert 'viewBox="0 0 900 ' in words["picture"]
    assert 'viewBox="0 0 1020 ' in words["lower"]


def _part(given: ReportContent, title: str) -> Sequence[dict[str, Any]]:
    (rows,) = [part["rows"] for part in report_words(given)["sections"] if part["title"] == title]
    return rows  # type: ignore[no-any-return]


FEATURES = {
    "worse on sitting": Finding.PRESENT,
    "worse on stairs": Finding.PRESENT,
    "one leg only": Finding.ABSENT,
    "worse when tired": Finding.NOT_ASKED,
    "better lying down": Finding.NOT_ASKED,
}


def discussed(number: int) -> PatternsToDiscuss:
    """So many patterns, each with all findings."""
    features = tuple(Feature(words, words, found, "3 of 9 days", "") for words, found in FEATURES.items())
    each = (Pattern(f"p{at}", f"Cause {at}", features[0], features[1:], "", f"C{at} 2021") for at in range(number))
    return PatternsToDiscuss(tuple(each), (), 50, 133, 189)


def with_patterns(number: int, **more: Any) -> ReportContent:
    found = discussed(number)
    others = more.pop("facts", content().facts)
    return content(patterns=found, facts=(*others, *pattern_facts(found)), **more)


def test_a_pattern_says_what_is_present_what_is_absent_and_how_much_nobody_asked() -> None:
    standing, first, second = _part(with_patterns(2), "Patterns to discuss")
    assert standing["text"] == STANDING_WORDS
    assert standing["more"] == ["50 of 57 days with an entry", "days 133–189"]
    assert (first["run"], second["run"]) == ("Cause 0", "Cause 1")
    assert first["text"] == "present: worse on sitting, worse on stairs; absent: one leg only; 2 not asked"
    assert first["source"] == "C0 2021"


def test_why_no_patterns_are_shown_is_a_row() -> None:
    hidden = PatternsToDiscuss(hidden="Too few entries to look at.")
    (row,) = _part(content(patterns=hidden, facts=pattern_facts(hidden)), "Patterns to discuss")
    assert row["value"] == "Too few entries to look at."


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("others", range(0, 15, 2))
def test_two_patterns_are_shown_with_their_standing_words_or_the_part_is_named(others: int, paper: Paper) -> None:
    given = with_patterns(5, facts=facts(40), questions=questions(others, LONG), red_flags=warnings(others))
    (text,) = report(given, paper).pages
    shown = [each for each in range(5) if squeezed(f"Cause {each} present") in text]
    if squeezed(STANDING_WORDS) in text:
        assert shown == list(range(len(shown)))
        assert len(shown) >= 2
    else:
        assert shown == []
        assert squeezed("Patterns to discuss") in text.partition(NAMED)[2]


def test_a_usual_sheet_has_its_patterns() -> None:
    (text,) = report(with_patterns(3), Paper.LETTER).pages
    assert all(squeezed(f"Cause {each} present") in text for each in range(3))


def test_of_what_helped_changes_come_first_and_what_cannot_be_assessed_last() -> None:
    known, unknown = treatment("Gabapentin", 24), treatment("Walking plan", 8)
    found = (
        replace(response(unknown), grade=Grade.NOT_ASSESSABLE, change=None, relief=None, reason="Too early"),
        replace(response(known), lasted_days=30),
        replace(response(known, Site.LIMB), lasted_days=20),
    )
    told = response_facts(episode(), found)
    rows = _part(content(facts=told, responses=found), "What helped")
    assert [row["head"].rpartition("Gabapentin")[2] or row["head"] for row in rows] == [
        ", back pain",
        ", leg pain",
        ", back pain, how long",
        ", leg pain, how long",
        ", back pain, before and after",
        ", leg pain, before and after",
        "Walking plan, back pain",
    ]
