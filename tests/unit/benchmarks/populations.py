"""Populations written by hand."""

import numpy as np

from tracker.simulation.courses import Course
from tracker.simulation.population import Population
from tracker.trends.arrays import Floats


def logs(scores: Floats, before: float = 8) -> Population:
    """Patients who logged these scores and whose level was just so; `before` is known."""
    known = np.full(len(scores), before)
    return Population((Course.STEADY,) * len(scores), np.nan_to_num(scores), scores, known, known)
