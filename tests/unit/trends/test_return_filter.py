"""The filter against itself in plain Python: written from the head of `return_filter`, with a dictionary over relief
level, doing and level in place of arrays."""

from collections import defaultdict
from math import exp, isnan, sqrt
from random import Random
from statistics import fmean

import numpy as np
import pytest

from tests.spec.courses import Scores, every, silent, slope, stay
from tracker.domain.patients import Site
from tracker.domain.reference import thresholds
from tracker.trends.arrays import Floats
from tracker.trends.course import Course
from tracker.trends.procedures import Procedures, none
from tracker.trends.return_filter import NEW_RELIEF, Followed, follow

State = tuple[int, str, int]
"""Relief level, doing, level; both levels in half points."""

RULES = thresholds()
ON = RULES.value
HALF = 0.5
PACES = {
    "creeps": (ON("creep_pace"), ON("creep_length")),
    "jumps": (ON("jump_pace"), ON("jump_length")),
    "eases": (-ON("jump_pace"), ON("jump_length")),
}
FLARES = {"mild": ON("mild_flare"), "hard": ON("hard_flare")}


def moved(level: int, points: float) -> list[tuple[int, float]]:
    """Where so many points take a level, shared by the two steps beside the place; 0 and 10 are the ends."""
    place = min(max(level + points / HALF, 0), 20)
    below = min(int(place), 19)
    return [(below, 1 - (place - below)), (below + 1, place - below)]


def a_day(likely: dict[State, float], day: int, flare_rate: float, injection: int | None) -> dict[State, float]:
    fresh = injection is not None and 0 <= day - injection < ON("procedure_ease_days")
    wears_off = injection is not None and 14 <= day - injection < 120
    ease = ON("ease_rate") * (ON("procedure_ease_factor") if fresh else 1)
    turn = ON("return_rate") * (ON("procedure_return_factor") if wears_off else 1)
    falls = ON("early_fall") * exp(-day / ON("early_fall_length")) + ON("late_fall") * exp(
        -day / ON("late_fall_length")
    )
    up = (ON("wander") / HALF) ** 2 / 2
    down = min(up + falls / HALF, 0.45)
    begins = {"creeps": turn, "jumps": turn, "eases": ease, "mild": flare_rate, "hard": flare_rate}
    then: dict[State, float] = defaultdict(float)
    for (relief, doing, level), weight in likely.items():
        if doing == "rests":
            stays = weight * (1 - sum(begins.values()))
            then[relief, "rests", level] += stays * (1 - up - down)
            then[relief, "rests", min(level + 1, 20)] += stays * up
            then[relief, "rests", max(level - 1, 0)] += stays * down
            goes_on = {name: weight * rate for name, rate in begins.items()}
        else:
            length = PACES[doing][1] if doing in PACES else ON("flare_length")
            then[relief, "rests", level] += weight / length
            goes_on = {doing: weight * (1 - 1 / length)}
        for name, part in goes_on.items():
            for place, share in moved(level, PACES[name][0]) if name in PACES else [(level, 1.0)]:
                then[relief, name, place] += part * share
    return then


def relief_follows(likely: dict[State, float]) -> dict[State, float]:
    then: dict[State, float] = defaultdict(float)
    for (relief, doing, level), weight in likely.items():
        drops = min(max(relief - level, 0) / ON("relief_lag"), 1)
        then[relief, doing, level] += weight * (1 - drops)
        if drops:
            then[relief - 1, doing, level] += weight * drops
    return then


def seen(score: float, last: float, rho: float, height: float, sigma: float) -> float:
    scatter = min(1, ON("floor_scatter") + (1 - ON("floor_scatter")) * height / ON("full_scatter_level"))
    variance = (sigma * scatter) ** 2 * (1 - rho**2) + 1 / 12
    off = score - (height + rho * (last - height))
    return (1 - ON("stray_share")) * exp(-(off**2) / 2 / variance) / sqrt(variance) + ON("stray_share") / 4


def counts_as_relief(relief: int, before: float) -> float:
    if relief * HALF <= ON("low_level"):
        return 1
    if isnan(before):
        return 0
    line = min(before - ON("meaningful_points"), (1 - ON("meaningful_share")) * before)
    return 1 / (1 + exp(-1.7 * (line - relief * HALF) / ON("before_error")))


def still_followed(likely: dict[State, float], forgotten: float) -> dict[State, float]:
    """Without the highest and the lowest relief levels that are less likely than `forgotten`."""
    reliefs: dict[int, float] = defaultdict(float)
    for (relief, _, _), weight in likely.items():
        reliefs[relief] += weight
    kept = [relief for relief, weight in reliefs.items() if weight >= forgotten]
    return {state: weight for state, weight in likely.items() if min(kept) <= state[0] <= max(kept)}


def by_hand(
    scores: list[float], sigma: list[float], before: float, injection: int | None, forgotten: float
) -> list[float]:
    """How likely a return is on each day with a score."""
    first = next(day for day, score in enumerate(scores) if not isnan(score))
    middle = ON("start_level") if isnan(before) else before
    start = [exp(-(((level * HALF - middle) / ON("start_error")) ** 2) / 2) for level in range(21)]
    likely: dict[State, float] = {(min(level, 16), "rests", level): each for level, each in enumerate(start)}
    last, last_day, flared, told = scores[first], first, 0.0, []
    for day in range(first, len(scores)):
        if day == first + RULES.days("first_log_days") - 1:
            fortnight = [score for score in scores[first : day + 1] if not isnan(score)]
            if len(fortnight) >= ON("typical_entries"):
                before = max(fmean(fortnight), 0 if isnan(before) else before)
        flares = ON("flare_memory") * ON("flare_rate") + flared / ON("flare_length")
        likely = relief_follows(a_day(likely, day, flares / (ON("flare_memory") + day) / 2, injection))
        if isnan(scores[day]):
            continue
        rho = ON("day_correlation") ** (day - last_day) if day > first else 0
        for relief, doing, level in likely:
            height = level * HALF + FLARES.get(doing, 0)
            likely[relief, doing, level] *= seen(scores[day], last, rho, height, sigma[day])
        total = sum(likely.values())
        likely = {state: weight / total for state, weight in likely.items()}
        last, last_day = scores[day], day
        flared += sum(weight for (_, doing, _), weight in likely.items() if doing in FLARES)
        returning = sum(
            weight * counts_as_relief(relief, before)
            for (relief, doing, level), weight in likely.items()
            if doing not in FLARES
            and level * HALF >= relief * HALF + max(ON("relapse_rise"), ON("relapse_rise_share") * relief * HALF) - 1e-9
        )
        told.append(returning)
        likely = still_followed(likely, forgotten)
    return told


def unlike(scores: Scores, seed: int) -> list[float]:
    """The course with whole points of chance, a fifth of the days not logged."""
    rng = Random(seed)
    return [
        np.nan if score is None or rng.random() < 0.2 else min(max(score + rng.choice((-2, -1, 0, 0, 1, 2)), 0), 10)
        for score in scores
    ]


LOGS = {
    "relief and a return": (slope(7, 1, 40) + stay(1, 40) + stay(5, 30), 7.0, None),
    "a flare, after no score before": (slope(8, 3, 40) + stay(3, 30) + stay(7, 6) + stay(3, 20), np.nan, None),
    "a late start and a gap": (silent(25) + stay(2, 30) + silent(20) + stay(6, 20), 6.0, None),
    "an injection that wears off": (stay(7, 60) + stay(3, 40) + stay(7, 20), 8.0, 60),
    "a thin log": (every(3, stay(2, 70) + slope(2, 6, 50)), 5.0, None),
}


def a_course(name: str) -> Course:
    scores, before, injection = LOGS[name]
    pain = np.array([unlike(scores, seed=1)])
    day = np.array([injection or 0])
    given = none() if injection is None else Procedures(np.array([0]), day, day + 14, day + 120)
    return Course(Site.AXIAL, pain, np.array([before]), np.array([pain.shape[1] - 1]), RULES, given)


def followed(course: Course) -> Followed:
    """What is followed to the end of the log, also where nothing may return."""
    return follow(course.observed._replace(may_return=np.ones_like(course.held)), RULES)


def expected(name: str, forgotten: float) -> Floats:
    """`by_hand` of a log: how likely a return is on each day with a score."""
    course, (_, before, injection) = a_course(name), LOGS[name]
    return np.array(by_hand(course.pain[0].tolist(), course.sigma[0].tolist(), before, injection, forgotten))


@pytest.mark.parametrize("name", LOGS)
def test_the_filter_is_what_plain_python_gives(name: str) -> None:
    course = a_course(name)
    told, logged = followed(course), ~np.isnan(course.pain[0])
    assert NEW_RELIEF not in told.noted  # from there on the relief level is told, not followed
    probability = expected(name, 1e-3)
    np.testing.assert_allclose(told.probability[0, logged], probability, atol=1e-4)
    assert probability.max() > 0.01


def test_what_is_forgotten_makes_little_difference() -> None:
    course = a_course("a thin log")
    probability = expected("a thin log", 0)
    assert np.abs(followed(course).probability[0, ~np.isnan(course.pain[0])] - probability).max() < 0.02


def test_a_day_without_an_entry_changes_nothing() -> None:
    course = a_course("a late start and a gap")
    silent = Course(
        Site.AXIAL, np.pad(course.pain, ((0, 0), (0, 9)), constant_values=np.nan), course.baseline, course.day, RULES
    )
    assert (followed(silent).probability[0, -10:] == followed(course).probability[0, -1]).all()
    told = followed(course).probability[0]
    missing = np.flatnonzero(np.isnan(course.pain[0, 26:])) + 26
    np.testing.assert_array_equal(told[missing], told[missing - 1])
    assert (told[:25] == 0).all()


@pytest.mark.parametrize("name", LOGS)
def test_who_is_followed_no_longer_than_pain_may_return_is_told_the_same(name: str) -> None:
    course = a_course(name)
    whole, asked = followed(course), course.may_return
    np.testing.assert_array_equal(course.followed.probability[asked], whole.probability[asked])
    np.testing.assert_array_equal(course.followed.noted, whole.noted)


def may_return(scores: list[float]) -> list[int]:
    """The days on which pain may be back, after 40 days of 1."""
    pain = np.array([[1.0] * 40 + scores])
    course = Course(Site.AXIAL, pain, np.array([7.0]), np.array([pain.shape[1] - 1]), RULES)
    return np.flatnonzero(course.may_return[0]).tolist()


def test_pain_may_return_where_the_lowest_four_of_fourteen_lie_more_than_a_point_above_the_lowest_three_weeks() -> None:
    assert may_return([2.0] * 20) == []
    assert may_return([2.1] * 13) == []  # with one day of 1 the lowest four average 1.825
    assert may_return([2.1] * 15) == [53, 54]


def test_pain_may_return_where_typical_pain_lies_more_than_two_points_above_the_lowest_three_weeks() -> None:
    assert may_return([7.7] * 5) == [44]  # of the ten scores in the middle three are 7.7
    assert may_return([7.6] * 5) == []
