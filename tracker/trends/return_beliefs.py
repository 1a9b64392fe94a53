"""What the filter of `return_filter` takes for granted of pain: how fast and how often it does what."""

from typing import NamedTuple

from tracker.domain.reference import Thresholds

FASTEST = 1.0
"""Points that a level may move in a day: what moves further does not fit the memory of the filter."""


class Beliefs(NamedTuple):
    """What the filter takes for granted: rates a day, paces in points a day, lengths in days; see thresholds.toml."""

    rise: float
    rise_share: float
    low_level: float
    meaningful_points: float
    meaningful_share: float
    before_error: float
    first_days: int
    first_days_entries: int
    relief_window: int
    end_margin: float
    raising: float
    ending: float
    return_rate: float
    ease_rate: float
    flare_rate: float
    flare_memory: float
    flare_length: float
    mild_flare: float
    hard_flare: float
    creep_pace: float
    creep_length: float
    jump_pace: float
    jump_length: float
    wander: float
    early_fall: float
    early_fall_length: float
    late_fall: float
    late_fall_length: float
    procedure_ease_factor: float
    procedure_ease_days: int
    procedure_return_factor: float
    relief_lag: float
    stray_share: float
    start_level: float
    start_error: float
    day_correlation: float
    floor_scatter: float
    full_scatter_level: float


def beliefs(rules: Thresholds) -> Beliefs:
    """The beliefs on file. Raises ValueError where a pace is too fast for the memory of the grid."""
    value = rules.value
    if max(value("jump_pace"), value("creep_pace")) > FASTEST:
        raise ValueError(f"a pace of more than {FASTEST:g} points a day does not fit the grid of the filter")
    return Beliefs(
        rise=value("relapse_rise"),
        rise_share=value("relapse_rise_share"),
        low_level=value("low_level"),
        meaningful_points=value("meaningful_points"),
        meaningful_share=value("meaningful_share"),
        before_error=value("before_error"),
        first_days=rules.days("first_log_days"),
        first_days_entries=rules.days("typical_entries"),
        relief_window=rules.days("relief_window"),
        end_margin=value("relapse_end_margin"),
        raising=value("relapse_probability"),
        ending=value("relapse_end_probability"),
        return_rate=value("return_rate"),
        ease_rate=value("ease_rate"),
        flare_rate=value("flare_rate"),
        flare_memory=value("flare_memory"),
        flare_length=value("flare_length"),
        mild_flare=value("mild_flare"),
        hard_flare=value("hard_flare"),
        creep_pace=value("creep_pace"),
        creep_length=value("creep_length"),
        jump_pace=value("jump_pace"),
        jump_length=value("jump_length"),
        wander=value("wander"),
        early_fall=value("early_fall"),
        early_fall_length=value("early_fall_length"),
        late_fall=value("late_fall"),
        late_fall_length=value("late_fall_length"),
        procedure_ease_factor=value("procedure_ease_factor"),
        procedure_ease_days=rules.days("procedure_ease_days"),
        procedure_return_factor=value("procedure_return_factor"),
        relief_lag=value("relief_lag"),
        stray_share=value("stray_share"),
        start_level=value("start_level"),
        start_error=value("start_error"),
        day_correlation=value("day_correlation"),
        floor_scatter=value("floor_scatter"),
        full_scatter_level=value("full_scatter_level"),
    )
