"""The states that the filter of `return_filter` follows, on a grid, and what a day and an entry do to them.

A place of the grid is a relief level and a level of pain, both in half points; at each place pain may be doing each of
six things. All that is known of the places lies in one array, in parts of one size one after the other: as the distance
of two parts is a number known beforehand, a loop over places works on all parts at once, eight places at a time. Loops
over arrays of their own take several times as long. Indices are unsigned: no place is counted from the end.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.trends.arrays import Floats
from tracker.trends.compiled import compiled, inlined
from tracker.trends.return_beliefs import Beliefs

Weights = npt.NDArray[np.float32]
"""Probabilities; single precision is enough and twice as fast."""


class Entry(NamedTuple):
    """An entry: its score, the score before and the correlation with that, and the scatter of scores in points."""

    score: float
    last_score: float
    carries: float
    sigma: float


RELIEFS = 17
"""Relief levels: 0 to 8, as a level above 8 is no relief from anything."""

_STEP = 0.5  # points between two levels
_LEVELS = 21  # 0 to 10
_WIDTH = (
    24  # places of a relief level: its levels, and three that stay 0, so that a look beyond the levels finds nothing
)
_SIZE = (RELIEFS + 2) * _WIDTH  # relief r lies at (r + 1) * _WIDTH, between two rows that stay 0
_FORGOTTEN = np.float32(1e-3)  # relief levels less likely than this are no longer followed
_NOW = 6 * _SIZE
_ROW = np.uint64(_WIDTH)
_1, _2 = np.uint64(1), np.uint64(2)

# How likely each state is now, by what pain is doing, and after the day. The entry: how likely it is outside flares, in
# a mild one, in a hard one. Of places: whether they are levels, the lowest and the highest of them; the share of a
# relief level that stays in a day, and that goes down a step; how surely it is a return, whether it is near relief;
# level and relief in points. Sums up to a relief level: of all states, of returns, of those near relief, of flares, of
# level and of relief. The shares of pain that creeps up, jumps or eases which come from no, one, two places away.
_RESTS, _CREEPS, _JUMPS, _EASES, _MILD, _HARD = (np.uint64(part * _SIZE) for part in range(6))
_RESTS_THEN, _CREEPS_THEN, _JUMPS_THEN, _EASES_THEN, _MILD_THEN, _HARD_THEN = (
    np.uint64(part * _SIZE) for part in range(6, 12)
)
_SEEN, _SEEN_MILD, _SEEN_HARD, _LEVEL_THERE, _LOWEST, _HIGHEST = (np.uint64(part * _SIZE) for part in range(12, 18))
_STAYS, _DROPS, _RETURN, _NEAR, _LEVEL = (np.uint64(part * _SIZE) for part in range(18, 23))
_ALL, _BACK, _CLOSE, _FLARED, _HEIGHT = (np.uint64(part * _SIZE) for part in range(23, 28))
_CREEP_0, _CREEP_1, _CREEP_2, _JUMP_0, _JUMP_1, _JUMP_2 = (np.uint64(part * _SIZE) for part in range(28, 34))
_EASE_0, _EASE_1, _EASE_2 = (np.uint64(part * _SIZE) for part in range(34, 37))
_PARTS = 37


@cache
def states(on: Beliefs) -> Weights:
    """The array with all that is the same for every patient."""
    places = np.zeros(_PARTS * _SIZE, np.float32)
    relief, level = np.arange(RELIEFS)[:, None] * _STEP, np.arange(_LEVELS) * _STEP
    drops = np.clip((relief - level) / _STEP / on.relief_lag, 0, 1)
    for part, values in (
        (_LEVEL_THERE, 1),
        (_LOWEST, level == level[0]),
        (_HIGHEST, level == level[-1]),
        (_STAYS, 1 - drops),
        (_DROPS, drops),
        (_NEAR, level <= relief + on.end_margin + 1e-9),
        (_LEVEL, level),
    ):
        _levels_of(places, part)[:] = values
    for parts, pace in (
        ((_CREEP_0, _CREEP_1, _CREEP_2), on.creep_pace),
        ((_JUMP_0, _JUMP_1, _JUMP_2), on.jump_pace),
        ((_EASE_0, _EASE_1, _EASE_2), -on.jump_pace),
    ):
        for away, part in enumerate(parts):
            _levels_of(places, part)[:] = _arriving(away, pace)
    return places


def _levels_of(places: Weights, part: np.uint64) -> Weights:
    """One part as relief levels by levels of pain."""
    first = int(part)
    return places[first : first + _SIZE].reshape(RELIEFS + 2, _WIDTH)[1:-1, :_LEVELS]


def _arriving(away: int, pace: float) -> Floats:
    """The share of what is so many places away, against the pace in points, that comes to each level in a day. What
    lies between two levels is shared by them; what would move beyond 0 or 10 stays there."""
    arriving, sign = np.zeros(_LEVELS), 1 if pace > 0 else -1
    level = np.arange(_LEVELS)
    goal = np.clip(level + pace / _STEP, 0, _LEVELS - 1)
    below = np.minimum(np.floor(goal + 1e-9).astype(np.int64), _LEVELS - 2)
    for to, share in ((below, 1 - (goal - below)), (below + 1, goal - below)):
        here = (to - level) * sign == away
        arriving[to[here]] += share[here]
    return arriving


@compiled
def how_surely_return(places: Weights, before: float, on: Beliefs) -> None:
    """Write how surely pain at each place is back after relief: it is at the return line or above; and the relief level
    is low, or lies a meaningful fall below pain before surgery, which is known only within an error (logistic with the
    spread of a normal of that standard deviation)."""
    line = min(before - on.meaningful_points, (1 - on.meaningful_share) * before)
    marks = places[_RETURN : _RETURN + np.uint64(_SIZE)]
    for relief in range(RELIEFS):
        height = relief * _STEP
        surely = 0.0
        if height <= on.low_level:
            surely = 1.0
        elif not np.isnan(before):
            surely = 1 / (1 + np.exp(-1.7 * (line - height) / on.before_error))
        returned = height + max(on.rise, on.rise_share * height) - 1e-9
        for level in range(_LEVELS):
            marks[(relief + 1) * _WIDTH + level] = surely if level * _STEP >= returned else 0.0


@compiled
def start(places: Weights, baseline: float, on: Beliefs) -> None:
    """Before the first entry: about as much pain as before surgery, at rest, and no relief but the level itself."""
    places[: 2 * _NOW] = 0
    middle = on.start_level if np.isnan(baseline) else baseline
    total = 0.0
    for level in range(_LEVELS):
        weight = np.exp(-0.5 * ((level * _STEP - middle) / on.start_error) ** 2)
        places[(min(level, RELIEFS - 1) + 1) * _WIDTH + level] = weight
        total += weight
    places[:_SIZE] /= np.float32(total)


@inlined
def a_day_passes(places: Weights, low: int, high: int, rates: tuple[float, float, float, float], on: Beliefs) -> None:
    """Where a day takes pain, for the relief levels from `low` to `high`. `rates`: to begin to return by either way, to
    ease, to flare in either way, and by how many points resting pain falls."""
    return_rate, ease_rate, flare_rate, fall = rates
    wander = 0.5 * (on.wander / _STEP) ** 2
    down = min(fall / _STEP + wander, 0.45)
    rest = 1 - 2 * return_rate - ease_rate - 2 * flare_rate
    stay, sink, rise = np.float32(rest * (1 - down - wander)), np.float32(rest * down), np.float32(rest * wander)
    turn, ease, flare = np.float32(return_rate), np.float32(ease_rate), np.float32(flare_rate)
    creep_ends, creep_on = np.float32(1 / on.creep_length), np.float32(1 - 1 / on.creep_length)
    jump_ends, jump_on = np.float32(1 / on.jump_length), np.float32(1 - 1 / on.jump_length)
    flare_ends, flare_on = np.float32(1 / on.flare_length), np.float32(1 - 1 / on.flare_length)
    for place in range(_row_of(low), _row_of(high + 1)):
        rests, one_up, one_down = places[_RESTS + place], places[_RESTS + place + _1], places[_RESTS + place - _1]
        two_up, two_down = places[_RESTS + place + _2], places[_RESTS + place - _2]
        creeps, jumps, eases = places[_CREEPS + place], places[_JUMPS + place], places[_EASES + place]
        mild, hard = places[_MILD + place], places[_HARD + place]
        at_ends = sink * places[_LOWEST + place] + rise * places[_HIGHEST + place]
        places[_RESTS_THEN + place] = (
            rests * (stay + at_ends)
            + (sink * one_up + rise * one_down) * places[_LEVEL_THERE + place]
            + (creep_ends * creeps + jump_ends * (jumps + eases) + flare_ends * (mild + hard))
        )
        places[_CREEPS_THEN + place] = (
            places[_CREEP_0 + place] * (creep_on * creeps + turn * rests)
            + places[_CREEP_1 + place] * (creep_on * places[_CREEPS + place - _1] + turn * one_down)
            + places[_CREEP_2 + place] * (creep_on * places[_CREEPS + place - _2] + turn * two_down)
        )
        places[_JUMPS_THEN + place] = (
            places[_JUMP_0 + place] * (jump_on * jumps + turn * rests)
            + places[_JUMP_1 + place] * (jump_on * places[_JUMPS + place - _1] + turn * one_down)
            + places[_JUMP_2 + place] * (jump_on * places[_JUMPS + place - _2] + turn * two_down)
        )
        places[_EASES_THEN + place] = (
            places[_EASE_0 + place] * (jump_on * eases + ease * rests)
            + places[_EASE_1 + place] * (jump_on * places[_EASES + place + _1] + ease * one_up)
            + places[_EASE_2 + place] * (jump_on * places[_EASES + place + _2] + ease * two_up)
        )
        places[_MILD_THEN + place] = flare_on * mild + flare * rests
        places[_HARD_THEN + place] = flare_on * hard + flare * rests


@inlined
def _row_of(relief: int) -> np.uint64:
    """The place where a relief level begins."""
    return np.uint64((relief + 1) * _WIDTH)


@inlined
def relief_follows(places: Weights, low: int, high: int) -> None:
    """Relief levels above the level of pain come down towards it, a step a day at most; down to `low`, the level under
    the lowest that a day passed for."""
    for place in range(_row_of(low), _row_of(high + 1)):
        places[_RESTS + place] = _followed(places, _RESTS_THEN, place)
        places[_CREEPS + place] = _followed(places, _CREEPS_THEN, place)
        places[_JUMPS + place] = _followed(places, _JUMPS_THEN, place)
        places[_EASES + place] = _followed(places, _EASES_THEN, place)
        places[_MILD + place] = _followed(places, _MILD_THEN, place)
        places[_HARD + place] = _followed(places, _HARD_THEN, place)


@inlined
def _followed(places: Weights, then: np.uint64, place: int) -> np.float32:
    above = place + _ROW
    kept: np.float32 = places[then + place] * places[_STAYS + place] + places[then + above] * places[_DROPS + above]
    return kept


@inlined
def weigh(places: Weights, low: int, entry: Entry, scale: float, on: Beliefs) -> None:
    """How likely the entry is at each level, times `scale`: outside flares, in a mild one, in a hard one. Written at
    the relief level `low`; `learn` hands it on to those above."""
    first = int(_row_of(low))
    outside, in_mild, in_hard = (
        places[first + int(_SEEN) : first + int(_SEEN) + _LEVELS],
        places[first + int(_SEEN_MILD) : first + int(_SEEN_MILD) + _LEVELS],
        places[first + int(_SEEN_HARD) : first + int(_SEEN_HARD) + _LEVELS],
    )
    mild, hard = int(on.mild_flare / _STEP + 0.5), int(on.hard_flare / _STEP + 0.5)
    rho = entry.carries
    new, step = entry.sigma**2 * (1 - rho**2), (1 - rho) * _STEP
    off, density, ratio, shrinks = entry.score - rho * entry.last_score, 0.0, 0.0, 0.0
    known, stray = scale * (1 - on.stray_share), scale * on.stray_share / 4
    for level in range(_LEVELS + hard):
        height = level * _STEP
        if height < on.full_scatter_level + _STEP:
            scatter = min(1.0, on.floor_scatter + (1 - on.floor_scatter) * height / on.full_scatter_level)
            variance = new * scatter**2 + 1 / 12
            density = np.exp(-0.5 * (off - level * step) ** 2 / variance) / np.sqrt(variance)
            if height >= on.full_scatter_level:
                # From here on the scatter is the same: a normal density at even steps is a product of ratios.
                ratio = np.exp((step * (off - level * step) - 0.5 * step**2) / variance)
                shrinks = np.exp(-(step**2) / variance)
        else:
            density *= ratio
            ratio *= shrinks
        weight = np.float32(known * density + stray)
        if level < _LEVELS:
            outside[level] = weight
        if 0 <= level - mild < _LEVELS:
            in_mild[level - mild] = weight
        if level >= hard:
            in_hard[level - hard] = weight


@inlined
def learn(places: Weights, low: int, high: int) -> tuple[float, float, float, float, float]:
    """Weigh every state by the entry. Gives the sum of all states; of those of a return, near relief, and in a flare;
    and of all levels and relief levels in points, each times how likely it is."""
    begin, end = _row_of(low), _row_of(high + 1)
    for place in range(begin + _ROW, end):
        places[_SEEN + place] = places[_SEEN + place - _ROW]
        places[_SEEN_MILD + place] = places[_SEEN_MILD + place - _ROW]
        places[_SEEN_HARD + place] = places[_SEEN_HARD + place - _ROW]
    for part in (_ALL, _BACK, _CLOSE, _FLARED, _HEIGHT):
        places[part + begin - _ROW : part + begin] = 0
    for place in range(begin, end):
        rests, creeps = places[_RESTS + place] * places[_SEEN + place], places[_CREEPS + place] * places[_SEEN + place]
        jumps, eases = places[_JUMPS + place] * places[_SEEN + place], places[_EASES + place] * places[_SEEN + place]
        mild = places[_MILD + place] * places[_SEEN_MILD + place]
        hard = places[_HARD + place] * places[_SEEN_HARD + place]
        lasting, flaring = (rests + creeps) + (jumps + eases), mild + hard
        anywhere, beneath = lasting + flaring, place - _ROW
        places[_RESTS + place], places[_CREEPS + place] = rests, creeps
        places[_JUMPS + place], places[_EASES + place] = jumps, eases
        places[_MILD + place], places[_HARD + place] = mild, hard
        places[_ALL + place] = places[_ALL + beneath] + anywhere
        places[_BACK + place] = places[_BACK + beneath] + lasting * places[_RETURN + place]
        places[_CLOSE + place] = places[_CLOSE + beneath] + anywhere * places[_NEAR + place]
        places[_FLARED + place] = places[_FLARED + beneath] + flaring
        places[_HEIGHT + place] = places[_HEIGHT + beneath] + anywhere * places[_LEVEL + place]
    total, back, close, flared, height = 0.0, 0.0, 0.0, 0.0, 0.0
    for place in range(end - _ROW, end):
        total += places[_ALL + place]
        back += places[_BACK + place]
        close += places[_CLOSE + place]
        flared += places[_FLARED + place]
        height += places[_HEIGHT + place]
    return total, back, close, flared, height


@inlined
def still_followed(places: Weights, low: int, high: int, total: float) -> tuple[int, int]:
    """The first and the last relief level that is likely enough to be followed, of those whose sum `learn` gave; the
    others are cleared."""
    while _likely(places, low) < _FORGOTTEN * total:
        _forget(places, low)
        low += 1
    while _likely(places, high) < _FORGOTTEN * total:
        _forget(places, high)
        high -= 1
    return low, high


@inlined
def _likely(places: Weights, relief: int) -> float:
    """How likely a relief level is, by the sums of `learn` up to it and up to the one beneath."""
    likely, begin = 0.0, _row_of(relief)
    for place in range(begin, begin + _ROW):
        likely += places[_ALL + place] - places[_ALL + place - _ROW]
    return likely


@inlined
def _forget(places: Weights, relief: int) -> None:
    begin = _row_of(relief)
    for part in range(_RESTS, np.uint64(2 * _NOW), np.uint64(_SIZE)):
        places[part + begin : part + begin + _ROW] = 0


@compiled
def relief_is_here(places: Weights) -> None:
    """After a new relief: the level of pain is the relief level."""
    for part in range(0, _NOW, _SIZE):
        doing = places[part : part + _SIZE]
        for level in range(_LEVELS):
            total = np.float32(0)
            for relief in range(RELIEFS):
                place = (relief + 1) * _WIDTH + level
                total += doing[place]
                doing[place] = 0
            doing[(min(level, RELIEFS - 1) + 1) * _WIDTH + level] = total
