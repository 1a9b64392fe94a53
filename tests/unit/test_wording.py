"""Questions and answers in the words that a patient reads."""

from datetime import date

import pytest

from tracker.domain.diary import RANGES, WORD_FIELDS, DiaryEntry
from tracker.domain.errors import Fault
from tracker.domain.patients import Episode, Region
from tracker.web.components import wording

TODAY = date(2026, 5, 21)
LABELS = {"g": "Gabapentin 300 mg", "e": "Exercises"}


@pytest.mark.parametrize(
    ("entry", "field", "said"),
    [
        (DiaryEntry(TODAY), "axial", "not answered"),
        (DiaryEntry(TODAY, axial=0), "axial", "0"),
        (DiaryEntry(TODAY), "taken", "not answered"),
        (DiaryEntry(TODAY, taken=frozenset()), "taken", "nothing taken"),
        (DiaryEntry(TODAY, taken=frozenset("ge")), "taken", "Exercises, Gabapentin 300 mg"),
        (DiaryEntry(TODAY, walking_minutes=0), "walking_minutes", "0 min"),
        (DiaryEntry(TODAY, sleep_hours=7.5), "sleep_hours", "7.5 h"),
        (DiaryEntry(TODAY, sleep_hours=8.0), "sleep_hours", "8 h"),
        (DiaryEntry(TODAY), "flare", "not answered"),
        (DiaryEntry(TODAY, flare=False), "flare", "no"),
        (DiaryEntry(TODAY, flare=True), "flare", "yes"),
        (DiaryEntry(TODAY), "note", "none"),
        (DiaryEntry(TODAY, note="rain"), "note", "rain"),
    ],
)
def test_answers_in_words_tell_nothing_from_not_answered(entry: DiaryEntry, field: str, said: str) -> None:
    assert wording.answer(entry, field, LABELS) == said


@pytest.mark.parametrize("region", list(Region))
def test_every_field_of_an_entry_has_a_name_of_its_own(region: Region) -> None:
    names = wording.field_names(Episode("e", "p", TODAY, region))
    assert {*RANGES, *WORD_FIELDS, "taken", "flare", "note"} == set(names)
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("axial worst", 3, "is low", "Do."), "Neck pain, worst '3' is low. Do."),
        (Fault("entry", None, "is empty", "Do."), "Entry is empty. Do."),
    ],
)
def test_a_fault_names_the_field_as_the_page_does(fault: Fault, said: str) -> None:
    names = wording.field_names(Episode("e", "p", TODAY, Region.CERVICAL))
    assert wording.fault_sentence(fault, names) == said


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Gabapentin 300 mg ×2", "Gabapentin 300 mg ×2"),
        ("*x*", r"\*x\*"),
        ("[a](b)", r"\[a\]\(b\)"),
        (":red[a]", r"\:red\[a\]"),
        ("$a$ `b` <i>", r"\$a\$ \`b\` \<i\>"),
        ("two\nlines", "two lines"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_user_text_is_no_markdown(typed: str, plain: str) -> None:
    assert wording.plain(typed) == plain
