"""Populations written by hand."""

import numpy as np

from tracker.simulation.courses import Course
from tracker.simulation.population import Population, Procedure
from tracker.trends.arrays import Floats


def logs(scores: Floats, before: float = 8, procedure: Procedure | None = None) -> Population:
    """Patients who logged these scores and whose level was just so; `before` is known. Each had the same procedure."""
    known = np.full(len(scores), before)
    courses, procedures = (Course.STEADY,) * len(scores), (procedure,) * len(scores)
    return Population(courses, np.nan_to_num(scores), scores, known, known, procedures)
