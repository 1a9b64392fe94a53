"""Which patterns there are to discuss as of a day: every feature of each pattern held against the log, and the order in
which they are shown. Pure: what is said as of a day uses nothing after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.assessment import Assessment, Flag
from tracker.domain.pain_clock import onset_finding, pain_clock, pain_flag
from tracker.domain.patients import Episode, Site
from tracker.domain.pattern_days import Stretch, day_finding
from tracker.domain.pattern_rules import Condition, FeatureRule, Kind, PatternRule, PatternTable, pattern_table
from tracker.domain.patterns import Feature, Finding, Pattern, PatternsToDiscuss
from tracker.domain.phrases import count, day_span, duration
from tracker.domain.spine_levels import levels_in
from tracker.domain.symptom_days import SymptomDay

_FEWEST_SHOWN = 2
_NOTHING_PRESENT = (
    "Nothing of what the log asks about is present for any of them: these stand first because least of it is absent."
)
_SACRUM = "L5/S1"


def find_patterns(
    log: Sequence[SymptomDay], episode: Episode, assessment: Assessment, table: PatternTable | None = None
) -> PatternsToDiscuss:
    """The patterns as of the day of the assessment; `log` has one day a row from surgery on, oldest first, missing days
    included.

    Looked for in the last `recent_days` days, in more where what is flagged began before them, in `longest_days` at
    most. Hidden, with the reason, where no flag about pain is open, and where those days have fewer than `fewest_days`
    entries. `table`: another one than that on file.
    """
    table = table or pattern_table()
    flag, known = pain_flag(assessment), [each for each in log if 0 <= each.day <= assessment.day]
    if flag is None or flag.site is None:
        return PatternsToDiscuss(hidden=_no_pain(assessment))
    stretch = _stretch(known, flag, episode, assessment.day, table)
    entries = sum(each.logged for each in stretch.days)
    if entries < table.days("fewest_days"):
        few = f"{count(entries, 'entry').capitalize()} on {day_span(stretch.first, stretch.last)}"
        wanted = table.days("fewest_days")
        return PatternsToDiscuss(hidden=f"{few}: too few to look for patterns; it takes {wanted}.")
    look = _Look(known, stretch, episode, assessment, flag.site, table)
    ranked = sorted((look.held(rule) for rule in table.patterns), key=_Held.order)
    shown = _shown(ranked)
    return PatternsToDiscuss(
        shown=tuple(each.pattern for each in ranked[:shown]),
        folded=tuple(each.pattern for each in ranked[shown:]),
        entries=entries,
        first_day=stretch.first,
        last_day=stretch.last,
        note="" if any(each.present for each in ranked[:shown]) else _NOTHING_PRESENT,
    )


def _no_pain(assessment: Assessment) -> str:
    if all(site.typical is None for site in assessment.sites):
        recent = f"{count(assessment.entries_28d, 'entry')} in {count(assessment.days_asked_28d, 'day')}"
        return f"{recent.capitalize()}: typical pain is not known now, so no pattern is looked for."
    return "No flag about lasting, returning or new pain is open, so no pattern is looked for."


def _stretch(known: Sequence[SymptomDay], flag: Flag, episode: Episode, today: int, table: PatternTable) -> Stretch:
    """The days in which is looked: since what is flagged began, within the bounds of the table."""
    earliest, latest = (today - table.days(name) + 1 for name in ("longest_days", "recent_days"))
    first = max(0, earliest, min(episode.day(flag.onset_date), latest))
    days = [each for each in known if each.day >= first]
    return Stretch(days, first, today, levels_in(episode.levels))


@dataclass(frozen=True, slots=True)
class _Look:
    """A look at one patient: the log from surgery on, the stretch in which is looked, the leading site."""

    log: Sequence[SymptomDay]
    stretch: Stretch
    episode: Episode
    assessment: Assessment
    leading: Site
    table: PatternTable

    def held(self, rule: PatternRule) -> "_Held":
        early = self.assessment.day < rule.judged_from
        return _Held(rule, self._pattern(rule, early=early), early, self.table.value("onset_against"))

    def _pattern(self, rule: PatternRule, *, early: bool) -> Pattern:
        return Pattern(
            key=rule.key,
            name=rule.early_name if early else rule.name,
            onset=self._onset(rule, early=early),
            features=tuple(self._feature(each) for each in rule.features),
            tests=rule.tests,
            source=rule.source,
        )

    def _onset(self, rule: PatternRule, *, early: bool) -> Feature:
        if early:
            today = f"day {self.assessment.day}"
            basis = f"judged from {duration(rule.judged_from)} on (day {rule.judged_from}); this is {today}"
            return _feature(rule.onset, Finding.NOT_ASKED, basis)
        clock = pain_clock(self.log, rule.site or self.leading, self.episode, self.assessment, self.table)
        return _feature(rule.onset, *_any([onset_finding(each, clock, self.table) for each in rule.onset.conditions]))

    def _feature(self, rule: FeatureRule) -> Feature:
        return _feature(rule, *_any([self._finding(each) for each in rule.conditions]))

    def _finding(self, condition: Condition) -> tuple[Finding, str]:
        if condition.kind is Kind.NOT_IN_LOG:
            return Finding.NOT_ASKED, "the log does not ask"
        if condition.kind is Kind.REGION_OPERATED:
            return _found(self.episode.region in condition.named), f"{self.episode.region} surgery on file"
        if condition.kind in _OPERATIONS:
            return self._operation(condition.kind)
        return day_finding(condition, self.stretch, self.table)

    def _operation(self, kind: Kind) -> tuple[Finding, str]:
        """What is on file of the surgery."""
        said = set(re.findall(r"[a-z]+", self.episode.procedure.casefold()))
        if not said:
            return Finding.NOT_ASKED, "what was done is not on file"
        there = bool(said & self.table.operations[_OPERATIONS[kind]])
        if kind is Kind.FUSED_TO_SACRUM and there:
            operated = self.stretch.operated
            if not operated:
                return Finding.NOT_ASKED, "the operated levels cannot be read from what is on file"
            return _found(_SACRUM in operated), "by the operated levels on file"
        return _found(there), "by the procedure on file"


_OPERATIONS = {Kind.FUSION_DONE: "fusion", Kind.FUSED_TO_SACRUM: "fusion", Kind.HARDWARE_LEFT: "hardware"}


def _feature(rule: FeatureRule, finding: Finding, basis: str) -> Feature:
    return Feature(rule.key, rule.words, finding, basis, rule.source)


def _found(there: bool) -> Finding:
    return Finding.PRESENT if there else Finding.ABSENT


def _any(findings: Sequence[tuple[Finding, str]]) -> tuple[Finding, str]:
    """Of several conditions one is enough; absent only where all are."""
    for finding in (Finding.PRESENT, Finding.NOT_ASKED):
        for each in findings:
            if each[0] is finding:
                return each
    return findings[0]


@dataclass(frozen=True, slots=True)
class _Held:
    """A pattern held against the log, for its place in the order. The number of features is for the order alone and is
    shown nowhere: more of them present says nothing of how often a cause is the one."""

    rule: PatternRule
    pattern: Pattern
    early: bool
    onset_against: float

    @property
    def present(self) -> int:
        """The features that are present, those left out that are only needed."""
        return sum(each.finding is Finding.PRESENT for each in (self.pattern.onset, *self._telling))

    @property
    def groundless(self) -> bool:
        """Whether it is too early for it, or what it needs is absent, as a fusion for one that fails to heal."""
        absent = {each.key for each in self.pattern.found(Finding.ABSENT)}
        return self.early or any(each.needed and each.key in absent for each in self.rule.features)

    @property
    def standing(self) -> float:
        """The features present, fewer where the onset does not fit."""
        against = self.pattern.onset.finding is Finding.ABSENT
        return self.present - (self.onset_against if against else 0)

    def order(self) -> tuple[bool, float, int]:
        """Those without ground last; most features present first, then fewest absent, then as in the table."""
        absent = sum(each.finding is Finding.ABSENT for each in (self.pattern.onset, *self._telling))
        return self.groundless, -self.standing, absent

    @property
    def _telling(self) -> list[Feature]:
        needed = {each.key for each in self.rule.features if each.needed}
        return [each for each in self.pattern.features if each.key not in needed]


def _shown(ranked: Sequence[_Held]) -> int:
    """How many are shown: two, and those behind them with as many features present as the second."""
    last = ranked[_FEWEST_SHOWN - 1]
    if not last.present:
        return _FEWEST_SHOWN
    alike = (each for each in ranked[_FEWEST_SHOWN:] if each.order()[:2] == last.order()[:2])
    return _FEWEST_SHOWN + sum(1 for _ in alike)
