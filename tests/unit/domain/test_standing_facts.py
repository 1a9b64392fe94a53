"""Where a patient stands, and what changed since the last visit: each number with what it rests on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.domain.test_explanation import EPISODE, LOST, NO_LEVEL, PERSISTENT, RELAPSE, SURGERY, assessment
from tracker.domain.assessment import Assessment, Flag, StoredFlag
from tracker.domain.facts import Fact
from tracker.domain.good_stretch import GoodStretch
from tracker.domain.patients import Episode, Site
from tracker.domain.since_visit_facts import since_visit_facts
from tracker.domain.standing_facts import flag_facts, standing_facts
from tracker.domain.treatments import Treatment, TreatmentKind


def standing(
    said: Assessment, good: GoodStretch | None = None, episode: Episode = EPISODE
) -> dict[str, tuple[str, str, str]]:
    facts = standing_facts(episode, said, {said.leading: good})
    assert len({fact.key for fact in facts}) == len(facts)
    return {fact.key: (fact.value, fact.n, fact.window) for fact in facts}


def stored(flag: Flag) -> StoredFlag:
    return StoredFlag(f"{flag.kind}", "p1", flag)


class TestNow:
    def test_the_level_carries_its_entries_interval_and_days(self) -> None:
        assert standing(assessment())["typical_axial"] == (
            "6 of 10",
            "12 of 14 days, 90 % interval 5.5–6.5",
            "days 176–189",
        )

    def test_a_level_that_is_not_known_says_what_is_lacking(self) -> None:
        said = standing(assessment(entries_used=3, **NO_LEVEL))
        assert said["typical_axial"][0] == "not assessable: 3 entries in 14 days, 5 are needed"
        assert said["relief_axial"][0] == "not assessable"
        assert said["change_28d_axial"][0] == "not assessable"

    def test_the_leading_site_comes_first(self) -> None:
        facts = standing_facts(EPISODE, assessment(leading=Site.LIMB), {})
        assert [fact.key for fact in facts if "typical" in fact.key] == ["typical_limb", "typical_axial"]
        assert facts[0].label == "Typical leg pain"

    @pytest.mark.parametrize(
        ("baseline", "typical", "relief", "value", "n"),
        [
            (7, 6.0, 0.143, "14 % better, 1 point", "7 of 10 before surgery; 12 of 14 days now"),
            (7, 4.9, 0.3, "30 % better, 2.1 points", "7 of 10 before surgery; 12 of 14 days now"),
            (6, 6.3, -0.05, "5 % worse, 0.3 points", "6 of 10 before surgery; 12 of 14 days now"),
            (7, 7.0, 0.0, "none", "7 of 10 before surgery; 12 of 14 days now"),
            (3, 1.0, 0.67, "level only: 3 of 10 before surgery leaves little room", ""),
            (4, 2.0, 0.5, "50 % better, 2 points", "4 of 10 before surgery; 12 of 14 days now"),
            (None, 6.0, None, "no score from before surgery", ""),
        ],
    )
    def test_relief_is_told_in_points_and_as_a_share_of_the_own_pain_before_surgery(
        self, baseline: int | None, typical: float, relief: float | None, value: str, n: str
    ) -> None:
        said = standing(assessment(relief=relief, typical=typical), episode=replace(EPISODE, baseline_axial=baseline))
        assert said["relief_axial"] == (value, n, "days 176–189" if n else "")

    @pytest.mark.parametrize(
        ("stretch", "expected"),
        [
            (GoodStretch(60, 128, 61), ("61 days ago", "69 days long", "days 60–128")),
            (GoodStretch(60, 188, 1), ("1 day ago", "129 days long", "days 60–188")),
            (GoodStretch(180, 189, 0), ("goes on", "10 days long", "days 180–189")),
            (None, ("none so far", "", "days 0–189")),
        ],
    )
    def test_the_last_good_stretch(self, stretch: GoodStretch | None, expected: tuple[str, str, str]) -> None:
        assert standing(assessment(), stretch)["good_stretch_axial"] == expected

    @pytest.mark.parametrize(("change", "words"), [(0.24, "0.2 higher"), (-1.0, "1 lower"), (0.04, "the same")])
    def test_the_change_in_four_weeks(self, change: float, words: str) -> None:
        assert standing(assessment(change_28d=change))["change_28d_axial"] == (words, "", "days 161 and 189")

    def test_coverage_and_last_entry(self) -> None:
        said = standing(assessment())
        assert said["coverage_28d"] == ("86 %", "24 of 28 days", "days 162–189")
        assert said["last_entry"][0] == "9 Jul 2026, today"
        early = standing(replace(assessment(day=3), last_entry=None, entries_28d=0, days_asked_28d=0))
        assert (early["coverage_28d"], early["last_entry"][0]) == (("no day asked yet", "0 of no days", ""), "none yet")


def test_open_flags_are_told_worst_first_with_their_days() -> None:
    closed = replace(LOST, cleared_on=SURGERY + timedelta(days=100))
    facts = flag_facts(EPISODE, map(stored, (PERSISTENT, RELAPSE, closed)))
    assert [(fact.label, fact.n) for fact in facts] == [
        ("Relapse · back pain", "12 of 14 days"),
        ("Persistent pain · back pain", "20 of 28 days"),
    ]
    assert facts[0].window == "since day 131, found on day 131"


class TestSinceTheLastVisit:
    VISIT = SURGERY + timedelta(days=100)

    def facts(self, *flags: Flag, then: float | None = 2.6) -> dict[str, Fact]:
        def given(name: str, start: int, end: int | None = None) -> Treatment:
            ended = None if end is None else SURGERY + timedelta(days=end)
            return Treatment(name, "p1", TreatmentKind.MEDICINE, name, SURGERY + timedelta(days=start), ended)

        facts = since_visit_facts(
            EPISODE,
            assessment(),
            self.VISIT,
            then={} if then is None else {Site.AXIAL: then},
            logged=70,
            flags=map(stored, flags),
            treatments=[given("Before", 50, 100), given("On the day", 100), given("After", 101, 150), given("On", 160)],
        )
        return {fact.key: fact for fact in facts}

    def test_pain_then_and_now(self) -> None:
        assert self.facts()["since_typical_axial"].value == "2.6 then, 6 now: 3.4 higher"
        assert self.facts()["since_typical_limb"].value == "not known then, not known now"
        assert self.facts(then=None)["since_typical_axial"].value == "not known then, 6 now"

    def test_what_began_and_ended_after_the_day_of_the_visit(self) -> None:
        said = self.facts()
        assert said["since_treatments_begun"].value == "After, day 101; On, day 160"
        assert said["since_treatments_ended"].value == "After, day 150"
        assert said["since_logged"].value == "70 of 89 days"

    def test_flags_that_came_and_went(self) -> None:
        ended = replace(PERSISTENT, detected_on=SURGERY + timedelta(days=95), cleared_on=SURGERY + timedelta(days=101))
        said = self.facts(RELAPSE, ended)
        assert said["since_flags_raised"].value == "Relapse, day 131"
        assert said["since_flags_cleared"].value == "Persistent pain, day 101"
        assert self.facts()["since_flags_raised"].value == "none"
