"""The flag `walking_loss`: for three weeks the patient walks a third less than before.

Own level: the median of the minutes of the up to 84 days before the last 21, with 14 entries or more; the highest of
many means would be high by chance. Raised from day 56 on where the mean of the last 21 days, with 10 entries or more,
is a third or more below an own level of at least 10 minutes. Cleared where that mean is back within a quarter of the
own level as it was when the flag was raised: a level that follows the loss would call it over by itself. Neither raised
nor cleared with fewer entries.
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.evidence import Found, found, known
from tracker.trends.moving_order import trailing_median
from tracker.trends.stretches import Stretches, runs
from tracker.trends.windows import trailing_mean

OWN_WALKING_NAME = "own level of walking"
UNIT = "minutes"


def walking_loss(minutes: Floats, day: Ints, rules: Thresholds) -> Found:
    """Every stretch on which the flag was on. `minutes`: patients x days, minutes walked, NaN where not answered;
    `day`: the day to assess each patient as of."""
    window, before = rules.days("walking_window"), rules.days("walking_reference_window")
    own = trailing_median(minutes, before, rules.days("walking_reference_entries"))
    lost = _days_of_loss(
        minutes,
        own,
        rules.days("walking_first_day"),
        (window, rules.days("walking_entries")),
        (1 - rules.value("walking_drop"), 1 - rules.value("walking_clearing"), rules.value("walking_least")),
    )
    row, first, end = runs(lost > 0, day)
    since = first - window + 1
    mean, entries = trailing_mean(minutes, window, 1)
    return found(
        FlagKind.WALKING_LOSS,
        None,
        Stretches(row, since, first, end),
        rules,
        severity=Severity.REVIEW,
        entries_used=entries[row, first].tolist(),
        days_asked=window,
        level=known(mean[row, first]),
        unit=UNIT,
        reference_name=OWN_WALKING_NAME,
        reference_level=known(own[row, since - 1]),
        reference_first_day=np.maximum(since - before, 0).tolist(),
        reference_last_day=(since - 1).tolist(),
    )


@compiled
def _days_of_loss(
    minutes: Floats, own: Floats, first_day: int, judged: tuple[int, int], shares: tuple[float, float, float]
) -> Floats:
    """For each row and day the own level that walking is lost against, 0 where it is not. `judged`: the days of the
    mean and its fewest entries; `shares`: of the own level to be lost, to be back, and the least own level."""
    window, least = judged
    lost_at, back_above, least_level = shares
    against = np.zeros(minutes.shape)
    for row in range(minutes.shape[0]):
        count, total, level = 0, 0.0, 0.0
        for day in range(minutes.shape[1]):
            if not np.isnan(minutes[row, day]):
                count, total = count + 1, total + minutes[row, day]
            if day >= window and not np.isnan(minutes[row, day - window]):
                count, total = count - 1, total - minutes[row, day - window]
            if count >= least:
                if level > 0:
                    if total >= back_above * level * count:
                        level = 0.0
                elif day >= first_day and day >= window:
                    before = own[row, day - window]
                    if before >= least_level and total <= lost_at * before * count:
                        level = before
            against[row, day] = level
    return against
