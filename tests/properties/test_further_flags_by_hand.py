"""The rules of the further flags once more, in plain Python and as their heads tell them, on any log; and that none of
them looks ahead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from random import Random
from statistics import fmean, median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.test_engine_invariances import CALM
from tests.spec.courses import SURGERY, Scores, entries, patients
from tracker.trends import Replay, replay
from tracker.trends.moving_order import trailing_median

BASELINE = 3.0


@dataclass(frozen=True, slots=True)
class Log:
    """What was answered on each day, in lists of the same length."""

    axial: Scores
    limb: Scores
    walking: Scores
    opioid: Scores
    called: frozenset[int]


def a_log(seed: int, days: int) -> Log:
    """Stretches about a level each, with gaps; levels jump, so that every flag comes and goes."""
    rng = Random(seed)

    def course(levels: Sequence[int], scatter: int) -> Scores:
        scores: Scores = []
        while len(scores) < days:
            level, logged = rng.choice(levels), rng.choice([1.0, 1.0, 0.9, 0.6, 0.2, 0.0])
            for _ in range(rng.randint(3, 60)):
                score = float(max(level + rng.randint(-scatter, scatter), 0))
                scores.append(score if rng.random() < logged else None)
        return scores[:days]

    called = frozenset(day for day in range(days) if rng.random() < 0.02)
    axial, limb = (course([0, 0, 1, 2, 3, 4, 6, 8], rng.randint(0, 2)) for _ in range(2))
    walking, opioid = course([0, 9, 12, 30, 45], 3), course([0, 0, 0, 1], 0)
    silent = [answers == (None, None, None) for answers in zip(axial, limb, walking, strict=True)]
    opioid = [None if nothing else answer for nothing, answer in zip(silent, opioid, strict=True)]
    return Log(axial, limb, walking, opioid, called)


logs = st.builds(a_log, seed=st.integers(0, 2**32), days=st.integers(30, 260))


def judge(log: Log, until: int | None = None) -> Replay:
    until = len(log.axial) - 1 if until is None else until
    who = patients(baseline_axial=BASELINE, baseline_limb=BASELINE)
    frame = entries(log.axial, log.limb, walking=log.walking, opioid=log.opioid, called_flares=log.called)
    return replay(who, frame, as_of=SURGERY + timedelta(days=until))


def known(scores: Scores, first: int, last: int) -> list[float]:
    return [score for score in scores[max(first, 0) : last + 1] if score is not None]


def thick(scores: Scores, day: int) -> bool:
    """Whether a flag of pain may be raised or cleared."""
    return day >= 28 and len(known(scores, day - 27, day)) >= 7 and len(known(scores, 0, day)) >= 14


def latched(days: int, raised: Callable[[int], bool], cleared: Callable[[int, int], bool]) -> list[bool]:
    """A flag on each day; `cleared` is asked with the day and the day on which it was raised."""
    on: list[bool] = []
    since = -1
    for day in range(days):
        if since < 0:
            since = day if raised(day) else -1
        elif cleared(day, since):
            since = -1
        on.append(since >= 0)
    return on


def worse_by_hand(log: Log) -> list[bool]:
    def weeks(day: int) -> tuple[list[float], list[float]] | None:
        both = known(log.axial, day - 13, day - 7), known(log.axial, day - 6, day)
        return both if min(map(len, both)) >= 4 and thick(log.axial, day) else None

    def raised(day: int) -> bool:
        both = weeks(day)
        return day >= 42 and both is not None and min(map(fmean, both)) >= BASELINE + 1

    def cleared(day: int, _: int) -> bool:
        both = weeks(day)
        return both is not None and fmean(both[0] + both[1]) < BASELINE + 0.5

    return latched(len(log.axial), raised, cleared)


def new_limb_by_hand(log: Log) -> list[bool]:
    def absent(last: int) -> bool:
        month = known(log.limb, last - 27, last)
        return last >= 27 and len(month) >= 14 and fmean(month) < 2

    def raised(day: int) -> bool:
        week = known(log.limb, day - 6, day)
        there = len(week) >= 4 and sum(score < 4 for score in week) <= 1 and fmean(week) >= 4
        return there and thick(log.limb, day) and any(absent(last) for last in range(day - 35, day - 6))

    def cleared(day: int, since: int) -> bool:
        both = known(log.limb, day - 13, day - 7), known(log.limb, day - 6, day)
        whole = day - 13 >= since - 6 and min(map(len, both)) >= 4
        return whole and thick(log.limb, day) and fmean(both[0] + both[1]) < 3.5

    return latched(len(log.limb), raised, cleared)


def walking_by_hand(log: Log) -> list[bool]:
    def own(day: int) -> float | None:
        before = known(log.walking, day - 21 - 83, day - 21)
        return median(before) if len(before) >= 14 else None

    def raised(day: int) -> bool:
        late, level = known(log.walking, day - 20, day), own(day)
        return (
            day >= 56
            and len(late) >= 10
            and level is not None
            and level >= 10
            and fmean(late) <= (1 - 0.333) * level + 1e-9
        )

    def cleared(day: int, since: int) -> bool:
        late, level = known(log.walking, day - 20, day), own(since)
        assert level is not None
        return len(late) >= 10 and fmean(late) >= 0.75 * level - 1e-9

    return latched(len(log.walking), raised, cleared)


def lost_by_hand(log: Log) -> list[bool]:
    answers = zip(log.axial, log.limb, log.walking, log.opioid, strict=True)
    silent = [all(answer is None for answer in day) for day in answers]
    return [day >= 14 and all(silent[max(day - 6, 0) : day + 1]) for day in range(len(silent))]


def opioids_by_hand(log: Log) -> list[bool]:
    def raised(day: int) -> bool:
        return day > 90 and log.opioid[day] == 1

    def cleared(day: int, _: int) -> bool:
        month = range(day - 27, day + 1)
        if sum(log.opioid[each] is not None for each in month) < 14:
            return False
        return {log.opioid[each] for each in month if each > 90 or log.opioid[each] == 0} - {None} == {0}

    return latched(len(log.opioid), raised, cleared)


def watch_by_hand(log: Log) -> list[bool]:
    def typical(day: int) -> float | None:
        fortnight = sorted(known(log.axial, day - 13, day))
        out = len(fortnight) // 5
        return fmean(fortnight[out : len(fortnight) - out]) if len(fortnight) >= 5 else None

    def raised(day: int) -> bool:
        level = typical(day)
        return 42 <= day <= 84 and thick(log.axial, day) and level is not None and level > 2.25

    def cleared(day: int, _: int) -> bool:
        level = typical(day)
        return day > 84 or (thick(log.axial, day) and level is not None and level <= 1.75)

    return latched(len(log.axial), raised, cleared)


def scatter_by_hand(scores: Scores) -> float:
    """The patient's own scatter as of the last day, fortnight by fortnight."""
    seen, weight = 10 * 1.39**2, 10.0
    for day in range(len(scores)):
        fortnight, days = known(scores, day - 13, day), min(day + 1, 14)
        if len(fortnight) >= 3:
            alike = 2 / (days * (days - 1)) * sum((days - apart) * 0.5**apart for apart in range(1, days))
            mean = fmean(fortnight)
            about = sum((score - mean) ** 2 for score in fortnight) - (len(fortnight) - 1) / 12
            seen += max(about, 0) / min(1, 0.4 + 0.6 * mean / 3) ** 2 / 14
            weight += (len(fortnight) - 1) * (1 - alike) / 14
    return sqrt(seen / weight)


def flare_by_hand(log: Log) -> list[bool]:
    """Of the back. The days are gone through once, with what is known on each."""
    pain, on = log.axial, [False] * len(log.axial)
    flare, past, free, back = -1, -1, 1, 0
    level: float | None = None

    def own(before: int) -> float | None:
        month = known(pain, before - 28, before - 1)
        return median(month) if len(month) >= 7 else None

    def called(day: int) -> bool:
        score, other = pain[day], log.limb[day]
        return day in log.called and score is not None and (other is None or score >= other)

    def rise(day: int) -> int:
        for first in range(max(free, day - 2), day + 1):
            if (usual := own(first)) is not None:
                line = usual + max(2, 2 * scatter_by_hand(pain[:first]) * min(1, 0.4 + 0.6 * usual / 3))
                high = [each for each in range(first, day + 1) if (pain[each] or 0) >= line]
                if len(high) >= 2 and high[0] == first:
                    return first
        return day if called(day) else -1

    for day, score in enumerate(pain):
        if score is not None and (flare >= 0 or past >= 0):
            back = back + 1 if not called(day) and (level is None or score <= level + 1) else 0
        if flare >= 0 and (back == 2 or day == flare + 13):
            past = -1 if back == 2 else flare
            flare, free = -1, day
        elif past >= 0 and (back == 2 or day >= past + 28):
            past, free = -1, day
        elif flare < 0 and past < 0 and score is not None and day >= 28:
            flare = rise(day)
            level, back = own(flare) if flare >= 0 else None, 0
        on[day] = flare >= 0
    return on


BY_HAND = {
    "worse_than_before:axial": worse_by_hand,
    "new_limb_pain:limb": new_limb_by_hand,
    "walking_loss": walking_by_hand,
    "lost_contact": lost_by_hand,
    "opioids_past_90": opioids_by_hand,
    "early_watch:axial": watch_by_hand,
    "flare:axial": flare_by_hand,
}


@pytest.mark.parametrize("name", BY_HAND)
@CALM
@given(log=logs)
def test_a_flag_is_on_where_a_pencil_has_it(name: str, log: Log) -> None:
    said = [name in each.split("; ") for each in judge(log).days("P1")["open_flags"]]
    assert said == BY_HAND[name](log)


@CALM
@given(log=logs, share=st.floats(0.1, 0.99))
def test_none_of_them_looks_ahead(log: Log, share: float) -> None:
    cut = int(share * len(log.axial))
    whole, then = judge(log), judge(log, cut)
    assert whole.days("P1")["open_flags"].head(cut + 1).tolist() == then.days("P1")["open_flags"].tolist()
    columns = ["flag", "site", "onset_date", "detected_on", "evidence"]
    by_then = whole.flags()[whole.flags()["detected_on"] <= pd.Timestamp(SURGERY + timedelta(days=cut))]
    pd.testing.assert_frame_equal(by_then[columns], then.flags()[columns])


def test_such_logs_raise_every_one_of_them_often() -> None:
    raised = [{flag.kind for flag in judge(a_log(seed, 200)).assessment("P1").flags} for seed in range(100)]
    for name in BY_HAND:
        assert sum(name.split(":")[0] in kinds for kinds in raised) >= 10, name


@CALM
@given(
    rows=st.lists(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=25, max_size=25), min_size=1, max_size=3),
    days=st.integers(1, 12),
    least=st.integers(1, 5),
)
def test_the_moving_median_is_that_of_the_window(rows: list[list[int | None]], days: int, least: int) -> None:
    values = np.array([[np.nan if each is None else each for each in row] for row in rows], dtype=np.float64)
    moving = trailing_median(values, days, least)
    for row, scores in enumerate(rows):
        for day in range(len(scores)):
            window = [each for each in scores[max(day - days + 1, 0) : day + 1] if each is not None]
            expected = median(window) if len(window) >= least else np.nan
            assert moving[row, day] == pytest.approx(expected, nan_ok=True)
