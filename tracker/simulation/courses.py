"""The true level of pain on each day after surgery, by course."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from tracker.domain.patients import Episode, Site
from tracker.simulation.flares import flares
from tracker.simulation.scores import Levels, Scatter, wander
from tracker.simulation.spread import SHOWN, Form, Spread, drawn, happens, one_of


class Course(StrEnum):
    """How the true level goes after surgery."""

    STEADY = "steady recovery"
    SLOW = "slow recovery"
    NONE = "no recovery"
    PLATEAU = "plateau"
    RELAPSE_ABRUPT = "abrupt relapse"
    RELAPSE_CREEPING = "creeping relapse"
    FLARES = "flares only"
    WEARS_OFF = "relief that wears off"
    SPARSE = "sparse log"
    SILENT = "stopped logging"
    LIMB_ONLY = "limb only"
    LOW_BEFORE = "little pain before surgery"
    VARIABLE = "very variable pain"


_WALKING_LOST = 0.65
"""Share of the walking that goes where someone walks less and less (our choice: plain in the picture)."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is really so, day by day from surgery to today: level of each site (0-10, without flares and noise), the
    days of flares, and the share (0-1) that the patient walks of what others with such pain walk. `onset_day` is when
    the level began to return, None where it never did."""

    course: Course
    axial: Levels
    limb: Levels
    flare: npt.NDArray[np.bool_]
    walking: Levels
    onset_day: int | None

    def level(self, site: Site) -> Levels:
        return self.axial if site is Site.AXIAL else self.limb


@dataclass(frozen=True, slots=True)
class Shape:
    """The true level of the operated axis before its slow wander; the day on which it began to return; the procedure
    that the course turns on and its day."""

    axial: Levels
    onset_day: int | None = None
    procedure_day: int | None = None
    procedure: str = ""


def truth_of(
    course: Course, episode: Episode, day: int, rng: np.random.Generator, *, showpiece: bool, walks_less: bool
) -> tuple[Truth, Shape]:
    """The truth of one patient of the demo from surgery to `day`, and the shape that it was made from. Who `walks_less`
    walks less and less in the last ten weeks, at the same pain."""
    days = np.arange(day + 1, dtype=np.float64)
    before = float(episode.baseline_axial if episode.baseline_axial is not None else 7)
    shape = _showpiece(days) if showpiece else shape_of(course, days, before, SHOWN, rng)
    # The picture that is to show what its caption says wanders less.
    axial = level_of(shape.axial, _slowly(0.1, 45) if showpiece else wandering(SHOWN, rng), rng)
    limb = level_of(_limb(course, days, shape.axial, episode, rng), _slowly(0.2, 45), rng)
    flare = flares(day + 1, SHOWN, rng, prone=course is Course.FLARES) > 0
    walking = 1 - _WALKING_LOST * _ramp(days, day - 70, 56) if walks_less else np.ones(day + 1)
    return Truth(course, axial, limb, flare, walking, shape.onset_day), shape


def shape_of(course: Course, days: Levels, before: float, ranges: Spread, rng: np.random.Generator) -> Shape:
    """The shape of one patient of a course; `before` is the pain before surgery. In the wider ranges the level of one
    who does not relapse may take a small step up for good."""
    start = float(np.clip(before + _SURGERY.get(course, 0.4) + drawn(ranges.start_scatter, rng), 0, 10))
    shape = _SHAPES[course](_Patient(days, before, start, ranges, rng))
    if shape.onset_day is None and happens(ranges.step_share, rng):
        step = drawn(ranges.step_rise, rng) * _ramp(days, rng.uniform(90, max(len(days), 91)), rng.uniform(7, 42))
        return Shape(shape.axial + step)
    return shape


def level_of(shape: Levels, scatter: Scatter, rng: np.random.Generator) -> Levels:
    """A level with its slow wander, kept within 0-10."""
    level: Levels = np.clip(shape + wander(len(shape), scatter, rng), 0, 10)
    return level


def wandering(ranges: Spread, rng: np.random.Generator) -> Scatter:
    """How one person's level wanders."""
    return _slowly(drawn(ranges.wander, rng), drawn(ranges.wander_days, rng))


def _slowly(spread: float, days: float) -> Scatter:
    return Scatter(spread, float(np.exp(-1 / days)), np.inf)


@dataclass(frozen=True, slots=True)
class _Patient:
    """What the shape of one patient is made from: the days since surgery, pain before it and just after it."""

    days: Levels
    before: float
    start: float
    ranges: Spread
    rng: np.random.Generator

    def drawn(self, within: tuple[float, float]) -> float:
        return drawn(within, self.rng)

    def settling(self, end: float, pace: float) -> Levels:
        """From `start` to `end` on a curve of one of the forms."""
        return end + (self.start - end) * left(self.days, pace, one_of(self.ranges.forms, self.rng))


def left(days: Levels, pace: float, form: Form) -> Levels:
    """The share of the way that is still to go, from 1 on day 0 towards 0: after about `pace` days a third is left."""
    if form is Form.TWO_PHASES:
        return np.asarray(0.6 * np.exp(-2 * days / pace) + 0.4 * np.exp(-days / (1.6 * pace)))
    if form is Form.WEIBULL:
        return np.asarray(np.exp(-((days / pace) ** 1.7)))
    if form is Form.STRAIGHT:
        return np.clip(1 - days / (1.6 * pace), 0, 1)
    return np.asarray(np.exp(-days / pace))


def _ramp(days: Levels, start: float, length: float) -> Levels:
    """0 before `start`, 1 from `length` days later on."""
    return np.clip((days - start + 1) / length, 0, 1)


def _showpiece(days: Levels) -> Shape:
    """Relief to 2.6 within seven weeks, back at 6 from day 131 on; an injection at day 152 that does little."""
    fall = 2.6 + (7.2 - 2.6) * left(days, 16, Form.EXPONENTIAL)
    return Shape(fall + 3.7 * _ramp(days, 131, 9) - 0.3 * _ramp(days, 153, 4), 131, 152, "SI joint injection")


def _steady(one: _Patient) -> Shape:
    relief = one.drawn(one.ranges.steady_relief)
    return Shape(one.settling(relief, one.drawn(one.ranges.steady_pace)))


def _slow(one: _Patient) -> Shape:
    relief = one.drawn(one.ranges.slow_relief)
    return Shape(one.settling(relief, one.drawn(one.ranges.slow_pace)))


def _unchanged(one: _Patient, least: float) -> Levels:
    level = max(least, one.before - one.drawn(one.ranges.none_gone))
    return one.settling(level, one.drawn(one.ranges.none_pace))


def _none(one: _Patient) -> Shape:
    return Shape(_unchanged(one, one.ranges.none_least))


def _plateau(one: _Patient) -> Shape:
    level = min(one.drawn(one.ranges.plateau_level), one.before - 2)
    return Shape(one.settling(max(level, one.ranges.plateau_least), one.drawn(one.ranges.plateau_pace)))


def _relapse(one: _Patient, length: float) -> Shape:
    # About 13 % deteriorate relevantly after a good result at 3 months: Geere 2025. A return of 2 points or more.
    relief = one.drawn(one.ranges.relapse_relief)
    onset = int(min(one.drawn(one.ranges.relapse_onset), len(one.days) - 60))
    rise = one.drawn(one.ranges.relapse_rise) * _ramp(one.days, onset, length)
    if happens(one.ranges.resolved_share, one.rng):
        rise *= 1 - _ramp(one.days, onset + length + one.rng.uniform(40, 120), one.rng.uniform(10, 45))
    return Shape(one.settling(relief, one.drawn(one.ranges.relapse_pace)) + rise, onset)


def _relapse_abrupt(one: _Patient) -> Shape:
    return _relapse(one, one.drawn(one.ranges.abrupt_length))


def _relapse_creeping(one: _Patient) -> Shape:
    return _relapse(one, one.drawn(one.ranges.creeping_length))


def _wears_off(one: _Patient) -> Shape:
    # No recovery at first; relief by a procedure that does not last.
    ranges = one.ranges
    level = max(ranges.wears_off_least, one.before - one.drawn(ranges.none_gone))
    given = int(one.drawn(ranges.procedure_day))
    ablated = happens(ranges.ablation_share, one.rng)
    lasting = one.drawn(ranges.ablation_lasts if ablated else ranges.injection_lasts)
    relief = one.drawn(ranges.procedure_relief) * _ramp(one.days, given + 2, 5)
    relief *= 1 - _ramp(one.days, given + lasting, one.drawn(ranges.fading))
    axial = one.settling(level, one.drawn(ranges.none_pace)) - relief
    procedure = "Radiofrequency ablation" if ablated else "Epidural steroid injection"
    return Shape(axial, int(given + lasting), given, procedure)


def _axis_well(one: _Patient) -> Shape:
    relief = one.rng.uniform(0.6, 1.6)
    return Shape(one.settling(relief, one.rng.uniform(12, 25)))


def _low_before(one: _Patient) -> Shape:
    return Shape(one.settling(one.before * one.rng.uniform(0.5, 1), one.rng.uniform(5, 15)))


def _variable(one: _Patient) -> Shape:
    """Very variable pain about any of three levels (our choice: half do well)."""
    return (_steady, _steady, _plateau, _none)[int(one.rng.integers(4))](one)


_SURGERY: Mapping[Course, float] = {
    # By how many points the first days lie over pain before surgery (our choice); 0.4 where not named.
    Course.NONE: 0.8,
    Course.PLATEAU: 0.5,
    Course.WEARS_OFF: 0.8,
    Course.LIMB_ONLY: 0,
    Course.LOW_BEFORE: 1.8,
}
_SHAPES: Mapping[Course, Callable[[_Patient], Shape]] = {
    Course.STEADY: _steady,
    Course.SLOW: _slow,
    Course.NONE: _none,
    Course.PLATEAU: _plateau,
    Course.RELAPSE_ABRUPT: _relapse_abrupt,
    Course.RELAPSE_CREEPING: _relapse_creeping,
    Course.FLARES: _steady,
    Course.WEARS_OFF: _wears_off,
    Course.SPARSE: _slow,
    Course.SILENT: _steady,
    Course.LIMB_ONLY: _axis_well,
    Course.LOW_BEFORE: _low_before,
    Course.VARIABLE: _variable,
}


def _limb(course: Course, days: Levels, axial: Levels, episode: Episode, rng: np.random.Generator) -> Levels:
    """Limb pain goes sooner and further than axial pain (Koenders 2018: leg 70 to 17, back 64 to 20 of 100); where the
    course is one of the limb alone, it stays."""
    before = float(episode.baseline_limb if episode.baseline_limb is not None else 6)
    if course is Course.LIMB_ONLY:
        level = max(4.8, before - rng.uniform(0, 1))
        return level + (before + 0.3 - level) * left(days, rng.uniform(10, 20), Form.EXPONENTIAL)
    relief = rng.uniform(0.4, 1.6)
    eased = relief + (before - relief) * left(days, rng.uniform(10, 30), Form.EXPONENTIAL)
    # What comes back on the axis is felt in the limb by about a third (our choice, for the picture).
    return eased + 0.35 * np.maximum(0, axial - np.minimum.accumulate(axial))
