"""Both sides of each threshold of the patterns: with the value on file a log says one thing, a step further another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.spec.courses import SURGERY
from tests.spec.diaries import all_of
from tracker.domain.assessment import Assessment, Evidence, Flag, FlagKind, Severity, SiteAssessment, State
from tracker.domain.patients import Episode, Region, Site
from tracker.domain.pattern_findings import find_patterns
from tracker.domain.pattern_rules import THRESHOLDS, PatternTable, pattern_table
from tracker.domain.patterns import PatternsToDiscuss
from tracker.domain.symptom_days import SymptomDay

TABLE = pattern_table()
TODAY = 200
Said = Callable[[PatternsToDiscuss], str]
Words = dict[int, dict[str, str]]


@dataclass(frozen=True)
class Log:
    """A log of every day from surgery to day 200: typical back pain of each day, scores, and words by day. The flag is
    one of lasting back pain since day `onset`."""

    typical: Sequence[float | None]
    scores: Mapping[int, Mapping[Site, float]]
    words: Mapping[int, Mapping[str, str]]
    onset: int = 195

    @property
    def days(self) -> list[SymptomDay]:
        return [
            SymptomDay(
                day,
                day in self.scores,
                self.scores.get(day, {}),
                {} if level is None else {Site.AXIAL: level},
                {name: frozenset(text.split("; ")) - {""} for name, text in self.words.get(day, {}).items()},
            )
            for day, level in enumerate(self.typical)
        ]

    def assessment(self) -> Assessment:
        now = self.typical[-1]
        sites = tuple(
            SiteAssessment(site, State.LEVEL, now if site is Site.AXIAL else None, None, None, 9, 14, None, None)
            for site in Site
        )
        began = SURGERY + timedelta(days=self.onset)
        flag = Flag(FlagKind.PERSISTENT, Severity.HIGH, Site.AXIAL, began, began, None, "", Evidence(TODAY, 9, 28))
        on = SURGERY + timedelta(days=TODAY)
        return Assessment("P1", on, TODAY, sites, (flag,), 9, 28, on, Site.AXIAL, (), "")


def always(level: float) -> list[float | None]:
    return [level] * (TODAY + 1)


def scored(days: int, axial: float = 6, limb: float | None = None) -> dict[int, dict[Site, float]]:
    """Scores on so many last days."""
    each = {Site.AXIAL: axial} | ({} if limb is None else {Site.LIMB: limb})
    return dict.fromkeys(range(TODAY - days + 1, TODAY + 1), each)


def chosen(
    on: int, of: int, field: str = "worse", word: str = "bending", *, until: int = TODAY
) -> dict[int, dict[str, str]]:
    """A list that was answered on so many days up to a day, with the word on the last `on` of them."""
    return {until - back: {field: word if back < on else ""} for back in range(of)}


def of_feature(cause: str, key: str) -> Said:
    """What is found of a feature."""

    def said(found: PatternsToDiscuss) -> str:
        pattern = all_of(found)[cause]
        return str(next(each.finding for each in (pattern.onset, *pattern.features) if each.key == key))

    return said


def hidden(found: PatternsToDiscuss) -> str:
    return "hidden" if found.hidden else "shown"


def first_day(found: PatternsToDiscuss) -> str:
    return str(found.first_day)


def first(found: PatternsToDiscuss) -> str:
    return found.shown[0].key


def spell(days: int, level: float = 2.5) -> list[float | None]:
    """Back pain of 6 with a good spell that ends on day 150."""
    return [level if 150 - days < day <= 150 else 6.0 for day in range(TODAY + 1)]


def known_on(days: int) -> list[float | None]:
    """Typical pain known on so many of the 187 days from day 14 on."""
    return [6.0 if 14 <= day < 14 + days else None for day in range(TODAY)] + [6.0]


def above_on(days: int) -> list[float | None]:
    """Typical pain above 3 on so many of 187 days, the others scattered."""
    low = set(range(15, 15 + 2 * (187 - days), 2))
    return [2.0 if day in low else 6.0 for day in range(TODAY + 1)]


WORSE = of_feature("hardware", "worse")
CAME_BACK = of_feature("adjacent_segment", "onset")
GOES_ON = of_feature("soft_tissue", "onset")
SIDE = of_feature("si_joint", "one_side")
AXIAL_FIRST = of_feature("pseudarthrosis", "axial_first")

SIDED = {
    **chosen(9, 9, "sites", "left SI region", until=TODAY - 3),
    **chosen(3, 3, "sites", "left SI region; right SI region"),
}
"""On the left alone on 9 of 12 days."""

MIXED = {day: {Site.AXIAL: 6.0, Site.LIMB: 4.0 if day % 2 else 6.0} for day in range(181, 201)}
AGAINST = {
    day: {"worse": "turning in bed", "descriptors": "stiff", "better": "heat", "sites": "left SI region"}
    for day in range(181, 201)
}
"""Three of what the SI joint shows, and two of what soft tissue does; pain ever since."""


@dataclass(frozen=True)
class Side:
    """With the value on file a log says `filed`, with `other` it says `otherwise`."""

    threshold: str
    other: float
    log: Log
    said: Said
    filed: str
    otherwise: str


SIDES = (
    Side("recent_days", 29, Log(always(6), scored(20), {}), first_day, "173", "172"),
    Side("longest_days", 85, Log(always(6), scored(20), {}, onset=20), first_day, "117", "116"),
    Side("fewest_days", 8, Log(always(6), scored(7), {}), hidden, "shown", "hidden"),
    Side("fewest_days", 8, Log(always(6), scored(20), chosen(0, 7)), WORSE, "absent", "not asked"),
    Side("word_share", 0.26, Log(always(6), scored(28), chosen(7, 28)), WORSE, "present", "absent"),
    Side("word_share", 0.21, Log(always(6), scored(28), chosen(6, 28)), WORSE, "absent", "present"),
    Side("word_days", 4, Log(always(6), scored(20), chosen(3, 6)), WORSE, "present", "not asked"),
    Side("word_days", 2, Log(always(6), scored(20), chosen(2, 6)), WORSE, "not asked", "present"),
    Side("most_days", 0.51, Log(always(6), MIXED, {}), AXIAL_FIRST, "present", "absent"),
    Side("side_share", 0.76, Log(always(6), scored(20), SIDED), SIDE, "present", "absent"),
    Side("dominance", 1.1, Log(always(6), scored(20, 6, 5), {}), AXIAL_FIRST, "present", "absent"),
    Side("dominance", 0.9, Log(always(6), scored(20, 6, 5.1), {}), AXIAL_FIRST, "absent", "present"),
    Side("good_level", 2.9, Log(spell(40, 3), scored(20), {}), CAME_BACK, "present", "absent"),
    Side("good_level", 3.1, Log(spell(40, 3.1), scored(20), {}), CAME_BACK, "absent", "present"),
    Side("good_days", 29, Log(spell(28), scored(20), {}), CAME_BACK, "present", "absent"),
    Side("good_days", 27, Log(spell(27), scored(20), {}), CAME_BACK, "absent", "present"),
    Side("clock_from", 15, Log([2] * 42 + always(6)[42:], scored(20), {}), CAME_BACK, "present", "absent"),
    Side("known_share", 0.76, Log(known_on(140), scored(20), {}), CAME_BACK, "absent", "not asked"),
    Side("known_share", 0.74, Log(known_on(139), scored(20), {}), CAME_BACK, "not asked", "absent"),
    Side("continuing_share", 0.76, Log(above_on(141), scored(20), {}), GOES_ON, "present", "absent"),
    Side("continuing_share", 0.74, Log(above_on(140), scored(20), {}), GOES_ON, "absent", "present"),
    Side("onset_against", 0, Log(always(6), scored(20), AGAINST), first, "soft_tissue", "si_joint"),
)


def said_of(log: Log, table: PatternTable, said: Said) -> str:
    episode = Episode("e", "P1", SURGERY, Region.LUMBAR, "L4-S1", "fusion")
    return said(find_patterns(log.days, episode, log.assessment(), table))


@pytest.mark.parametrize("side", SIDES, ids=lambda side: f"{side.threshold} {side.other:g}")
def test_a_step_further_says_something_else(side: Side) -> None:
    line = replace(TABLE.thresholds[side.threshold], value=side.other)
    other = replace(TABLE, thresholds={**TABLE.thresholds, side.threshold: line})
    assert said_of(side.log, TABLE, side.said) == side.filed
    assert said_of(side.log, other, side.said) == side.otherwise


def test_there_is_a_side_of_every_threshold() -> None:
    assert {side.threshold for side in SIDES} == THRESHOLDS == set(TABLE.thresholds)


def test_every_threshold_has_a_unit_and_a_source() -> None:
    assert all(each.unit and each.source for each in TABLE.thresholds.values())
