"""The table of patterns to discuss, read from data/reference/patterns.toml and checked: by which conditions a feature
is found, with which numbers, from which sources."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from tracker.domain.assessment import Threshold
from tracker.domain.errors import BadInput, Fault
from tracker.domain.pain_words import BODY_SITES, CIRCUMSTANCES, DESCRIPTORS
from tracker.domain.patients import Region, Site
from tracker.domain.reference import FOLDER


class Kind(StrEnum):
    """What a condition looks for: in the clock of the pain, in the answers of the days, in the surgery. `not_in_log`
    is a feature that the log never asks about."""

    ONSET_AFTER_RELIEF = "onset_after_relief"
    NEVER_RELIEVED = "never_relieved"
    ONSET_DAY_FROM = "onset_day_from"
    ONSET_BETWEEN = "onset_between"
    CONTINUING_SINCE_EARLY = "continuing_since_early"

    PLACE = "place"
    MIDDLE_PLACE = "middle_place"
    PLACES_AT_LEAST = "places_at_least"
    ONE_SIDE = "one_side"
    LEVEL_AT_FUSION = "level_at_fusion"
    LEVEL_NEXT_TO_FUSION = "level_next_to_fusion"
    DESCRIPTOR = "descriptor"
    WORSE_BY = "worse_by"
    BETTER_BY = "better_by"
    LIMB_HURTS = "limb_hurts"
    LIMB_DOMINANT = "limb_dominant"
    AXIAL_DOMINANT = "axial_dominant"

    REGION_OPERATED = "region_operated"
    FUSION_DONE = "fusion_done"
    FUSED_TO_SACRUM = "fused_to_sacrum"
    HARDWARE_LEFT = "hardware_left"
    NOT_IN_LOG = "not_in_log"


ONSETS = frozenset(
    {
        *(Kind.ONSET_AFTER_RELIEF, Kind.NEVER_RELIEVED, Kind.ONSET_DAY_FROM, Kind.ONSET_BETWEEN),
        Kind.CONTINUING_SINCE_EARLY,
    }
)
"""The conditions on the clock of the pain."""

_PLACES = frozenset(site.name.removeprefix(f"{site.side} ") for site in BODY_SITES)
_MIDDLE = frozenset(site.name for site in BODY_SITES if not site.side)
_WORDS: Mapping[Kind, frozenset[str]] = {
    Kind.REGION_OPERATED: frozenset(Region),
    Kind.PLACE: _PLACES,
    Kind.MIDDLE_PLACE: _MIDDLE,
    Kind.ONE_SIDE: _PLACES,
    Kind.DESCRIPTOR: frozenset(DESCRIPTORS),
    Kind.WORSE_BY: frozenset(CIRCUMSTANCES),
    Kind.BETTER_BY: frozenset(CIRCUMSTANCES),
}
"""The words that a condition may name: those that the log can hold."""

_NUMBERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ONSET_DAY_FROM: ("first",),
    Kind.ONSET_BETWEEN: ("first", "last"),
    Kind.PLACES_AT_LEAST: ("count",),
    Kind.LIMB_HURTS: ("level",),
}
_CONDITION = ("kind", "named", "first", "last", "count", "level")
LEADING = "leading"
"""Where the site of a pattern is the one that the most urgent flag about pain is about."""

THRESHOLDS = frozenset(
    {
        *("recent_days", "longest_days", "fewest_days", "word_share", "word_days", "most_days", "side_share"),
        *("dominance", "good_level", "good_days", "clock_from", "known_share", "continuing_share", "onset_against"),
    }
)
OPERATIONS = frozenset({"fusion", "hardware"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. `named` are the words of which one is enough; `first` and `last` days after surgery; `count`
    places; `level` a score (0-10). Which of them a kind has is held by `pattern_table`; the others stay 0."""

    kind: Kind
    named: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    count: int = 0
    level: float = 0


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """How a feature is found: where it holds by one of its conditions. A pattern is without ground where a `needed`
    feature is absent; as most surgeries have it, it speaks for nothing."""

    key: str
    words: str
    conditions: tuple[Condition, ...]
    source: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class PatternRule:
    """One pattern. Its onset is that of the pain at `site`, of the leading one where that is None. Up to day
    `judged_from` it goes by `early_name`, and its onset is not judged."""

    key: str
    name: str
    site: Site | None
    onset: FeatureRule
    features: tuple[FeatureRule, ...]
    tests: str
    source: str
    judged_from: int = 0
    early_name: str = ""


@dataclass(frozen=True, slots=True)
class PatternTable:
    """The patterns in the order of the table; the thresholds by name; by which words of the procedure on file a kind of
    operation is known."""

    patterns: tuple[PatternRule, ...]
    thresholds: Mapping[str, Threshold]
    operations: Mapping[str, frozenset[str]]

    def value(self, name: str) -> float:
        return float(self.thresholds[name].value)

    def days(self, name: str) -> int:
        """A threshold that counts days, as a whole number."""
        return int(self.thresholds[name].value)


@cache
def pattern_table() -> PatternTable:
    """The table on file. Raises BadInput, see `table_of`."""
    with (FOLDER / "patterns.toml").open("rb") as file:
        return table_of(tomllib.load(file))


def table_of(file: Mapping[str, Any]) -> PatternTable:
    """The table of a file that was read. Raises BadInput with every fault: an unknown kind or word, a number that a
    kind lacks or that it knows nothing of, a threshold or a list of operations too few or too many, fewer than two
    patterns, a key twice."""
    if faults := tuple(_faults(file)):
        raise BadInput(*faults)
    return PatternTable(
        patterns=tuple(_pattern(line) for line in file["patterns"]),
        thresholds={name: Threshold(name, **line) for name, line in file["thresholds"].items()},
        operations={name: frozenset(line["words"]) for name, line in file["operations"].items()},
    )


def _pattern(line: Mapping[str, Any]) -> PatternRule:
    onset, site = line["onset"], line["site"]
    conditions = tuple(_condition(rule) for rule in onset["rules"])
    return PatternRule(
        key=line["key"],
        name=line["name"],
        site=None if site == LEADING else Site(site),
        onset=FeatureRule("onset", onset["words"], conditions, onset["source"]),
        features=tuple(_feature(feature) for feature in line["features"]),
        tests=line["tests"],
        source=line["source"],
        judged_from=line.get("judged_from", 0),
        early_name=line.get("early_name", ""),
    )


def _feature(line: Mapping[str, Any]) -> FeatureRule:
    return FeatureRule(line["key"], line["words"], (_condition(line),), line["source"], line.get("needed", False))


def _condition(line: Mapping[str, Any]) -> Condition:
    given = {name: line[name] for name in _CONDITION if name in line}
    return Condition(**{**given, "kind": Kind(line["kind"]), "named": tuple(line.get("named", ()))})


def _faults(file: Mapping[str, Any]) -> Iterator[Fault]:
    for part, known in (("thresholds", THRESHOLDS), ("operations", OPERATIONS)):
        for name in sorted(known ^ set(file[part])):
            problem = "is missing" if name in known else "is known to no rule"
            yield Fault(part, name, problem, f"There are: {', '.join(sorted(known))}.")
    patterns = file["patterns"]
    if len(patterns) < 2:
        yield Fault("patterns", len(patterns), "are too few", "At least two are shown.")
    yield from _twice("pattern", patterns)
    for pattern in patterns:
        yield from _faults_of(pattern)


def _faults_of(pattern: Mapping[str, Any]) -> Iterator[Fault]:
    key = pattern["key"]
    if pattern["site"] not in (LEADING, *Site):
        yield Fault(key, pattern["site"], "is no site", f"Write one of: {', '.join((LEADING, *Site))}.")
    yield from _twice(key, pattern["features"])
    for rule in pattern["onset"]["rules"]:
        yield from _faults_of_condition(f"{key}, onset", rule, ONSETS)
    for feature in pattern["features"]:
        yield from _faults_of_condition(f"{key}, {feature['key']}", feature, frozenset(Kind) - ONSETS)


def _faults_of_condition(where: str, line: Mapping[str, Any], kinds: frozenset[Kind]) -> Iterator[Fault]:
    if line["kind"] not in kinds:
        yield Fault(where, line["kind"], "is no kind of condition here", f"Write one of: {', '.join(sorted(kinds))}.")
        return
    kind = Kind(line["kind"])
    words, numbers = _WORDS.get(kind, frozenset[str]()), _NUMBERS.get(kind, ())
    for word in line.get("named", ()):
        if word not in words:
            yield Fault(where, word, f"is no word for {kind}", f"Write some of: {', '.join(sorted(words)) or 'none'}.")
    wanted = {*numbers, *(("named",) if words else ())}
    for name in sorted(wanted ^ {*_CONDITION[1:]}.intersection(line)):
        problem = f"is missing for {kind}" if name in wanted else f"is nothing to {kind}"
        yield Fault(where, name, problem, f"Give: {', '.join(sorted(wanted)) or 'the kind alone'}.")


def _twice(where: str, lines: list[Mapping[str, Any]]) -> Iterator[Fault]:
    keys = [line["key"] for line in lines]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(where, key, "is there twice", "Give each a key of its own.")
