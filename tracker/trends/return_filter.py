"""A forward filter that follows, from entry to entry, how likely it is that pain has come back after relief.

What is followed is a probability over three hidden things, on a grid of half points:

- the *relief level*: it follows pain downwards within days and never rises, as relief is what was once reached;
- the *level* of pain now, which lies anywhere from 0 to 10;
- what pain is *doing*: resting, creeping up over weeks, jumping up within days, easing within days, or in a flare, mild
  or hard, which adds to the score of the day and not to the level. Resting pain wanders, and falls slowly after surgery.

Each day the probability moves as pain does (`_a_day_passes`, `_relief_follows`), at the rates in `Beliefs`. Each entry
weighs it by how likely the entry is at each level (`_weigh`). A day without an entry moves it and weighs nothing: time
passes, and no more is known. A small rise that lasts is a level between relief and the return line: it explains the
entries and raises nothing. The probability of a return is that of all levels at or above the return line, outside
flares, over relief levels that count as relief.

An entry y after one k days before, y', is taken for normal about mu (1 - rho) + rho y', rho = phi^k, with the variance
sigma^2 (1 - rho^2) + 1/12: a first-order autoregression about the level mu with rounding to whole numbers. sigma is the
patient's own scatter, less near 0 (`levels.scatter`). One entry in a hundred may be anything.

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

RAISED, BACK, NEW_RELIEF = 1, 2, 3
"""What `follow` notes of a day: a relapse was raised, or ended as pain is back, or ended in a new relief."""

Weights = npt.NDArray[np.float32]
"""Probabilities; single precision is enough and twice as fast."""

_STEP = 0.5  # points between two levels of the grid
_LEVELS = 21  # 0 to 10
_RELIEFS = 17  # 0 to 8: a level above 8 is no relief from anything
_WIDTH = 24  # memory of one relief level: its levels and three places for what moves beyond them, so that one loop runs
_SIZE = (_RELIEFS + 2) * _WIDTH  # over all relief levels, a whole vector at a time; relief r lies at (r + 1) * _WIDTH
_TOP = _LEVELS - 1
_RESTS, _CREEPS_UP, _JUMPS_UP, _EASES, _MILD, _HARD = range(6)
_DOINGS = 6
_ONE = np.float32(1)  # an integer 1 would make the sums double precision
_FORGOTTEN = 1e-3  # relief levels less likely than this are no longer followed


class Beliefs(NamedTuple):
    """What the filter takes for granted: rates a day, paces in points a day, lengths in days; see thresholds.toml."""

    rise: float
    rise_share: float
    low_level: float
    meaningful_points: float
    meaningful_share: float
    before_error: float
    first_days: int
    first_days_entries: int
    relief_window: int
    relief_slack: float
    end_margin: float
    raising: float
    ending: float
    return_rate: float
    ease_rate: float
    flare_rate: float
    flare_memory: float
    flare_length: float
    mild_flare: float
    hard_flare: float
    creep_pace: float
    creep_length: float
    jump_pace: float
    jump_length: float
    wander: float
    early_fall: float
    early_fall_length: float
    late_fall: float
    late_fall_length: float
    procedure_ease_factor: float
    procedure_ease_days: int
    procedure_return_factor: float
    relief_lag: float
    stray_share: float
    start_level: float
    start_error: float
    day_correlation: float
    floor_scatter: float
    full_scatter_level: float


def beliefs(rules: Thresholds) -> Beliefs:
    """The beliefs on file."""
    value = rules.value
    return Beliefs(
        rise=value("relapse_rise"),
        rise_share=value("relapse_rise_share"),
        low_level=value("low_level"),
        meaningful_points=value("meaningful_points"),
        meaningful_share=value("meaningful_share"),
        before_error=value("before_error"),
        first_days=rules.days("surgical_pain_days"),
        first_days_entries=rules.days("typical_entries"),
        relief_window=rules.days("relief_window"),
        relief_slack=value("relief_slack"),
        end_margin=value("relapse_end_margin"),
        raising=value("relapse_probability"),
        ending=value("relapse_end_probability"),
        return_rate=value("return_rate"),
        ease_rate=value("ease_rate"),
        flare_rate=value("flare_rate"),
        flare_memory=value("flare_memory"),
        flare_length=value("flare_length"),
        mild_flare=value("mild_flare"),
        hard_flare=value("hard_flare"),
        creep_pace=value("creep_pace"),
        creep_length=value("creep_length"),
        jump_pace=value("jump_pace"),
        jump_length=value("jump_length"),
        wander=value("wander"),
        early_fall=value("early_fall"),
        early_fall_length=value("early_fall_length"),
        late_fall=value("late_fall"),
        late_fall_length=value("late_fall_length"),
        procedure_ease_factor=value("procedure_ease_factor"),
        procedure_ease_days=rules.days("procedure_ease_days"),
        procedure_return_factor=value("procedure_return_factor"),
        relief_lag=value("relief_lag"),
        stray_share=value("stray_share"),
        start_level=value("start_level"),
        start_error=value("start_error"),
        day_correlation=value("day_correlation"),
        floor_scatter=value("floor_scatter"),
        full_scatter_level=value("full_scatter_level"),
    )


class Followed(NamedTuple):
    """What was followed, patients x days: `probability` of a return (0 before the first entry, unchanged on days
    without one), `relief`, the expected relief level (NaN before the first entry), `noted`: 0 or what happened on the
    day, and `lowest`: on days on which a relapse was raised, the last day of the lowest three weeks before."""

    probability: Floats
    relief: Floats
    noted: npt.NDArray[np.int8]
    lowest: Ints


class Observed(NamedTuple):
    """What is followed: `pain`, patients x days, NaN where not given; `sigma`, scatter in points as of each day;
    `three_weeks`, the mean of the last 21 days, NaN where too few entries; `baseline`, pain before surgery, NaN where
    not known; `held`, days on which nothing may be raised or ended; `procedures` of the patients."""

    pain: Floats
    sigma: Floats
    three_weeks: Floats
    baseline: Floats
    held: Bools
    procedures: Procedures


def follow(observed: Observed, rules: Thresholds) -> Followed:
    """Follow each patient from the first entry on."""
    shape = observed.pain.shape
    followed = Followed(
        np.zeros(shape), np.full(shape, np.nan), np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int64)
    )
    own = np.searchsorted(observed.procedures.row, np.arange(shape[0] + 1))
    _follow(observed, own, beliefs(rules), followed)
    return followed


@compiled
def _follow(observed: Observed, own: Ints, on: Beliefs, out: Followed) -> None:
    pain, sigma, three_weeks, baseline, held, procedures = observed
    likely = np.zeros((_DOINGS, _SIZE), np.float32)
    after = np.zeros((_DOINGS, _SIZE), np.float32)
    room = np.zeros(_SIZE, np.float32)
    seen = np.zeros((3, _SIZE), np.float32)
    lasting, flaring = np.zeros(_SIZE, np.float32), np.zeros(_SIZE, np.float32)
    sums = np.zeros((4, _WIDTH), np.float32)
    rows = np.zeros(_RELIEFS)
    drops = _drops(on.relief_lag)
    keeps = _ONE - drops
    returned, near = _above_return_line(on), _near_relief(on)
    expected, counts = np.zeros(on.relief_window), np.zeros(_RELIEFS)
    falls, carries = _falls(pain.shape[1], on), on.day_correlation ** np.arange(pain.shape[1] + 1)
    eases, returns = np.ones(pain.shape[1]), np.ones(pain.shape[1])
    factors = on.procedure_ease_factor, on.procedure_return_factor, on.procedure_ease_days
    for row in range(pain.shape[0]):
        times_likelier(eases, returns, procedures, own[row], own[row + 1], factors)
        before, early_sum, early_count = baseline[row], 0.0, 0
        first, last_entry, last_score, flared = -1, -1, 0.0, 0.0
        lowest, lowest_day, counts_from = np.inf, -1, 0
        raised, peak, level = -1, 0.0, 0.0
        low, high, scale = 0, _RELIEFS - 1, 1.0
        for day in range(pain.shape[1]):
            score = pain[row, day]
            given = not np.isnan(score)
            if first < 0:
                if not given:
                    continue
                first = counts_from = day
                _start(likely, baseline[row], on)
                _how_surely_relief(counts, before, on)
                low, high = 0, _RELIEFS - 1
            if given and day < first + on.first_days:
                early_sum, early_count = early_sum + score, early_count + 1
            if day == first + on.first_days - 1 and early_count >= on.first_days_entries:
                before = np.fmax(before, early_sum / early_count)
                _how_surely_relief(counts, before, on)
            if day >= counts_from + on.relief_window - 1 and three_weeks[row, day] < lowest:
                lowest, lowest_day = three_weeks[row, day], day
            flare_rate = 0.5 * (on.flare_memory * on.flare_rate + flared / on.flare_length) / (on.flare_memory + day)
            rates = on.return_rate * returns[day], on.ease_rate * eases[day], flare_rate
            _a_day_passes(likely, after, room, low, high, falls[day], rates, scale, on)
            low, scale = max(low - 1, 0), 1.0
            _relief_follows(after, likely, low, high, drops, keeps)
            out.probability[row, day] = out.probability[row, day - 1] if day > first else 0.0
            out.relief[row, day] = out.relief[row, day - 1] if day > first else np.nan
            expected[day % on.relief_window] = level
            if not given:
                continue
            rho = carries[day - last_entry] if last_entry >= 0 else 0.0
            _weigh(seen, score, last_score, rho, sigma[row, day], on)
            last_entry, last_score = day, score
            _learn(likely, seen, low, high, lasting, flaring)
            total, level, returning, is_near, in_flare = _sum_up(
                lasting, flaring, low, high, counts, returned, near, rows, sums
            )
            scale = 1 / total
            low, high = _still_followed(likely, low, high, rows, total)
            flared += in_flare / total
            expected[day % on.relief_window] = level
            out.probability[row, day] = returning / total
            out.relief[row, day] = _expected_relief(rows, low, high)
            if held[row, day]:
                continue
            if raised < 0:
                line = lowest + max(on.rise, on.rise_share * lowest) - on.relief_slack
                long_enough = day - first >= on.relief_window
                if long_enough and returning >= on.raising * total and level >= line:
                    raised, peak = day, level
                    out.noted[row, day], out.lowest[row, day] = RAISED, lowest_day
                continue
            peak = max(peak, level)
            is_new = day - raised >= on.relief_window and expected.mean() <= min(
                peak - on.meaningful_points, (1 - on.meaningful_share) * peak
            )
            if is_near > on.ending * total:
                out.noted[row, day], raised = BACK, -1
            elif is_new:
                out.noted[row, day], raised = NEW_RELIEF, -1
                counts_from, lowest, lowest_day = day - on.relief_window + 1, np.inf, -1
                if three_weeks[row, day] < lowest:
                    lowest, lowest_day = three_weeks[row, day], day
                _relief_is_here(likely)
                low, high = 0, _RELIEFS - 1


@compiled
def _place(relief: int, level: int) -> int:
    """Where a relief level and a level lie in memory."""
    return (relief + 1) * _WIDTH + level


@compiled
def _drops(lag: float) -> Weights:
    """The share of each relief level that goes down a step in a day, by level of pain: the distance over the lag."""
    drops = np.zeros(_SIZE, np.float32)
    for relief in range(_RELIEFS):
        for level in range(relief):
            drops[_place(relief, level)] = min(1.0, (relief - level) / lag)
    return drops


@compiled
def _above_return_line(on: Beliefs) -> Weights:
    """1 where the level is at or above the return line of the relief level."""
    marks = np.zeros(_SIZE, np.float32)
    for relief in range(_RELIEFS):
        line = relief * _STEP + max(on.rise, on.rise_share * relief * _STEP)
        for level in range(_LEVELS):
            marks[_place(relief, level)] = level * _STEP >= line - 1e-9
    return marks


@compiled
def _near_relief(on: Beliefs) -> Weights:
    """1 where the level is within the margin of the relief level at which a relapse is over."""
    marks = np.zeros(_SIZE, np.float32)
    for relief in range(_RELIEFS):
        for level in range(_LEVELS):
            marks[_place(relief, level)] = level * _STEP <= relief * _STEP + on.end_margin + 1e-9
    return marks


@compiled
def _start(likely: Weights, baseline: float, on: Beliefs) -> None:
    """Before the first entry: about as much pain as before surgery, at rest, and no relief but the level itself."""
    likely[:] = 0
    middle = on.start_level if np.isnan(baseline) else baseline
    total = 0.0
    for level in range(_LEVELS):
        weight = np.exp(-0.5 * ((level * _STEP - middle) / on.start_error) ** 2)
        likely[_RESTS, _place(min(level, _RELIEFS - 1), level)] = weight
        total += weight
    likely[_RESTS] /= np.float32(total)


@compiled
def _falls(days: int, on: Beliefs) -> Floats:
    """By how many points resting pain falls on each day since surgery, on the whole."""
    day = np.arange(days)
    return on.early_fall * np.exp(-day / on.early_fall_length) + on.late_fall * np.exp(-day / on.late_fall_length)


@compiled
def _a_day_passes(
    now: Weights,
    then: Weights,
    room: Weights,
    low: int,
    high: int,
    fall: float,
    rates: tuple[float, float, float],
    scale: float,
    on: Beliefs,
) -> None:
    """Where a day takes the levels, by what pain is doing, for the relief levels from `low` to `high`; one beneath is
    cleared, as relief may follow down to it. Resting pain falls by `fall` points; `rates`: to begin to return by either
    way, to ease, and to flare in either way. All is multiplied by `scale`."""
    first, end = (low + 1) * _WIDTH, (high + 2) * _WIDTH
    up = 0.5 * (on.wander / _STEP) ** 2
    down = min(fall / _STEP + up, 0.45)
    return_rate, ease_rate, flare_rate = rates
    rest = scale * (1 - 2 * return_rate - ease_rate - 2 * flare_rate)
    _rest(now, then, first, end, (rest * (1 - down - up), rest * down, rest * up), scale, on)
    for doing, rate, pace, length in (
        (_CREEPS_UP, return_rate, on.creep_pace, on.creep_length),
        (_JUMPS_UP, return_rate, on.jump_pace, on.jump_length),
        (_EASES, ease_rate, -on.jump_pace, on.jump_length),
    ):
        resting, goes_on = now[_RESTS, first:end], scale * (1 - 1 / length)
        _stay_and_enter(now[doing, first:end], resting, room[first:end], goes_on, scale * rate)
        _move(room, then[doing], first, end, pace)
    for doing in (_MILD, _HARD):
        resting, goes_on = now[_RESTS, first:end], scale * (1 - 1 / on.flare_length)
        _stay_and_enter(now[doing, first:end], resting, then[doing, first:end], goes_on, scale * flare_rate)
    then[:, first - _WIDTH : first] = 0


@compiled
def _rest(
    now: Weights,
    then: Weights,
    first: int,
    end: int,
    shares: tuple[float, float, float],
    scale: float,
    on: Beliefs,
) -> None:
    """Resting pain stays, goes a step down or a step up, each with its share; and all other doings end in rest."""
    stay, down, up = np.float32(shares[0]), np.float32(shares[1]), np.float32(shares[2])
    here, above, beneath = now[_RESTS, first:end], now[_RESTS, first + 1 : end + 1], now[_RESTS, first - 1 : end - 1]
    to = then[_RESTS, first:end]
    for place in range(to.size):
        to[place] = stay * here[place] + down * above[place] + up * beneath[place]
    for one, other, length in ((_JUMPS_UP, _EASES, on.jump_length), (_MILD, _HARD, on.flare_length)):
        ends = np.float32(scale / length)
        these, those = now[one, first:end], now[other, first:end]
        for place in range(to.size):
            to[place] += ends * (these[place] + those[place])
    ends, these = np.float32(scale / on.creep_length), now[_CREEPS_UP, first:end]
    for place in range(to.size):
        to[place] += ends * these[place]
    for start in range(first, end, _WIDTH):
        then[_RESTS, start] += down * now[_RESTS, start]
        then[_RESTS, start + _TOP] += up * now[_RESTS, start + _TOP]
        then[_RESTS, start + _LEVELS : start + _WIDTH] = 0


@compiled
def _stay_and_enter(now: Weights, resting: Weights, then: Weights, stays: float, enters: float) -> None:
    """The share of a doing that goes on, and the share of rest that turns to it."""
    stay, enter = np.float32(stays), np.float32(enters)
    for place in range(then.size):
        then[place] = stay * now[place] + enter * resting[place]


@compiled
def _move(now: Weights, then: Weights, first: int, end: int, pace: float) -> None:
    """Levels a day's pace higher (lower: negative). What lies between two steps of the grid is shared by them; what
    moves beyond 0 or 10 stays there."""
    steps = int(np.floor(pace / _STEP))
    most, more = np.float32(1 - (pace / _STEP - steps)), np.float32(pace / _STEP - steps)
    one, next_one = now[first - steps : end - steps], now[first - steps - 1 : end - steps - 1]
    to = then[first:end]
    for place in range(to.size):
        to[place] = most * one[place] + more * next_one[place]
    for start in range(first, end, _WIDTH):
        for beyond in range(start + _LEVELS, start + _WIDTH):
            if pace > 0:
                then[start + _TOP] += then[beyond]
            then[beyond] = 0
        for level in range(-steps):
            then[start] += now[start + level] * (most if level + steps + 1 == 0 else _ONE)


@compiled
def _relief_follows(now: Weights, then: Weights, low: int, high: int, drops: Weights, keeps: Weights) -> None:
    """Relief levels above the level of pain come down towards it, a step a day at most."""
    first, end = (low + 1) * _WIDTH, (high + 1) * _WIDTH
    for doing in range(_DOINGS):
        here, above, to = now[doing, first:end], now[doing, first + _WIDTH : end + _WIDTH], then[doing, first:end]
        keep, drop = keeps[first:end], drops[first + _WIDTH : end + _WIDTH]
        for place in range(to.size):
            to[place] = here[place] * keep[place] + above[place] * drop[place]
        top, top_to, top_keep = (
            now[doing, end : end + _WIDTH],
            then[doing, end : end + _WIDTH],
            keeps[end : end + _WIDTH],
        )
        for place in range(_WIDTH):
            top_to[place] = top[place] * top_keep[place]


@compiled
def _weigh(seen: Weights, score: float, last_score: float, rho: float, sigma: float, on: Beliefs) -> None:
    """How likely the score is at each level: at rest, in a mild flare, in a hard one. The first row of relief levels in
    memory is written; `_learn` repeats it."""
    mild, hard = int(on.mild_flare / _STEP + 0.5), int(on.hard_flare / _STEP + 0.5)
    new, step = sigma**2 * (1 - rho**2), (1 - rho) * _STEP
    off, density, ratio, shrinks = score - rho * last_score, 0.0, 0.0, 0.0
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
        weight = np.float32((1 - on.stray_share) * density + on.stray_share / 4)
        if level < _LEVELS:
            seen[0, level] = weight
        if 0 <= level - mild < _LEVELS:
            seen[1, level - mild] = weight
        if level >= hard:
            seen[2, level - hard] = weight


@compiled
def _learn(likely: Weights, seen: Weights, low: int, high: int, lasting: Weights, flaring: Weights) -> None:
    """Weigh every state by the entry. `lasting` and `flaring` get how likely each relief level is with each level of
    pain, outside flares and in them."""
    first, end = (low + 1) * _WIDTH, (high + 2) * _WIDTH
    for kind in range(3):
        for start in range(first, end, _WIDTH):
            for place in range(_WIDTH):
                seen[kind, start + place] = seen[kind, place]
    for doing in range(_DOINGS):
        here, weights = likely[doing, first:end], seen[max(doing - _MILD + 1, 0), first:end]
        for place in range(here.size):
            here[place] *= weights[place]
    outside, in_flares = lasting[first:end], flaring[first:end]
    resting, creeping, jumping, easing = (
        likely[_RESTS, first:end],
        likely[_CREEPS_UP, first:end],
        likely[_JUMPS_UP, first:end],
        likely[_EASES, first:end],
    )
    for place in range(outside.size):
        outside[place] = (resting[place] + creeping[place]) + (jumping[place] + easing[place])
    mild, hard = likely[_MILD, first:end], likely[_HARD, first:end]
    for place in range(in_flares.size):
        in_flares[place] = mild[place] + hard[place]


@compiled
def _sum_up(
    lasting: Weights,
    flaring: Weights,
    low: int,
    high: int,
    counts: Floats,
    returned: Weights,
    near: Weights,
    rows: Floats,
    sums: Weights,
) -> tuple[float, float, float, float, float]:
    """Of the states followed: their sum, the expected level, and the sums of a return, of being back near relief and of
    a flare. `counts`: how surely each relief level is relief. `rows` gets the sum of each relief level;
    `lasting` is used up; `sums` is room to work in."""
    sums[:] = 0
    anywhere, back, close, flared = sums[0], sums[1], sums[2], sums[3]
    for relief in range(low, high + 1):
        start = (relief + 1) * _WIDTH
        rests, flares = lasting[start : start + _WIDTH], flaring[start : start + _WIDTH]
        is_back, is_close = returned[start : start + _WIDTH], near[start : start + _WIDTH]
        surely = np.float32(counts[relief])
        for level in range(_WIDTH):
            back[level] += surely * rests[level] * is_back[level]
        for level in range(_WIDTH):
            flared[level] += flares[level]
        for level in range(_WIDTH):
            rests[level] += flares[level]
        for level in range(_WIDTH):
            anywhere[level] += rests[level]
        for level in range(_WIDTH):
            close[level] += rests[level] * is_close[level]
        rows[relief] = 0.0
        for level in range(0, _LEVELS, 3):
            rows[relief] += rests[level] + rests[level + 1] + rests[level + 2]
    total, height, returning, is_near, in_flare = 0.0, 0.0, 0.0, 0.0, 0.0
    for level in range(_LEVELS):
        total += anywhere[level]
        height += anywhere[level] * level * _STEP
        returning += back[level]
        is_near += close[level]
        in_flare += flared[level]
    return total, height / total, returning, is_near, in_flare


@compiled
def _still_followed(likely: Weights, low: int, high: int, rows: Floats, total: float) -> tuple[int, int]:
    """The first and last relief level that is likely enough to be followed; the others are cleared."""
    while rows[low] < _FORGOTTEN * total:
        likely[:, (low + 1) * _WIDTH : (low + 2) * _WIDTH] = 0
        low += 1
    while rows[high] < _FORGOTTEN * total:
        likely[:, (high + 1) * _WIDTH : (high + 2) * _WIDTH] = 0
        high -= 1
    return low, high


@compiled
def _expected_relief(rows: Floats, low: int, high: int) -> float:
    total, height = 0.0, 0.0
    for relief in range(low, high + 1):
        total += rows[relief]
        height += rows[relief] * relief * _STEP
    return height / total


@compiled
def _how_surely_relief(counts: Floats, before: float, on: Beliefs) -> None:
    """How surely each level is relief: it is low, or lies a meaningful fall below pain before surgery, which is known
    only within an error (logistic with the spread of a normal of that standard deviation)."""
    line = min(before - on.meaningful_points, (1 - on.meaningful_share) * before)
    for relief in range(_RELIEFS):
        level = relief * _STEP
        if level <= on.low_level:
            counts[relief] = 1.0
        elif np.isnan(before):
            counts[relief] = 0.0
        else:
            counts[relief] = 1 / (1 + np.exp(-1.7 * (line - level) / on.before_error))


@compiled
def _relief_is_here(likely: Weights) -> None:
    """After a new relief: the level of pain is the relief level."""
    for doing in range(_DOINGS):
        for level in range(_LEVELS):
            own = min(level, _RELIEFS - 1)
            total = np.float32(0)
            for relief in range(_RELIEFS):
                total += likely[doing, _place(relief, level)]
                likely[doing, _place(relief, level)] = 0
            likely[doing, _place(own, level)] = total
