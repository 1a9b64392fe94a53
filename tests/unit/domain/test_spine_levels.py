"""The operated levels as clinics write them, and what is next to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.pain_words import SPINE_LEVELS
from tracker.domain.spine_levels import levels_beside, levels_in


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("L4-L5", "L4/5"),
        ("L4–L5", "L4/5"),
        ("L4 — L5", "L4/5"),
        ("L4/5", "L4/5"),
        ("l4l5", "L4/5"),
        ("TLIF L4/5, left", "L4/5"),
        ("L3-S1", "L3/4 L4/5 L5/S1"),
        ("S1-L4", "L4/5 L5/S1"),
        ("L4 to S1", "L4/5 L5/S1"),
        ("L3-4-5", "L3/4 L4/5"),
        ("L4-L5-S1", "L4/5 L5/S1"),
        ("L4-5 L5-S1", "L4/5 L5/S1"),
        ("C5-C7", "C5/6 C6/7"),
        ("C5/6 and C6/7", "C5/6 C6/7"),
        ("C7/T1", "C7/T1"),
        ("T10–L1", "T10/11 T11/12 T12/L1"),
        ("Th11-12", "T11/12"),
        ("D11-D12", "T11/12"),
        ("L4-S1, decompression L5", "L4/5 L5/S1"),
        ("C5/6, L4/5", "C5/6 L4/5"),
    ],
)
def test_levels_are_read_as_clinics_write_them(text: str, levels: str) -> None:
    assert levels_in(text) == tuple(levels.split())


@pytest.mark.parametrize(
    "text", ["", "lumbar", "L4", "L5, S1", "Q9-Q10", "L9-L10", "C1-C2", "L4-S2", "L4-L4", "L5-1", "L4-5, L2", "level 3"]
)
def test_what_cannot_be_read_for_sure_is_not_read(text: str) -> None:
    assert levels_in(text) == ()


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("L4-L5", "L3/4 L5/S1"),
        ("L4-S1", "L3/4"),
        ("C5-C7", "C4/5 C7/T1"),
        ("T12-L1", "T11/12 L1/2"),
        ("C2/3", "C3/4"),
        ("L2/3, L4/5", "L1/2 L3/4 L5/S1"),
        ("", ""),
    ],
)
def test_next_to_the_operated_levels_lie_the_one_above_and_the_one_below(text: str, beside: str) -> None:
    assert levels_beside(levels_in(text)) == tuple(beside.split())


@given(st.text(alphabet="CTDLSthto0123456789 -–/,", max_size=20))
def test_whatever_is_written_only_levels_come_out_each_once_and_top_down(text: str) -> None:
    levels = levels_in(text)
    assert [level for level in SPINE_LEVELS if level in levels] == list(levels)


@pytest.mark.parametrize("level", SPINE_LEVELS)
def test_every_level_is_read_as_it_stands_on_the_body_map(level: str) -> None:
    assert levels_in(level) == (level,)
