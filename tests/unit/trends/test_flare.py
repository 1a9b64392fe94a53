"""How often a flare is shown: seldom where there is none, and mostly where there is one."""

import numpy as np

from tracker.domain.patients import Site
from tracker.domain.reference import thresholds
from tracker.trends.arrays import Floats
from tracker.trends.course import Course
from tracker.trends.flare import flares
from tracker.trends.stretches import Stretches

DAYS, PEOPLE = 365, 400


def about(level: float, scatter: float) -> Floats:
    """A year of scores of many about a level, days alike as in life (correlation 0.5), a tenth not logged."""
    rng = np.random.default_rng(3)
    off = rng.normal(size=(PEOPLE, DAYS))
    for day in range(1, DAYS):
        off[:, day] = 0.5 * off[:, day - 1] + np.sqrt(1 - 0.5**2) * off[:, day]
    return np.where(rng.random((PEOPLE, DAYS)) < 0.1, np.nan, np.clip(np.rint(level + scatter * off), 0, 10))


def shown(pain: Floats) -> Stretches:
    course = Course(Site.AXIAL, pain, np.full(PEOPLE, np.nan), np.full(PEOPLE, DAYS - 1), thresholds())
    return flares(course, np.zeros(pain.shape, dtype=np.bool_)).on


def test_where_days_differ_as_in_most_people_two_or_three_flares_a_year_are_chance() -> None:
    assert 1 < shown(about(5, 1.39)).row.size / PEOPLE < 3


def test_where_days_differ_more_there_are_no_more_of_them() -> None:
    assert shown(about(5, 2)).row.size / PEOPLE < 3


def test_four_days_four_points_up_are_shown_where_days_differ_by_a_point() -> None:
    pain = about(3, 1)
    pain[:, 100:104] = np.minimum(pain[:, 100:104] + 4, 10)
    found = shown(pain)
    in_time = (found.first >= 100) & (found.first <= 105)
    assert np.unique(found.row[in_time]).size / PEOPLE > 0.85
