"""Patterns of whatever was logged: two or more, or the reason why there are none; and never by a day to come."""

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.diaries import Diary, Said, frame_of
from tracker.domain.pain_words import ALLOWED, words_text
from tracker.domain.patterns import PatternsToDiscuss
from tracker.trends.patterns import patterns_of

SCORES = st.one_of(st.none(), st.integers(0, 10).map(float))
RUNS = st.lists(st.tuples(SCORES, st.integers(1, 60)), min_size=1, max_size=5)
"""Courses as runs of one score, or of none, so that flags are raised at times."""


def lists(field: str) -> st.SearchStrategy[str | None]:
    words = st.sets(st.sampled_from(sorted(ALLOWED[field])), max_size=4)
    return st.one_of(st.none(), words.map(words_text))


@st.composite
def diaries(draw: Any) -> Diary:
    axial, limb = ([score for score, days in draw(RUNS) for _ in range(days)] for _ in range(2))
    last = max(len(axial), len(limb))
    stretch = st.tuples(st.integers(0, last), st.integers(1, 40)).map(lambda each: range(each[0], sum(each)))
    said = st.builds(Said, stretch, *(lists(field) for field in ("sites", "descriptors", "worse", "better")))
    return Diary(
        axial=axial,
        limb=limb,
        said=tuple(draw(st.lists(said, max_size=3))),
        levels=draw(st.sampled_from(["", "L4-L5", "C5-C7", "L3-S1", "see letter"])),
        procedure=draw(st.sampled_from(["", "fusion", "discectomy"])),
    )


def of(diary: Diary) -> PatternsToDiscuss:
    days, assessment = frame_of(diary)
    return patterns_of(days, diary.episode, assessment)


@settings(max_examples=40, deadline=None)
@given(diaries())
def test_any_diary_shows_two_patterns_or_more_or_says_why_not(diary: Diary) -> None:
    found = of(diary)
    assert bool(found.hidden) != (len(found.shown) >= 2)
    assert len(found.shown) + len(found.folded) == (0 if found.hidden else 6)
    assert all(feature.basis for each in found.shown for feature in (each.onset, *each.features))


@settings(max_examples=15, deadline=None)
@given(diaries(), diaries())
def test_no_day_to_come_changes_what_is_said(diary: Diary, later: Diary) -> None:
    days, assessment = frame_of(diary)
    more, _ = frame_of(later)
    to_come = more.assign(day=more["day"] + assessment.day + 1)
    assert patterns_of(pd.concat([days, to_come]), diary.episode, assessment) == of(diary)
