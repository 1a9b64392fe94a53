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
from tracker.trends.compiled import compiled, inlined
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
_FASTEST = (_WIDTH - _LEVELS - 1) * _STEP  # what moves further in a day would reach the next relief level in memory
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
    """The beliefs on file. Raises ValueError where a pace is too fast for the memory of the grid."""
    value = rules.value
    if max(value("jump_pace"), value("creep_pace")) > _FASTEST:
        raise ValueError(f"a pace of more than {_FASTEST:g} points a day does not fit the grid of the filter")
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
    `three_weeks`, the mean of the last 21 days, NaN where too few entries; `lowest`, the mean of the lowest entries
    of the last fortnight, those that a flare cannot raise; `baseline`, pain before surgery, NaN where
    not known; `held`, days on which nothing may be raised or ended; `procedures` of the patients."""

    pain: Floats
    sigma: Floats
    three_weeks: Floats
    lowest: Floats
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


class _Memory(NamedTuple):
    """What the filter works in. States, as doings x places: `likely` now, `after` the day; `room` for one doing. By
    place: `seen`, how likely the entry is (at rest, in a mild flare, in a hard one); `lasting` and `flaring`, states
    outside flares and in them; `drops`, the share of a relief level that goes down a step in a day, and `keeps`, the
    rest; `returned` and `near`, 1 where the level is at the return line or above, or within the margin of relief.
    `sums` by level, `rows` by relief level, `counts`: how surely a relief level is relief. By day: `falls` of resting
    pain, `carries`, the correlation of days so far apart, `eases` and `returns`, how many times likelier these are;
    `expected`, the expected level of the last three weeks."""

    likely: Weights
    after: Weights
    room: Weights
    seen: Weights
    lasting: Weights
    flaring: Weights
    drops: Weights
    keeps: Weights
    returned: Weights
    near: Weights
    sums: Weights
    rows: Floats
    counts: Floats
    falls: Floats
    carries: Floats
    eases: Floats
    returns: Floats
    expected: Floats


@compiled
def _memory(days: int, on: Beliefs) -> _Memory:
    drops = _drops(on.relief_lag)
    return _Memory(
        np.zeros((_DOINGS, _SIZE), np.float32),
        np.zeros((_DOINGS, _SIZE), np.float32),
        np.zeros(_SIZE, np.float32),
        np.zeros((3, _SIZE), np.float32),
        np.zeros(_SIZE, np.float32),
        np.zeros(_SIZE, np.float32),
        drops,
        _ONE - drops,
        _above_return_line(on),
        _near_relief(on),
        np.zeros((4, _WIDTH), np.float32),
        np.zeros(_RELIEFS),
        np.zeros(_RELIEFS),
        _falls(days, on),
        np.power(on.day_correlation, np.arange(float(days + 1))),
        np.ones(days),
        np.ones(days),
        np.zeros(on.relief_window),
    )


@compiled
def _follow(observed: Observed, own: Ints, on: Beliefs, out: Followed) -> None:
    memory = _memory(observed.pain.shape[1], on)
    factors = on.procedure_ease_factor, on.procedure_return_factor, on.procedure_ease_days
    for row in range(observed.pain.shape[0]):
        times_likelier(memory.eases, memory.returns, observed.procedures, (own[row], own[row + 1]), factors)
        _follow_one(row, observed, memory, on, out)


@compiled
def _follow_one(row: int, observed: Observed, memory: _Memory, on: Beliefs, out: Followed) -> None:
    """Follow one patient. Relief levels from `low` to `high` are still followed; all others have no probability."""
    pain, three_weeks, probability, relief = observed.pain, observed.three_weeks, out.probability, out.relief
    first = _first_entry(pain[row])
    if first == pain.shape[1]:
        return
    _start(memory.likely, observed.baseline[row], on)
    low, high, scale = 0, _RELIEFS - 1, 1.0
    last_entry, last_score, level, flared = first, pain[row, first], 0.0, 0.0
    lowest, lowest_day, counts_from, raised, peak = np.inf, -1, first, -1, 0.0
    _how_surely_relief(memory.counts, observed.baseline[row], on)
    for day in range(first, pain.shape[1]):
        if day == first + on.first_days - 1:
            _how_surely_relief(memory.counts, _before(pain[row, first : day + 1], observed.baseline[row], on), on)
        if day >= counts_from + on.relief_window - 1 and three_weeks[row, day] < lowest:
            lowest, lowest_day = three_weeks[row, day], day
        flare_rate = 0.5 * (on.flare_memory * on.flare_rate + flared / on.flare_length) / (on.flare_memory + day)
        turns = on.return_rate * memory.returns[day], on.ease_rate * memory.eases[day]
        _a_day_passes(memory, (low, high), (*turns, flare_rate, memory.falls[day]), scale, on)
        low, scale = max(low - 1, 0), 1.0
        _relief_follows(memory, low, high)
        memory.expected[day % on.relief_window] = level
        if np.isnan(pain[row, day]):
            probability[row, day], relief[row, day] = probability[row, day - 1], relief[row, day - 1]
            continue
        rho = memory.carries[day - last_entry] if day > first else 0.0
        _weigh(memory.seen, pain[row, day], (last_score, rho), observed.sigma[row, day], on)
        last_entry, last_score = day, pain[row, day]
        _learn(memory, low, high)
        total, level, returning, is_near, in_flare = _sum_up(memory, low, high)
        scale = 1 / total
        low, high = _still_followed(memory.likely, low, high, memory.rows, total)
        flared += in_flare / total
        memory.expected[day % on.relief_window] = level
        probability[row, day] = returning / total
        relief[row, day] = _expected_relief(memory.rows, low, high)
        if observed.held[row, day]:
            continue
        if raised < 0:
            after_relief = day - first >= on.relief_window and lowest_day < day
            surely = after_relief and returning >= on.raising * total
            if (
                observed.lowest[row, day] > relief[row, day] + on.end_margin
                and surely
                and level >= lowest + max(on.rise, on.rise_share * lowest)
            ):
                raised, peak = day, level
                out.noted[row, day], out.lowest[row, day] = RAISED, lowest_day
            continue
        peak = max(peak, level)
        if is_near > on.ending * total:
            out.noted[row, day], raised = BACK, -1
        elif day - raised >= on.relief_window and _is_new_relief(memory.expected.mean(), peak, on):
            out.noted[row, day], raised = NEW_RELIEF, -1
            counts_from, lowest, lowest_day = day - on.relief_window + 1, np.fmin(three_weeks[row, day], np.inf), day
            _relief_is_here(memory.likely)
            low, high = 0, _RELIEFS - 1


@compiled
def _first_entry(scores: Floats) -> int:
    """The day of the first score; the number of days where there is none."""
    for day in range(scores.size):
        if not np.isnan(scores[day]):
            return day
    return scores.size


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


@inlined
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


@inlined
def _a_day_passes(
    memory: _Memory, span: tuple[int, int], rates: tuple[float, float, float, float], scale: float, on: Beliefs
) -> None:
    """Where a day takes the levels, by what pain is doing, for the relief levels from the first to the last of
    `span`; one beneath is cleared, as relief may follow down to it. `rates`: to begin to return by either way, to ease,
    to flare in either way, and by how many points resting pain falls. All is multiplied by `scale`."""
    first, end = (span[0] + 1) * _WIDTH, (span[1] + 2) * _WIDTH
    now, then, room = memory.likely, memory.after, memory.room
    return_rate, ease_rate, flare_rate, fall = rates
    up = 0.5 * (on.wander / _STEP) ** 2
    down = min(fall / _STEP + up, 0.45)
    rest = scale * (1 - 2 * return_rate - ease_rate - 2 * flare_rate)
    _rest(memory, first, end, (rest * (1 - down - up), rest * down, rest * up))
    _end(memory, first, end, scale, on)
    resting = now[_RESTS, first:end]
    for doing, rate, pace, length in (
        (_CREEPS_UP, return_rate, on.creep_pace, on.creep_length),
        (_JUMPS_UP, return_rate, on.jump_pace, on.jump_length),
        (_EASES, ease_rate, -on.jump_pace, on.jump_length),
    ):
        _go_on(now[doing, first:end], resting, room[first:end], scale * (1 - 1 / length), scale * rate)
        _move(room, then[doing], first, end, pace)
    goes_on = scale * (1 - 1 / on.flare_length)
    for doing in (_MILD, _HARD):
        _go_on(now[doing, first:end], resting, then[doing, first:end], goes_on, scale * flare_rate)
    then[:, first - _WIDTH : first] = 0


@inlined
def _rest(memory: _Memory, first: int, end: int, shares: tuple[float, float, float]) -> None:
    """Resting pain stays, goes a step down or a step up, each with its share."""
    stay, down, up = np.float32(shares[0]), np.float32(shares[1]), np.float32(shares[2])
    now, to = memory.likely[_RESTS], memory.after[_RESTS, first:end]
    here, above, beneath = now[first:end], now[first + 1 : end + 1], now[first - 1 : end - 1]
    for place in range(to.size):
        to[place] = stay * here[place] + down * above[place] + up * beneath[place]
    for start in range(0, to.size, _WIDTH):
        to[start] += down * here[start]
        to[start + _TOP] += up * here[start + _TOP]
        to[start + _LEVELS : start + _WIDTH] = 0


@inlined
def _end(memory: _Memory, first: int, end: int, scale: float, on: Beliefs) -> None:
    """All that pain does ends in rest."""
    now, to = memory.likely, memory.after[_RESTS, first:end]
    for one, other, length in ((_JUMPS_UP, _EASES, on.jump_length), (_MILD, _HARD, on.flare_length)):
        ends = np.float32(scale / length)
        these, those = now[one, first:end], now[other, first:end]
        for place in range(to.size):
            to[place] += ends * (these[place] + those[place])
    ends, these = np.float32(scale / on.creep_length), now[_CREEPS_UP, first:end]
    for place in range(to.size):
        to[place] += ends * these[place]


@inlined
def _go_on(now: Weights, resting: Weights, then: Weights, stays: float, enters: float) -> None:
    """The share of a doing that goes on, and the share of rest that turns to it."""
    stay, enter = np.float32(stays), np.float32(enters)
    for place in range(then.size):
        then[place] = stay * now[place] + enter * resting[place]


@inlined
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


@inlined
def _relief_follows(memory: _Memory, low: int, high: int) -> None:
    """Relief levels above the level of pain come down towards it, a step a day at most."""
    first, end = (low + 1) * _WIDTH, (high + 2) * _WIDTH
    keep, drop = memory.keeps[first:end], memory.drops[first + _WIDTH : end]
    for doing in range(_DOINGS):
        here, above = memory.after[doing, first:end], memory.after[doing, first + _WIDTH : end]
        to = memory.likely[doing, first:end]
        for place in range(to.size):
            to[place] = here[place] * keep[place]
        for place in range(above.size):
            to[place] += above[place] * drop[place]


@inlined
def _weigh(seen: Weights, score: float, carried: tuple[float, float], sigma: float, on: Beliefs) -> None:
    """How likely the score is at each level: at rest, in a mild flare, in a hard one. `carried`: the score before and
    the correlation with it. The first row of relief levels in memory is written; `_learn` repeats it."""
    last_score, rho = carried
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


@inlined
def _learn(memory: _Memory, low: int, high: int) -> None:
    """Weigh every state by the entry, and sum up the states outside flares and in them."""
    first, end = (low + 1) * _WIDTH, (high + 2) * _WIDTH
    likely, seen = memory.likely, memory.seen
    for kind in range(3):
        for start in range(first, end, _WIDTH):
            for place in range(_WIDTH):
                seen[kind, start + place] = seen[kind, place]
    for doing in range(_DOINGS):
        here, weights = likely[doing, first:end], seen[max(doing - _MILD + 1, 0), first:end]
        for place in range(here.size):
            here[place] *= weights[place]
    outside, in_flares = memory.lasting[first:end], memory.flaring[first:end]
    resting, creeping = likely[_RESTS, first:end], likely[_CREEPS_UP, first:end]
    jumping, easing = likely[_JUMPS_UP, first:end], likely[_EASES, first:end]
    for place in range(outside.size):
        outside[place] = (resting[place] + creeping[place]) + (jumping[place] + easing[place])
    mild, hard = likely[_MILD, first:end], likely[_HARD, first:end]
    for place in range(in_flares.size):
        in_flares[place] = mild[place] + hard[place]


@inlined
def _sum_up(memory: _Memory, low: int, high: int) -> tuple[float, float, float, float, float]:
    """Of the states followed: their sum, the expected level, and the sums of a return, of being back near relief and of
    a flare. `memory.rows` gets the sum of each relief level; `memory.lasting` is used up."""
    memory.sums[:] = 0
    anywhere, back, close, flared = memory.sums[0], memory.sums[1], memory.sums[2], memory.sums[3]
    for relief in range(low, high + 1):
        start = (relief + 1) * _WIDTH
        rests, flares = memory.lasting[start : start + _WIDTH], memory.flaring[start : start + _WIDTH]
        is_back, is_close = memory.returned[start : start + _WIDTH], memory.near[start : start + _WIDTH]
        surely = np.float32(memory.counts[relief])
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
        memory.rows[relief] = 0.0
        for level in range(0, _LEVELS, 3):
            memory.rows[relief] += rests[level] + rests[level + 1] + rests[level + 2]
    total, height, returning, is_near, in_flare = 0.0, 0.0, 0.0, 0.0, 0.0
    for level in range(_LEVELS):
        total += anywhere[level]
        height += anywhere[level] * level * _STEP
        returning += back[level]
        is_near += close[level]
        in_flare += flared[level]
    return total, height / total, returning, is_near, in_flare


@inlined
def _still_followed(likely: Weights, low: int, high: int, rows: Floats, total: float) -> tuple[int, int]:
    """The first and last relief level that is likely enough to be followed; the others are cleared."""
    while rows[low] < _FORGOTTEN * total:
        likely[:, (low + 1) * _WIDTH : (low + 2) * _WIDTH] = 0
        low += 1
    while rows[high] < _FORGOTTEN * total:
        likely[:, (high + 1) * _WIDTH : (high + 2) * _WIDTH] = 0
        high -= 1
    return low, high


@inlined
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
