"""Patterns as facts: one line for each pattern shown, one for each feature of all, and nothing that the page lacks."""

from tests.spec.diaries import Diary, every_day, found_in, returned
from tracker.domain.facts import Section
from tracker.domain.pattern_facts import feature_facts, is_feature, pattern_facts
from tracker.domain.patterns import STANDING_WORDS

FOUND = found_in(
    Diary(
        axial=returned(150, 210),
        levels="L4-S1",
        said=(every_day(201, 210, sites="left SI region", worse="turning in bed; walking"),),
    )
)


def test_the_standing_words_come_first_and_then_a_line_for_each_pattern_shown() -> None:
    first, *lines = pattern_facts(FOUND)
    assert first.value == STANDING_WORDS
    assert [fact.key for fact in lines] == [f"pattern_{pattern.key}" for pattern in FOUND.shown]
    assert {fact.section for fact in (first, *lines)} == {Section.PATTERNS}


def test_a_line_says_what_is_present_absent_and_not_asked_with_n_days_and_source() -> None:
    fact = next(fact for fact in pattern_facts(FOUND) if fact.key == "pattern_si_joint")
    assert fact.label == "Sacroiliac joint"
    assert fact.value == (
        "present: new pain, months after surgery, a lumbar surgery, below L5: SI region or buttock, on one side, "
        "worse on turning in bed, worse on standing or walking, fused down to the sacrum; absent: none; "
        "not asked: one finger points at the dimple above the buttock, worse on stairs"
    )
    assert fact.n == f"{FOUND.entries} of {FOUND.window_days} days with an entry"
    assert fact.window == f"days {FOUND.first_day}–{FOUND.last_day}"
    assert "Lee 2019" in fact.source


def test_every_feature_of_all_six_has_a_line_of_its_own() -> None:
    facts = {fact.key: fact for fact in feature_facts(FOUND)}
    patterns = (*FOUND.shown, *FOUND.folded)
    assert len(facts) == sum(1 + len(pattern.features) for pattern in patterns)
    turning = facts["feature_si_joint_turning"]
    assert turning.label == "Sacroiliac joint: worse on turning in bed"
    assert turning.value == f"present: 10 of 10 days answered, days {FOUND.first_day}–210"
    assert facts["feature_si_joint_stairs"].value == "not asked: the log does not ask"


def test_the_lines_of_features_are_told_from_those_of_patterns() -> None:
    assert all(is_feature(fact) for fact in feature_facts(FOUND))
    assert not any(is_feature(fact) for fact in pattern_facts(FOUND))
