"""A course for every threshold of the engine, on which another value says something else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.spec.courses import Scores, every, judge, silent, slope, stay, unsteady
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds, thresholds
from tracker.trends import Replay
from tracker.trends.evidence import CITED

Said = Callable[[Replay], object]

RELAPSE = slope(7, 1, 30) + stay(1, 90)


def flags(judged: Replay) -> object:
    frame = judged.flags()
    return frame[["flag", "severity", "detected_on", "cleared_on"]].to_string()


def level(judged: Replay) -> object:
    site = judged.assessment("P1").site(Site.AXIAL)
    return site.typical, site.low, site.high


def state(judged: Replay) -> object:
    return judged.assessment("P1").site(Site.AXIAL).state


CASES: dict[str, tuple[float, Scores, Said]] = {
    "first_review_day": (91, stay(6, 100), flags),
    "high_review_day": (181, stay(6, 181), flags),
    "typical_window": (15, stay(2, 60) + stay(6, 10), level),
    "typical_entries": (6, stay(2, 60) + silent(9) + stay(2, 5), level),
    "trimmed_share": (0.0, stay(2, 60) + stay(8, 2), level),
    "interval_share": (0.95, stay(2, 60), level),
    "day_correlation": (0.4, stay(2, 60), level),
    "usual_noise": (1.4, stay(2, 60), level),
    "usual_noise_entries": (11, stay(2, 60), level),
    "persistent_window": (29, RELAPSE + stay(7, 40), flags),
    "persistent_level": (4.1, stay(4, 100), flags),
    "clearing_margin": (0.6, stay(5, 100) + stay(3.45, 60), flags),
    "improvement_lag": (49, slope(6.9, 5, 91), flags),
    "improvement_fall": (0.6, slope(6.95, 5, 91), flags),
    "trend_window": (84, slope(8, 5, 50) + stay(5, 60), flags),
    "trend_confidence": (0.5, slope(6.9, 5, 91), flags),
    "low_level": (6, stay(5.5, 100) + stay(9.5, 40), flags),
    "meaningful_share": (0.5, slope(7, 4.3, 40) + stay(4.3, 60) + stay(9, 40), flags),
    "meaningful_points": (3, slope(7, 4.3, 40) + stay(4.3, 60) + stay(9, 40), flags),
    "substantial_share": (0.51, stay(3.5, 60), state),
    "relief_window": (28, stay(7, 30) + stay(1, 22) + stay(5, 40), flags),
    "relapse_rise": (2.2, RELAPSE + slope(1, 6, 60), flags),
    "relapse_rise_share": (0.9, slope(9, 3, 30) + stay(3, 90) + slope(3, 9, 60), flags),
    "relapse_sustained": (20, RELAPSE + stay(9, 30), flags),
    "relapse_confidence": (0.95, RELAPSE + slope(1, 6, 60), flags),
    "relapse_confidence_long": (0.999, unsteady(RELAPSE + slope(1, 4.6, 120)), flags),
    "relief_confidence": (0.7, RELAPSE + slope(1, 6, 60), flags),
    "relapse_end_margin": (1.5, RELAPSE + stay(6, 40) + slope(6, 1, 30), flags),
    "flare_days": (11, RELAPSE + stay(9, 30), flags),
    "surgical_pain_days": (40, stay(9, 14) + stay(5.4, 80) + stay(10, 40), flags),
    "sufficient_window": (27, stay(3, 40) + every(4, stay(3, 60)) + every(5, stay(3, 60)), flags),
    "sufficient_recent": (8, stay(3, 40) + every(4, stay(3, 60)), flags),
    "sufficient_total": (13, silent(20) + stay(3, 20), flags),
}
"""Threshold: another value, a course, and what is looked at. Pain before surgery was 7."""


@pytest.mark.parametrize("name", CASES)
def test_another_value_says_something_else(name: str) -> None:
    other, scores, said = CASES[name]
    assert said(judge(scores, rules=_with(name, other))) != said(judge(scores))


def test_every_threshold_has_its_course() -> None:
    assert set(CASES) == set(thresholds().by_name)


def test_every_threshold_that_raises_a_flag_is_cited_by_one() -> None:
    cited = {name for names in CITED.values() for name in names}
    assert set(thresholds().by_name) - cited == {"substantial_share"}  # which only a state rests on


def _with(name: str, value: float) -> Thresholds:
    rules = thresholds()
    return Thresholds(rules.rule_version, {**rules.by_name, name: replace(rules.by_name[name], value=value)})
