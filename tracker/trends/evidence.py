"""From what a rule found to a flag: severity, and the numbers that a physician can check by eye."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from tracker.domain.assessment import Evidence, FlagKind, Severity, evidence_texts
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.course import Course
from tracker.trends.levels import LevelThen
from tracker.trends.rounding import points
from tracker.trends.stretches import OPEN, Stretches

BEFORE_SURGERY = "pain before surgery"

_ENOUGH = ("sufficient_recent", "sufficient_total", "sufficient_window")
_SCATTER = ("day_correlation", "usual_noise", "usual_noise_entries", "floor_scatter", "full_scatter_level")
_LEVEL = ("interval_share", *_SCATTER, *_ENOUGH)
_FITTED = ("trend_window", "trend_fades", "usual_fall", "usual_settling", "settling_length")
_STALLED = ("persistent_level", "persistent_window", "first_review_day", "high_review_day", "clearing_margin")
CITED = {
    FlagKind.RELAPSE: (
        *("relapse_rise", "relapse_rise_share", "relief_window", "low_level", "meaningful_points", "meaningful_share"),
        *("first_log_days", "relief_slack", "relapse_sustained", "flare_days", "relapse_end_margin"),
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
    FlagKind.OPIOIDS_PAST_90: ("opioid_after_day", "opioid_window", "opioid_entries"),
}
"""The thresholds that each rule rests on, those that define the flag before those by which levels are estimated."""


@dataclass(frozen=True, slots=True)
class Found:
    """Flags of one kind at one site, in days since surgery: `on` tells in which rows of the matrices they were found,
    and when they were on. `severity` has one element a flag; `fields` are those of the evidence, each a list with one
    element a flag or one value for all. All flags of a replay are kept like this: a record for each is made when
    somebody looks at it."""

    kind: FlagKind
    site: Site | None
    on: Stretches
    severity: Sequence[Severity]
    fields: Mapping[str, Any]

    def evidence(self, each: int) -> Evidence:
        """The record behind one of the flags."""
        return Evidence(
            **{name: value[each] if isinstance(value, list) else value for name, value in self.fields.items()}
        )

    def evidence_texts(self) -> list[str]:
        """The records behind all of them as JSON, equal to what `Evidence.to_json` gives."""
        return evidence_texts(self.on.row.size, self.fields)

    @property
    def open_rows(self) -> Ints:
        """The rows in which a flag is still on."""
        rows: Ints = self.on.row[self.on.end == OPEN]
        return rows


def found(
    kind: FlagKind,
    site: Site | None,
    on: Stretches,
    rules: Thresholds,
    *,
    severity: Sequence[Severity] | Severity,
    **more: Any,
) -> Found:
    """Flags with their evidence; `more` are the fields of Evidence that the rule knows besides."""
    fields = {
        "day": on.first.tolist(),
        "onset_day": on.since.tolist(),
        "thresholds": rules.cite(*CITED[kind]),
        "rule": kind,
        "rule_version": rules.rule_version,
        "site": site,
        **more,
    }
    given = [severity] * on.row.size if isinstance(severity, Severity) else severity
    return Found(kind, site, on, given, fields)


def found_in_pain(
    course: Course,
    kind: FlagKind,
    on: Stretches,
    level: LevelThen,
    *,
    severity: Sequence[Severity] | Severity,
    **more: Any,
) -> Found:
    """Flags about the pain of a site, whose level is `level` on the day on which each was raised."""
    return found(
        kind,
        course.site,
        on,
        course.rules,
        severity=severity,
        entries_used=level.entries.tolist(),
        days_asked=level.days.tolist(),
        level=known(level.value),
        level_low=known(level.low),
        level_high=known(level.high),
        baseline=known(course.baseline[on.row]),
        **more,
    )


def known(values: Floats) -> list[float | None]:
    """Levels as they are handed out, None where not known."""
    return [None if isnan(value) else value for value in points(values).tolist()]


def days_where(days: Ints, there: Bools) -> list[int | None]:
    """Days as they are handed out, None where there is no such day."""
    return [day if is_there else None for day, is_there in zip(days.tolist(), there.tolist(), strict=True)]
