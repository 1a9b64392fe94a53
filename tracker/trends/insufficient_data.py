"""The flag `insufficient_data`: a log too thin to judge by.

On from day 28 on, while the log as a whole has fewer than 7 days with a score in the last 28, or fewer than 14 since
surgery. It comes and goes with the count itself: a count over 28 days is calm enough.
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Ints
from tracker.trends.course import too_few
from tracker.trends.evidence import Found, found
from tracker.trends.stretches import Stretches, runs
from tracker.trends.windows import trailing_count


def insufficient_data(given: Bools, day: Ints, rules: Thresholds) -> Found:
    """Every stretch on which the flag was on. `given`: patients x days, true with a score of any site; `day`: the day
    to assess each patient as of."""
    window = rules.days("sufficient_window")
    row, first, end = runs(too_few(given, rules) & (np.arange(given.shape[1]) >= window), day)
    recent = trailing_count(given, window)[row, first]
    few_of_late = recent < rules.days("sufficient_recent")
    return found(
        FlagKind.INSUFFICIENT_DATA,
        None,
        Stretches(row, first - window + 1, first, end),
        rules,
        severity=Severity.INFO,
        entries_used=np.where(few_of_late, recent, np.cumsum(given, axis=1)[row, first]).tolist(),
        days_asked=np.where(few_of_late, window, first + 1).tolist(),
    )
