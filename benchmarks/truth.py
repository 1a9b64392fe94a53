"""What is true of a simulated population: when pain really returned, who really does not improve, whose pain persists.

All of it is read off the true level (0-10, without flares and noise), patients by days from the surgery on. Nothing
here knows what any method says. Cases too close to a line to be called are marked and left out of the scores, but
counted.
"""

from dataclasses import dataclass

import numpy as np

from tracker.simulation.population import Population
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled

RELIEF_DAYS = 21
RETURN_DAYS = 14
LEAST_RETURN = 2.0
LEAST_RETURN_SHARE = 0.3
"""A return counts from 2 points and 30 % on: Farrar 2001, Pain 94:149."""
DIP = 0.3
CLEAR_RISE = 2.5
"""Over the first 28 days; a smaller one is too close to the line of 2 points to be called."""
LEVEL_MARGIN = 0.5
FALL_MARGIN = 0.3
WARNED = 14
"""A flag this many days before an onset is not a false one: the return may have begun below the line."""
SETTLING = 28
"""As long after a relapse has ended nothing is called false."""
FIRST_DAY_AT_RISK = 21


@dataclass(frozen=True, slots=True)
class Relapse:
    """One true relapse: whose, first day, first day after it, and the mean of its first 28 days over the relief before.
    `logged_enough`: 7 entries in the 60 days before the onset and in the 28 from it on."""

    patient: int
    onset: int
    end: int
    rise: float
    logged_enough: bool

    @property
    def unclear(self) -> bool:
        return self.rise < CLEAR_RISE


@dataclass(frozen=True, slots=True)
class Answers:
    """A yes-or-no question of each patient and day, and where it is clear enough to be scored."""

    yes: Bools
    counted: Bools


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of a population, matrices of patients by days; `last_entry` is the day of it (-1: none)."""

    relapses: tuple[Relapse, ...]
    at_risk: Bools
    non_improvement: Answers
    persistent: Answers
    enough: Bools
    last_entry: Ints


def truth_of(people: Population) -> Truth:
    """The truth behind a population, by the definitions of the functions below."""
    logged = np.isfinite(people.scores)
    last_entry = _last(logged)
    relapses, relapsing, threshold = relapses_of(people.level, people.before, logged)
    return Truth(
        relapses,
        days_at_risk(people.level, relapses, relapsing, threshold, last_entry),
        non_improvement(people.level, people.before, relapsing),
        persistent(people.level),
        enough_data(logged),
        last_entry,
    )


def relapses_of(level: Floats, before: Floats, logged: Bools) -> tuple[tuple[Relapse, ...], Bools, Floats]:
    """The relapses of each patient, the days in one, and the level from which a return would count on each day
    (infinite before day 20).

    Relief: the lowest mean of 21 days since the surgery. It counts if it is 3 or less, or 2 points and 30 % below the
    pain before surgery (or that of the first fortnight, where higher). Onset: the first day at or over relief + 2
    points (30 % of it, where more) whose 14 days from it on average as much and never dip 0.3 below. The relapse ends
    on the first day, itself within 0.3 of it, from which 14 days average no more than relief + 1, and the relief stays
    what it was; or with 21 days of a new relief, 2 points and 30 % under the peak, which is then the one that counts.
    """
    threshold, relapsing = np.full(level.shape, np.inf), np.zeros(level.shape, dtype=np.bool_)
    found = np.zeros((level.shape[1] // RETURN_DAYS + 1, 3))
    relapses: list[Relapse] = []
    for patient, row in enumerate(level):
        count = _follow(row, before[patient], threshold[patient], relapsing[patient], found)
        relapses.extend(_relapse(patient, row, logged[patient], event) for event in found[:count])
    return tuple(relapses), relapsing, threshold


def _relapse(patient: int, level: Floats, logged: Bools, event: Floats) -> Relapse:
    onset, end, relief = int(event[0]), int(event[1]), event[2]
    rise = float(level[onset : onset + 28].mean() - relief)
    enough = logged[onset : onset + 28].sum() >= 7 and logged[max(onset - 60, 0) : onset].sum() >= 7
    return Relapse(patient, onset, end, rise, bool(enough))


def days_at_risk(
    level: Floats, relapses: tuple[Relapse, ...], relapsing: Bools, threshold: Floats, last_entry: Ints
) -> Bools:
    """The days on which a relapse flag would be false: from day 21 to the last entry, in no relapse, the level half a
    point or more below the line, not in the 14 days before an onset nor the 28 after an end."""
    day = np.arange(level.shape[1])
    risk: Bools = ~relapsing & (level < threshold - LEVEL_MARGIN)
    risk &= (day >= FIRST_DAY_AT_RISK) & (day <= last_entry[:, None])
    for each in relapses:
        risk[each.patient, max(each.onset - WARNED, 0) : each.onset] = False
        risk[each.patient, each.end : each.end + SETTLING] = False
    return risk


def non_improvement(level: Floats, before: Floats, relapsing: Bools) -> Answers:
    """Whether pain that is high is not falling: the mean of 14 days fell by less than 0.75 points in 42 days, and is 4
    or more, or 3 or more with less than 30 % of the pain before surgery gone. Left out: days in a relapse, the first
    55 days, and what half a point in the level together with 0.3 in the fall would turn."""
    now = _trailing_mean(level, 14)
    fall = np.full_like(now, np.nan)
    fall[:, 42:] = now[:, :-42] - now[:, 42:]
    yes, strictly, loosely = (
        _stalled(now + side * LEVEL_MARGIN, fall - side * FALL_MARGIN, before) for side in (0, -1, 1)
    )
    return Answers(yes, ~relapsing & np.isfinite(fall) & (strictly == loosely))


def _stalled(level: Floats, fall: Floats, before: Floats) -> Bools:
    little_gone = before[:, None] - level < 0.3 * before[:, None]
    stalled: Bools = (fall < 0.75) & ((level >= 4) | ((level >= 3) & little_gone))
    return stalled


def persistent(level: Floats) -> Answers:
    """Whether the mean of 28 days is 4 or more; left out within half a point of it, and before there are 28 days."""
    now = _trailing_mean(level, 28)
    return Answers(now >= 4, np.abs(now - 4) >= LEVEL_MARGIN)


def enough_data(logged: Bools) -> Bools:
    """Whether there are 7 entries in the last 28 days and 14 in all."""
    total = np.cumsum(logged, axis=1)
    recent: Ints = total - np.pad(total, ((0, 0), (28, 0)))[:, : total.shape[1]]
    return np.asarray((recent >= 7) & (total >= 14))


def _last(logged: Bools) -> Ints:
    backwards = logged[:, ::-1].argmax(axis=1)
    return np.where(logged.any(axis=1), logged.shape[1] - 1 - backwards, -1).astype(np.int64)


def _trailing_mean(level: Floats, days: int) -> Floats:
    """The mean of the last `days` days; NaN where there are fewer."""
    total = np.cumsum(np.pad(level, ((0, 0), (1, 0))), axis=1)
    mean = np.full_like(level, np.nan)
    mean[:, days - 1 :] = (total[:, days:] - total[:, :-days]) / days
    return mean


@compiled
def _follow(level: Floats, before: float, threshold: Floats, relapsing: Bools, found: Floats) -> int:
    """Goes through one patient's days, fills `threshold` and `relapsing`, writes onset, end and relief of each relapse
    to `found`, and returns how many."""
    usual = max(before, level[:14].mean())
    relief, since, count, peak = np.inf, 0, 0, -1.0
    for day in range(level.size):
        lately = level[day - RELIEF_DAYS + 1 : day + 1].mean() if day - RELIEF_DAYS + 1 >= since else np.inf
        if peak < 0:
            relief = min(relief, lately)
            threshold[day] = relief + max(LEAST_RETURN, LEAST_RETURN_SHARE * relief)
            if _counts(relief, usual) and _returns(level, day, threshold[day]):
                peak, relapsing[day], since = level[day], True, day
                found[count, 0], found[count, 1], found[count, 2] = day, level.size, relief
                count += 1
            continue
        threshold[day], relapsing[day], peak = threshold[day - 1], True, max(peak, level[day])
        if _is_back(level, day, relief):
            relapsing[day], found[count - 1, 1], peak, since = False, day, -1.0, day
        elif lately <= min(peak - LEAST_RETURN, (1 - LEAST_RETURN_SHARE) * peak):
            since, relief, peak = day - RELIEF_DAYS + 1, lately, -1.0
            relapsing[since : day + 1], found[count - 1, 1] = False, since
    return count


@compiled
def _counts(relief: float, usual: float) -> bool:
    """Whether a level is relief."""
    return relief <= 3 or (relief <= usual - LEAST_RETURN and relief <= (1 - LEAST_RETURN_SHARE) * usual)


@compiled
def _returns(level: Floats, day: int, line: float) -> bool:
    """Whether pain is at the line on this day and for the 14 days from it on."""
    after = level[day : day + RETURN_DAYS]
    if level[day] < line or after.size < RETURN_DAYS:
        return False
    return bool(after.mean() >= line and after.min() >= line - DIP)


@compiled
def _is_back(level: Floats, day: int, relief: float) -> bool:
    """Whether pain is down at the relief again, for 14 days from this one on."""
    after = level[day : day + RETURN_DAYS]
    return bool(after.size == RETURN_DAYS and level[day] <= relief + 1 + DIP and after.mean() <= relief + 1)
