"""The section of patterns: what stands on a card, what is folded, and the reason where it is hidden."""

from html import unescape

from streamlit.testing.v1 import AppTest

from tests.pages.diary_hands import words
from tests.spec.courses import stay
from tests.spec.diaries import Diary, every_day, found_in, returned
from tracker.domain.pattern_facts import feature_facts
from tracker.domain.patterns import STANDING_WORDS, PatternsToDiscuss

FOUND = found_in(
    Diary(
        axial=returned(150, 210),
        levels="L4-S1",
        said=(every_day(180, 210, sites="left SI region", worse="turning in bed; walking"),),
    )
)


def drawn(found: PatternsToDiscuss) -> str:
    def page(found: "PatternsToDiscuss") -> None:  # the script that it becomes knows no names
        from tracker.web.components.patterns_to_discuss import patterns_to_discuss

        patterns_to_discuss(found)

    return unescape(words(AppTest.from_function(page, args=(found,)).run()))


def test_every_feature_stands_under_its_finding_with_its_basis_and_its_source() -> None:
    said = drawn(FOUND)
    for pattern in (*FOUND.shown, *FOUND.folded):
        card = said[said.index(f"<h3>{pattern.name}</h3>") :].split("</article>")[0]
        for feature in pattern.features:
            name = {"present": "Present", "absent": "Absent", "not asked": "Not asked, or too few answers"}
            group = card.split(f"<h4>{name[feature.finding]}</h4>")[1].split("</ul>")[0]
            mark = {"present": "✓", "absent": "–", "not asked": "○"}[feature.finding]
            assert f">{mark}</span>" in group
            assert feature.words in group
            assert feature.basis in group
        assert f"{pattern.onset.finding.capitalize()}: </span>{pattern.onset.words}" in card
        assert pattern.tests in card
        fold = card.split("<summary>Sources</summary>")[1]
        assert all(source in fold for source in (pattern.source, *(each.source for each in pattern.features)))


def test_it_says_that_only_examination_can_tell_and_how_features_are_counted() -> None:
    said = drawn(FOUND)
    assert STANDING_WORDS in said
    assert f"{FOUND.entries} of {FOUND.window_days} days with an entry" in said
    assert "Word share: 0.25 share of the days answered." in said
    assert f"The other patterns ({len(FOUND.folded)})" in said


def test_every_number_on_it_is_that_of_the_file() -> None:
    said = drawn(FOUND)
    assert all(fact.value.partition(": ")[2] in said for fact in feature_facts(FOUND))


def test_where_it_is_hidden_the_reason_is_all_that_is_said() -> None:
    found = found_in(Diary(axial=stay(2, 200)))
    said = drawn(found)
    assert found.hidden in said
    assert "<article" not in said
