"""Patterns to discuss: four described cases of each cause, written from the clinical table, with what is to be found of
each of its features; and what holds for all of them."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.spec.courses import silent, stay
from tests.spec.diaries import Diary, all_of, every_day, findings, found_in, lasting, returned
from tracker.domain.patients import Region
from tracker.domain.pattern_facts import feature_facts, pattern_facts
from tracker.domain.pattern_rules import Condition, Kind, PatternRule, PatternTable, pattern_table
from tracker.domain.patterns import STANDING_WORDS

P, A = "present", "absent"

CASES: dict[str, dict[str, Diary]] = {
    "adjacent_segment": {
        "back after a good spell, at the level above, with claudication": Diary(
            axial=returned(200, 260),
            limb=stay(1, 200) + stay(5, 61),
            said=(every_day(232, 260, sites="low back; L3/4", worse="standing; walking", better="sitting; bending"),),
            expected={"onset": P, "level_beside": P, "limb_pain": P, "worse": P, "better": P},
        ),
        "back after a good spell, at the operated level, better at rest": Diary(
            axial=returned(200, 260),
            limb=stay(1, 261),
            said=(every_day(232, 260, sites="low back; L4/5", worse="coughing or sneezing", better="rest"),),
            expected={"onset": P, "level_beside": A, "limb_pain": A, "worse": A, "better": A},
        ),
        "neck below the fusion, worse on walking, nothing said of what eases": Diary(
            axial=returned(150, 200),
            region=Region.CERVICAL,
            levels="C5–C7",
            procedure="ACDF",
            said=(every_day(180, 200, sites="neck; C7/T1", worse="walking"),),
            expected={"onset": P, "level_beside": P, "worse": P},
        ),
        "never relieved, levels on file that cannot be read, bending eases": Diary(
            axial=lasting(120),
            limb=stay(4, 121),
            levels="see letter",
            said=(every_day(90, 120, sites="L3/4", worse="standing", better="bending"),),
            expected={"onset": A, "limb_pain": P, "worse": P, "better": P},
        ),
    },
    "nerve": {
        "leg never relieved, burning, worse on coughing and sitting": Diary(
            axial=lasting(120, 4),
            limb=lasting(120, 7),
            said=(every_day(95, 120, descriptors="burning; tingling", worse="coughing or sneezing; sitting"),),
            expected={"onset": P, "limb_first": P, "quality": P, "worse_cough": P, "worse_sitting": P},
        ),
        "leg back in the fourth month, numb and electric, sitting does nothing": Diary(
            axial=stay(2, 181),
            limb=returned(125, 180),
            procedure="decompression",
            said=(
                every_day(150, 165, descriptors="numb", worse="coughing or sneezing"),
                every_day(166, 180, descriptors="electric", worse="walking"),
            ),
            expected={"onset": P, "limb_first": P, "quality": P, "worse_cough": P, "worse_sitting": A},
        ),
        "leg back after nine months, tingling, no word of what makes it worse": Diary(
            axial=stay(2, 331),
            limb=returned(280, 330),
            said=(every_day(300, 330, descriptors="tingling"),),
            expected={"onset": A, "limb_first": P, "quality": P},
        ),
        "back alone, aching": Diary(
            axial=lasting(120),
            limb=stay(1, 121),
            said=(every_day(100, 120, descriptors="aching", worse="sitting"),),
            expected={"onset": A, "limb_first": A, "quality": A, "worse_cough": A, "worse_sitting": P},
        ),
    },
    "hardware": {
        "after months, over the operated levels, tender, worse on bending": Diary(
            axial=returned(160, 220),
            said=(every_day(190, 220, sites="low back; L4/5", descriptors="touch hurts", worse="bending"),),
            expected={"onset": P, "implants": P, "level_at": P, "tender": P, "worse": P},
        ),
        "after months, at another level, not tender": Diary(
            axial=returned(160, 220),
            said=(every_day(190, 220, sites="L2/3", descriptors="aching", worse="sitting"),),
            expected={"onset": P, "implants": P, "level_at": A, "tender": A, "worse": A},
        ),
        "ever since a discectomy, which leaves none": Diary(
            axial=lasting(130),
            procedure="discectomy",
            said=(every_day(100, 130, descriptors="touch hurts", worse="bending"),),
            expected={"onset": A, "implants": A, "tender": P, "worse": P},
        ),
        "what was done not on file, scores alone": Diary(axial=returned(160, 220), procedure="", expected={"onset": P}),
    },
    "pseudarthrosis": {
        "back after nine months, midline, mechanical, looked at after a year": Diary(
            axial=returned(290, 380),
            limb=stay(1, 381),
            said=(every_day(350, 380, sites="low back", worse="walking; bending", better="lying"),),
            expected={"onset": P, "fusion": P, "midline": P, "axial_first": P, "worse": P, "better": P},
        ),
        "the same before a year has gone": Diary(
            axial=returned(240, 340),
            limb=stay(1, 341),
            said=(every_day(310, 340, sites="neck", worse="standing", better="rest"),),
            expected={"fusion": P, "midline": P, "axial_first": P, "worse": P, "better": P},
        ),
        "back in the fourth month already, on one side, heat eases": Diary(
            axial=returned(120, 380),
            limb=stay(5, 381),
            said=(every_day(350, 380, sites="left low back", worse="sitting", better="heat"),),
            expected={"onset": A, "fusion": P, "midline": A, "axial_first": P, "worse": A, "better": A},
        ),
        "leg above all, after a decompression": Diary(
            axial=lasting(380, 4),
            limb=lasting(380, 7),
            procedure="decompression",
            said=(every_day(350, 380, sites="between the shoulder blades", worse="standing", better="rest"),),
            expected={"onset": A, "fusion": A, "midline": P, "axial_first": A, "worse": P, "better": P},
        ),
    },
    "soft_tissue": {
        "ever since, diffuse, stiff, worse on sitting, heat eases": Diary(
            axial=lasting(120),
            said=(
                every_day(
                    95,
                    120,
                    sites="left buttock; left low back; low back; right low back",
                    descriptors="spasm; stiff",
                    worse="sitting",
                    better="heat",
                ),
            ),
            expected={"onset": P, "diffuse": P, "quality": P, "worse": P, "better": P},
        ),
        "ever since, in three places, aching, worse on standing, walking eases": Diary(
            axial=lasting(120),
            said=(
                every_day(
                    95,
                    120,
                    sites="left neck; neck; right neck",
                    descriptors="aching",
                    worse="standing",
                    better="walking",
                ),
            ),
            expected={"onset": P, "diffuse": P, "quality": P, "worse": P, "better": P},
        ),
        "came back, in two places and a level, in spasm now and then, rest eases": Diary(
            axial=returned(150, 210),
            said=(
                every_day(
                    180,
                    199,
                    sites="L4/5; left low back; low back",
                    descriptors="stabbing",
                    better="rest",
                ),
                every_day(200, 210, sites="low back", descriptors="spasm", worse="bending", better="rest"),
            ),
            expected={"onset": A, "diffuse": A, "quality": P, "worse": A, "better": A},
        ),
        "a log too thin to say that it was so all the time": Diary(
            axial=silent(60) + stay(6, 61),
            said=(every_day(95, 120, descriptors="burning"),),
            expected={"quality": A},
        ),
    },
    "si_joint": {
        "new after months, left SI region, turning in bed and stairs": Diary(
            axial=returned(150, 210),
            levels="L4-S1",
            said=(every_day(180, 210, sites="left SI region; left back of thigh", worse="standing; turning in bed"),),
            expected={"lumbar": P, "onset": P, "place": P, "one_side": P, "turning": P, "upright": P, "sacrum": P},
        ),
        "new after months, both buttocks, walking does it": Diary(
            axial=returned(150, 210),
            levels="L3-L5",
            said=(every_day(180, 210, sites="left buttock; right buttock", worse="walking"),),
            expected={"lumbar": P, "onset": P, "place": P, "one_side": A, "turning": A, "upright": P, "sacrum": A},
        ),
        "ever since a discectomy in the neck": Diary(
            axial=lasting(120),
            region=Region.CERVICAL,
            levels="C5/6",
            procedure="discectomy",
            said=(every_day(95, 120, sites="neck", worse="sitting"),),
            expected={"lumbar": A, "onset": A, "place": A, "one_side": A, "turning": A, "upright": A, "sacrum": A},
        ),
        "a fusion of levels that are not on file, five days answered": Diary(
            axial=returned(150, 210),
            levels="",
            said=(every_day(206, 210, sites="right back of thigh; right buttock", worse="nothing"),),
            expected={"lumbar": P, "onset": P, "place": P, "one_side": P},
        ),
    },
}

WORDS = {
    "adjacent_segment worse": "standing; walking",
    "adjacent_segment better": "sitting; bending",
    "nerve quality": "burning; tingling; numb; electric",
    "nerve worse_cough": "coughing or sneezing",
    "nerve worse_sitting": "sitting",
    "hardware tender": "touch hurts",
    "hardware worse": "bending",
    "pseudarthrosis midline": "neck; between the shoulder blades; low back",
    "pseudarthrosis worse": "standing; walking; bending",
    "pseudarthrosis better": "rest; lying",
    "soft_tissue quality": "stiff; aching; spasm",
    "soft_tissue worse": "sitting; standing",
    "soft_tissue better": "heat; walking",
    "si_joint lumbar": "lumbar",
    "si_joint place": "SI region; buttock",
    "si_joint one_side": "SI region; buttock; back of thigh",
    "si_joint turning": "turning in bed",
    "si_joint upright": "standing; walking",
}
"""By pattern and feature, the words of the clinical table as far as the log can hold them."""

ON_FILE = {"si_joint lumbar"}
"""What the words are not those of the log."""

DESCRIBED = [(cause, name) for cause, cases in CASES.items() for name in cases]
TABLE = pattern_table()


def test_there_are_four_cases_of_each_of_the_six_causes() -> None:
    assert [rule.key for rule in TABLE.patterns] == list(CASES)
    assert {len(cases) for cases in CASES.values()} == {4}


@pytest.mark.parametrize(("cause", "name"), DESCRIBED)
def test_each_case_shows_the_features_that_it_describes(cause: str, name: str) -> None:
    diary = CASES[cause][name]
    assert findings(all_of(found_in(diary))[cause]) == dict(diary.expected)


@pytest.mark.parametrize(("cause", "name"), DESCRIBED)
def test_no_case_shows_fewer_than_two_patterns_and_all_six_can_be_opened(cause: str, name: str) -> None:
    found = found_in(CASES[cause][name])
    assert len(found.shown) >= 2
    assert sorted(all_of(found)) == sorted(CASES)


@pytest.mark.parametrize("cause", CASES)
def test_the_first_case_of_each_cause_shows_it(cause: str) -> None:
    (first, *_others) = CASES[cause].values()
    assert cause in [each.key for each in found_in(first).shown]


@pytest.mark.parametrize("cause", CASES)
def test_the_cases_of_a_cause_show_each_of_its_features_present_and_absent_where_the_log_asks(cause: str) -> None:
    rule = next(each for each in TABLE.patterns if each.key == cause)
    seen = {(key, told) for diary in CASES[cause].values() for key, told in diary.expected.items()}
    asked = ["onset", *(each.key for each in rule.features if each.conditions[0].kind is not Kind.NOT_IN_LOG)]
    assert {(key, told) for key in asked for told in (P, A)} <= seen


@pytest.mark.parametrize(("cause", "name"), DESCRIBED)
def test_nothing_that_is_said_has_a_share_or_a_likelihood_or_decides(cause: str, name: str) -> None:
    found = found_in(CASES[cause][name])
    texts = [repr(found)] + [repr(each) for each in (*pattern_facts(found), *feature_facts(found))]
    for text in texts:
        assert not re.search(r"%|per ?cent|likel|probab|diagnos", text.replace(STANDING_WORDS, ""), re.I)


def test_the_words_of_each_feature_are_those_of_the_clinical_table() -> None:
    named = {
        f"{rule.key} {feature.key}": "; ".join(feature.conditions[0].named)
        for rule in TABLE.patterns
        for feature in rule.features
        if feature.conditions[0].named
    }
    assert named == WORDS


_LIST_OF = {
    **{Kind.DESCRIPTOR: "descriptors", Kind.WORSE_BY: "worse", Kind.BETTER_BY: "better"},
    **{Kind.PLACE: "sites", Kind.MIDDLE_PLACE: "sites", Kind.ONE_SIDE: "sites"},
}


LOGGED = [(at, word) for at, words in WORDS.items() if at not in ON_FILE for word in words.split("; ")]


@pytest.mark.parametrize(("place", "word"), LOGGED)
def test_each_of_the_words_alone_is_enough(place: str, word: str) -> None:
    cause, key = place.split()
    feature = next(f for rule in TABLE.patterns if rule.key == cause for f in rule.features if f.key == key)
    kind = feature.conditions[0].kind
    name = f"right {word}" if kind in (Kind.PLACE, Kind.ONE_SIDE) else word
    diary = Diary(axial=RETURNED, said=(every_day(190, 220, **{_LIST_OF[kind]: name}),))
    assert findings(all_of(found_in(diary))[cause])[key] == P


RETURNED = returned(160, 220)


class TestPseudarthrosis:
    def test_it_is_never_called_so_before_twelve_months(self) -> None:
        for last in (364, 365):
            diary = Diary(axial=returned(260, last), limb=stay(1, last + 1))
            pattern = all_of(found_in(diary))["pseudarthrosis"]
            assert ("udarthrosis" in repr(replace(pattern, key=""))) is (last == 365)
            assert (pattern.onset.finding == "not asked") is (last == 364)

    def test_before_that_the_onset_says_when_it_is_judged(self) -> None:
        pattern = all_of(found_in(CASES["pseudarthrosis"]["the same before a year has gone"]))["pseudarthrosis"]
        assert pattern.onset.basis == "judged from twelve months on (day 365); this is day 340"

    def test_before_that_it_does_not_stand_in_front(self) -> None:
        found = found_in(CASES["pseudarthrosis"]["the same before a year has gone"])
        assert found.folded[-1].key == "pseudarthrosis"


class TestTheOrder:
    def test_what_lacks_its_ground_stands_last(self) -> None:
        found = found_in(CASES["hardware"]["ever since a discectomy, which leaves none"])
        assert {each.key for each in found.folded[-2:]} == {"hardware", "pseudarthrosis"}

    def test_an_onset_that_does_not_fit_puts_a_pattern_lower(self) -> None:
        words = {"sites": "left buttock", "worse": "turning in bed; sitting", "descriptors": "stiff", "better": "heat"}
        fits = Diary(axial=returned(150, 210), said=(every_day(180, 210, **words),))
        against = Diary(axial=lasting(210), said=(every_day(180, 210, **words),))
        assert found_in(fits).shown[0].key == "si_joint"
        assert found_in(against).shown[0].key == "soft_tissue"

    def test_where_nothing_is_present_two_are_shown_and_that_is_said(self) -> None:
        diary = Diary(axial=silent(60) + stay(5, 61), procedure="", levels="")
        found = found_in(diary)
        assert len(found.shown) == 2
        assert found.note.startswith("Nothing of what the log asks about is present")
        assert pattern_facts(found)[0].value.startswith(found.note)

    def test_those_with_as_many_features_as_the_second_are_shown_too(self) -> None:
        diary = Diary(axial=returned(160, 220), procedure="", levels="")
        assert [each.key for each in found_in(diary).shown] == ["adjacent_segment", "hardware", "si_joint"]


class TestHidden:
    def test_where_nobody_is_in_pain(self) -> None:
        found = found_in(Diary(axial=stay(2, 200)))
        assert found.hidden == "No flag about lasting, returning or new pain is open, so no pattern is looked for."
        assert not found.shown

    def test_where_pain_is_as_expected_so_far(self) -> None:
        assert found_in(Diary(axial=stay(6, 30))).hidden

    def test_where_too_few_entries_are_left_since_the_flag(self) -> None:
        silence = silent(78)
        few = found_in(Diary(axial=stay(6, 120) + silence + stay(6, 6)))
        assert few.hidden == "6 entries on days 120–203: too few to look for patterns; it takes 7."
        assert not found_in(Diary(axial=stay(6, 120) + silence + stay(6, 7))).hidden

    def test_where_the_log_is_empty(self) -> None:
        assert found_in(Diary(axial=stay(6, 20) + silent(60))).hidden == (
            "No entries in 28 days: typical pain is not known now, so no pattern is looked for."
        )

    def test_the_reason_is_the_only_fact(self) -> None:
        found = found_in(Diary(axial=stay(2, 200)))
        assert [fact.value for fact in pattern_facts(found)] == [found.hidden]
        assert feature_facts(found) == ()


def _others(condition: Condition) -> list[tuple[str, Condition]]:
    """A condition with each of its numbers plainly changed, and the condition never asked."""
    numbers = {name: getattr(condition, name) for name in _STEPS if getattr(condition, name)}
    moved = [
        (f"{name} {value + step:g}", replace(condition, **{name: value + step}))
        for name, value in numbers.items()
        for step in _STEPS[name]
    ]
    return moved if condition.kind is Kind.NOT_IN_LOG else [*moved, ("never asked", Condition(Kind.NOT_IN_LOG))]


_STEPS: dict[str, tuple[float, ...]] = {"first": (150,), "last": (-90, 150), "count": (-2, 1), "level": (-3, 3)}


def _mutants() -> list[Any]:
    found = []
    for rule in TABLE.patterns:
        for number, condition in enumerate(rule.onset.conditions):
            for name, other in _others(condition):
                if other.kind is not Kind.NOT_IN_LOG:
                    others = (*rule.onset.conditions[:number], other, *rule.onset.conditions[number + 1 :])
                    found.append((f"{rule.key} onset {name}", rule, replace(rule, onset=_with(rule.onset, others))))
            if len(rule.onset.conditions) > 1:
                others = (*rule.onset.conditions[:number], *rule.onset.conditions[number + 1 :])
                name = f"{rule.key} onset without {condition.kind}"
                found.append((name, rule, replace(rule, onset=_with(rule.onset, others))))
        for place, feature in enumerate(rule.features):
            for name, other in _others(feature.conditions[0]):
                features = (*rule.features[:place], _with(feature, (other,)), *rule.features[place + 1 :])
                found.append((f"{rule.key} {feature.key} {name}", rule, replace(rule, features=features)))
    return [pytest.param(rule, other, id=name.replace(" ", "-")) for name, rule, other in found]


def _with(feature: Any, conditions: tuple[Condition, ...]) -> Any:
    return replace(feature, conditions=conditions)


@pytest.mark.parametrize(("rule", "other"), _mutants())
def test_each_rule_of_the_table_counts(rule: PatternRule, other: PatternRule) -> None:
    changed: PatternTable = replace(
        TABLE, patterns=tuple(other if each.key == rule.key else each for each in TABLE.patterns)
    )
    pairs = [(all_of(found_in(each, changed))[rule.key], each.expected) for each in CASES[rule.key].values()]
    assert any(findings(pattern) != dict(expected) for pattern, expected in pairs)
