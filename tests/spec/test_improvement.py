"""How much of the pain before surgery is gone as of a date, and whether what is left is acceptable."""

import pandas as pd
import pytest

from tests.spec.courses import judge, silent, stay
from tracker.domain.assessment import Improvement
from tracker.domain.columns import SUMMARY
from tracker.domain.patients import Site

NONE, MEANINGFUL, SUBSTANTIAL = Improvement.NONE, Improvement.MEANINGFUL, Improvement.SUBSTANTIAL


@pytest.mark.parametrize(
    ("baseline", "level", "expected"),
    [
        (10, 7, MEANINGFUL),
        (10, 7.1, NONE),
        (7, 4.9, MEANINGFUL),
        (6, 4, MEANINGFUL),
        (6, 4.1, NONE),
        (8, 4, SUBSTANTIAL),
        (8, 4.1, MEANINGFUL),
        (4, 2, SUBSTANTIAL),
        (4, 2.1, NONE),
        (3.9, 0, None),
        (None, 0, None),
        (5, 8, NONE),
    ],
    ids=[
        *("exactly 30 %", "a hair less", "exactly 30 % of 7", "2 points and a third", "less than 2 points"),
        *("exactly half", "less than half", "half of 4", "less than 2 of 4", "too low before", "not known", "worse"),
    ],
)
def test_an_improvement_takes_points_and_share(
    baseline: float | None, level: float, expected: Improvement | None
) -> None:
    assert judge([level] * 40, baseline=baseline).assessment("P1").site(Site.AXIAL).improvement is expected


@pytest.mark.parametrize(("level", "acceptable"), [(3, True), (3.1, False)])
def test_three_or_less_is_acceptable(level: float, acceptable: bool) -> None:
    assert judge([level] * 40, baseline=None).assessment("P1").site(Site.AXIAL).acceptable is acceptable


def test_where_typical_pain_is_not_known_nothing_is_said() -> None:
    site = judge(stay(2, 40) + silent(14)).assessment("P1").site(Site.AXIAL)
    assert (site.typical, site.improvement, site.acceptable) == (None, None, None)


def test_the_summary_says_the_same_in_its_last_two_columns() -> None:
    summary = judge(stay(2, 40), baseline=8).summary()
    assert SUMMARY.names[-2:] == ["improvement", "acceptable"]
    assert summary["improvement"].iloc[0] == "substantial"
    assert summary["acceptable"].iloc[0]
    assert summary[["improvement", "acceptable"]].iloc[1].isna().all()
    assert isinstance(summary["acceptable"].dtype, pd.BooleanDtype)
