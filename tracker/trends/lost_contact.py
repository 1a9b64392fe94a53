"""The flag `lost_contact`: nobody has written in the diary for a week, or for two.

On from the 7th day in a row without any diary entry (one without a score is one too) to the next entry; for
information, and for review from the 14th day on. Days count from the surgery on where nothing was ever logged, but the
flag is raised from day 14 on only: in the first two weeks (wound, hospital) nobody is asked for an entry.
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Ints
from tracker.trends.evidence import Found, found
from tracker.trends.stretches import OPEN, Stretches, runs


def lost_contact(logged: Bools, day: Ints, rules: Thresholds) -> Found:
    """Every stretch on which the flag was on. `logged`: patients x days, true with any diary entry; `day`: the day to
    assess each patient as of."""
    column = np.arange(logged.shape[1])
    newest = np.maximum.accumulate(np.where(logged, column, -1), axis=1)
    silent = (column - newest >= rules.days("silent_days")) & (column >= rules.days("silent_from"))
    row, first, end = runs(silent, day)
    since = newest[row, first] + 1
    last = np.where(end == OPEN, day[row], end - 1)
    lost = last - since + 1 >= rules.days("lost_days")
    return found(
        FlagKind.LOST_CONTACT,
        None,
        Stretches(row, since, first, end),
        rules,
        severity=[Severity.REVIEW if each else Severity.INFO for each in lost.tolist()],
        entries_used=0,
        days_asked=(first - since + 1).tolist(),
        onset_first_day=since.tolist(),
        onset_last_day=since.tolist(),
    )
