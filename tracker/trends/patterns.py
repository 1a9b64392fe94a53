"""Patterns to discuss, from a frame of days."""

from functools import lru_cache
from typing import Any

import pandas as pd

from tracker.domain.assessment import Assessment
from tracker.domain.pain_words import ALLOWED, words_from
from tracker.domain.patients import Episode, Site
from tracker.domain.pattern_findings import find_patterns
from tracker.domain.pattern_rules import pattern_table
from tracker.domain.patterns import PatternsToDiscuss
from tracker.domain.symptom_days import SymptomDay

_COLUMNS = ["day", "logged", *(f"{site}{more}" for site in Site for more in ("", "_typical")), *ALLOWED]


def patterns_of(days: pd.DataFrame, episode: Episode, assessment: Assessment | None) -> PatternsToDiscuss:
    """What there is to discuss as of the assessment, by the days of one patient (contract DAYS). Days after it are not
    used; hidden where there is none."""
    if assessment is None:
        return PatternsToDiscuss(hidden="Nothing is assessed yet, so no pattern is looked for.")
    # No pattern is looked for further back, and to read hundreds of days more would be half the work.
    first = assessment.day - pattern_table().days("longest_days")
    return find_patterns(symptom_days(days[days["day"] > first]), episode, assessment)


def symptom_days(days: pd.DataFrame) -> list[SymptomDay]:
    """The days of a frame (contract DAYS) as far as they speak of the pain, oldest first. A blank is no answer."""
    return [_symptom_day(row) for row in days.sort_values("day")[_COLUMNS].to_dict("records")]


def _symptom_day(row: dict[Any, Any]) -> SymptomDay:
    lists = {field: None if pd.isna(row[field]) else _words(field, str(row[field])) for field in ALLOWED}
    return SymptomDay(
        day=int(row["day"]),
        logged=bool(row["logged"]),
        scores={site: float(row[str(site)]) for site in Site if pd.notna(row[str(site)])},
        typical={site: float(row[f"{site}_typical"]) for site in Site if pd.notna(row[f"{site}_typical"])},
        words={field: words for field, words in lists.items() if words is not None},
    )


@lru_cache(maxsize=4096)
def _words(field: str, text: str) -> frozenset[str] | None:
    """The words of a list. Patients choose the same ones day after day, and each look checks them all."""
    return words_from(field, text)
