"""From what a rule found to a flag: severity, and the numbers that a physician can check by eye."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isnan
from typing import Any

import numpy as np

from tracker.domain.assessment import Evidence, FlagKind, Severity
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Ints
from tracker.trends.course import Course, too_few
from tracker.trends.levels import Level
from tracker.trends.mean_of_days import MeanOfDays
from tracker.trends.relapse import Relapse, relapses, seems_to_return
from tracker.trends.rounding import point
from tracker.trends.stalled import non_improvement, persistent
from tracker.trends.stretches import Stretch, stretches
from tracker.trends.windows import trailing_count

RELIEF_NAME = "relief level"
TREND_NAME = "level six weeks before, on the fitted course"
BEFORE_SURGERY = "pain before surgery"

_ENOUGH = ("sufficient_recent", "sufficient_total", "sufficient_window")
_SCATTER = ("day_correlation", "usual_noise", "usual_noise_entries", "floor_scatter", "full_scatter_level")
_LEVEL = ("interval_share", *_SCATTER, *_ENOUGH)
_FITTED = ("trend_window", "trend_fades", "usual_fall", "usual_settling", "settling_length")
_STALLED = ("persistent_level", "persistent_window", "first_review_day", "high_review_day", "clearing_margin")
CITED = {
    FlagKind.RELAPSE: (
        *("relapse_rise", "relapse_rise_share", "relief_window", "low_level", "meaningful_points", "meaningful_share"),
        *("surgical_pain_days", "relief_slack", "relapse_sustained", "flare_days", "relapse_end_margin"),
        *("relapse_probability", "relapse_end_probability"),
        *("return_rate", "creep_pace", "creep_length", "jump_pace", "jump_length", "ease_rate", "relief_lag"),
        *("procedure_ease_factor", "procedure_ease_days", "procedure_return_factor"),
        *("flare_rate", "flare_memory", "flare_length", "mild_flare", "hard_flare", "stray_share"),
        *("wander", "early_fall", "early_fall_length", "late_fall", "late_fall_length"),
        *("before_error", "start_level", "start_error"),
        *("typical_window", "typical_entries", "trimmed_share", *_LEVEL),
    ),
    FlagKind.PERSISTENT: (*_STALLED, *_FITTED, *_LEVEL),
    FlagKind.NON_IMPROVEMENT: (
        *("improvement_fall", "improvement_lag", "low_level", "meaningful_share", *_STALLED),
        *("trend_confidence", "typical_window", *_FITTED, *_LEVEL),
    ),
    FlagKind.INSUFFICIENT_DATA: _ENOUGH,
    FlagKind.WORSE_THAN_BEFORE: ("worse_rise", "worse_day", "week_days", "week_entries", "clearing_margin", *_LEVEL),
    FlagKind.NEW_LIMB_PAIN: (
        *("persistent_level", "new_pain_spared", "week_days", "week_entries"),
        *("absent_level", "absent_days", "absent_entries", "clearing_margin", *_LEVEL),
    ),
    FlagKind.EARLY_WATCH: (
        *("early_watch_axial", "early_watch_limb", "meaningful_share", "early_watch_first", "early_watch_last"),
        *("clearing_margin", "typical_window", "typical_entries", "trimmed_share", *_LEVEL),
    ),
    FlagKind.LOST_CONTACT: ("silent_days", "lost_days", "silent_from"),
    FlagKind.FLARE: (
        *("flare_rise", "flare_scatter", "flare_entries", "flare_within", "flare_longest", "flare_over"),
        *("own_level_window", "interval_share", *_SCATTER, "sufficient_recent", "sufficient_window"),
    ),
    FlagKind.WALKING_LOSS: (
        *("walking_drop", "walking_window", "walking_entries", "walking_reference_window"),
        *("walking_reference_entries", "walking_least", "walking_first_day", "walking_clearing"),
    ),
}
"""The thresholds that each rule rests on, those that define the flag before those by which levels are estimated."""


@dataclass(frozen=True, slots=True)
class Found:
    """A flag in days since surgery; `stretch.row` is the row of the matrices that it was found in."""

    kind: FlagKind
    site: Site | None
    severity: Severity
    stretch: Stretch
    evidence: Evidence


def pain_flags(course: Course) -> Iterator[Found]:
    """Every flag that the course of one site raised, in no order."""
    returned = relapses(course)
    for relapse in returned:
        severity = _relapse_severity(course, relapse.stretch)
        yield Found(FlagKind.RELAPSE, course.site, severity, relapse.stretch, _relapse_evidence(course, relapse))
    for kind, found in (
        (FlagKind.PERSISTENT, persistent(course)),
        (FlagKind.NON_IMPROVEMENT, non_improvement(course, _returning(course, returned))),
    ):
        for stretch in found:
            evidence = _stalled_evidence(course, stretch, kind)
            yield Found(kind, course.site, _stalled_severity(course, stretch), stretch, evidence)


def _returning(course: Course, returned: Iterable[Relapse]) -> Bools:
    """Days on which pain seems to return, for four weeks at most; on which a relapse flag is on; and the four weeks
    after, while a level of 28 days still holds such days."""
    seems = seems_to_return(course)
    marks = seems & (trailing_count(seems, course.four_weeks.days + 1) <= course.four_weeks.days)
    for on in (relapse.stretch for relapse in returned):
        marks[on.row, on.first : None if on.end is None else on.end + course.four_weeks.days] = True
    return marks


def silence_flags(given: Bools, day: Ints, rules: Thresholds) -> Iterator[Found]:
    """`insufficient_data`: from day 28 on, while the log as a whole has fewer than 7 days with a score in the last 28,
    or fewer than 14 since surgery. It comes and goes with the count itself: a count over 28 days is calm enough."""
    window = rules.days("sufficient_window")
    thin = too_few(given, rules) & (np.arange(given.shape[1]) >= window)
    recent, total = trailing_count(given, window), np.cumsum(given, axis=1)
    for row, first, end in stretches(thin, day):
        since = first - window + 1
        few_of_late = recent[row, first] < rules.days("sufficient_recent")
        used, asked = (recent[row, first], window) if few_of_late else (total[row, first], first + 1)
        evidence = Evidence(
            day=first,
            entries_used=int(used),
            days_asked=asked,
            onset_day=since,
            thresholds=rules.cite(*CITED[FlagKind.INSUFFICIENT_DATA]),
            rule=FlagKind.INSUFFICIENT_DATA,
            rule_version=rules.rule_version,
        )
        stretch = Stretch(row, since, first, end)
        yield Found(FlagKind.INSUFFICIENT_DATA, None, Severity.INFO, stretch, evidence)


def _last_judged(course: Course, stretch: Stretch) -> int:
    """The last day on which the flag was on and the log thick enough to judge by: silence makes nothing worse."""
    judged = ~course.held[stretch.row, stretch.first : stretch.end]
    return stretch.first + int(np.flatnonzero(judged)[-1])


def _stalled_severity(course: Course, stretch: Stretch) -> Severity:
    """High where the flag was on, with a log to judge by, on day 180 or later."""
    late = _last_judged(course, stretch) >= course.rules.days("high_review_day")
    return Severity.HIGH if late else Severity.REVIEW


def _relapse_severity(course: Course, stretch: Stretch) -> Severity:
    """High where typical pain, as last known when the flag was judged, is at or above the level before surgery."""
    while_on = course.typical.value[stretch.row, : _last_judged(course, stretch) + 1]
    known = while_on[np.isfinite(while_on)]
    back = known.size > 0 and bool(known[-1] >= course.baseline[stretch.row])
    return Severity.HIGH if back else Severity.REVIEW


def _evidence(
    course: Course,
    stretch: Stretch,
    level: Level,
    kind: FlagKind,
    reference: "_Reference",
) -> Evidence:
    then = level.on(stretch.row, stretch.first)
    low, high = then.interval(course.rules.value("interval_share"))
    baseline = course.baseline[stretch.row]
    return Evidence(
        day=stretch.first,
        entries_used=int(then.entries.item()),
        days_asked=min(level.days, stretch.first + 1),
        level=point(then.value.item()),
        level_low=point(low.item()),
        level_high=point(high.item()),
        reference_name=reference.name,
        reference_level=None if reference.level is None else point(reference.level),
        reference_first_day=reference.first_day,
        reference_last_day=reference.last_day,
        onset_day=stretch.since,
        baseline=None if np.isnan(baseline) else float(baseline),
        thresholds=course.rules.cite(*CITED[kind]),
        rule=kind,
        rule_version=course.rules.rule_version,
        site=course.site,
    )


@dataclass(frozen=True, slots=True)
class _Reference:
    name: str = ""
    level: float | None = None
    first_day: int | None = None
    last_day: int | None = None


def _relapse_evidence(course: Course, relapse: Relapse) -> Evidence:
    level = course.typical
    if np.isnan(level.value[relapse.stretch.row, relapse.stretch.first]):
        level = course.three_weeks
    reference = _Reference(RELIEF_NAME, relapse.relief, relapse.relief_first, relapse.relief_last)
    evidence = _evidence(course, relapse.stretch, level, FlagKind.RELAPSE, reference)
    return replace(evidence, onset_first_day=relapse.onset.first_day, onset_last_day=relapse.onset.last_day)


def _stalled_evidence(course: Course, stretch: Stretch, kind: FlagKind) -> Evidence:
    level = course.four_weeks
    if kind is FlagKind.PERSISTENT:
        return _evidence(course, stretch, level, kind, _Reference())
    place = stretch.row, stretch.first
    before = float(level.value[place] + course.fit.fall[place])
    fitted_from = max(stretch.first - course.rules.days("trend_window") + 1, 0)
    reference = _Reference(TREND_NAME, before, fitted_from, stretch.first)
    return _evidence(course, stretch, level, kind, reference)


def pain_evidence(
    course: Course, kind: FlagKind, row: int, day: int, level: MeanOfDays, *, reference_level: float | None, **more: Any
) -> Evidence:
    """The evidence of a rule whose level is a mean of days up to `day`, on which it was raised; `more` are the fields
    of Evidence that the rule gives besides."""
    baseline = course.baseline[row]
    return Evidence(
        day=day,
        entries_used=level.entries,
        days_asked=level.days,
        level=point(level.value),
        level_low=point(level.low),
        level_high=point(level.high),
        reference_level=None if reference_level is None else point(reference_level),
        baseline=None if isnan(baseline) else float(baseline),
        thresholds=course.rules.cite(*CITED[kind]),
        rule=kind,
        rule_version=course.rules.rule_version,
        site=course.site,
        **more,
    )
