"""Patterns to discuss as they are written into the report and the file."""

from collections.abc import Iterator, Sequence

from tracker.domain.facts import Fact, Section
from tracker.domain.patterns import STANDING_WORDS, Feature, Finding, Pattern, PatternsToDiscuss
from tracker.domain.phrases import count, day_span

_TITLE = "Patterns to discuss"
_FEATURE = "feature_"


def pattern_facts(found: PatternsToDiscuss) -> tuple[Fact, ...]:
    """One line for each pattern that is shown, and the words that always stand beside them; where the section is
    hidden, why."""
    if found.hidden:
        return (_fact("patterns", _TITLE, found.hidden),)
    return (_fact("patterns", _TITLE, standing_words(found)), *(_summary(each, found) for each in found.shown))


def feature_facts(found: PatternsToDiscuss) -> tuple[Fact, ...]:
    """One line for each feature of all patterns, those folded too: what was found, and on what that rests."""
    return tuple(_lines((*found.shown, *found.folded), found))


def is_feature(fact: Fact) -> bool:
    """Whether a fact is the line of one feature, for which a sheet of paper has no room."""
    return fact.section is Section.PATTERNS and fact.key.startswith(_FEATURE)


def standing_words(found: PatternsToDiscuss) -> str:
    """What is said above the patterns."""
    return f"{found.note} {STANDING_WORDS}".strip()


def looked_at(found: PatternsToDiscuss) -> str:
    """How much of the log was looked at: "24 of 59 days with an entry"."""
    return f"{found.entries} of {count(found.window_days, 'day')} with an entry"


def told(feature: Feature) -> str:
    """What was found of a feature and on what that rests: "present: 12 of 15 days answered, days 131–189"."""
    return f"{feature.finding}: {feature.basis}"


def grouped(features: Sequence[Feature], finding: Finding) -> str:
    """The features of a finding in a line; "none" without."""
    return ", ".join(_small(each.words) for each in features if each.finding is finding) or "none"


def in_brief(pattern: Pattern) -> str:
    """What the log says of a pattern where room is short: what is present, what is absent, and of how many features it
    says nothing, as nobody asked. "present: worse on sitting; absent: none; 2 not asked"."""
    features = (pattern.onset, *pattern.features)
    told = [f"{finding}: {grouped(features, finding)}" for finding in (Finding.PRESENT, Finding.ABSENT)]
    unasked = sum(each.finding is Finding.NOT_ASKED for each in features)
    return "; ".join([*told, f"{unasked} {Finding.NOT_ASKED}"] if unasked else told)


def _summary(pattern: Pattern, found: PatternsToDiscuss) -> Fact:
    features = (pattern.onset, *pattern.features)
    value = "; ".join(f"{finding}: {grouped(features, finding)}" for finding in Finding)
    return _fact(f"pattern_{pattern.key}", pattern.name, value, found, pattern.source)


def _lines(patterns: Sequence[Pattern], found: PatternsToDiscuss) -> Iterator[Fact]:
    for pattern in patterns:
        for each in (pattern.onset, *pattern.features):
            key, label = f"{_FEATURE}{pattern.key}_{each.key}", f"{pattern.name}: {_small(each.words)}"
            yield _fact(key, label, told(each), found, each.source)


def _small(words: str) -> str:
    """Words in the middle of a line; those that begin with an abbreviation stay."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def _fact(key: str, label: str, value: str, found: PatternsToDiscuss | None = None, source: str = "") -> Fact:
    if found is None:
        return Fact(Section.PATTERNS, key, label, value)
    window = day_span(found.first_day, found.last_day)
    return Fact(Section.PATTERNS, key, label, value, looked_at(found), window, source)
