"""The true level of pain on each day after surgery, by course, with the grounds of the numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from tracker.domain.patients import Episode, Site

Levels = npt.NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class Truth:
    """What is really so, day by day from surgery to today: level of each site (0-10, without flares and noise), and
    the days of flares. `onset_day` is when the level began to return, None where it never did."""

    course: Course
    axial: Levels
    limb: Levels
    flare: npt.NDArray[np.bool_]
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
    course: Course, episode: Episode, day: int, rng: np.random.Generator, *, showpiece: bool
) -> tuple[Truth, Shape]:
    """The truth of one patient from surgery to `day`, and the shape that it was made from."""
    days = np.arange(day + 1, dtype=np.float64)
    before = float(episode.baseline_axial if episode.baseline_axial is not None else 7)
    shape = _showpiece(days) if showpiece else _SHAPES[course](days, before, rng)
    # Typical pain is no ruler-straight line: a slow wander of SD 0.25, correlated over about 45 days (our choice); less
    # where the picture is to show what its caption says.
    spread = 0.1 if showpiece else 0.25
    axial = np.clip(shape.axial + wander(day + 1, spread, np.exp(-1 / 45), rng), 0, 10)
    limb = np.clip(_limb(course, days, shape.axial, episode, rng) + wander(day + 1, 0.2, np.exp(-1 / 45), rng), 0, 10)
    return Truth(course, axial, limb, _flare_days(course, day + 1, rng), shape.onset_day), shape


def _settling(days: Levels, start: float, end: float, pace: float) -> Levels:
    """From `start` to `end`, nearing it by a factor of e every `pace` days."""
    return end + (start - end) * np.exp(-days / pace)


def _ramp(days: Levels, start: float, length: float) -> Levels:
    """0 before `start`, 1 from `length` days later on."""
    return np.clip((days - start + 1) / length, 0, 1)


def _showpiece(days: Levels) -> Shape:
    """Relief to 2.6 within seven weeks, back at 6 from day 131 on; an injection at day 152 that does little."""
    fall = _settling(days, 7.2, 2.6, 16)
    return Shape(fall + 3.7 * _ramp(days, 131, 9) - 0.3 * _ramp(days, 153, 4), 131, 152, "SI joint injection")


def _steady(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    # Pain improves up to three months, then stays level: Shahi 2025, Spine 50:81. 95 % is done by day 45 to 105.
    return Shape(_settling(days, before + 0.4, rng.uniform(0.6, 2.3), rng.uniform(15, 35)))


def _slow(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    return Shape(_settling(days, before + 0.4, rng.uniform(1.2, 2.4), rng.uniform(70, 130)))


def _none(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    return Shape(_settling(days, before + 0.8, max(5.0, before - rng.uniform(0, 1)), rng.uniform(8, 20)))


def _plateau(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    # A meaningful fall of 2 points or more (Farrar 2001, Pain 94:149) that stops above the actionable line of 4.
    level = min(rng.uniform(4.6, 5.4), before - 2)
    return Shape(_settling(days, before + 0.5, max(level, 4.3), rng.uniform(15, 30)))


def _relapse(days: Levels, before: float, rng: np.random.Generator, length: float) -> Shape:
    # About 13 % deteriorate relevantly after a good result at 3 months: Geere 2025. A return of 2 points or more.
    relief = rng.uniform(1.0, 2.6)
    onset = int(min(rng.uniform(80, 200), len(days) - 60))
    rise = rng.uniform(2.8, 4.2) * _ramp(days, onset, length)
    return Shape(_settling(days, before + 0.4, relief, rng.uniform(10, 22)) + rise, onset)


def _relapse_abrupt(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    return _relapse(days, before, rng, rng.uniform(1, 4))


def _relapse_creeping(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    return _relapse(days, before, rng, rng.uniform(21, 42))


def _wears_off(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    # No recovery at first; relief from an epidural steroid injection lasts weeks to three months.
    level = max(5.2, before - rng.uniform(0, 1))
    given = int(rng.uniform(60, 90))
    lasting = rng.uniform(35, 60)
    relief = rng.uniform(3.0, 3.8) * _ramp(days, given + 2, 5) * (1 - _ramp(days, given + lasting, 14))
    axial = _settling(days, before + 0.8, level, rng.uniform(8, 20)) - relief
    return Shape(axial, int(given + lasting), given, "Epidural steroid injection")


def _axis_well(days: Levels, before: float, rng: np.random.Generator) -> Shape:
    return Shape(_settling(days, before, rng.uniform(0.6, 1.6), rng.uniform(12, 25)))


_SHAPES: Mapping[Course, Callable[[Levels, float, np.random.Generator], Shape]] = {
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
}


def _limb(course: Course, days: Levels, axial: Levels, episode: Episode, rng: np.random.Generator) -> Levels:
    """Limb pain goes sooner and further than axial pain (Koenders 2018: leg 70 to 17, back 64 to 20 of 100); where the
    course is one of the limb alone, it stays."""
    before = float(episode.baseline_limb if episode.baseline_limb is not None else 6)
    if course is Course.LIMB_ONLY:
        return _settling(days, before + 0.3, max(4.8, before - rng.uniform(0, 1)), rng.uniform(10, 20))
    eased = _settling(days, before, rng.uniform(0.4, 1.6), rng.uniform(10, 30))
    # What comes back on the axis is felt in the limb by about a third (our choice, for the picture).
    return eased + 0.35 * np.maximum(0, axial - np.minimum.accumulate(axial))


def wander(length: int, spread: float, carry: float, rng: np.random.Generator) -> Levels:
    """An autoregressive walk around 0 of standard deviation `spread`; `carry` is its correlation from day to day."""
    steps = rng.normal(0, spread * np.sqrt(1 - carry**2), length)
    steps[0] = rng.normal(0, spread)
    walk = np.empty(length)
    walk[0] = steps[0]
    for i in range(1, length):
        walk[i] = carry * walk[i - 1] + steps[i]
    return walk


def _flare_days(course: Course, length: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Flares of 2 to 6 days: 0.7 a year (Suri 2012: half of patients in six months), 8 where they are the course."""
    flare = np.zeros(length, dtype=np.bool_)
    rate = 8.0 if course is Course.FLARES else 0.7
    for _ in range(rng.poisson(rate * length / 365)):
        start = int(rng.integers(min(21, length - 1), length))
        flare[start : start + int(rng.integers(2, 7))] = True
    return flare
