"""The flag `relapse`: relief, then a lasting return of pain.

Relief level. The lowest mean of 21 days since surgery (or since the relief that ended the last relapse). The lowest of
many means is low partly by chance, so its upper limit (one-sided, 80 %) is taken: the window for which that is lowest.
It counts as relief where it is 3 or less, or lies at least 2 points and 30 % under the pain before surgery, or under
the mean of days 0-13 where that is higher.

Return. Pain lies at least max(2, 30 %) above the relief level, beyond chance: the lower limit of typical pain (14 days,
99 %) or of the mean of 21 days (95 %) does; and the lowest 4 of 14 entries of the last fortnight average more than 1
point above it, so that a flare of up to ten days raises nothing.

End. Typical pain is back within 1 point of the relief level; or a new relief of 21 days lies at least 2 points and 30 %
under the height of the relapse, and is the relief level from then on. The highest of many means is high partly by
chance, so the height is the highest lower limit of typical pain (one-sided, with the confidence of the relief level).
A relapse never ends on a day without typical pain: nobody could see there that it is over.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.course import Course
from tracker.trends.stretches import Stretch
from tracker.trends.windows import lowest_mean, trailing_mean


@dataclass(frozen=True, slots=True)
class Relapse:
    """A relapse with the relief before it: `relief` is the relief level that the rule used, `relief_day` the last day
    of the 21 days that it rests on; `by_three_weeks` tells that the mean of 21 days raised it, not typical pain."""

    stretch: Stretch
    relief: float
    relief_day: int
    by_three_weeks: bool


@dataclass(frozen=True, slots=True)
class _Search:
    """Where each row of a set of rows is looked through from, and since when its relief level counts."""

    rows: Ints
    from_day: Ints
    relief_since: Ints


@dataclass(frozen=True)
class _Signs:
    """What the search for a return looks at, each for every patient and day."""

    course: Course

    @property
    def rules(self) -> Thresholds:
        return self.course.rules

    @cached_property
    def relief(self) -> Floats:
        """The upper limit of each full 21-day mean: the relief level if those days are the relief; infinite if none."""
        upper = self.course.three_weeks.below(self.rules.value("relief_confidence"))
        full = self.course.days >= self.course.three_weeks.days - 1
        return np.where(full & np.isfinite(upper), upper, np.inf)

    @cached_property
    def fortnight(self) -> Floats:
        """What typical pain surely lies above."""
        return self.course.typical.above(self.rules.value("relapse_confidence"))

    @cached_property
    def three_weeks(self) -> Floats:
        """What the mean of 21 days surely lies above."""
        return self.course.three_weeks.above(self.rules.value("relapse_confidence_long"))

    @cached_property
    def lowest(self) -> Floats:
        """The mean of the lowest 4 of 14 entries of the last fortnight: what a flare of ten days cannot raise."""
        sustained = self.rules.days("relapse_sustained")
        return lowest_mean(self.course.sorted_entries(sustained), 1 - self.rules.days("flare_days") / sustained)

    @cached_property
    def before(self) -> Floats:
        """Pain before surgery, or the mean of days 0-13 where that is higher or alone known, one a patient."""
        window, enough = self.rules.days("surgical_pain_days"), self.rules.days("typical_entries")
        first_days, _ = trailing_mean(self.course.pain[:, :window], window, enough)
        complete = self.course.pain.shape[1] >= window
        return np.fmax(self.course.baseline, first_days[:, -1]) if complete else self.course.baseline


@dataclass(frozen=True, slots=True)
class Returns:
    """Every relapse, and the days of pain that seems to return: typical pain at or above the return line after relief,
    surely or not yet."""

    relapses: tuple[Relapse, ...]
    seeming: Bools


def returns(course: Course) -> Returns:
    """Every return of pain. Each pass finds the next relapse of all patients together."""
    signs, seeming = _Signs(course), np.zeros_like(course.held)
    every = np.arange(course.pain.shape[0])
    search = _Search(every, np.zeros_like(every), np.zeros_like(every))
    found: list[Relapse] = []
    while search.rows.size:
        relief = _relief_level(signs, search)
        looked_at = signs.course.days >= search.from_day[:, None]
        seeming[search.rows] = np.where(looked_at, _seems_to_return(signs, search.rows, relief), seeming[search.rows])
        some, search = _pass(signs, search, relief, looked_at)
        found += some
    return Returns(tuple(found), seeming)


def return_line(relief: Floats, rules: Thresholds) -> Floats:
    """The level from which pain counts as returned: max(2, 30 %) above the relief level."""
    return relief + np.maximum(rules.value("relapse_rise"), rules.value("relapse_rise_share") * relief)


def _pass(signs: _Signs, search: _Search, relief: Floats, looked_at: Bools) -> tuple[list[Relapse], _Search]:
    """The first relapse of each row on a day that is looked at, and the search that is left after it."""
    hit = _returned(signs, search.rows, relief) & looked_at
    some = hit.any(axis=1)
    rows, since, first = search.rows[some], search.relief_since[some], hit[some].argmax(axis=1)
    level = relief[some][np.arange(rows.size), first]
    end, anew = _ends(signs, rows, first, level)
    found = [
        _relapse(signs, int(row), (int(day), int(stop)), float(value), int(start))
        for row, day, stop, value, start in zip(rows, first, end, level, since, strict=True)
    ]
    over = end < signs.course.pain.shape[1]
    since = np.where(anew, end - signs.course.three_weeks.days + 1, since)
    return found, _Search(rows[over], end[over] + 1, since[over])


def _relief_level(signs: _Signs, search: _Search) -> Floats:
    """The lowest so far, of windows that lie wholly after the start of the search for relief."""
    counts = signs.course.days >= search.relief_since[:, None] + signs.course.three_weeks.days - 1
    return np.minimum.accumulate(np.where(counts, signs.relief[search.rows], np.inf), axis=1)


def _is_relief(signs: _Signs, rows: Ints, relief: Floats) -> Bools:
    """3 or less, or a meaningful fall below the pain before surgery."""
    rules, before = signs.rules, signs.before[rows][:, None]
    enough_points = relief <= before - rules.value("meaningful_points")
    enough_share = relief <= (1 - rules.value("meaningful_share")) * before
    return (relief <= rules.value("low_level")) | (enough_points & enough_share)


def _seems_to_return(signs: _Signs, rows: Ints, relief: Floats) -> Bools:
    """Days on which typical pain is at or above the return line after relief, be it by chance."""
    at_line = signs.course.typical.value[rows] >= return_line(relief, signs.rules)
    return at_line & _is_relief(signs, rows, relief)


def _returned(signs: _Signs, rows: Ints, relief: Floats) -> Bools:
    """Days on which pain is surely above the return line, and more so than a flare could raise it."""
    line = return_line(relief, signs.rules)
    surely = (signs.fortnight[rows] >= line) | (signs.three_weeks[rows] >= line)
    lasting = signs.lowest[rows] > relief + signs.rules.value("relapse_end_margin")
    return surely & lasting & ~signs.course.held[rows] & _is_relief(signs, rows, relief)


def _ends(signs: _Signs, rows: Ints, first: Ints, relief: Floats) -> tuple[Ints, Bools]:
    """The day on which each relapse is over (the number of days where it is not), and whether a new relief ended it."""
    course, rules, typical = signs.course, signs.rules, signs.course.typical.value[rows]
    after = (course.days > first[:, None]) & ~course.held[rows] & np.isfinite(typical)
    back = after & (typical <= relief[:, None] + rules.value("relapse_end_margin"))
    peak = _peak(signs, rows, first)
    low = np.minimum(peak - rules.value("meaningful_points"), (1 - rules.value("meaningful_share")) * peak)
    three_weeks_in = course.days >= first[:, None] + course.three_weeks.days - 1
    anew = after & three_weeks_in & (signs.relief[rows] <= low)
    over = back | anew
    end = np.where(over.any(axis=1), over.argmax(axis=1), course.pain.shape[1])
    place = np.arange(rows.size), np.minimum(end, course.pain.shape[1] - 1)
    return end, anew[place] & ~back[place]


def _peak(signs: _Signs, rows: Ints, first: Ints) -> Floats:
    """How high typical pain surely was so far, at its highest since the first day of each relapse."""
    surely = signs.course.typical.above(signs.rules.value("relief_confidence"))[rows]
    during = (signs.course.days >= first[:, None]) & np.isfinite(surely)
    return np.maximum.accumulate(np.where(during, surely, -np.inf), axis=1)


def _relapse(signs: _Signs, row: int, days: tuple[int, int], relief: float, relief_since: int) -> Relapse:
    """The relapse from the first of `days` up to the second, with its onset and the last day of its relief."""
    first, end = days
    start = relief_since + signs.course.three_weeks.days - 1
    relief_day = start + int(signs.relief[row, start : first + 1].argmin())
    line = float(return_line(np.array(relief), signs.rules))
    since = _onset(signs.course.pain[row, : first + 1], (relief + line) / 2, relief_day)
    stretch = Stretch(row, since, first, None if end > signs.course.day[row] else end)
    # "not at or above" rather than "below": typical pain may be unknown (NaN) where three weeks raised the flag
    return Relapse(stretch, relief, relief_day, not signs.fortnight[row, first] >= line)


def _onset(pain: Floats, middle: float, relief_day: int) -> int:
    """The day on which pain turned: from it on the entries lie above `middle` on the whole, which is where their
    cumulative sum about `middle` is lowest (Page 1954, Biometrika 41:100); after the days of the relief."""
    climb = np.concatenate([[0.0], np.cumsum(np.nan_to_num(pain[relief_day + 1 :] - middle))])
    return min(relief_day + 1 + int(climb.size - 1 - climb[::-1].argmin()), pain.size - 1)
