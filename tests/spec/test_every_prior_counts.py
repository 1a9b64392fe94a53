"""Both sides of every number that the engine takes for granted: what it says of a course with the value on file, and
with a value a step or a tenth less and more.

Such numbers move how sure the engine is before they move the day of a flag, so that the table gives the figures
themselves: how likely a return is; the fitted course; the days on which a relapse was raised and
over; scatter and interval. A number that is changed by hand makes a line of this file fail.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from tests.spec.courses import Scores, slope, stay, unsteady
from tests.spec.test_every_threshold_counts import BOUNDARIES
from tests.spec.test_thresholds_of_further_flags import BOUNDARIES as OF_FURTHER_FLAGS
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds, thresholds
from tracker.trends.course import Course
from tracker.trends.pain_flags import pain_flags
from tracker.trends.procedures import Procedures, none
from tracker.trends.return_filter import follow
from tracker.trends.stretches import OPEN

Said = Callable[[Course], str]


def returning(course: Course) -> str:
    """On the last day: how likely pain is back."""
    followed = follow(course.observed._replace(may_return=np.ones_like(course.held)), course.rules)
    return f"{followed.probability[0, -1]:.5f}"


def fitted(course: Course) -> str:
    """On the last day: the level of four weeks and the fall, each with its standard error."""
    fit = course.fit
    return " ".join(f"{each[0, -1]:.4f}" for each in (fit.four_weeks, fit.error, fit.fall, fit.fall_error))


def noted(course: Course) -> str:
    """The days on which a relapse was raised (1), over as pain was back (2), or as there was a new relief (3)."""
    return " ".join(f"{course.followed.noted[0, day]}@{day}" for day in np.flatnonzero(course.followed.noted[0]))


def flags(course: Course) -> str:
    """Every flag with its first day and its end."""
    found = [
        f"{each.kind} {first} to {None if end == OPEN else end}"
        for each in pain_flags(course)
        for first, end in zip(each.on.first.tolist(), each.on.end.tolist(), strict=True)
    ]
    return "; ".join(found)


def lowest(course: Course) -> str:
    """On the last day: the mean of the lowest entries of the last fortnight."""
    return f"{course.observed.lowest[0, -1]:.4f}"


def relief(course: Course) -> str:
    """The days that the relief before the first relapse rests on, the turn and its interval."""
    first = next(pain_flags(course)).evidence(0)
    turn = f"{first.onset_day} ({first.onset_first_day}-{first.onset_last_day})"
    return f"{first.reference_first_day}-{first.reference_last_day}, turned {turn}"


BACK = unsteady(slope(7, 1, 30) + stay(1, 90) + stay(4, 12))
"""Relief for three months, and twelve days three points higher."""
OVER = unsteady(slope(7, 1, 30) + stay(1, 90) + stay(6, 40) + slope(6, 1, 60))
MODEST = unsteady(stay(7, 30) + stay(4.5, 90) + stay(7.5, 14))
"""Relief that is no more than just relief, and a return."""
EASED = unsteady(stay(6, 60) + stay(2, 28) + stay(4.5, 8))
"""Relief by an injection on day 60, and a return."""
EASING = unsteady(slope(7, 1, 30) + stay(1, 60) + stay(7, 40) + stay(4, 30))


def course(scores: Scores, baseline: float | None, injection: int | None, rules: Thresholds) -> Course:
    pain = np.array([[np.nan if score is None else score for score in scores]])
    day = np.array([0 if injection is None else injection])
    given = none() if injection is None else Procedures(np.array([0]), day, day + 14, day + 120)
    before = np.array([np.nan if baseline is None else baseline])
    return Course(Site.AXIAL, pain, before, np.array([pain.shape[1] - 1]), rules, given)


@dataclass(frozen=True, slots=True)
class Prior:
    """What is said of a course with the value on file, with `less` and with `more`."""

    less: float
    more: float
    scores: Scores
    said: Said
    filed: str
    with_less: str
    with_more: str
    baseline: float | None = 7
    injection: int | None = None


PRIORS: dict[str, Prior] = {
    "persistent_window": Prior(
        27,
        29,
        BACK,
        fitted,
        "2.2442 0.3206 -1.2204 0.4309",
        "2.2589 0.3236 -1.2204 0.4309",
        "2.2295 0.3177 -1.2204 0.4309",
    ),
    "improvement_lag": Prior(
        41,
        43,
        BACK,
        fitted,
        "2.2442 0.3206 -1.2204 0.4309",
        "2.2489 0.3211 -1.2035 0.4232",
        "2.2395 0.3202 -1.2369 0.4385",
    ),
    "meaningful_points": Prior(1, 3, OVER, noted, "1@131 3@207", "1@131 3@205", "1@131 2@214"),
    "relief_window": Prior(20, 22, EASING, noted, "1@100 3@153", "1@100 3@152", "1@100 3@154"),
    "relapse_end_margin": Prior(0, 2, OVER, noted, "1@131 3@207", "1@129 3@207", "1@132 2@202"),
    "clearing_margin": Prior(
        0.45,
        0.55,
        OVER,
        flags,
        "relapse 131 to 207; persistent 140 to 208",
        "relapse 131 to 207; persistent 140 to 207",
        "relapse 131 to 207; persistent 140 to 209",
    ),
    "trend_window": Prior(
        83,
        85,
        BACK,
        fitted,
        "2.2442 0.3206 -1.2204 0.4309",
        "2.2488 0.3206 -1.2496 0.4348",
        "2.2425 0.3202 -1.2096 0.4268",
    ),
    "trend_fades": Prior(
        59,
        61,
        BACK,
        fitted,
        "2.2442 0.3206 -1.2204 0.4309",
        "2.2465 0.3216 -1.2228 0.4334",
        "2.2420 0.3196 -1.2181 0.4286",
    ),
    "usual_fall": Prior(
        0,
        2,
        OVER,
        flags,
        "relapse 131 to 207; persistent 140 to 208",
        "relapse 131 to 207",
        "relapse 131 to 207; persistent 137 to 206",
    ),
    "usual_settling": Prior(
        4,
        6,
        BACK,
        fitted,
        "2.2442 0.3206 -1.2204 0.4309",
        "2.2447 0.3206 -1.2161 0.4295",
        "2.2437 0.3206 -1.2253 0.4325",
    ),
    "settling_length": Prior(
        24,
        26,
        BACK,
        fitted,
        "2.2442 0.3206 -1.2204 0.4309",
        "2.2444 0.3206 -1.2201 0.4308",
        "2.2439 0.3206 -1.2206 0.4310",
    ),
    "floor_scatter": Prior(0.36, 0.44, BACK, returning, "0.54086", "0.54715", "0.53435"),
    "full_scatter_level": Prior(2, 4, OVER, noted, "1@131 3@207", "1@131 3@206", "1@131 3@206"),
    "return_rate": Prior(0.0009, 0.0011, BACK, returning, "0.54086", "0.51627", "0.56282"),
    "ease_rate": Prior(0.00225, 0.00275, BACK, returning, "0.54086", "0.54076", "0.54097"),
    "creep_pace": Prior(0.126, 0.154, BACK, returning, "0.54086", "0.52932", "0.54979"),
    "creep_length": Prior(24, 26, BACK, returning, "0.54086", "0.53827", "0.54329"),
    "jump_pace": Prior(0.675, 0.825, BACK, returning, "0.54086", "0.53914", "0.54213"),
    "jump_length": Prior(4, 6, EASING, noted, "1@100 3@153", "1@100 3@154", "1@100 3@152"),
    "procedure_ease_factor": Prior(29, 31, EASED, returning, "0.56122", "0.56113", "0.56133", injection=60),
    "procedure_ease_days": Prior(9, 11, EASED, returning, "0.56122", "0.56012", "0.56199", injection=60),
    "procedure_return_factor": Prior(4, 6, BACK, returning, "0.82575", "0.79876", "0.84501", injection=55),
    "relief_lag": Prior(6, 8, BACK, returning, "0.54086", "0.54116", "0.54028"),
    "flare_rate": Prior(0.0054, 0.0066, BACK, returning, "0.54086", "0.56463", "0.51900"),
    "flare_memory": Prior(199, 201, BACK, returning, "0.54086", "0.54114", "0.54058"),
    "flare_length": Prior(4, 6, BACK, returning, "0.54086", "0.67087", "0.44777"),
    "mild_flare": Prior(1, 2, BACK, returning, "0.54086", "0.54724", "0.50433"),
    "hard_flare": Prior(2, 4, BACK, returning, "0.54086", "0.72143", "0.64473"),
    "stray_share": Prior(0.009, 0.011, BACK, returning, "0.54086", "0.53932", "0.54234"),
    "wander": Prior(0.05508, 0.06732, BACK, returning, "0.54086", "0.54173", "0.53944"),
    "early_fall": Prior(0.09, 0.11, BACK, returning, "0.54086", "0.54051", "0.54085"),
    "early_fall_length": Prior(29, 31, BACK, returning, "0.54086", "0.54022", "0.54152"),
    "late_fall": Prior(0.0162, 0.0198, BACK, returning, "0.54086", "0.53912", "0.54227"),
    "late_fall_length": Prior(149, 151, BACK, returning, "0.54086", "0.54078", "0.54095"),
    "before_error": Prior(0.54, 0.66, MODEST, returning, "0.48487", "0.49526", "0.47504"),
    "start_level": Prior(6, 8, BACK, returning, "0.54086", "0.54037", "0.54131", baseline=None),
    "start_error": Prior(2.25, 2.75, BACK, returning, "0.54086", "0.54090", "0.54083"),
    "improvement_fall": Prior(
        0.675,
        0.825,
        unsteady(slope(7.8, 5, 100)),
        flags,
        "persistent 90 to None; non_improvement 92 to None",
        "persistent 90 to None",
        "persistent 90 to None; non_improvement 90 to None",
    ),
    "trend_confidence": Prior(
        0.558,
        0.682,
        unsteady(slope(7.8, 5, 100)),
        flags,
        "persistent 90 to None; non_improvement 92 to None",
        "persistent 90 to None",
        "persistent 90 to None; non_improvement 90 to None",
    ),
    "relapse_probability": Prior(
        0.666, 0.814, unsteady(slope(7, 1, 30) + stay(1, 90) + stay(3.2, 60)), noted, "1@152", "1@132", "1@172"
    ),
    "relapse_end_probability": Prior(
        0.54,
        0.66,
        unsteady(slope(7, 1, 30) + stay(1, 90) + stay(3.5, 40) + stay(2.15, 60)),
        noted,
        "1@136 2@211",
        "1@136 2@194",
        "1@136 2@214",
    ),
    "relapse_sustained": Prior(13, 15, slope(1, 7, 30), lowest, "4.5000", "4.6667", "4.4000"),
    "relief_slack": Prior(
        0.225,
        0.275,
        stay(7, 20) + [1 + 0.02 * day for day in range(80)] + stay(8, 16),
        relief,
        "20-52, turned 92 (82-99)",
        "20-51, turned 92 (82-99)",
        "19-53, turned 96 (88-100)",
    ),
}
"""Pain before surgery was 7 unless given; no injection unless one is given."""


@pytest.mark.parametrize("name", PRIORS)
def test_the_value_on_file_decides(name: str) -> None:
    prior = PRIORS[name]
    said = [
        prior.said(course(prior.scores, prior.baseline, prior.injection, rules))
        for rules in (thresholds(), _with(name, prior.less), _with(name, prior.more))
    ]
    assert said == [prior.filed, prior.with_less, prior.with_more]
    assert prior.filed not in {prior.with_less, prior.with_more}


def test_no_number_on_file_is_left_out_and_none_is_moved_by_more_than_a_step_or_a_tenth() -> None:
    of_no_flag = {"good_stretch_days"}  # held by tests/unit/trends/test_good_stretch.py
    assert set(PRIORS) | set(BOUNDARIES) | set(OF_FURTHER_FLAGS) | of_no_flag == set(thresholds().by_name)
    for name, prior in PRIORS.items():
        value = thresholds().value(name)
        assert prior.less < value < prior.more, name
        step = 1.0 if float(prior.less).is_integer() else value / 10
        assert max(value - prior.less, prior.more - value) <= step + 1e-9, name


def _with(name: str, value: float) -> Thresholds:
    rules = thresholds()
    return Thresholds(rules.rule_version, {**rules.by_name, name: replace(rules.by_name[name], value=float(value))})
