"""The flag `flare`: pain well above the own level for a few days, shown as what it is.

Own level: the median of the entries of the 28 days before the rise, 7 or more, the rise itself never included. Raised
from day 28 on where two entries within 3 days are high: 2 points or more above it, and twice the own scatter at it or
more, both as known before the rise. In whom days differ much, 2 points up is a day like others; and a lone odd day is
noise. A day that the patient called a flare opens it at once, with or without such entries; as nobody asks where it
hurt, it counts for the site that hurt most on the day, for both where alike. Cleared where two entries in a row, not
called a flare, are back within 1 point of the own level; and after 13 days from the rise whatever was logged, as what
lasts longer is no flare: that is for `relapse` to say. Then no other is raised until two entries in a row are back, or
the rise is 28 days past and has become the own level.
"""

import numpy as np

from tracker.domain.assessment import FlagKind, Severity
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.course import Course
from tracker.trends.evidence import Found, days_where, found_in_pain, known
from tracker.trends.levels import Scatter, scatter_at, scatter_of
from tracker.trends.mean_of_days import mean_of_days
from tracker.trends.moving_order import trailing_median
from tracker.trends.stretches import Stretches, began, last_marked, runs

OWN_LEVEL_NAME = "own level"


def flares(course: Course, declared: Bools) -> Found:
    """Every flare. `declared`: patients x days, true where the patient called the day a flare and it counts for the
    site (see the head), which needs a score of the site."""
    rules = course.rules
    window = rules.days("own_level_window")
    own = trailing_median(course.pain, window, rules.days("sufficient_recent"))
    least = rules.value("flare_rise"), rules.value("flare_scatter")
    since = _days_of_flares(
        course.pain,
        declared,
        (own, _high_from(own, course.sigma, least, scatter_of(rules))),
        (rules.days("sufficient_window"), rules.days("flare_longest"), window),
        (rules.value("flare_over"), rules.days("flare_entries"), rules.days("flare_within")),
    )
    row, first, end = runs(since >= 0, course.day)
    onset = since[row, first]
    before = own[row, onset - 1]
    is_known = ~np.isnan(before)
    after_last_entry = began(np.isnan(course.pain), row, onset - 1)
    return found_in_pain(
        course,
        FlagKind.FLARE,
        Stretches(row, onset, first, end),
        mean_of_days(course, row, onset, first),
        severity=Severity.INFO,
        reference_name=[OWN_LEVEL_NAME if there else "" for there in is_known.tolist()],
        reference_level=known(before),
        reference_first_day=days_where(np.maximum(onset - window, 0), is_known),
        reference_last_day=days_where(onset - 1, is_known),
        onset_first_day=after_last_entry.tolist(),
        onset_last_day=onset.tolist(),
        declared=(last_marked(declared, row, first + 1) >= onset).tolist(),
    )


@compiled
def _high_from(own: Floats, sigma: Floats, least: tuple[float, float], scatter: Scatter) -> Floats:
    """For each row and day the level from which a score counts as high against the own level up to that day: `least`
    points above it, and `least` times the scatter at it. NaN where the own level is not known."""
    high = np.empty(own.shape)
    for row in range(own.shape[0]):
        for day in range(own.shape[1]):
            level = own[row, day]
            high[row, day] = level + max(least[0], least[1] * sigma[row, day] * scatter_at(level, scatter))
    return high


@compiled
def _days_of_flares(
    pain: Floats,
    declared: Bools,
    levels: tuple[Floats, Floats],
    days: tuple[int, int, int],
    line: tuple[float, int, int],
) -> Ints:
    """For each row and day the first day of the flare that is on, -1 where none is.

    `levels`: the own level up to each day, and from where on a score is high against it; `days`: the first day of the
    clock, the longest flare, the window of the own level; `line`: points above the own level to be back at most, how
    many entries make or end a flare, and within how many days they make it.
    """
    own, high = levels
    first_day, longest, window = days
    over, enough, within = line
    since = np.full(pain.shape, -1)
    for row in range(pain.shape[0]):
        onset, past, free, back, level = -1, -1, 1, 0, np.nan
        for day in range(1, pain.shape[1]):
            given = not np.isnan(pain[row, day])
            if given and (onset >= 0 or past >= 0):
                is_back = not declared[row, day] and not pain[row, day] > level + over
                back = back + 1 if is_back else 0
            if onset >= 0 and (back >= enough or day - onset >= longest):
                past = -1 if back >= enough else onset
                onset, free = -1, day
            elif past >= 0 and (back >= enough or day - past >= window):
                past, free = -1, day
            elif onset < 0 and past < 0 and given and day >= first_day:
                earliest = max(free, day - within + 1)
                onset = _rise(pain[row, : day + 1], high[row], earliest, enough)
                if onset < 0 and declared[row, day]:
                    onset = day
                if onset >= 0:
                    level, back = own[row, onset - 1], 0
            since[row, day] = onset
    return since


@compiled
def _rise(pain: Floats, high: Floats, earliest: int, enough: int) -> int:
    """The first day, from `earliest` on, that makes enough high entries with those after it, -1 if there is none. High
    is what counts as such against the own level up to the day before the first."""
    for first in range(earliest, pain.size):
        line = high[first - 1]
        if pain[first] >= line:
            count = 0
            for score in pain[first:]:
                count += score >= line
            if count >= enough:
                return first
    return -1
