"""The flag `opioids_past_90`: an opioid is still taken more than 90 days after surgery.

On from the first day after day 90 on which an opioid was ticked. Cleared where the list of treatments was answered on
enough of the last 28 days and never with an opioid. A day on which it was not answered is neither with nor without:
four weeks of which little is known clear nothing.
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Floats, Ints
from tracker.trends.evidence import Found, found, known
from tracker.trends.stretches import Stretches, latch, runs
from tracker.trends.windows import trailing_count

UNIT = "days"


def opioids_past_90(opioid: Floats, day: Ints, rules: Thresholds) -> Found:
    """Every stretch on which the flag was on. `opioid`: patients x days, 1 with an opioid, 0 without, NaN where not
    answered; `day`: the day to assess each patient as of."""
    window = rules.days("opioid_window")
    taken, answered = opioid == 1, trailing_count(np.isfinite(opioid), window)
    late = taken & (np.arange(opioid.shape[1]) > rules.days("opioid_after_day"))
    without = (answered >= rules.days("opioid_entries")) & (trailing_count(late, window) == 0)
    row, first, end = runs(latch(late, without, np.zeros_like(taken)), day)
    return found(
        FlagKind.OPIOIDS_PAST_90,
        None,
        Stretches(row, first, first, end),
        rules,
        severity=Severity.REVIEW,
        entries_used=answered[row, first].tolist(),
        days_asked=window,
        level=known(trailing_count(taken, window)[row, first].astype(np.float64)),
        unit=UNIT,
    )
