"""How right the responses to treatments are, on synthetic patients whose true level, and true relief, are known.

    python -m benchmarks.responses --seed 11 --n 4000

prints tables in Markdown. Each patient has one treatment late enough to be judged, of one of several kinds and sizes of
effect, none among them; recovery, wander, noise, flares and missing days are those that the flags are measured on
(`tracker.simulation`). What is true is read from the true level: the change between the same two windows, and for how
long less than 70 % of the level before was left. The same seed gives the same tables.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tracker.domain.patients import Episode, Region, Site
from tracker.domain.reference import thresholds
from tracker.domain.responses import Grade, Response
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.simulation.courses import Course, level_of, shape_of, wandering
from tracker.simulation.flares import flares
from tracker.simulation.missingness import logged_days
from tracker.simulation.scores import Levels, scatter_of, scores
from tracker.simulation.spread import LIFE, Range, drawn, one_of
from tracker.trends.arrays import Bools
from tracker.trends.responses import responses

FOLLOWED = 540
"""Days that each patient is followed after surgery."""

MARGIN = 0.5
"""Points around the line of 30 % within which no call is wrong: a true level as near to it may be called either way."""

_SURGERY = date(2024, 1, 1)
_STARTS = (30, 240)
_EFFECTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
_COURSES = (Course.NONE, Course.PLATEAU, Course.SLOW)
"""Courses on which there is pain left to treat."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of treatment works: after how many days, over how many, for how long, and over how many it fades."""

    name: str
    kind: TreatmentKind
    begins: Range
    builds: Range
    lasts: Range
    fades: Range


KINDS = (
    # An injection helps for weeks to three months, an ablation for half a year or more; the rest is our choice.
    Kind("Epidural steroid injection", TreatmentKind.PROCEDURE, (0, 2), (2, 6), LIFE.injection_lasts, LIFE.fading),
    Kind("Radiofrequency ablation", TreatmentKind.PROCEDURE, (3, 7), (7, 14), (120, 400), LIFE.fading),
    Kind("Gabapentin", TreatmentKind.MEDICINE, (1, 4), (4, 10), (60, 300), (7, 24)),
    Kind("Physical therapy", TreatmentKind.THERAPY, (2, 7), (10, 21), (60, 300), (7, 24)),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """One simulated treatment: its size in points, the true level of each day, and what is said of it."""

    kind: str
    effect: float
    level: Levels
    start: int
    said: Response

    def true_mean(self, first: int, last: int) -> float:
        return float(self.level[first : last + 1].mean())

    @property
    def levels(self) -> tuple[float, float]:
        """The true level before and after, over the days that are compared."""
        before, after = self.said.before, self.said.after
        return self.true_mean(before.first_day, before.last_day), self.true_mean(after.first_day, after.last_day)

    @property
    def change(self) -> float:
        before, after = self.levels
        return after - before

    @property
    def relief(self) -> float:
        before, after = self.levels
        return 1 - after / before

    @property
    def past_line(self) -> float:
        """By how many points the true level after lies below (above: negative) 70 % of that before."""
        before, after = self.levels
        return (1 - thresholds().value("meaningful_share")) * before - after

    @property
    def lasted(self) -> int | None:
        """For how many days the true level stayed at 70 % of that before or less: to the first fortnight on end above,
        from the first day that is compared on. None where it stayed there to the end, or never was there."""
        line = (1 - thresholds().value("meaningful_share")) * self.levels[0]
        first = self.said.after.first_day
        above = self.level[first:] > line
        fortnights = np.flatnonzero(np.convolve(above, np.ones(14), "valid") == 14)
        return None if self.past_line < 0 or not fortnights.size else first + int(fortnights[0]) - self.start


@dataclass(frozen=True, slots=True)
class Score:
    """How right some responses are. Errors are medians, in points and days; shares are 0-1; NaN where there is nothing
    to count. `assessed`: those that were judged; `called`: those of them that lie outside the margin around the line;
    `ended`: those whose relief was called 30 % or more, and truly ended while they were followed."""

    assessed: int
    error: float
    covered: float
    share_covered: float
    called: int
    called_right: float
    ended: int
    duration_error: float


def score(some: Sequence[Tried]) -> Score:
    """The score of some simulated treatments."""
    judged = [each for each in some if each.said.grade is not Grade.NOT_ASSESSABLE]
    clear = [each for each in judged if abs(each.past_line) > MARGIN]
    durations = [
        abs(each.said.lasted_days - each.lasted)
        for each in judged
        if each.said.lasted_days is not None and each.lasted is not None
    ]
    said = [each.said for each in judged]
    change, relief = (np.array([getattr(each, name) for each in judged], dtype=float) for name in ("change", "relief"))
    return Score(
        assessed=len(judged),
        error=_median(np.abs(_said(said, "change") - change)),
        covered=_mean((_said(said, "change_low") <= change) & (change <= _said(said, "change_high"))),
        share_covered=_mean((_said(said, "relief_low") <= relief) & (relief <= _said(said, "relief_high"))),
        called=len(clear),
        called_right=_mean(np.array([(each.past_line > 0) is (each.said.grade is not Grade.BELOW) for each in clear])),
        ended=len(durations),
        duration_error=_median(np.array(durations, dtype=float)),
    )


def _said(said: Sequence[Response], name: str) -> Levels:
    return np.array([getattr(each, name) for each in said], dtype=float)


def _median(values: Levels) -> float:
    return float(np.median(values)) if values.size else float("nan")


def _mean(values: Bools) -> float:
    return float(values.mean()) if values.size else float("nan")


def report(seed: int, count: int) -> Iterator[str]:
    """The lines of the table."""
    some = tried(seed, count)
    yield f"Seed {seed}, {count} treatments, {sum(t.said.grade is not Grade.NOT_ASSESSABLE for t in some)} assessable."
    yield ""
    yield _line(_HEAD)
    yield _line(["---"] * len(_HEAD))
    yield _row("all", score(some))
    for kind in KINDS:
        yield _row(kind.name, score([each for each in some if each.kind == kind.name]))
    for effect in _EFFECTS:
        yield _row(f"effect of {effect:g}" if effect else "no effect", score([t for t in some if t.effect == effect]))


_HEAD = [
    *("treatments", "assessed", "error of the change, points", "in its interval", "share in its interval"),
    *("calls right", "calls", "error of the duration, d", "ended"),
]


def _row(name: str, of: Score) -> str:
    return _line(
        [
            *(name, str(of.assessed), _number(of.error, 2), _number(of.covered, 3), _number(of.share_covered, 3)),
            *(_number(of.called_right, 3), str(of.called), _number(of.duration_error, 1), str(of.ended)),
        ]
    )


def _number(value: float, decimals: int) -> str:
    """A number for a table; a dash where there is none."""
    return f"{value:.{decimals}f}" if np.isfinite(value) else "–"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.responses", description=__doc__.split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--n", type=int, default=4000, help="treatments")
    given = parser.parse_args(arguments)
    print("\n".join(report(given.seed, given.n)))


def tried(seed: int, count: int) -> list[Tried]:
    """So many simulated treatments."""
    return [_one(rng) for rng in np.random.default_rng(seed).spawn(count)]


def _one(rng: np.random.Generator) -> Tried:
    kind, effect = one_of(KINDS, rng), one_of(_EFFECTS, rng)
    before, start = float(np.clip(rng.normal(7, 1.2), 4, 10)), int(rng.integers(*_STARTS))
    days = np.arange(FOLLOWED, dtype=np.float64)
    shape = shape_of(one_of(_COURSES, rng), days, before, LIFE, rng).axial
    level = level_of(shape - effect * _works(kind, days, start, rng), wandering(LIFE, rng), rng)
    flare = flares(FOLLOWED, LIFE, rng, prone=False)
    given = scores(level, flare, scatter_of(LIFE, rng, variable=False), LIFE, rng)
    logged = logged_days(level + flare, drawn(LIFE.logged, rng), LIFE, rng)
    frame = pd.DataFrame({"day": np.arange(FOLLOWED), str(Site.AXIAL): np.where(logged, given, np.nan)})
    frame[str(Site.LIMB)] = np.nan
    treatment = Treatment("t1", "p1", kind.kind, kind.name, _SURGERY + timedelta(days=start))
    episode = Episode("e1", "p1", _SURGERY, Region.LUMBAR, baseline_axial=round(before))
    said = next(each for each in responses(episode, frame, [treatment]) if each.site is Site.AXIAL)
    return Tried(kind.name, effect, level, start, said)


def _works(kind: Kind, days: Levels, start: int, rng: np.random.Generator) -> Levels:
    """The share of the full effect on each day."""
    begins, builds = drawn(kind.begins, rng), drawn(kind.builds, rng)
    lasts, fades = drawn(kind.lasts, rng), drawn(kind.fades, rng)
    since = days - start
    share: Levels = np.clip((since - begins) / builds, 0, 1) * (1 - np.clip((since - lasts) / fades, 0, 1))
    return share


if __name__ == "__main__":
    main()
