"""What a treatment on the patient's own list may be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.domain.errors import BadInput
from tracker.domain.treatments import (
    Treatment,
    TreatmentKind,
    change_of_dose,
    dose_words,
    treatment_faults,
)

TODAY, BIRTH = date(2026, 5, 21), date(1960, 2, 29)
DAY = timedelta(days=1)


def pills(start: date, end: date | None = None, kind: TreatmentKind = TreatmentKind.MEDICINE) -> Treatment:
    return Treatment("t", "anna", kind, "Gabapentin", start, end)


@pytest.mark.parametrize(
    ("treatment", "birth_date"),
    [
        (pills(TODAY), BIRTH),
        (pills(TODAY, TODAY), BIRTH),
        (pills(BIRTH), BIRTH),
        (pills(date(1900, 1, 1)), None),
    ],
)
def test_dates_from_birth_to_today_are_taken(treatment: Treatment, birth_date: date | None) -> None:
    assert treatment_faults(treatment, TODAY, birth_date) == ()


@pytest.mark.parametrize(
    ("treatment", "birth_date", "said"),
    [
        (pills(TODAY + DAY), BIRTH, "start '2026-05-22' lies in the future"),
        (pills(BIRTH - DAY), BIRTH, "start '1960-02-28' lies before birth"),
        (pills(date(1899, 12, 31)), None, "start '1899-12-31' lies before birth"),
        (pills(TODAY, TODAY - DAY), BIRTH, "end '2026-05-20' lies before the start"),
        (pills(TODAY, TODAY + DAY), BIRTH, "end '2026-05-22' lies in the future. Leave it empty while the treatment"),
        (pills(TODAY, TODAY, TreatmentKind.PROCEDURE), BIRTH, "end '2026-05-21' does not apply to a procedure"),
    ],
)
def test_other_dates_are_refused_in_words(treatment: Treatment, birth_date: date | None, said: str) -> None:
    (fault,) = treatment_faults(treatment, TODAY, birth_date)
    assert str(fault).startswith(said)


@pytest.mark.parametrize(
    ("amount", "unit", "said", "words"),
    [
        (300.0, "mg", "", "300 mg"),
        (300, "mg", " twice\n a day ", "300 mg, twice a day"),
        (None, "mg", "half a tablet", "half a tablet"),
        (None, "mg", "  ", ""),
        (2.5, "", "", "2.5"),
        (0.001, "mg", "", "0.001 mg"),
        (100_000, "mg", "", "100000 mg"),
        (1234.5678, "mg", "", "1234.5678 mg"),
    ],
)
def test_a_dose_is_a_number_with_its_unit_or_words_or_both(
    amount: float | None, unit: str, said: str, words: str
) -> None:
    assert dose_words(amount, unit, said) == words


@pytest.mark.parametrize("amount", [0, -1, 0.0009, 100_000.1, float("nan"), float("inf"), 1e300])
def test_a_number_that_is_no_dose_is_refused(amount: float) -> None:
    with pytest.raises(BadInput, match=r"cannot be a dose. Give a number from 0.001 to 100,000"):
        dose_words(amount, "mg", "")


OLD = Treatment("old", "anna", TreatmentKind.MEDICINE, "Gabapentin", date(2026, 5, 1), dose="300 mg", added_on=TODAY)


def test_a_change_of_dose_ends_the_old_line_the_day_before_and_begins_another() -> None:
    ended, begun = change_of_dose(OLD, "600 mg", TODAY, "new")
    assert ended == replace(OLD, end=TODAY - DAY)
    assert begun == replace(OLD, id="new", start=TODAY, dose="600 mg", added_on=None)


def test_a_dose_that_is_another_from_the_first_day_on_is_put_right_in_place() -> None:
    assert change_of_dose(OLD, "600 mg", OLD.start, "new") == (replace(OLD, dose="600 mg"),)


def test_a_line_that_has_an_end_passes_it_on_to_the_new_dose() -> None:
    ending = replace(OLD, end=TODAY)
    assert [each.end for each in change_of_dose(ending, "600 mg", TODAY, "new")] == [TODAY - DAY, TODAY]


@pytest.mark.parametrize(
    ("old", "dose", "start", "said"),
    [
        (OLD, "600 mg", OLD.start - DAY, "is no day on which Gabapentin 300 mg is under way. Check the date"),
        (replace(OLD, end=TODAY - DAY), "600 mg", TODAY, "is no day on which"),
        (replace(OLD, kind=TreatmentKind.PROCEDURE, start=TODAY), "600 mg", TODAY, "A procedure has no dose"),
        (OLD, "", TODAY, "dose is empty. Write the new one, or end the treatment"),
        (OLD, "300 MG", TODAY, "is what the list says already"),
    ],
)
def test_a_change_of_dose_that_makes_no_sense_is_refused(old: Treatment, dose: str, start: date, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        change_of_dose(old, dose, start, "new")


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("Café rub", True),
        ("CAFÉ RUB", True),
        ("Cafe\u0301 rub", True),
        (" Café   rub ", True),
        ("Café\u200b rub\u202e", True),
        ("Cafe rub", False),
        ("Caférub", False),
    ],
)
def test_a_line_that_reads_alike_says_the_same(name: str, alike: bool) -> None:
    listed = Treatment("a", "anna", TreatmentKind.OTHER, "Café rub", TODAY)
    assert replace(listed, id="b", name=name).repeats(listed) is alike
