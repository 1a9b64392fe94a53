"""The months after surgery in plain words: what fits the time, with sources, and nothing that judges the reader."""

import re

import pytest

from tracker.domain.education import passages

TITLES = {-3: "The first three months", 0: "The first three months", 89: "The first three months"} | {
    **{90: "Between three and six months", 179: "Between three and six months"},
    **{180: "From six months on", 900: "From six months on"},
}
JUDGING = ("chronic", "persistent", "flag", "relapse", "failed back", "you should be", "normal", "do not worry")
STAGES = (0, 90, 180)


@pytest.mark.parametrize(("day", "title"), TITLES.items())
def test_what_is_told_fits_the_time_since_surgery(day: int, title: str) -> None:
    assert passages(day)[0] == title


@pytest.mark.parametrize("day", STAGES)
def test_whom_to_ask_stands_last_and_sends_to_the_warning_signs(day: int) -> None:
    last = passages(day)[1][-1].words
    assert "Whom to ask" in last
    assert "open the warning signs" in last


@pytest.mark.parametrize("day", STAGES)
def test_no_sentence_judges_or_reassures(day: int) -> None:
    words = " ".join(part.words for part in passages(day)[1]).casefold()
    assert [each for each in JUDGING if each in words] == []


@pytest.mark.parametrize("day", STAGES)
def test_a_passage_with_a_number_of_people_has_a_source(day: int) -> None:
    for part in passages(day)[1]:
        assert part.source or not re.search(r"\d", part.words), part.words


@pytest.mark.parametrize("day", STAGES)
def test_the_text_is_short(day: int) -> None:
    assert sum(len(part.words.split()) for part in passages(day)[1]) < 220
