"""Typical pain, scatter and the fitted course, against numbers worked out by hand and against simulated patients."""

from math import exp, isnan, nan, sqrt
from statistics import fmean

import numpy as np
import pytest

from tracker.domain.reference import thresholds
from tracker.trends.arrays import Floats
from tracker.trends.levels import mean_correlation, mean_level, noise, scatter_at, scatter_of, typical_pain
from tracker.trends.local_fit import local_fit
from tracker.trends.moving_order import trailing_lowest_mean
from tracker.trends.windows import trailing_mean

RULES = thresholds()


def typical(*scores: float) -> float:
    pain = np.array([scores], dtype=np.float64)
    return float(typical_pain(pain, noise(pain, RULES), RULES).value[0, -1])


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((2, 2, 2, 2), nan),
        ((1, 2, 3, 4, 9), 3),
        ((1, 2, 2, 3, 3, 3, 4, 9, 9), 26 / 7),
        ((0, 1, 2, 2, 3, 3, 3, 4, 9, 9), 17 / 6),
        ((9, 9, 9, nan, nan, nan, nan, 2, 2, nan, 2, nan, 2, nan, 2, nan, nan), 2),
    ],
    ids=["4 entries", "5: one struck out at each end", "9: one", "10: two", "older than 14 days do not count"],
)
def test_typical_pain_is_the_mean_without_the_extremes(scores: tuple[float, ...], expected: float) -> None:
    assert typical(*scores) == pytest.approx(expected, nan_ok=True)


def test_a_mean_needs_its_entries_and_looks_back_no_further_than_its_window() -> None:
    mean, count = trailing_mean(np.array([[9.0, 4, np.nan, 6, 8]]), 3, 2)
    np.testing.assert_array_equal(mean, [[np.nan, 6.5, 6.5, 5, 7]])
    np.testing.assert_array_equal(count, [[1, 2, 2, 2, 2]])


def test_the_lowest_share_is_rounded_up() -> None:
    assert trailing_lowest_mean(np.array([[5.0, 1, 3, 9, 7]]), 14, 4 / 14)[0].tolist() == [5, 1, 1, 2, 2]


def test_the_mean_correlation_of_two_days_of_a_window() -> None:
    # three days: two pairs a day apart (0.5), one two days apart (0.25)
    assert mean_correlation(np.array([1, 2, 3]), 0.5).tolist() == pytest.approx([0, 0.5, (0.5 + 0.5 + 0.25) / 3])


def test_scores_scatter_less_near_0() -> None:
    shares = [scatter_at(level, scatter_of(RULES)) for level in (0.0, 1.5, 3.0, 8.0)]
    assert shares == pytest.approx([0.4, 0.7, 1, 1])


def test_a_patient_is_as_unsteady_as_others_until_the_own_log_says_otherwise() -> None:
    quiet = noise(np.full((1, 200), 3.0), RULES)[0]
    assert quiet[0] == pytest.approx(RULES.value("usual_noise"))
    assert quiet[-1] < 0.4


def noise_by_hand(scores: list[float]) -> float:
    """The scatter as of the last day in plain Python, fortnight by fortnight."""
    seen, expected = 10 * 1.39**2, 10.0
    for day in range(len(scores)):
        window = scores[max(day - 13, 0) : day + 1]
        given = [score for score in window if not isnan(score)]
        if len(given) < 3:
            continue
        mean, days = fmean(given), len(window)
        r = 2 / (days * (days - 1)) * sum((days - k) * 0.5**k for k in range(1, days))
        squares = sum((score - mean) ** 2 for score in given) - (len(given) - 1) / 12
        share = min(1.0, 0.4 + 0.6 * mean / 3)
        seen += max(squares, 0) / share**2 / 14
        expected += (len(given) - 1) * (1 - r) / 14
    return sqrt(seen / expected)


@pytest.mark.parametrize("level", [1.0, 5.0])
def test_the_scatter_is_what_a_pencil_gives(level: float) -> None:
    pain = np.clip(np.rint(simulated(5, 3, 60, level, 1.1)), 0, 10)
    for row, sigma in zip(pain, noise(pain, RULES), strict=True):
        assert sigma[-1] == pytest.approx(noise_by_hand(row.tolist()))


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
    for level in (typical_pain(pain, sigma, RULES), mean_level(pain, 28, sigma, RULES)):
        low, high = (end[:, 60:] for end in level.interval(0.9))
        known = np.isfinite(low)
        assert 0.85 < ((low <= 5) & (high >= 5))[known].mean() < 0.97  # the quiet are given the benefit of the doubt


def test_the_scatter_is_estimated_without_bias() -> None:
    rounded = np.rint(simulated(2, 400, 300, 5, 1.2))
    assert np.median(noise(rounded, RULES)[:, -1]) == pytest.approx(1.2, abs=0.05)


def test_the_interval_stays_on_the_scale() -> None:
    pain = np.zeros((1, 20))
    low, high = mean_level(pain, 14, noise(pain, RULES), RULES).interval(0.9)
    assert low[0, -1] == 0
    assert high[0, -1] > 0


def fit_by_hand(scores: Floats, sigma: float) -> tuple[float, float, float, float]:
    """Level of four weeks, its error, fall and its error as of the last day, by dense linear algebra."""
    last = scores.size - 1
    days = np.arange(max(last - 83, 0), last + 1)
    kept = days[np.isfinite(scores[days])]

    def terms(on: Floats) -> Floats:
        return np.column_stack([np.ones(on.size), (last - on) / 42, np.exp(-on / 25)])

    weight = np.exp(-(last - kept) / 60)
    mean = np.average(scores[kept], weights=weight)
    own = sigma * min(1, 0.4 + 0.6 * mean / 3)
    variance = own**2 * (1 + 2 * kept.size / days.size * 0.5 / 0.5) + 1 / 12
    shape = terms(kept.astype(float))
    covariance = np.linalg.inv(shape.T * weight @ shape / variance + np.diag([0, 1, 1 / 25]))
    solved = covariance @ (shape.T * weight @ scores[kept]) / variance
    now, month, before = (
        terms(np.arange(max(first, 0), end + 1.0)).mean(axis=0)
        for first, end in ((last - 13, last), (last - 27, last), (last - 55, last - 42))
    )
    fall = before - now
    return month @ solved, sqrt(month @ covariance @ month), fall @ solved, sqrt(fall @ covariance @ fall)


@pytest.mark.parametrize("days", [60, 90, 200])
def test_the_fitted_course_is_that_of_dense_algebra(days: int) -> None:
    pain = simulated(7, 4, days, 4, 1.2)
    sigma = noise(pain, RULES)
    fit = local_fit(pain, sigma, RULES)
    for row in range(4):
        found = (fit.four_weeks[row, -1], fit.error[row, -1], fit.fall[row, -1], fit.fall_error[row, -1])
        assert found == pytest.approx(fit_by_hand(pain[row], float(sigma[row, -1])), abs=1e-8)


def test_the_fitted_course_needs_14_entries_and_keeps_a_level_that_never_moves() -> None:
    pain = np.full((1, 100), 4.0)
    fit = local_fit(pain, noise(pain, RULES), RULES)
    assert np.isnan(fit.four_weeks[0, 12])
    np.testing.assert_allclose(fit.four_weeks[0, 13:], 4)
    np.testing.assert_allclose(fit.fall[0, 13:], 0, atol=1e-9)


def test_the_fall_of_a_straight_course_is_found_and_a_settling_one_is_no_lasting_fall() -> None:
    day = np.arange(140.0)
    straight, settled = 8 - day / 42, 2 + 5 * np.exp(-day / 25)
    pain = np.vstack([straight, settled])
    falls = local_fit(pain, np.full_like(pain, 0.3), RULES).fall[:, -1]
    assert falls[0] == pytest.approx(1, abs=0.05)
    assert falls[1] == pytest.approx(5 * (exp(-3.66) - exp(-5.3)), abs=0.1)
