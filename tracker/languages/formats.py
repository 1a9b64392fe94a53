"""Dates, times and numbers as the language spoken now writes them (patterns and names: Unicode CLDR, through Babel)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache

from babel import dates, numbers

from tracker.domain.language import Language, language

_PATTERNS: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "day month": "d MMM",
        "day month year": "d MMM y",
        "weekday day month": "EEE d MMM",
        "weekday day month year": "EEE d MMM y",
        "whole weekday day month": "EEEE d MMMM",
        "month year": "MMMM y",
        "weekday": "EEEE",
        "short weekday": "EEE",
        "month": "MMM",
    },
    Language.SPANISH: {
        "day month": "d MMM",
        "day month year": "d MMM y",
        "weekday day month": "EEE d MMM",
        "weekday day month year": "EEE d MMM y",
        "whole weekday day month": "EEEE d 'de' MMMM",
        "month year": "MMMM 'de' y",
        "weekday": "EEEE",
        "short weekday": "EEE",
        "month": "MMM",
    },
}

_NUMBERS: Mapping[Language, str] = {Language.ENGLISH: "en", Language.SPANISH: "es_US"}
"""Whose numbers: 7.5 and 10,000 in both. Spanish as in the United States, Mexico and Central America: with commas and
points the other way round, as in Spain, "10.000" on a page could be read as ten, and be typed for it."""

_BEYOND_WRITING = 1e15


def written(on: date, pattern: str) -> str:
    """A date by the name of a pattern: "weekday day month" gives "Tue 19 May", in Spanish "mar 19 may"."""
    return _written(on, pattern, language())


@lru_cache(maxsize=16_384)
def _written(on: date, pattern: str, spoken: Language) -> str:
    """A picture of a year and a half writes 1,600 dates, and the next one mostly the same: half of its work."""
    return dates.format_date(on, _PATTERNS[spoken][pattern], locale=spoken)


def clock(at: time | datetime) -> str:
    """ "14:02", in every language: 24 hours, as they are never mistaken."""
    return f"{at:%H:%M}"


def number(value: float, decimals: int = 2) -> str:
    """A number with at most so many decimals, none where they are zero: "7.5", "12,500". What was
    typed by a slip and has no place in any pattern is written as it is: "1e+300"."""
    if not abs(value) < _BEYOND_WRITING:
        return f"{value:g}"
    return numbers.format_decimal(
        value, f"#,##0.{'#' * decimals}" if decimals else "#,##0", locale=_NUMBERS[language()]
    )


def fixed(value: float, decimals: int) -> str:
    """A number with exactly so many decimals and no sign between thousands: "4.0"."""
    return f"{value:.{decimals}f}".replace(".", decimal_sign())


def decimal_sign() -> str:
    """What stands before the decimals: "." or ","."""
    return _decimal_sign(language())


@cache
def _decimal_sign(spoken: Language) -> str:
    return numbers.get_decimal_symbol(_NUMBERS[spoken])
