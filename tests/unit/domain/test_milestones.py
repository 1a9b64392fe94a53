"""Milestones: what was reached since surgery, never what was not."""

from collections.abc import Sequence

import pytest

from tracker.domain.milestones import MilestoneDay, MostWalked, WeekReached, WithoutOpioid, milestones
from tracker.domain.patients import Site

LATER = 100


def back(*scores: int | None, first: int = 0) -> list[MilestoneDay]:
    """Logged days in a row with back pain; None leaves a day out."""
    return [MilestoneDay(first + index, {Site.AXIAL: score}) for index, score in enumerate(scores) if score is not None]


def walks(*minutes: int | None, first: int = 0) -> list[MilestoneDay]:
    return [MilestoneDay(first + index, walking_minutes=each) for index, each in enumerate(minutes) if each is not None]


def test_with_nothing_logged_nothing_is_reached() -> None:
    found = milestones([], LATER, opioid_listed=False)
    assert (found.days_logged, found.low_pain, found.walking_week, found.most_walked) == (0, {}, None, None)
    assert found.without_opioid is None


def test_every_logged_day_counts_whatever_was_answered() -> None:
    assert (
        milestones([MilestoneDay(0), MilestoneDay(5), *back(3, first=9)], LATER, opioid_listed=False).days_logged == 3
    )


@pytest.mark.parametrize(
    ("scores", "reached"),
    [
        ((3, 3, 3, 3), WeekReached(0, 3, 4)),  # four days are the fewest
        ((3, 3, 3, None, None, None, None), None),
        ((4, 4, 4, 4), None),  # 4 itself is not below 4
        ((3, 3, 4, 4), WeekReached(0, 3.5, 4)),
        ((3, 4, 4, 4), None),
        ((1, 1, 1, 3, 9, 9, 9), WeekReached(0, 3, 7)),  # the median: bad days do not outweigh the others
        ((9, 9, 9, 9, 9, 9, 9, 2, 2, 2, 2, 2, 2, 2), WeekReached(7, 2, 7)),
        ((2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1), WeekReached(0, 2, 7)),  # the first, not the best
        ((2, 2, 2, 2, 2, 2, 2, 9, 9, 9, 9, 9, 9, 9), WeekReached(0, 2, 7)),  # a worse week takes nothing back
        ((9, 9, 9, 9, 9, 9, 2, 2, 2, 2, None, None, None), None),  # weeks are those since surgery, not any seven days
    ],
)
def test_the_first_week_below_4_is_the_first_with_enough_days(
    scores: Sequence[int | None], reached: WeekReached | None
) -> None:
    assert milestones(back(*scores), LATER, opioid_listed=False).low_pain.get(Site.AXIAL) == reached


def test_the_sites_are_kept_apart() -> None:
    days = [MilestoneDay(day, {Site.AXIAL: 7, Site.LIMB: 1}) for day in range(7)]
    assert set(milestones(days, LATER, opioid_listed=False).low_pain) == {Site.LIMB}


@pytest.mark.parametrize(("today", "reached"), [(6, False), (7, True)])
def test_a_week_counts_once_it_is_over(today: int, reached: bool) -> None:
    found = milestones(back(1, 1, 1, 1, 1, 1, 1), today, opioid_listed=False)
    assert (Site.AXIAL in found.low_pain) == reached


def test_days_before_surgery_make_no_week() -> None:
    assert milestones(back(1, 1, 1, 1, 1, 1, 1, first=-7), LATER, opioid_listed=False).low_pain == {}


@pytest.mark.parametrize(
    ("minutes", "week", "most"),
    [
        ((10, 20, 30, 40), WeekReached(0, 25, 4), MostWalked(3, 40)),
        ((10, 20, 30), None, MostWalked(2, 30)),
        ((0, 0, 0, 0), None, None),
        ((30, 30, 30, 30, None, None, None, 30, 30, 30, 30), WeekReached(0, 30, 4), MostWalked(0, 30)),
        ((30, 30, 30, 30, None, None, None, 35, 35, 35, 35), WeekReached(7, 35, 4), MostWalked(7, 35)),
        ((30, 30, 30, 30, None, None, None, 5, 5, 5, 5), WeekReached(0, 30, 4), MostWalked(0, 30)),
    ],
)
def test_walking_tells_the_best_week_and_the_longest_day(
    minutes: Sequence[int | None], week: WeekReached | None, most: MostWalked | None
) -> None:
    found = milestones(walks(*minutes), LATER, opioid_listed=False)
    assert (found.walking_week, found.most_walked) == (week, most)


def test_days_without_an_opioid_count_only_where_it_was_answered_what_was_taken() -> None:
    days = [MilestoneDay(0, opioid=True), MilestoneDay(1, opioid=False), MilestoneDay(2), MilestoneDay(3, opioid=False)]
    assert milestones(days, LATER, opioid_listed=True).without_opioid == WithoutOpioid(2, 3)


def test_nothing_is_said_of_opioids_where_none_was_ever_listed() -> None:
    assert milestones([MilestoneDay(0, opioid=False)], LATER, opioid_listed=False).without_opioid is None
