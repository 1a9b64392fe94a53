"""What the answers of a stretch of days say of a feature: on how many of the days that were answered it was there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.pain_words import BODY_SITES, SPINE_LEVELS
from tracker.domain.patients import Site
from tracker.domain.pattern_rules import Condition, Kind, PatternTable
from tracker.domain.patterns import Finding
from tracker.domain.phrases import day_span
from tracker.domain.spine_levels import levels_beside
from tracker.domain.symptom_days import SymptomDay

_SIDES = {site.name: site.side for site in BODY_SITES}
_LEVELS = frozenset(SPINE_LEVELS)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days in which is looked, oldest first, from day `first` to `last` after surgery; the operated levels, as far
    as they can be read."""

    days: Sequence[SymptomDay]
    first: int
    last: int
    operated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of each day that can tell: what of the feature was there on it, empty where nothing was. `of` says what days
    these are. `wanted` is the threshold for the share of them."""

    found: Sequence[frozenset[str]]
    of: str
    wanted: str = "word_share"


def day_finding(condition: Condition, stretch: Stretch, table: PatternTable) -> tuple[Finding, str]:
    """What the days say of a condition, and on what that rests.

    Present: on `word_days` days or more, and a share of the days that can tell that is no less than the threshold.
    Absent: on a lesser share of `fewest_days` days or more. Else it is as good as not asked.
    """
    where = day_span(stretch.first, stretch.last)
    if condition.kind in _OF_LEVELS and not stretch.operated:
        return Finding.NOT_ASKED, "the operated levels cannot be read from what is on file"
    seen = _LOOK[condition.kind](condition, stretch, table)
    n, there = len(seen.found), [found for found in seen.found if found]
    basis = f"{len(there)} of {n} {seen.of}, {where}"
    if not n:
        return Finding.NOT_ASKED, f"no {seen.of}, {where}"
    if len(there) >= table.value(seen.wanted) * n and len(there) >= table.days("word_days"):
        return Finding.PRESENT, basis + ("" if len(condition.named) == 1 else _named(there))
    if len(there) < table.value(seen.wanted) * n and n >= table.days("fewest_days"):
        return Finding.ABSENT, basis
    return Finding.NOT_ASKED, f"{basis}: too few to say"


def _named(there: Iterable[frozenset[str]]) -> str:
    """The words that were chosen, with their days, most often first."""
    counts = Counter(word for words in there for word in words)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{word} {days}" for word, days in ranked if word)
    return f" ({listed})" if listed else ""


_THERE = frozenset({""})
"""What is there on a day where it has no word of its own."""


def _chosen(field: str) -> "_Look":
    def look(condition: Condition, stretch: Stretch, _table: PatternTable) -> _Seen:
        named = frozenset(condition.named)
        return _Seen([words & named for words in _lists(stretch, field)], "days answered")

    return look


def _place(condition: Condition, stretch: Stretch, _table: PatternTable) -> _Seen:
    names = _names_of(condition)
    return _Seen([words & names for words in _lists(stretch, "sites")], "days answered")


def _places_at_least(condition: Condition, stretch: Stretch, _table: PatternTable) -> _Seen:
    """Levels of the spine do not count: they say more closely where a place is."""
    places = [words - _LEVELS for words in _lists(stretch, "sites")]
    return _Seen([_THERE if len(each) >= condition.count else frozenset() for each in places], "days answered")


def _one_side(condition: Condition, stretch: Stretch, _table: PatternTable) -> _Seen:
    """On which of the days with one of the places they were on the one side alone that is the more frequent. Where none
    of them was ever marked, the days answered are those that can tell."""
    names, lists = _names_of(condition), _lists(stretch, "sites")
    sides = [frozenset(_SIDES[name] for name in words & names) - {""} for words in lists]
    marked = [side for side in sides if side]
    if not marked:
        return _Seen(sides, "days answered")
    ((most, _),) = Counter(min(side) for side in marked if len(side) == 1).most_common(1) or [("", 0)]
    found = [side if side == {most} else frozenset[str]() for side in marked]
    return _Seen(found, "days with one of the places", "side_share")


def _level(wanted: Callable[[tuple[str, ...]], Iterable[str]]) -> "_Look":
    def look(_condition: Condition, stretch: Stretch, _table: PatternTable) -> _Seen:
        levels = frozenset(wanted(stretch.operated))
        marked = [words & _LEVELS for words in _lists(stretch, "sites")]
        return _Seen([words & levels for words in marked if words], "days on which a level was marked")

    return look


def _limb_hurts(condition: Condition, stretch: Stretch, _table: PatternTable) -> _Seen:
    scores = [each.scores[Site.LIMB] for each in stretch.days if Site.LIMB in each.scores]
    return _Seen([_THERE if score >= condition.level else frozenset() for score in scores], "days scored", "most_days")


def _above(more: Site, less: Site) -> "_Look":
    def look(_condition: Condition, stretch: Stretch, table: PatternTable) -> _Seen:
        both = [each.scores for each in stretch.days if {more, less} <= set(each.scores)]
        found = [_THERE if on[more] - on[less] >= table.value("dominance") else frozenset() for on in both]
        return _Seen(found, "days with both scores", "most_days")

    return look


def _lists(stretch: Stretch, field: str) -> list[frozenset[str]]:
    return [each.words[field] for each in stretch.days if field in each.words]


def _names_of(condition: Condition) -> frozenset[str]:
    """The places of a condition as the log names them, of either side and the middle."""
    return frozenset(name for name, side in _SIDES.items() if name.removeprefix(f"{side} ") in condition.named)


_Look = Callable[[Condition, Stretch, PatternTable], _Seen]
_OF_LEVELS = frozenset({Kind.LEVEL_AT_FUSION, Kind.LEVEL_NEXT_TO_FUSION})
_LOOK: Mapping[Kind, _Look] = {
    Kind.PLACE: _place,
    Kind.MIDDLE_PLACE: _chosen("sites"),
    Kind.PLACES_AT_LEAST: _places_at_least,
    Kind.ONE_SIDE: _one_side,
    Kind.LEVEL_AT_FUSION: _level(lambda operated: operated),
    Kind.LEVEL_NEXT_TO_FUSION: _level(levels_beside),
    Kind.DESCRIPTOR: _chosen("descriptors"),
    Kind.WORSE_BY: _chosen("worse"),
    Kind.BETTER_BY: _chosen("better"),
    Kind.LIMB_HURTS: _limb_hurts,
    Kind.LIMB_DOMINANT: _above(Site.LIMB, Site.AXIAL),
    Kind.AXIAL_DOMINANT: _above(Site.AXIAL, Site.LIMB),
}
