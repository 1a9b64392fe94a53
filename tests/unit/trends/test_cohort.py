"""The statistics of a panel, each against an implementation of its own in plain Python."""

import statistics
from collections.abc import Mapping, Sequence
from math import exp, isnan, log, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.trends import cohort
from tracker.trends.cohort import Cohort

Z_90 = 1.6448536269514722
Scores = Mapping[int, int | None]
"""What a patient logged: a score by day since surgery, None for a day without one."""


def panel(*logs: Scores, baseline: float = 8, day: int = 400, groups: Sequence[str] = ()) -> Cohort:
    """A panel of patients who are all `day` days past surgery, of one group where none are given."""
    weeks: dict[tuple[str, int], list[int | None]] = {}
    for number, log_ in enumerate(logs):
        for each, score in log_.items():
            weeks.setdefault((f"p{number}", each // 7), []).append(score)
    rows = [
        (who, week, len(scores), sum(s is not None for s in scores), sum(s or 0 for s in scores))
        for (who, week), scores in weeks.items()
    ]
    columns = ["patient_id", "week", "entries", "scores", "total"]
    people = {
        "patient_id": [f"p{number}" for number in range(len(logs))],
        "group": list(groups) or ["all"] * len(logs),
        "baseline": [baseline] * len(logs),
        "day": [day] * len(logs),
    }
    return cohort.cohort(pd.DataFrame(people), pd.DataFrame(rows, columns=columns))


def level(score: int, first: int, last: int, *, a_week: int = 7) -> dict[int, int | None]:
    """The same score on the first days of each week, from a week to a week."""
    return {7 * week + day: score for week in range(first, last + 1) for day in range(a_week)}


def given_at(cells: pd.DataFrame, at: int) -> dict[str, float]:
    row = cells[cells["at"] == at].iloc[0]
    return {name: float(row[name]) for name in ("n", "value", "low", "high")}


@pytest.mark.parametrize(("patients", "shown"), [(5, True), (4, False)])
def test_a_week_is_told_of_from_five_patients_on(patients: int, shown: bool) -> None:
    cells = cohort.pain_by_week(panel(*[level(3, 0, 2)] * patients))
    assert cells["value"].notna().any() == shown
    assert cells["n"].notna().any() == shown


@pytest.mark.parametrize(("days", "shown"), [(4, True), (3, False)])
def test_a_week_counts_from_four_scores_on(days: int, shown: bool) -> None:
    cells = cohort.pain_by_week(panel(*[level(3, 0, 0, a_week=days)] * 5))
    assert (cells["value"].tolist() == [3]) == shown


def test_a_day_without_a_score_is_no_zero() -> None:
    log_: dict[int, int | None] = {**level(6, 0, 0, a_week=4), 4: None, 5: None, 6: None}
    assert given_at(cohort.pain_by_week(panel(*[log_] * 5)), 0)["value"] == 6


@given(st.lists(st.lists(st.integers(0, 10), min_size=4, max_size=7), min_size=5, max_size=12))
def test_median_and_quartiles_of_the_weekly_means(weeks: list[list[int]]) -> None:
    cells = cohort.pain_by_week(panel(*[dict(enumerate(week)) for week in weeks]))
    means = [statistics.fmean(week) for week in weeks]
    low, middle, high = statistics.quantiles(means, method="inclusive")
    assert given_at(cells, 0) == pytest.approx({"n": len(weeks), "value": middle, "low": low, "high": high})


def test_the_share_left_is_of_the_own_pain_before_surgery() -> None:
    assert given_at(cohort.pain_by_week(panel(*[level(2, 0, 0)] * 5, baseline=8), share_left=True), 0)["value"] == 0.25
    assert cohort.pain_by_week(panel(*[level(2, 0, 0)] * 5, baseline=3), share_left=True)["value"].isna().all()


@pytest.mark.parametrize(
    ("baseline", "pain", "improved"),
    [
        (5, 3, True),  # 2 points and 40 %
        (5, 4, False),
        (10, 7, True),  # exactly 30 %
        (10, 8, False),  # 2 points, but 20 %
        (4, 2, True),
    ],
)
def test_who_has_improved(baseline: float, pain: int, improved: bool) -> None:
    cells = cohort.improved_share(panel(*[level(pain, 12, 13)] * 5, baseline=baseline))
    assert given_at(cells, 3)["value"] == float(improved)


@pytest.mark.parametrize(("months", "weeks"), [(3, (12, 13)), (6, (25, 26)), (12, (51, 52))])
def test_improvement_is_judged_by_the_two_weeks_around_its_mark(months: int, weeks: tuple[int, int]) -> None:
    day = 7 * weeks[1] + 6
    log_ = level(9, 0, 60) | level(2, *weeks)
    assert given_at(cohort.improved_share(panel(*[log_] * 5, day=day)), months)["value"] == 1
    assert months not in cohort.improved_share(panel(*[log_] * 5, day=day - 1))["at"].tolist()


@pytest.mark.parametrize(("scores", "n", "left_out"), [(8, 5, np.nan), (7, np.nan, np.nan)])
def test_fewer_than_eight_scores_in_two_weeks_are_not_assessed(scores: int, n: float, left_out: float) -> None:
    log_ = dict.fromkeys(range(84, 84 + scores), 2)
    cells = cohort.improved_share(panel(*[log_] * 5, day=100))
    assert cells[["n", "left_out"]].iloc[0].tolist() == pytest.approx([n, left_out], nan_ok=True)


def test_who_could_not_be_assessed_is_counted_beside() -> None:
    cells = cohort.improved_share(panel(*[level(2, 12, 13)] * 6, *[level(2, 0, 1)] * 7, day=100))
    assert cells[["n", "left_out"]].to_numpy().tolist() == [[6, 7]]


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_interval_of_a_share_is_where_the_score_test_would_not_reject(count: int, n: int) -> None:
    count = min(count, n)
    low, high = cohort.wilson(count, n, 0.9)
    share = count / n
    assert 0 <= low <= share <= high <= 1
    for edge in (low, high):
        if 0 < edge < 1:
            assert abs(share - edge) == pytest.approx(Z_90 * sqrt(edge * (1 - edge) / n), abs=1e-9)


def test_the_interval_of_a_share_as_published() -> None:
    # Newcombe 1998, Stat Med 17:857, table I: 81 of 263 and 15 of 148, 95 %, score method.
    assert cohort.wilson(81, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert cohort.wilson(15, 148, 0.95) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert all(map(isnan, cohort.wilson(0, 0, 0.9)))


WEEKS = [2, 2, 3, 3, 3, 4, 5, 5, 6, 8, 8, 9, 12, 12, 15, 20]
HAPPENED = [1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0]
LIFELINES = {
    # KaplanMeierFitter(alpha=0.1).fit(WEEKS, HAPPENED) of lifelines 0.30.0, with NumPy 2.4.6 and pandas 3.1.1:
    # survival function, lower and upper end of its interval, at risk.
    2: (0.937500, 0.715752, 0.987622, 16),
    3: (0.803571, 0.566965, 0.919174, 14),
    4: (0.730519, 0.486371, 0.872154, 11),
    5: (0.584416, 0.344221, 0.762968, 10),
    6: (0.584416, 0.344221, 0.762968, 8),
    8: (0.417440, 0.198149, 0.624078, 7),
    9: (0.417440, 0.198149, 0.624078, 5),
    12: (0.313080, 0.115859, 0.534889, 4),
    15: (0.313080, 0.115859, 0.534889, 2),
    20: (0.313080, 0.115859, 0.534889, 1),
}


def test_time_to_improvement_as_lifelines_has_it() -> None:
    curve = cohort.improved_by(np.array(WEEKS), np.array(HAPPENED, dtype=bool))
    found = dict(zip(curve["at"], curve.drop(columns="at").to_numpy().tolist(), strict=True))
    for week, (left, lower, upper, at_risk) in LIFELINES.items():
        assert found[week] == pytest.approx([at_risk, 1 - left, 1 - upper, 1 - lower], abs=1e-6)
    assert found[7][1:] == found[6][1:]


@given(st.lists(st.tuples(st.integers(2, 12), st.booleans()), min_size=1, max_size=40))
def test_time_to_improvement_by_hand(followed: list[tuple[int, bool]]) -> None:
    curve = cohort.improved_by(np.array([w for w, _ in followed]), np.array([h for _, h in followed]))
    left, spread = 1.0, 0.0
    before = 0.0
    for row in curve.to_dict("records"):
        at_risk = sum(week >= row["at"] for week, _ in followed)
        events = sum(week == row["at"] and happened for week, happened in followed)
        left *= 1 - events / at_risk
        assert row["n"] == at_risk
        assert row["value"] == pytest.approx(1 - left)
        assert before <= row["value"] <= 1
        before = row["value"]
        if events and at_risk > events:
            spread += events / (at_risk * (at_risk - events))
        if 0 < left < 1 and at_risk > 0 and left > 1e-9:
            arm = Z_90 * sqrt(spread) / log(left)
            ends = sorted(1 - exp(log(left) * exp(side * arm)) for side in (-1, 1))
            assert [row["low"], row["high"]] == pytest.approx(ends)
        else:
            assert isnan(row["low"])
            assert isnan(row["high"])


def happened_in(*logs: Scores, baseline: float = 8) -> list[float]:
    """The share improved by each week, for a panel in which everybody logged the same."""
    return cohort.time_to_improvement(panel(*logs * 5, baseline=baseline))["value"].tolist()


def test_improvement_begins_with_two_valid_weeks_in_a_row() -> None:
    assert happened_in(level(8, 0, 3) | level(2, 4, 5)) == [0, 0, 0, 0, 1]
    assert happened_in(level(8, 0, 3) | level(2, 4, 4) | level(8, 5, 6)) == [0] * 7
    gap = level(8, 0, 3) | level(2, 4, 4) | level(2, 6, 6)
    assert happened_in(gap) == [0] * 7  # nobody knows of the week between


def test_the_first_two_weeks_after_surgery_do_not_count() -> None:
    assert happened_in(level(2, 0, 2)) == [0, 0, 0]
    assert happened_in(level(2, 0, 3)) == [0, 0, 1]


def test_without_a_week_or_a_pain_before_surgery_nobody_is_followed() -> None:
    assert happened_in(level(2, 0, 1)) == []
    assert happened_in(level(2, 0, 9), baseline=3) == []
    assert happened_in({}) == []


def test_who_was_not_followed_is_counted_beside() -> None:
    cells = cohort.time_to_improvement(panel(*[level(8, 0, 4)] * 5, *[level(8, 0, 1)] * 6))
    assert cells["left_out"].unique().tolist() == [6]
    assert cells["n"].unique().tolist() == [5]


@pytest.mark.parametrize("few", range(1, 5))
def test_how_many_have_no_pain_before_surgery_is_not_to_be_had_by_subtraction(few: int) -> None:
    """20 patients, which coverage and the number in the heading tell; a few of them without pain before surgery."""
    mixed = panel(*[level(8, 0, 2) | level(2, 3, 60)] * 7, *[level(8, 0, 60)] * 13, day=427)
    mixed.people.loc[: few - 1, "baseline"] = np.nan
    assert cohort.coverage(mixed)["n"].unique().tolist() == [20]
    for cells in (
        cohort.time_to_improvement(mixed),
        cohort.improved_share(mixed),
        cohort.pain_by_week(mixed, share_left=True),
    ):
        assert cells["value"].notna().all()
        assert cells[["n", "left_out"]].isna().all(axis=None)
    shares = pd.concat([cohort.time_to_improvement(mixed), cohort.improved_share(mixed)])
    assert shares[["low", "high"]].isna().all(axis=None)
    assert set(shares["value"]) <= {step / 10 for step in range(11)}


def test_coverage_is_of_four_whole_weeks_that_are_over() -> None:
    half: dict[int, int | None] = dict.fromkeys(range(0, 56, 2))
    cells = cohort.coverage(panel(*[half] * 5, day=55))
    assert cells[["at", "n", "value"]].to_numpy().tolist() == [[0, 5, 0.5], [4, 5, 0.5]]
    assert cohort.coverage(panel(*[half] * 5, day=54))["at"].tolist() == [0]


def test_who_logged_nothing_has_a_coverage_of_zero_and_no_pain() -> None:
    silent = panel(*[{}] * 5, day=28)
    assert cohort.coverage(silent)["value"].tolist() == [0]
    assert cohort.pain_by_week(silent).empty


def test_groups_come_the_largest_first() -> None:
    logs = [level(3, 0, 0)] * 5 + [level(6, 0, 0)] * 7
    cells = cohort.pain_by_week(panel(*logs, groups=["neck"] * 5 + ["back"] * 7))
    assert cells[["group", "n", "value"]].to_numpy().tolist() == [["back", 7, 6], ["neck", 5, 3]]


def test_weeks_of_who_is_not_among_the_people_are_left_out() -> None:
    everybody = panel(*[level(3, 0, 0)] * 6)
    weeks = pd.DataFrame({"patient_id": ["p0", "stranger"], "week": [0, 9], "entries": 7, "scores": 7, "total": 21.0})
    assert cohort.cohort(everybody.people, weeks).mean.shape == (6, 1)


def test_of_nobody_there_is_nothing_to_tell() -> None:
    nobody = panel()
    for cells in (cohort.pain_by_week(nobody), cohort.improved_share(nobody), cohort.time_to_improvement(nobody)):
        assert cells.empty
    assert cohort.coverage(nobody).empty
