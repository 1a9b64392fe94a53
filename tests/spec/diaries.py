"""Diaries with words for the pain, written in a few lines, and the patterns that are found in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from tests.spec.courses import SURGERY, Scores, entries, judge, slope, stay
from tracker.domain.assessment import Assessment
from tracker.domain.patients import Episode, Region
from tracker.domain.pattern_findings import find_patterns
from tracker.domain.pattern_rules import PatternTable
from tracker.domain.patterns import Feature, Pattern, PatternsToDiscuss
from tracker.domain.symptom_days import SymptomDay
from tracker.trends.patterns import symptom_days

LISTS = ("sites", "descriptors", "worse", "better")


@dataclass(frozen=True)
class Said:
    """What was answered on some days; lists are words parted by "; ", "nothing" where nothing was chosen, None where
    the list was left out."""

    days: Iterable[int]
    sites: str | None = None
    descriptors: str | None = None
    worse: str | None = None
    better: str | None = None


@dataclass(frozen=True)
class Diary:
    """A course of scores from the day of surgery on, and what was said of the pain. `expected` are the findings of the
    features by key; those that are not named are not asked."""

    axial: Scores
    limb: Scores = field(default_factory=list)
    said: tuple[Said, ...] = ()
    levels: str = "L4-L5"
    procedure: str = "fusion"
    region: Region = Region.LUMBAR
    expected: Mapping[str, str] = field(default_factory=dict)

    @property
    def episode(self) -> Episode:
        return Episode("e", "P1", SURGERY, self.region, self.levels, self.procedure, 7, None)


def frame_of(diary: Diary) -> tuple[pd.DataFrame, Assessment]:
    """The diary as the frame that a page gets (the columns that are looked at), and the engine's word on it."""
    judged = judge(diary.axial, diary.limb)
    log = entries(diary.axial, diary.limb)[["date", "axial", "limb"]]
    days = judged.days("P1").merge(log, on="date", how="left", indicator="logged")
    days["logged"] = days["logged"] == "both"
    for name in LISTS:
        told = {day: getattr(each, name) for each in diary.said for day in each.days}
        days[name] = pd.array([told.get(day) for day in days["day"]], dtype="str")
    return days, judged.assessment("P1")


def found_in(diary: Diary, table: PatternTable | None = None) -> PatternsToDiscuss:
    """The patterns of a diary as of its last day."""
    log, assessment = _log_of(_Key(diary))
    return find_patterns(log, diary.episode, assessment, table)


@dataclass(frozen=True, eq=False)
class _Key:
    """A diary by itself: the engine goes over each one once, whatever the table it is looked at with."""

    diary: Diary

    def __hash__(self) -> int:
        return id(self.diary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.diary is other.diary


@cache
def _log_of(key: _Key) -> tuple[list[SymptomDay], Assessment]:
    days, assessment = frame_of(key.diary)
    return symptom_days(days), assessment


def all_of(found: PatternsToDiscuss) -> dict[str, Pattern]:
    return {each.key: each for each in (*found.shown, *found.folded)}


def findings(pattern: Pattern) -> dict[str, str]:
    """What was found of each feature by its key, those left out that are not asked."""
    features: tuple[Feature, ...] = (pattern.onset, *pattern.features)
    return {each.key: str(each.finding) for each in features if each.finding != "not asked"}


def returned(onset: int, last: int, *, relief: float = 2, level: float = 6) -> Scores:
    """Relief within a month, and pain again from a day on."""
    return slope(7, relief, 30) + stay(relief, onset - 30) + stay(level, last - onset + 1)


def lasting(last: int, level: float = 6) -> Scores:
    return stay(level, last + 1)


def every_day(first: int, last: int, **words: str) -> Said:
    return Said(range(first, last + 1), **words)
