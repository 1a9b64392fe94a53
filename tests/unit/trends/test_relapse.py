"""When pain seems to be back, though not surely enough to say so."""

import numpy as np

from tests.spec.courses import Scores, slope, stay, unsteady
from tracker.domain.patients import Site
from tracker.domain.reference import thresholds
from tracker.trends.course import Course
from tracker.trends.relapse import seems_to_return

WELL: Scores = slope(7, 1, 30) + stay(1, 90)


def course(scores: Scores) -> Course:
    pain = np.array([scores], dtype=float)
    return Course(Site.AXIAL, pain, np.array([7.0]), np.array([pain.shape[1] - 1]), thresholds())


def test_pain_seems_to_be_back_from_even_odds_on() -> None:
    back = course(unsteady(WELL + stay(4, 12)))
    odds = {day: round(float(back.followed.probability[0, day]), 2) for day in (128, 129, 130, 131)}
    assert odds == {128: 0.46, 129: 0.45, 130: 0.37, 131: 0.54}
    assert back.may_return[0, 128:].all()
    assert np.flatnonzero(seems_to_return(back)[0]).tolist() == [131]
