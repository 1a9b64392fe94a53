"""One cell, one value: what is taken, and what is said of the rest."""

from datetime import date

import pytest

from tracker.domain.errors import BadInput
from tracker.exchange import values

TAKEN = [
    ("axial", "3", 3),
    ("axial", " 3 ", 3),
    ("axial", "3.0", 3),
    ("axial", "0", 0),
    ("axial", "10", 10),
    ("axial", "-0", 0),
    ("axial", "", None),
    ("walking_minutes", "1440", 1440),
    ("sleep_hours", "6.5", 6.5),
    ("sleep_hours", "24", 24.0),
    ("flare", "TRUE", True),
    ("flare", "no", False),
    ("flare", "0", False),
    ("flare", "", None),
    ("note", " slept well ", "slept well"),
    ("note", "'=1+1", "=1+1"),
    ("note", "", ""),
]
REFUSED = [
    ("axial", "3.5"),
    ("axial", "11"),
    ("axial", "-1"),
    ("axial", "abc"),
    ("axial", "NaN"),
    ("axial", "inf"),
    ("axial", "1e9"),
    ("axial", "1e1"),
    ("axial", "3,5"),
    ("axial", "+3"),
    ("axial", "0x3"),
    ("axial", "٣"),
    ("axial", "9" * 400),
    ("limb_worst", "10.01"),
    ("walking_minutes", "1441"),
    ("walking_minutes", "30.5"),
    ("sleep_hours", "24.5"),
    ("flare", "2"),
    ("flare", "maybe"),
    ("note", "x" * 10_001),
]


@pytest.mark.parametrize(("field", "text", "value"), TAKEN)
def test_what_is_taken(field: str, text: str, value: values.Value) -> None:
    found = values.diary_value(field, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("field", "text"), REFUSED)
def test_what_is_refused_names_field_and_remedy(field: str, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        values.diary_value(field, text)
    (fault,) = refused.value.faults
    assert fault.field == field
    assert fault.remedy
    assert len(str(fault)) < 250


@pytest.mark.parametrize(
    ("text", "date_format", "on"),
    [
        ("2021-03-25", None, date(2021, 3, 25)),
        (" 2021-03-25 ", None, date(2021, 3, 25)),
        ("25-3-2021", "%d-%m-%Y", date(2021, 3, 25)),
        ("25-03-2021", "%d-%m-%Y", date(2021, 3, 25)),
        ("3/25/21", "%m/%d/%y", date(2021, 3, 25)),
        ("2024-02-29", None, date(2024, 2, 29)),
    ],
)
def test_dates_that_are_taken(text: str, date_format: str | None, on: date) -> None:
    assert values.day(text, date_format) == on


@pytest.mark.parametrize(
    ("text", "date_format"),
    [
        ("", None),
        ("25-3-2021", None),
        ("2021-3-25", None),
        ("20210325", None),
        ("2021-W12-4", None),
        ("2023-02-29", None),
        ("2021-03-25T10:00", None),
        ("#date", "%d-%m-%Y"),
        ("2021-03-25", "%d-%m-%Y"),
        ("31-2-2021", "%d-%m-%Y"),
    ],
)
def test_dates_that_are_refused(text: str, date_format: str | None) -> None:
    with pytest.raises(BadInput, match=r"date.*(is not a date|is empty)"):
        values.day(text, date_format)


@pytest.mark.parametrize("date_format", ["%d-%m", "%Y", "day", "%Q", "%H:%M", ""])
def test_a_format_that_cannot_tell_dates_apart_is_refused(date_format: str) -> None:
    with pytest.raises(BadInput, match="day, month and year"):
        values.check_date_format(date_format)


@pytest.mark.parametrize("given", ["007", "P00001", "å-9", "3e5", "a" * 64])
def test_ids_are_text_and_stay_as_they_are(given: str) -> None:
    assert values.patient_id(f" {given} ") == given


@pytest.mark.parametrize("given", ["", "  ", "=1", "-5", "+5", "@x", "'=1", "a\x07b", "a\nb", "a" * 65])
def test_ids_that_would_be_mangled_on_the_way_out_are_refused(given: str) -> None:
    with pytest.raises(BadInput, match="patient_id"):
        values.patient_id(given)
