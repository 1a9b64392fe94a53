"""One cell of CSV to one value, and what to say of a cell that cannot be taken."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from tracker.domain.diary import NOTE_LENGTH, RANGES, WORD_FIELDS, number_fault
from tracker.domain.errors import BadInput, Fault
from tracker.domain.pain_words import words_from
from tracker.exchange.formulas import guard, unguard

Value = int | float | bool | str | frozenset[str] | None

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_ID_LENGTH = 64


def number(field: str, text: str) -> int | float | None:
    """A diary number: plain digits, "3" and "3.0" alike, within the range of the field; None where blank.

    Raises BadInput for anything else: exponents, thousands separators, decimal commas, NaN.
    """
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise BadInput(
            Fault(field, text, "is not a number", "Write plain digits with a decimal point, or leave it empty.")
        )
    value = float(text) + 0.0  # -0 is 0
    if fault := number_fault(field, value):
        raise BadInput(Fault(field, text, fault.problem, fault.remedy))
    return int(value) if RANGES[field].whole else value


def baseline(field: str, text: str) -> int | None:
    """Pain before surgery: a whole 0-10 like a daily score, None where blank. Raises BadInput."""
    try:
        value = number("axial", text)
    except BadInput as bad:
        fault = bad.faults[0]
        raise BadInput(Fault(field, text, fault.problem, "Leave it empty where it is not known.")) from None
    return None if value is None else int(value)


def yes_no(field: str, text: str) -> bool | None:
    """True or false in the words that spreadsheets write; None where blank. Raises BadInput."""
    if not text:
        return None
    if text.lower() not in _YES_NO:
        raise BadInput(Fault(field, text, "is neither true nor false", "Write true or false, or leave it empty."))
    return _YES_NO[text.lower()]


def note(field: str, text: str) -> str:
    """Free text as the patient wrote it, without the mark that made it harmless in a spreadsheet. Raises BadInput."""
    words = unguard(text)
    if len(words) > NOTE_LENGTH:
        raise BadInput(Fault(field, None, f"has {len(words):,} characters", f"Shorten it to {NOTE_LENGTH:,} or fewer."))
    return words


_READERS: Mapping[str, Callable[[str, str], Value]] = {
    **dict.fromkeys(RANGES, number),
    "flare": yes_no,
    **dict.fromkeys(WORD_FIELDS, words_from),
    "note": note,
}
DIARY_FIELDS = tuple(_READERS)
"""The fields of a diary entry that a cell of CSV can fill. What was taken refers to the patient's own list of
treatments and is therefore not read from files."""


def diary_value(field: str, text: str) -> Value:
    """The value of one diary field from its cell; blank is None (an empty note is ""). Raises BadInput."""
    return _READERS[field](field, text.strip())


def day(text: str, date_format: str | None = None) -> date:
    """A date: ISO (2026-03-25) by default, else as `date_format` says (strptime). Raises BadInput."""
    text = text.strip()
    try:
        if date_format is not None:
            return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - a date has no zone
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise _bad_date(text, date_format) from None
    raise _bad_date(text, date_format)


def _bad_date(text: str, date_format: str | None) -> BadInput:
    if not text:
        return BadInput(Fault("date", None, "is empty", "Every row needs its date."))
    if date_format is None:
        return BadInput(Fault("date", text, "is not a date", "Write it as 2026-03-25."))
    return BadInput(Fault("date", text, f"is not a date written as {date_format}", "Check the row and the format."))


def check_date_format(date_format: str) -> str:
    """`date_format` itself where it can tell every date from every other; raises BadInput otherwise."""
    probe = date(2021, 3, 25)
    try:
        told = datetime.strptime(probe.strftime(date_format), date_format).date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        told = None
    if told != probe:
        raise BadInput(
            Fault("date format", date_format, "does not give day, month and year", "Use one such as %d-%m-%Y.")
        )
    return date_format


def patient_id(text: str) -> str:
    """An id as text, exactly as given but for outer blanks. Raises BadInput where it is empty, longer than 64
    characters, holds an unprintable character, or starts like a formula (ids go out in CSV and must stay as they are).
    """
    found = text.strip()
    if not found:
        raise BadInput(Fault("patient_id", None, "is empty", "Every row needs its patient."))
    if len(found) > _ID_LENGTH or not found.isprintable() or guard(found) != found:
        problem = f"is longer than {_ID_LENGTH} characters, holds an unprintable character or starts like a formula"
        raise BadInput(Fault("patient_id", found, problem, "Use letters and digits."))
    return found
