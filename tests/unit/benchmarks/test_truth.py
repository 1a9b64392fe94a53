"""The truth of courses written by hand, at the boundaries of each definition."""

import numpy as np
import pytest

from benchmarks.truth import Answers, Relapse, days_at_risk, enough_data, non_improvement, persistent, relapses_of
from tracker.trends.arrays import Bools, Floats


def course(*parts: tuple[float, int]) -> Floats:
    """One patient: each part is a level and its days."""
    return np.concatenate([np.full(days, float(level)) for level, days in parts])[None, :]


def relapses(level: Floats, before: float = 8, logged: Bools | None = None) -> tuple[Relapse, ...]:
    logged = np.ones(level.shape, dtype=np.bool_) if logged is None else logged
    return relapses_of(level, np.array([before]), logged)[0]


def onsets(level: Floats, before: float = 8) -> list[int]:
    return [each.onset for each in relapses(level, before)]


def yes(answers: Answers, day: int) -> bool | None:
    return bool(answers.yes[0, day]) if answers.counted[0, day] else None


@pytest.mark.parametrize(("back_at", "found"), [(3.99, []), (4.0, [60])])
def test_a_return_counts_from_two_points_on(back_at: float, found: list[int]) -> None:
    assert onsets(course((2, 60), (back_at, 60))) == found


@pytest.mark.parametrize(("back_at", "found"), [(10.0, []), (10.5, [60])])
def test_and_from_three_tenths_on_where_that_is_more(back_at: float, found: list[int]) -> None:
    assert onsets(course((8, 60), (back_at, 60)), before=12) == found  # relief at 8: the line is 10.4


@pytest.mark.parametrize(("days", "found"), [(13, []), (14, [60])])
def test_a_return_lasts_a_fortnight(days: int, found: list[int]) -> None:
    assert onsets(course((2, 60), (4, days), (2, 60))) == found


@pytest.mark.parametrize(("dip", "found"), [(3.71, [60]), (3.69, [65])])
def test_in_which_it_never_dips_by_more_than_three_tenths(dip: float, found: list[int]) -> None:
    assert onsets(course((2, 60), (5, 4), (dip, 1), (5, 60))) == found


@pytest.mark.parametrize(
    ("relief", "before", "found"),
    [
        (3.0, 3.5, [21]),  # 3 or less is relief whatever was before
        (3.1, 4.9, []),
        (3.5, 5.5, [21]),  # two points and 36 % less than before
        (3.6, 5.5, []),
        (7.0, 10.0, [21]),  # exactly 30 % less
        (7.1, 10.0, []),
    ],
)
def test_what_counts_as_relief(relief: float, before: float, found: list[int]) -> None:
    assert onsets(course((relief, 21), (9.9, 40)), before) == found


def test_relief_lasts_three_weeks() -> None:
    assert onsets(course((8, 14), (2, 20), (6, 60))) == [34]  # 20 days and one at 8 average 2.3
    assert onsets(course((8, 30), (2, 10), (6, 60))) == []


def test_pain_of_the_first_fortnight_stands_in_for_less_pain_before() -> None:
    assert onsets(course((6, 14), (4, 30), (7, 60)), before=4) == [44]


def test_a_relapse_ends_when_a_fortnight_is_at_most_a_point_over_the_relief() -> None:
    assert [each.end for each in relapses(course((2, 60), (6, 40), (3.0, 60)))] == [100]
    assert [each.end for each in relapses(course((2, 60), (6, 40), (3.1, 14)))] == [114]


def test_or_when_there_is_a_new_relief_that_is_then_the_one_that_counts() -> None:
    level = course((2, 60), (8, 40), (5, 60), (7.1, 60))
    first, second = relapses(level)
    assert (first.onset, first.end) == (60, 96)  # 21 days with four at 8 average 5.57: 30 % under 8 is 5.6
    assert (second.onset, second.end) == (160, 220)  # two points over the 5 that it went down to


def test_two_relapses_of_one_patient() -> None:
    assert onsets(course((2, 60), (6, 40), (2, 60), (5, 40))) == [60, 160]


@pytest.mark.parametrize(("back_at", "unclear"), [(4.49, True), (4.51, False)])
def test_a_rise_of_less_than_two_and_a_half_points_is_left_out(back_at: float, unclear: bool) -> None:
    (relapse,) = relapses(course((2, 60), (back_at, 60)))
    assert relapse.unclear is unclear


@pytest.mark.parametrize(("before", "after", "enough"), [(7, 7, True), (6, 7, False), (7, 6, False)])
def test_a_relapse_is_scored_with_seven_entries_before_and_seven_after(before: int, after: int, enough: bool) -> None:
    logged = np.zeros((1, 160), dtype=np.bool_)
    logged[0, [0, 1, 2, 3, 39, 128, 129]] = True  # out of the 60 days before and the 28 from the onset on
    logged[0, 40 : 40 + before] = True
    logged[0, 128 - after : 128] = True
    (relapse,) = relapses(course((2, 100), (6, 60)), logged=logged)
    assert relapse.logged_enough is enough


def risk(level: Floats, last_entry: int = 10_000) -> Bools:
    logged = np.ones(level.shape, dtype=np.bool_)
    found, relapsing, threshold = relapses_of(level, np.array([8.0]), logged)
    at_risk: Bools = days_at_risk(level, found, relapsing, threshold, np.array([last_entry]))[0]
    return at_risk


def test_days_at_risk_leave_out_a_relapse_and_the_days_about_it() -> None:
    expected = np.zeros(220, dtype=np.bool_)
    expected[21:46] = True  # the onset is day 60
    expected[128:] = True  # it ends on day 100
    assert np.array_equal(risk(course((2, 60), (6, 40), (2, 120))), expected)


def test_nobody_is_at_risk_after_the_last_entry() -> None:
    assert np.flatnonzero(risk(course((2, 100)), last_entry=50))[-1] == 50


@pytest.mark.parametrize(("level", "at_risk"), [(3.49, True), (3.51, False)])
def test_a_level_within_half_a_point_of_the_line_is_no_risk(level: float, at_risk: bool) -> None:
    assert risk(course((2, 60), (level, 60)))[100] == at_risk


@pytest.mark.parametrize(("level", "answer"), [(3.4, False), (3.6, None), (4.4, None), (4.6, True)])
def test_not_improving_where_pain_is_high(level: float, answer: bool | None) -> None:
    none = np.zeros((1, 120), dtype=np.bool_)
    assert yes(non_improvement(course((level, 120)), np.array([8.0]), none), 90) is answer


@pytest.mark.parametrize(
    ("level", "before", "answer"),
    [(3.5, 4.2, True), (3.5, 4.3, None), (3.4, 4.2, None), (3.4, 5.5, None), (3.4, 5.6, False)],
)
def test_or_fairly_high_with_little_of_the_pain_before_gone(level: float, before: float, answer: bool | None) -> None:
    none = np.zeros((1, 120), dtype=np.bool_)
    assert yes(non_improvement(course((level, 120)), np.array([before]), none), 90) is answer


@pytest.mark.parametrize(("fall", "answer"), [(0.40, True), (0.50, None), (1.0, None), (1.1, False)])
def test_not_improving_where_the_fall_of_six_weeks_is_small(fall: float, answer: bool | None) -> None:
    level = course((6, 49), (6 - fall, 71))
    none = np.zeros(level.shape, dtype=np.bool_)
    assert yes(non_improvement(level, np.array([8.0]), none), 90) is answer


def test_nobody_is_asked_about_improvement_in_a_relapse_nor_in_the_first_eight_weeks() -> None:
    level = course((6, 120))
    in_relapse = np.ones(level.shape, dtype=np.bool_)
    assert yes(non_improvement(level, np.array([8.0]), in_relapse), 90) is None
    assert yes(non_improvement(level, np.array([8.0]), ~in_relapse), 54) is None
    assert yes(non_improvement(level, np.array([8.0]), ~in_relapse), 55) is True


@pytest.mark.parametrize(("level", "answer"), [(3.5, False), (3.6, None), (4.4, None), (4.5, True)])
def test_persistent_is_four_or_more_over_four_weeks(level: float, answer: bool | None) -> None:
    assert yes(persistent(course((0, 60), (level, 28))), 87) is answer


def test_persistent_asks_for_four_weeks() -> None:
    assert yes(persistent(course((8, 60))), 26) is None
    assert yes(persistent(course((8, 60))), 27) is True


@pytest.mark.parametrize(("early", "late", "enough"), [(7, 7, True), (6, 7, False), (8, 6, False)])
def test_enough_is_seven_entries_in_four_weeks_and_fourteen_in_all(early: int, late: int, enough: bool) -> None:
    logged = np.zeros((1, 60), dtype=np.bool_)
    logged[0, 31 - early + 1 : 32] = True
    logged[0, 32 : 32 + late] = True
    assert enough_data(logged)[0, 59] == enough
