"""Both sides of the thresholds: a course on which the value on file decides, and what a step less and a step more say.

A number that is changed by hand by a step or by a tenth makes a line of this file fail, or one of
`test_every_prior_counts`, which holds those that the engine takes for granted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.spec.courses import Scores, flags_of, judge, silent, slope, stay
from tests.spec.test_thresholds_of_further_flags import BOUNDARIES as OF_FURTHER_FLAGS
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds, thresholds
from tracker.trends import Replay
from tracker.trends.evidence import CITED

Said = Callable[[Replay], str]

NEVER = ""


def flag(kind: str) -> Said:
    """When a kind of flag was on: "day 131 to 169", or "day 131 to on"; `NEVER` where it was not raised."""

    def said(judged: Replay) -> str:
        lines = [line for line in flags_of(judged) if line.startswith(kind)]
        return "; ".join(line.split(", ")[1] for line in lines)

    return said


relapse, persistent, stalled, thin = map(flag, ("relapse", "persistent", "non_improvement", "insufficient_data"))


def severity(judged: Replay) -> str:
    return flags_of(judged)[0].split(",")[0]


def typical(judged: Replay) -> str:
    """Typical pain with its interval: "2.00 (1.56-2.44)"; `NEVER` where it is not known."""
    site = judged.assessment("P1").site(Site.AXIAL)
    return NEVER if site.typical is None else f"{site.typical:.2f} ({site.low:.2f}-{site.high:.2f})"


def state(judged: Replay) -> str:
    return str(judged.assessment("P1").site(Site.AXIAL).state)


WELL = slope(7, 1, 30) + stay(1, 90)
STEADY = stay(2, 60)
PLATEAU = stay(6, 100)
LATE_PLATEAU = slope(8, 5, 60) + stay(5, 60)
GIVES_WAY = stay(5, 100) + slope(5, 2, 60)
BACK_AT_5 = slope(7, 2, 40) + stay(2, 80) + stay(5, 40)
RELAPSE = slope(7, 2, 40) + stay(2, 80) + stay(6, 40)
HIGH_ON_DAY_13, LOW_ON_DAY_14 = stay(6, 13) + stay(10, 1), stay(8, 14) + stay(0, 1)
FIVE: Scores = [2, 3, 4, 5, 9]
FOURTEEN: Scores = [2, 3, 4, 5, 6, 7, 8, 8, 9, 9, 9, 10, 10, 10]


def well_then(rise: float, days: int = 60) -> Scores:
    """Relief at 1 from day 30 to day 119, then so many points more."""
    return WELL + stay(1 + rise, days)


def falling(points: float, days: int) -> Scores:
    """A straight fall to 5 of so many points in six weeks."""
    return slope(5 + points * (days - 1) / 42, 5, days)


def high_relief_then(level: float) -> Scores:
    """Relief at 6.8 after 10 before surgery: above 6.67, 30 % of the relief level is more than 2 points."""
    return slope(10, 6.8, 34) + stay(6.8, 150) + stay(level, 60)


@dataclass(frozen=True, slots=True)
class Side:
    """With the value on file a course says `filed`; with the value `other` it says `otherwise`."""

    other: float
    scores: Scores
    said: Said
    filed: str
    otherwise: str
    baseline: float | None = 7


BOUNDARIES: dict[str, tuple[Side, Side]] = {
    "first_review_day": (
        Side(89, PLATEAU, persistent, "day 90 to on", "day 89 to on"),
        Side(91, PLATEAU, stalled, "day 90 to on", "day 91 to on"),
    ),
    "high_review_day": (
        Side(179, stay(6, 180), severity, "persistent axial review", "persistent axial high"),
        Side(181, stay(6, 181), severity, "persistent axial high", "persistent axial review"),
    ),
    "typical_window": (
        Side(13, STEADY + stay(6, 9), typical, "4.80 (4.15-5.45)", "5.11 (4.44-5.78)"),
        Side(15, STEADY + stay(6, 9), typical, "4.80 (4.15-5.45)", "4.67 (4.04-5.29)"),
    ),
    "typical_entries": (
        Side(4, stay(2, 40) + silent(30) + stay(2, 4), typical, NEVER, "2.00 (1.47-2.53)"),
        Side(6, stay(2, 40) + silent(30) + stay(2, 5), typical, "2.00 (1.50-2.50)", NEVER),
    ),
    "persistent_level": (
        Side(3.9, stay(3.95, 100), persistent, NEVER, "day 90 to on"),
        Side(4.1, stay(4, 100), persistent, "day 90 to on", NEVER),
    ),
    "low_level": (
        Side(2.9, stay(2.95, 100), stalled, NEVER, "day 90 to on", baseline=4),
        Side(3.1, stay(3, 100), stalled, "day 90 to on", NEVER, baseline=4),
    ),
    "meaningful_share": (
        Side(0.27, stay(3.55, 100), stalled, "day 90 to on", NEVER, baseline=5),
        Side(0.33, stay(3.45, 100), stalled, NEVER, "day 90 to on", baseline=5),
    ),
    "substantial_share": (
        Side(0.48, stay(3.6, 60), state, "level", "doing well"),
        Side(0.52, stay(3.5, 60), state, "doing well", "level"),
    ),
    "relapse_rise": (
        Side(1.9, well_then(2.55), relapse, "day 144 to on", "day 142 to on"),
        Side(2.1, well_then(2.65), relapse, "day 145 to on", "day 146 to on"),
    ),
    "relapse_rise_share": (
        Side(0.27, high_relief_then(9.4), relapse, NEVER, "day 216 to on", baseline=10),
        Side(0.33, high_relief_then(9.5), relapse, "day 220 to on", "day 232 to on", baseline=10),
    ),
    "first_log_days": (
        Side(13, HIGH_ON_DAY_13 + stay(3.9, 86) + stay(10, 40), relapse, "day 110 to on", NEVER, baseline=None),
        Side(15, LOW_ON_DAY_14 + stay(5.1, 86) + stay(10, 40), relapse, "day 111 to on", NEVER, baseline=None),
    ),
    "sufficient_window": (
        Side(27, silent(28), thin, NEVER, "day 27 to on"),
        Side(29, silent(29), thin, "day 28 to on", NEVER),
    ),
    "sufficient_recent": (
        Side(6, stay(3, 40) + silent(22) + stay(3, 6), thin, "day 61 to on", NEVER),
        Side(8, stay(3, 40) + silent(21) + stay(3, 7), thin, NEVER, "day 60 to on"),
    ),
    "sufficient_total": (
        Side(13, silent(16) + stay(3, 13), thin, "day 28 to on", NEVER),
        Side(15, silent(15) + stay(3, 14), thin, NEVER, "day 28 to on"),
    ),
    "interval_share": (
        Side(0.85, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.69-2.31)"),
        Side(0.95, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.58-2.42)"),
    ),
    "trimmed_share": (
        Side(0.18, stay(2, 40) + silent(20) + FIVE, typical, "4.00 (3.34-4.66)", "4.60 (3.94-5.26)"),
        Side(0.22, STEADY + FOURTEEN, typical, "7.50 (6.69-8.31)", "7.62 (6.82-8.43)"),
    ),
    "day_correlation": (
        Side(0.45, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.67-2.33)"),
        Side(0.55, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.62-2.38)"),
    ),
    "usual_noise": (
        Side(1.35, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.66-2.34)"),
        Side(1.43, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.64-2.36)"),
    ),
    "usual_noise_entries": (
        Side(9, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.66-2.34)"),
        Side(11, STEADY, typical, "2.00 (1.65-2.35)", "2.00 (1.63-2.37)"),
    ),
    "flare_days": (
        Side(9, WELL + stay(9, 10) + stay(1, 30), relapse, NEVER, "day 129 to 135"),
        Side(11, WELL + stay(9, 11) + stay(1, 30), relapse, "day 130 to 136", NEVER),
    ),
}
"""Threshold: a step less, a step more. Pain before surgery was 7 unless given."""

SIDES = [pytest.param(name, side, id=f"{name}-{side.other:g}") for name, both in BOUNDARIES.items() for side in both]


@pytest.mark.parametrize(("name", "side"), SIDES)
def test_the_value_on_file_decides(name: str, side: Side) -> None:
    on_file = judge(side.scores, baseline=side.baseline)
    a_step_off = judge(side.scores, baseline=side.baseline, rules=_with(name, side.other))
    assert (side.said(on_file), side.said(a_step_off)) == (side.filed, side.otherwise)
    assert side.filed != side.otherwise


def test_both_sides_lie_a_step_or_a_tenth_apart() -> None:
    every = BOUNDARIES | OF_FURTHER_FLAGS
    for name, (less, more) in every.items():
        value = thresholds().value(name)
        assert less.other < value < more.other, name
        step = 1 if float(less.other).is_integer() else value / 10
        assert max(value - less.other, more.other - value) <= step + 1e-9, name


def test_every_threshold_that_raises_a_flag_is_cited_by_one() -> None:
    cited = {name for names in CITED.values() for name in names}
    only_of_standing = {"substantial_share", "improvement_floor", "good_stretch_days"}
    assert set(thresholds().by_name) - cited == only_of_standing


def _with(name: str, value: float) -> Thresholds:
    rules = thresholds()
    return Thresholds(rules.rule_version, {**rules.by_name, name: replace(rules.by_name[name], value=value)})
