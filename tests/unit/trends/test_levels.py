"""Typical pain and its uncertainty, against numbers worked out by hand and against simulated patients."""

import numpy as np
import pytest

from tracker.domain.reference import thresholds
from tracker.trends.arrays import Floats
from tracker.trends.levels import fall_by_line, mean_correlation, mean_level, noise, typical_pain
from tracker.trends.windows import lowest_mean, sorted_windows, trailing_mean

RULES = thresholds()


def typical(*scores: float) -> float:
    pain = np.array([scores], dtype=np.float64)
    level = typical_pain(sorted_windows(pain, 14), noise(pain, RULES), RULES)
    return float(level.value[0, -1])


NAN = float("nan")


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((2, 2, 2, 2), NAN),
        ((1, 2, 3, 4, 9), 3),
        ((1, 2, 2, 3, 3, 3, 4, 9, 9), 26 / 7),
        ((0, 1, 2, 2, 3, 3, 3, 4, 9, 9), 17 / 6),
        ((9, 9, 9, NAN, NAN, NAN, NAN, 2, 2, NAN, 2, NAN, 2, NAN, 2, NAN, NAN), 2),
    ],
    ids=["4 entries", "5: one struck out at each end", "9: one", "10: two", "older than 14 days do not count"],
)
def test_typical_pain_is_the_mean_without_the_extremes(scores: tuple[float, ...], expected: float) -> None:
    assert typical(*scores) == pytest.approx(expected, nan_ok=True)


def test_a_mean_needs_its_entries_and_looks_back_no_further_than_its_window() -> None:
    pain = np.array([[9.0, 4, np.nan, 6, 8]])
    mean, count = trailing_mean(pain, 3, 2)
    np.testing.assert_array_equal(mean, [[np.nan, 6.5, 6.5, 5, 7]])
    np.testing.assert_array_equal(count, [[1, 2, 2, 2, 2]])


def test_the_lowest_share_is_rounded_up() -> None:
    lowest = lowest_mean(sorted_windows(np.array([[5.0, 1, 3, 9, 7]]), 14), 4 / 14)
    assert lowest[0].tolist() == [5, 1, 1, 2, 2]


def test_the_mean_correlation_of_two_days_of_a_window() -> None:
    # three days: two pairs a day apart (0.5), one two days apart (0.25)
    assert mean_correlation(np.array([1, 2, 3]), 0.5).tolist() == pytest.approx([0, 0.5, (0.5 + 0.5 + 0.25) / 3])


def test_a_patient_is_as_unsteady_as_others_until_the_own_log_says_otherwise() -> None:
    quiet = noise(np.full((1, 200), 3.0), RULES)[0]
    assert quiet[0] == pytest.approx(RULES.value("usual_noise"))
    assert quiet[-1] < 0.4


def simulated(seed: int, people: int, days: int, level: float, spread: float) -> Floats:
    """Scores about a fixed level: a first-order autoregression of 0.5 a day, 60 % of the days logged, not rounded."""
    rng = np.random.default_rng(seed)
    shock = rng.normal(size=(people, days)) * np.sqrt(1 - 0.5**2)
    about = np.empty_like(shock)
    about[:, 0] = rng.normal(size=people)
    for day in range(1, days):
        about[:, day] = 0.5 * about[:, day - 1] + shock[:, day]
    return np.where(rng.random((people, days)) < 0.6, level + spread * about, np.nan)


@pytest.mark.parametrize("spread", [0.7, 1.3, 2.0])
def test_nine_intervals_of_ten_hold_the_true_level(spread: float) -> None:
    pain = simulated(1, 400, 120, 5, spread)
    sigma = noise(pain, RULES)
    for level in (typical_pain(sorted_windows(pain, 14), sigma, RULES), mean_level(pain, 28, sigma, RULES)):
        low, high = (end[:, 60:] for end in level.interval(0.9))
        known = np.isfinite(low)
        assert 0.86 < ((low <= 5) & (high >= 5))[known].mean() < 0.97  # the quiet are given the benefit of the doubt


def test_the_scatter_is_estimated_without_bias() -> None:
    assert np.median(noise(simulated(2, 400, 300, 5, 1.2), RULES)[:, -1]) == pytest.approx(1.2, abs=0.05)


def test_the_interval_stays_on_the_scale() -> None:
    pain = np.zeros((1, 20))
    low, high = mean_level(pain, 14, noise(pain, RULES), RULES).interval(0.9)
    assert low[0, -1] == 0
    assert high[0, -1] > 0


def test_the_line_finds_a_straight_fall_and_is_about_as_unsure_as_it_says() -> None:
    falling = np.linspace(8, 8 - 99 / 42, 100)[None, :]
    assert fall_by_line(falling, np.ones_like(falling), RULES).points[0, -1] == pytest.approx(1)
    pain = simulated(3, 600, 100, 5, 1.3)
    fall = fall_by_line(pain, np.full_like(pain, 1.3), RULES)
    assert fall.points[:, -1].std() / fall.error[:, -1].mean() == pytest.approx(1, abs=0.12)


def test_the_line_needs_14_entries() -> None:
    pain = np.full((1, 14), 4.0)
    points = fall_by_line(pain, np.ones_like(pain), RULES).points[0]
    assert np.isnan(points[12])
    assert points[13] == 0
