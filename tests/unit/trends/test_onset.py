"""When pain turned, against every day tried in plain Python."""

from math import exp, isnan, log, nan
from random import Random

import numpy as np
import pytest

from tracker.domain.reference import thresholds
from tracker.trends.onset import Onset, onset

RULES = thresholds()


def by_hand(scores: list[float], before: float, now: float, sigma: float) -> Onset:
    """Every day as the turn, the second at the earliest: how likely the scores would be, to the power of a third."""

    def likelihood(level: float, score: float) -> float:
        spread = max(sigma * min(1, 0.4 + 0.6 * level / 3), 0.3)
        return 0 if isnan(score) else -(((score - level) / spread) ** 2) / 2 - log(spread)

    told = []
    for turn in range(1, len(scores)):
        as_before = sum(likelihood(before, score) for score in scores[:turn])
        told.append((as_before + sum(likelihood(now, score) for score in scores[turn:])) / 3)
    weight = [exp(each - max(told)) for each in told]

    def reached(share: float) -> int:
        return next(day for day in range(len(told)) if sum(weight[: day + 1]) >= share * sum(weight)) + 1

    return Onset(reached(0.5), reached(0.05), reached(0.95))


def a_return(seed: int, quiet: int, back: int) -> list[float]:
    rng = Random(seed)
    levels = [1.0] * quiet + [5.0] * back
    scores = [min(max(round(rng.gauss(level, 1.2)), 0), 10) for level in levels]
    return [nan if rng.random() < 0.3 else float(score) for score in scores]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("before", "now"), [(1.0, 5.0), (1.5, 3.5), (4.0, 6.5)])
def test_the_turn_is_that_of_every_day_tried(seed: int, before: float, now: float) -> None:
    scores = a_return(seed, 20, 8)
    found = onset(np.array(scores), 40, (before, now), 1.3, RULES)
    assert found == Onset(*(40 + day for day in by_hand(scores, before, now, 1.3)))


def test_a_sudden_return_is_dated_to_the_day_and_a_gap_leaves_it_open() -> None:
    assert onset(np.array([1.0] * 20 + [7.0] * 8), 0, (1, 7), 1, RULES) == Onset(20, 20, 20)
    gap = onset(np.array([1.0] * 20 + [nan] * 10 + [7.0] * 8), 0, (1, 7), 1, RULES)
    assert (gap.first_day, gap.last_day) == (20, 30)
    assert gap.day == 25


def test_the_turn_lies_on_the_second_day_at_the_earliest() -> None:
    assert onset(np.array([7.0] * 10), 30, (1, 7), 1, RULES).first_day == 31


def test_the_true_turn_lies_in_nine_intervals_of_ten() -> None:
    found = [onset(np.array(a_return(seed, 40, 10)), 0, (1, 5), 1.2, RULES) for seed in range(300)]
    inside = sum(each.first_day <= 40 <= each.last_day for each in found) / len(found)
    assert 0.88 < inside <= 1
