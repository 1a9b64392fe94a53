"""A forward filter that follows, from entry to entry, how likely it is that pain has come back after relief.

What is followed is a probability over three hidden things, on a grid of half points:

- the *relief level*: it follows pain downwards within days and never rises, as relief is what was once reached;
- the *level* of pain now, which lies anywhere from 0 to 10;
- what pain is *doing*: resting, creeping up over weeks, jumping up within days, easing within days, or in a flare, mild
  or hard, which adds to the score of the day and not to the level. Resting pain wanders, and falls after surgery.

Each day the probability moves as pain does (`_a_day_passes`, `_relief_follows`), at the rates in `Beliefs`. Each entry
weighs it by how likely the entry is at each level (`_weigh`). A day without an entry moves it and weighs nothing: time
passes, and no more is known. A small rise that lasts is a level between relief and the return line: it explains the
entries and raises nothing. The probability of a return is that of all levels at or above the return line, outside
flares, over relief levels that count as relief.

An entry y after one k days before, y', is taken for normal about mu (1 - rho) + rho y', rho = phi^k, with the variance
sigma^2 (1 - rho^2) + 1/12: a first-order autoregression about the level mu with rounding to whole numbers. sigma is the
patient's own scatter, less near 0 (`levels.scatter_at`). One entry in a hundred may be anything.

Just after a procedure pain is likelier to ease, and while its relief usually wears off it is likelier to return: see
`procedures`.

Forward filtering of hidden Markov states: Rabiner 1989, Proc IEEE 77:257. The states and their rates are our own.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.procedures import Procedures, times_likelier
from tracker.trends.return_beliefs import Beliefs, beliefs
from tracker.trends.return_states import (
    RELIEFS,
    Entry,
    Weights,
    a_day_passes,
    how_surely_return,
    learn,
    relief_follows,
    relief_is_here,
    start,
    states,
    still_followed,
    weigh,
)

RAISED, BACK, NEW_RELIEF = 1, 2, 3
"""What `follow` notes of a day: a relapse was raised, or ended as pain is back, or ended in a new relief."""


class Followed(NamedTuple):
    """What was followed, patients x days: `probability` of a return (0 before the first entry, unchanged on days
    without one, 0 once nothing may return any more), `noted`: 0 or what happened on the day, and `lowest`: on days on
    which a relapse was raised, the last day of the lowest three weeks before."""

    probability: Floats
    noted: npt.NDArray[np.int8]
    lowest: Ints


class Observed(NamedTuple):
    """What is followed: `pain`, patients x days, NaN where not given; `sigma`, scatter in points as of each day;
    `typical`, typical pain, and `three_weeks`, the mean of the last 21 days, both NaN where too few entries; `lowest`,
    the mean of the lowest entries of the last fortnight, those that a flare cannot raise; `baseline`, pain before
    surgery, NaN where not known; `held`, days on which nothing may be raised or ended; `may_return`, all days on which
    a relapse could be raised, and more; `procedures` of the patients."""

    pain: Floats
    sigma: Floats
    typical: Floats
    three_weeks: Floats
    lowest: Floats
    baseline: Floats
    held: Bools
    may_return: Bools
    procedures: Procedures


def follow(observed: Observed, rules: Thresholds) -> Followed:
    """Follow each patient from the first entry on, to the last day on which pain may return, or to the end of a relapse
    that was raised by then. Nothing that is said of a day depends on how long the patient is followed."""
    shape = observed.pain.shape
    followed = Followed(np.zeros(shape), np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int64))
    own = np.searchsorted(observed.procedures.row, np.arange(shape[0] + 1))
    on = beliefs(rules)
    _follow(observed, own, states(on).copy(), on, followed)
    return followed


class _Memory(NamedTuple):
    """What the filter works in: `places`, all that is known of the states. By day: `falls` of resting pain, `carries`,
    the correlation of days so far apart, `eases` and `returns`, how many times likelier these are; `expected`, the
    expected level of the last three weeks."""

    places: Weights
    falls: Floats
    carries: Floats
    eases: Floats
    returns: Floats
    expected: Floats


@compiled
def _follow(observed: Observed, own: Ints, places: Weights, on: Beliefs, out: Followed) -> None:
    days = observed.pain.shape[1]
    memory = _Memory(
        places,
        _falls(days, on),
        np.power(on.day_correlation, np.arange(float(days + 1))),
        np.ones(days),
        np.ones(days),
        np.zeros(on.relief_window),
    )
    factors = on.procedure_ease_factor, on.procedure_return_factor, on.procedure_ease_days
    for row in range(observed.pain.shape[0]):
        times_likelier(memory.eases, memory.returns, observed.procedures, (own[row], own[row + 1]), factors)
        _follow_one(row, observed, memory, on, out)


@compiled
def _follow_one(row: int, observed: Observed, memory: _Memory, on: Beliefs, out: Followed) -> None:
    """Follow one patient. Relief levels from `low` to `high` are still followed; all others have no probability."""
    pain, three_weeks, probability, places = observed.pain, observed.three_weeks, out.probability, memory.places
    first, last, until = _first_entry(pain[row]), _last_entry(pain[row]), _last_day(observed.may_return[row])
    if until < first:
        return
    start(places, observed.baseline[row], on)
    low, high, total = 0, RELIEFS - 1, 1.0
    last_entry, last_score, level, flared = first, pain[row, first], 0.0, 0.0
    lowest, lowest_day, raised, peak = np.inf, -1, -1, 0.0
    how_surely_return(places, observed.baseline[row], on)
    for day in range(first, last + 1):
        if day > until and raised < 0:
            return
        if day == first + on.first_days - 1:
            how_surely_return(places, _before(pain[row, first : day + 1], observed.baseline[row], on), on)
        if day >= first + on.relief_window - 1 and three_weeks[row, day] < lowest:
            lowest, lowest_day = three_weeks[row, day], day
        flare_rate = 0.5 * (on.flare_memory * on.flare_rate + flared / on.flare_length) / (on.flare_memory + day)
        turns = on.return_rate * memory.returns[day], on.ease_rate * memory.eases[day]
        a_day_passes(places, low, high, (*turns, flare_rate, memory.falls[day]), on)
        low = max(low - 1, 0)
        relief_follows(places, low, high)
        memory.expected[day % on.relief_window] = level
        if np.isnan(pain[row, day]):
            probability[row, day] = probability[row, day - 1]
            continue
        rho = memory.carries[day - last_entry] if day > first else 0.0
        entry = Entry(pain[row, day], last_score, rho, observed.sigma[row, day])
        weigh(places, low, entry, 1 / total, on)
        last_entry, last_score = day, pain[row, day]
        total, back, close, flaring, height = learn(places, low, high)
        low, high = still_followed(places, low, high, total)
        level, flared = height / total, flared + flaring / total
        memory.expected[day % on.relief_window] = level
        probability[row, day] = back / total
        if observed.held[row, day]:
            continue
        if raised < 0:
            after_relief = day - first >= on.relief_window and lowest_day < day
            surely = after_relief and back >= on.raising * total
            if (
                observed.lowest[row, day] > lowest + on.end_margin
                and surely
                and level >= lowest + max(on.rise, on.rise_share * lowest)
            ):
                raised, peak = day, level
                out.noted[row, day], out.lowest[row, day] = RAISED, lowest_day
            continue
        peak = max(peak, level)
        if close > on.ending * total or observed.typical[row, day] <= lowest + on.end_margin:
            out.noted[row, day], raised = BACK, -1
        elif day - raised >= on.relief_window and _is_new_relief(memory.expected.mean(), peak, on):
            out.noted[row, day], raised = NEW_RELIEF, -1
            lowest, lowest_day = np.fmin(three_weeks[row, day], np.inf), day
            relief_is_here(places)
            low, high = 0, RELIEFS - 1
    probability[row, last:] = probability[row, last]


@compiled
def _first_entry(scores: Floats) -> int:
    """The day of the first score; the number of days where there is none."""
    for day in range(scores.size):
        if not np.isnan(scores[day]):
            return day
    return scores.size


@compiled
def _last_entry(scores: Floats) -> int:
    """The day of the last score; -1 where there is none."""
    for day in range(scores.size - 1, -1, -1):
        if not np.isnan(scores[day]):
            return day
    return -1


@compiled
def _last_day(marks: Bools) -> int:
    """The last day that is marked; -1 where none is."""
    for day in range(marks.size - 1, -1, -1):
        if marks[day]:
            return day
    return -1


@compiled
def _before(scores: Floats, baseline: float, on: Beliefs) -> float:
    """Pain before surgery, or the mean of the first fortnight of the log where that is higher or alone known."""
    count, total = 0, 0.0
    for score in scores:
        if not np.isnan(score):
            count, total = count + 1, total + score
    return np.fmax(baseline, total / count) if count >= on.first_days_entries else baseline


@compiled
def _is_new_relief(level: float, peak: float, on: Beliefs) -> bool:
    """Whether a level lies a meaningful fall below the height of a relapse."""
    return level <= peak - on.meaningful_points and level <= (1 - on.meaningful_share) * peak


@compiled
def _falls(days: int, on: Beliefs) -> Floats:
    """By how many points resting pain falls on each day since surgery, on the whole."""
    day = np.arange(days)
    return on.early_fall * np.exp(-day / on.early_fall_length) + on.late_fall * np.exp(-day / on.late_fall_length)
