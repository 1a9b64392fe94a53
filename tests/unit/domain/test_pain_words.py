"""Words for pain: which there are, and how they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.diary import DiaryEntry, check_entry
from tracker.domain.errors import BadInput
from tracker.domain.pain_words import ALLOWED, BODY_SITES, NOTHING, SPINE_LEVELS, levels_of, words_from, words_text
from tracker.domain.patients import Region

TODAY = date(2026, 5, 21)


def test_every_limb_has_a_left_and_a_right_and_is_seen_on_some_view() -> None:
    names = {site.name for site in BODY_SITES}
    assert len(names) == len(BODY_SITES)
    for site in BODY_SITES:
        assert site.front or site.back
        if site.side:
            other = {"left": "right", "right": "left"}[site.side]
            assert site.name.replace(site.side, other) in names


def test_the_levels_of_the_spine_run_from_the_neck_to_the_sacrum() -> None:
    assert len(SPINE_LEVELS) == 23
    assert (SPINE_LEVELS[0], SPINE_LEVELS[-1]) == ("C2/3", "L5/S1")
    assert {"C7/T1", "T12/L1", "L4/5"} < set(SPINE_LEVELS)
    assert levels_of(Region.LUMBAR)[0] == "T11/12"
    assert levels_of(Region.CERVICAL)[-1] == "C7/T1"
    assert (levels_of(Region.THORACIC)[0], levels_of(Region.THORACIC)[-1]) == ("C7/T1", "T12/L1")


@pytest.mark.parametrize("field", ALLOWED)
@given(data=st.data())
def test_words_come_back_as_they_were_written(field: str, data: st.DataObject) -> None:
    words = data.draw(st.none() | st.frozensets(st.sampled_from(sorted(ALLOWED[field]))))
    assert words_from(field, words_text(words)) == words
    assert NOTHING not in ALLOWED[field]


def test_an_empty_list_is_an_answer_and_no_list_is_none() -> None:
    assert words_text(frozenset()) == "nothing"
    assert words_text(None) is None
    assert words_from("sites", "  ") is None
    assert not DiaryEntry(TODAY, sites=frozenset()).empty


def test_a_word_that_is_not_on_the_list_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadInput, match=r"descriptors 'sore' is not on the list. Choose from the list: aching, burning"):
        check_entry(DiaryEntry(TODAY, descriptors=frozenset({"sore", "aching"})), TODAY)
