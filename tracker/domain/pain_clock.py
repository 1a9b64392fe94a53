"""When the pain that hurts now began: was it there ever since the surgery, or did it come after a good spell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.domain.assessment import Assessment, Evidence, Flag, FlagKind
from tracker.domain.patients import Episode, Site
from tracker.domain.pattern_rules import Condition, Kind, PatternTable
from tracker.domain.patterns import Finding
from tracker.domain.phrases import day_span, number
from tracker.domain.symptom_days import SymptomDay
from tracker.domain.urgency import most_urgent

ABOUT_PAIN = frozenset(
    {
        *(FlagKind.RELAPSE, FlagKind.PERSISTENT, FlagKind.NON_IMPROVEMENT),
        *(FlagKind.WORSE_THAN_BEFORE, FlagKind.NEW_LIMB_PAIN, FlagKind.EARLY_WATCH),
    }
)
"""Flags that say that pain lasts, is back or is new. A flare passes, and the others are about the log or walking."""

_CAME_BACK = frozenset({FlagKind.RELAPSE, FlagKind.NEW_LIMB_PAIN})


@dataclass(frozen=True, slots=True)
class PainClock:
    """The clock of the pain at one site.

    - `relieved`: whether it came after a good spell; False where it was there ever since; None where too little is
      known. `onset_day` is the day after surgery on which it came, None where it was not so.
    - `known`: the days with typical pain of the `asked` ones since the clock runs; on `above` of them it was above the
      acceptable level; `enough` tells whether they are enough to say that it was so all the time.
    - `hurts`: whether it hurts now, None where that is not known.
    - `basis`: all of it in words, with its n and days.
    """

    relieved: bool | None
    onset_day: int | None
    known: int
    asked: int
    above: int
    enough: bool
    hurts: bool | None
    basis: str


def pain_flag(assessment: Assessment) -> Flag | None:
    """The most urgent open flag about pain, None where there is none."""
    return most_urgent(flag for flag in assessment.flags if flag.kind in ABOUT_PAIN and flag.site is not None)


def pain_clock(
    log: Sequence[SymptomDay], site: Site, episode: Episode, assessment: Assessment, table: PatternTable
) -> PainClock:
    """The clock of the pain at a site, of the days up to the assessment. An open flag that says that pain is back or
    new tells it; else typical pain of the days from `clock_from` on, of which a good spell is `good_days` in a row, all
    known, at `good_level` or less."""
    good, asked = table.value("good_level"), [each for each in log if each.day >= table.days("clock_from")]
    levels = [each.typical[site] for each in asked if site in each.typical]
    above = sum(level > good for level in levels)
    word, now = episode.word(site), assessment.site(site).typical
    flags = [flag for flag in assessment.flags if flag.open and flag.site is site and flag.kind in ABOUT_PAIN]
    hurts = True if flags else None if now is None else now > good
    spell, onset = _told_by_flags(flags, episode) or _last_spell(asked, site, table) or (None, None)
    enough = len(asked) >= table.days("good_days") and len(levels) >= table.value("known_share") * len(asked)
    relieved = True if spell else False if enough else None
    if hurts is False:
        basis = f"typical {word} pain is {number(now or 0)} now: {number(good)} or less"
    elif spell:
        basis = f"{word} pain: good spell on {day_span(*spell)}, there again about day {onset}"
    else:
        since = f"days since day {table.days('clock_from')}"
        basis = f"typical {word} pain is known on {len(levels)} of {len(asked)} {since}: "
        basis += f"no {table.days('good_days')} days in a row at {number(good)} or less" if enough else "too few to say"
    return PainClock(relieved, onset, len(levels), len(asked), above, enough, hurts, basis)


def onset_finding(condition: Condition, clock: PainClock, table: PatternTable) -> tuple[Finding, str]:
    """What the clock says of a condition on it, and on what that rests. Where nothing hurts now there is no onset."""
    if clock.hurts is False:
        return Finding.ABSENT, clock.basis
    if condition.kind is Kind.CONTINUING_SINCE_EARLY:
        return _continuing(clock, table)
    if clock.hurts is None or clock.relieved is None:
        return Finding.NOT_ASKED, clock.basis
    return _found(_HOLDS[condition.kind](condition, clock)), clock.basis


_HOLDS: Mapping[Kind, Callable[[Condition, PainClock], bool]] = {
    Kind.ONSET_AFTER_RELIEF: lambda _condition, clock: clock.onset_day is not None,
    Kind.NEVER_RELIEVED: lambda _condition, clock: clock.onset_day is None,
    Kind.ONSET_DAY_FROM: lambda condition, clock: clock.onset_day is not None and clock.onset_day >= condition.first,
    Kind.ONSET_BETWEEN: lambda condition, clock: (
        clock.onset_day is not None and condition.first <= clock.onset_day <= condition.last
    ),
}


def _continuing(clock: PainClock, table: PatternTable) -> tuple[Finding, str]:
    """Whether pain was above the acceptable level on so many of the days that are known."""
    if not clock.enough:
        return Finding.NOT_ASKED, clock.basis
    basis = f"typical pain above {number(table.value('good_level'))} on {clock.above} of {clock.known} days known"
    return _found(clock.above >= table.value("continuing_share") * clock.known), basis


def _found(holds: bool) -> Finding:
    return Finding.PRESENT if holds else Finding.ABSENT


_Told = tuple[tuple[int, int], int]
"""The first and last day of a good spell, and the day on which pain was there after it."""


def _told_by_flags(flags: Sequence[Flag], episode: Episode) -> _Told | None:
    flag = most_urgent(flag for flag in flags if flag.kind in _CAME_BACK)
    spell = None if flag is None else _reference(flag.evidence)
    return None if flag is None or spell is None else (spell, episode.day(flag.onset_date))


def _reference(evidence: Evidence) -> tuple[int, int] | None:
    """The days of the level that a flag compares with; None in records that hold none."""
    if evidence.reference_first_day is None or evidence.reference_last_day is None:
        return None
    return evidence.reference_first_day, evidence.reference_last_day


def _last_spell(asked: Sequence[SymptomDay], site: Site, table: PatternTable) -> _Told | None:
    """The last good spell, and the first day after it on which typical pain was known to lie above: None without."""
    runs = [
        (good, [each.day for each in run])
        for good, run in groupby(asked, lambda each: _good(each.typical.get(site), table))
    ]
    spells = [days for good, days in runs if good and len(days) >= table.days("good_days")]
    if not spells:
        return None
    later = (days[0] for good, days in runs if good is False and days[0] > spells[-1][-1])
    onset = next(later, None)
    return None if onset is None else ((spells[-1][0], spells[-1][-1]), onset)


def _good(level: float | None, table: PatternTable) -> bool | None:
    """Whether a level is acceptable, None where it is not known."""
    return None if level is None else level <= table.value("good_level")
