"""Responses in words: what is said, on how many days it rests, and under which key."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tracker.domain.facts import Section
from tracker.domain.patients import Episode, Region, Site
from tracker.domain.response_facts import in_short, key_of, points, response_facts, verdict_of
from tracker.domain.responses import Grade, Level, Response
from tracker.domain.treatments import Treatment, TreatmentKind

SURGERY = date(2026, 1, 1)
EPISODE = Episode("e1", "p1", SURGERY, Region.LUMBAR, "L4–L5", "fusion", 7, 5)


def treatment(name: str, start: int, end: int | None = None, dose: str = "", key: str = "t1") -> Treatment:
    last = None if end is None else SURGERY + timedelta(days=end)
    return Treatment(key, "p1", TreatmentKind.MEDICINE, name, SURGERY + timedelta(days=start), last, dose)


INJECTION = replace(treatment("SI joint injection", 152), kind=TreatmentKind.PROCEDURE)
SAID = Response(
    *(INJECTION, Site.AXIAL, Level(138, 151, 11, 14, 7.0), Level(159, 179, 17, 21, 6.0), Grade.BELOW),
    *(-1.0, -1.8, -0.2, 1 / 7, 0.02, 0.26),
    expected_change=-0.04,
    window_source="Our choice: three weeks",
)
BLOCK = Response(
    *(replace(INJECTION, name="SI joint block"), Site.AXIAL, Level(0, 0, 1, 1, 8.0, "hours")),
    *(Level(2, 2, 6, 8, 3.0, "hours"), Grade.STRONG, -5.0),
    relief=0.625,
)
UNKNOWN = replace(
    SAID, grade=Grade.NOT_ASSESSABLE, change=None, relief=None, reason="5 entries in the 14 days before; 8 are needed."
)


def value(response: Response, what: str, *others: Response) -> str:
    facts = {fact.key: fact for fact in response_facts(EPISODE, [response, *others])}
    return facts[key_of(response, what)].value


def with_(**changes: Any) -> Response:
    return replace(SAID, **changes)


class TestTheChange:
    def test_it_says_points_share_interval_and_grade(self) -> None:
        assert value(SAID, "change") == "1.0 points less (14 %, 90 % interval 2–26 %), below 30 %"

    @pytest.mark.parametrize(
        ("relief", "low", "high", "words"),
        [
            (0.14, -0.05, 0.33, "(14 %, 90 % interval 5 % more to 33 % less)"),
            (-0.14, -0.25, -0.03, "(14 %, 90 % interval 3–25 %)"),
            (0.2996, 0.1, 0.5, "(29.9 %, 90 % interval 10–50 %)"),
            (0.3, 0.1, 0.5, "(30 %, 90 % interval 10–50 %)"),
            (0.4999, 0.2, 0.8, "(49.9 %, 90 % interval 20–80 %)"),
        ],
    )
    def test_a_share_is_never_rounded_onto_a_line_that_it_is_below(
        self, relief: float, low: float, high: float, words: str
    ) -> None:
        assert words in value(with_(relief=relief, relief_low=low, relief_high=high), "change")

    @pytest.mark.parametrize(
        ("change", "words"),
        [(-1.04, "1.0 points less"), (0.35, "0.3 points more"), (0.04, "the same"), (-0.04, "the same")],
    )
    def test_points_say_which_way(self, change: float, words: str) -> None:
        assert points(change) == words

    @pytest.mark.parametrize(
        ("grade", "words"),
        [
            (Grade.STRONG, "strong response (50 % or more)"),
            (Grade.RESPONSE, ", response (30 % or more)"),
            (Grade.BELOW, "below 30 %"),
        ],
    )
    def test_the_grade_has_its_line(self, grade: Grade, words: str) -> None:
        assert value(with_(grade=grade), "change").endswith(words)

    def test_a_block_is_positive_from_half_of_the_pain_on(self) -> None:
        assert value(BLOCK, "change") == "5.0 points less in the best hour (62 %), positive (50 % or more)"
        below = replace(BLOCK, relief=0.4, grade=Grade.BELOW)
        assert value(below, "change").endswith("(40 %), not positive (below 50 %)")

    @pytest.mark.parametrize(
        ("one", "words"),
        [
            (SAID, "below 30 %"),
            (replace(SAID, grade=Grade.RESPONSE), "response"),
            (replace(SAID, grade=Grade.STRONG), "strong response"),
            (BLOCK, "positive"),
            (replace(BLOCK, relief=0.4, grade=Grade.BELOW), "not positive"),
        ],
    )
    def test_the_grade_in_a_word(self, one: Response, words: str) -> None:
        assert verdict_of(one) == words
        assert f", {words}" in value(one, "change")

    def test_what_is_not_assessable_says_why_and_nothing_else(self) -> None:
        (fact,) = response_facts(EPISODE, [UNKNOWN])
        assert fact.value == "not assessable: 5 entries in the 14 days before; 8 are needed."


class TestTheRest:
    def test_the_levels_with_the_interval_in_points(self) -> None:
        assert value(SAID, "levels") == "7.0 before, 6.0 after; change −1.0 (90 % interval −1.8 to −0.2)"
        assert value(with_(change_high=0.04), "levels").endswith("−1.8 to 0.0)")
        assert value(BLOCK, "levels") == "8 before, 3 in hour 2"

    @pytest.mark.parametrize(
        ("days", "lasting", "words"),
        [(96, False, "lasted 96 days"), (1, False, "lasted 1 day"), (57, True, "57 days so far, to the last entry")],
    )
    def test_how_long_it_lasted(self, days: int, lasting: bool, words: str) -> None:
        assert value(with_(lasted_days=days, lasting=lasting), "lasted") == words

    def test_what_began_while_it_lasted_is_said_with_its_day(self) -> None:
        said = with_(lasted_days=96, joined_by=treatment("Gabapentin", 200, dose="300 mg", key="g"))
        assert value(said, "lasted") == "lasted 96 days, confounded from day 200 on: Gabapentin 300 mg began"
        going = replace(said, lasting=True)
        words = "96 days so far, to the last entry, confounded from day 200 on: Gabapentin 300 mg began"
        assert value(going, "lasted") == words

    def test_how_long_it_lasted_rests_on_the_entries_of_all_its_days(self) -> None:
        said = with_(lasted_days=96, lasted_entries=80)
        (fact,) = [each for each in response_facts(EPISODE, [said]) if each.key.endswith("_lasted")]
        assert (fact.n, fact.window) == ("80 of 97 days", "days 152–248")

    def test_the_typical_course_beside_the_own_with_its_source(self) -> None:
        said = with_(expected_change=-0.42)
        (fact,) = [each for each in response_facts(EPISODE, [said]) if each.key.endswith("_expected")]
        assert fact.value == "0.4 points less"
        assert fact.source.startswith("Typical recovery, not a target. Illustrative")

    def test_what_else_began(self) -> None:
        others = (treatment("Gabapentin", 145, dose="300 mg", key="g"), treatment("Physical therapy", 160, key="p"))
        words = "Gabapentin 300 mg began on day 145; Physical therapy began on day 160"
        assert value(with_(confounded_by=others), "confounded") == words

    def test_a_change_of_dose_says_that_it_is_one(self) -> None:
        first = replace(SAID, treatment=treatment("Gabapentin", 30, 99, "300 mg", "g1"))
        second = replace(SAID, treatment=treatment("gabapentin", 100, None, "600 mg", "g2"))
        facts = {fact.key: fact for fact in response_facts(EPISODE, [second, first])}
        assert facts[key_of(second, "change")].label == "gabapentin 600 mg (change of dose), back pain"
        assert facts[key_of(first, "change")].label == "Gabapentin 300 mg, back pain"

    def test_taken_up_again_later_it_is_no_change_of_dose(self) -> None:
        first = replace(SAID, treatment=treatment("Gabapentin", 30, 98, "300 mg", "g1"))
        second = replace(SAID, treatment=treatment("Gabapentin", 100, None, "600 mg", "g2"))
        assert "change of dose" not in response_facts(EPISODE, [second, first])[0].label


class TestEveryFact:
    def test_it_carries_its_days_its_window_and_its_source(self) -> None:
        change = response_facts(EPISODE, [SAID])[0]
        assert change.section is Section.TREATMENTS
        assert change.label == "SI joint injection, back pain"
        assert change.n == "11 of 14 days before, 17 of 21 after"
        assert change.window == "days 138–151 against days 159–179"
        assert change.source == "Our choice: three weeks; 30 % and 50 %: Dworkin 2008, J Pain 9:105"

    def test_a_block_is_counted_in_hours(self) -> None:
        change = response_facts(EPISODE, [BLOCK])[0]
        assert (change.n, change.window) == (
            "6 of 8 hours after",
            "the score just before against the lowest of hours 1–8",
        )

    def test_keys_are_unique_for_each_treatment_and_site(self) -> None:
        full = with_(lasted_days=3, confounded_by=(treatment("A", 145),))
        others = [full, replace(full, site=Site.LIMB), replace(full, treatment=replace(INJECTION, id="t2"))]
        keys = [fact.key for fact in response_facts(EPISODE, others)]
        assert len(keys) == len(set(keys)) == 15
        assert keys[:2] == ["response_t1_axial_change", "response_t1_axial_levels"]


class TestBesideTheMark:
    def test_it_is_as_short_as_in_the_picture_that_set_the_standard(self) -> None:
        assert in_short(EPISODE, [SAID], Site.AXIAL) == "−1.0 in 21 days (14 %), below 30 %"
        assert in_short(EPISODE, [SAID], Site.AXIAL, brief=True) == "−1.0 (14 %)"
        assert in_short(EPISODE, [BLOCK], Site.AXIAL) == "−5.0 in hour 2 (62 %), positive"

    def test_the_other_site_is_named_and_told_only_where_the_leading_cannot_be(self) -> None:
        leg = replace(SAID, site=Site.LIMB, change=0.5, relief=-0.1)
        assert in_short(EPISODE, [SAID, leg], Site.LIMB) == "+0.5 in 21 days (10 %), below 30 %"
        assert in_short(EPISODE, [UNKNOWN, leg], Site.AXIAL) == "leg +0.5 in 21 days (10 %), below 30 %"
        assert in_short(EPISODE, [UNKNOWN], Site.AXIAL) == ""
