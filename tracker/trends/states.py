"""Where each site stands as of a date: one state, by one table."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tracker.domain.assessment import FlagKind, State
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Anything, Bools, Floats, Ints, at
from tracker.trends.course import Course
from tracker.trends.windows import earlier

SPARKLINE_DAYS = 90
"""Days of typical pain that are kept for a small picture."""

CHANGE_DAYS = 28
"""Days that the change of typical pain looks back, and over which coverage is counted: four whole weeks."""


@dataclass(slots=True)
class Standing:
    """One site of every patient as of the patient's date, one element a patient; NaN where there is nothing to say.

    `relief` is the share of the pain before surgery that is gone (NaN without a baseline, or with one of 0),
    `change_28d` typical pain less that of 28 days before, `fall` the points by which pain falls in 42 days, `few` tells
    that the site's own log is too thin, and `course` holds the typical pain of the last 90 days, oldest first.
    """

    day: Ints
    baseline: Floats
    typical: Floats
    low: Floats
    high: Floats
    entries: Ints
    change_28d: Floats
    fall: Floats
    few: Bools
    relapse_open: Bools
    stalled_open: Bools
    course: Floats

    @property
    def relief(self) -> Floats:
        known = np.where(self.baseline > 0, self.baseline, np.nan)
        return np.asarray((known - self.typical) / known)


def nobody_yet(day: Ints, baseline: Floats) -> Standing:
    """The standing of a site that was never logged."""
    return Standing(
        day,
        baseline,
        typical=np.full(day.size, np.nan),
        low=np.full(day.size, np.nan),
        high=np.full(day.size, np.nan),
        entries=np.zeros(day.size, dtype=np.int64),
        change_28d=np.full(day.size, np.nan),
        fall=np.full(day.size, np.nan),
        few=np.ones(day.size, dtype=np.bool_),
        relapse_open=np.zeros(day.size, dtype=np.bool_),
        stalled_open=np.zeros(day.size, dtype=np.bool_),
        course=np.full((day.size, SPARKLINE_DAYS), np.nan),
    )


def note_standing(standing: Standing, course: Course, rows: Ints) -> None:
    """Write into `standing` how the patients at the places `rows` stand, from their course."""
    typical, day = course.typical, course.day
    low, high = typical.interval(course.rules.value("interval_share"))
    standing.typical[rows] = at(typical.value, day)
    standing.low[rows], standing.high[rows] = at(low, day), at(high, day)
    standing.entries[rows] = at(typical.entries, day)
    standing.change_28d[rows] = at(typical.value - earlier(typical.value, CHANGE_DAYS), day)
    standing.fall[rows] = at(course.fit.fall, day)
    standing.few[rows] = at(course.few, day)
    padded = np.pad(typical.value, ((0, 0), (SPARKLINE_DAYS - 1, 0)), constant_values=np.nan)
    standing.course[rows] = np.take_along_axis(padded, day[:, None] + np.arange(SPARKLINE_DAYS), axis=1)


def note_open(standing: Standing, kind: FlagKind, places: Ints) -> None:
    """Note that a flag of a kind is open at the site of the patients at some places: the states rest on some."""
    if kind is FlagKind.RELAPSE:
        standing.relapse_open[places] = True
    elif kind in (FlagKind.NON_IMPROVEMENT, FlagKind.PERSISTENT):
        standing.stalled_open[places] = True


def _too_few(site: Standing, rules: Thresholds) -> Bools:
    return (site.day >= rules.days("sufficient_window")) & (site.few | np.isnan(site.typical))


def _doing_well(site: Standing, rules: Thresholds) -> Bools:
    halved = (site.relief >= rules.value("substantial_share")) & (site.typical < rules.value("persistent_level"))
    return (site.typical <= rules.value("low_level")) | halved


STATES: tuple[tuple[State, str, Callable[[Standing, Thresholds], Bools]], ...] = (
    (
        State.NOT_ASSESSABLE,
        "from day 28 on: fewer than 7 entries of the site in 28 days, or 14 in all, or 5 in the last 14 days",
        _too_few,
    ),
    (
        State.EARLY,
        "before day 28: no flag of pain is raised yet",
        lambda site, rules: site.day < rules.days("sufficient_window"),
    ),
    (State.RELAPSE, "a relapse flag is open", lambda site, _: site.relapse_open),
    (State.NOT_IMPROVING, "a non_improvement or persistent flag is open", lambda site, _: site.stalled_open),
    (
        State.DOING_WELL,
        "typical pain is 3 or less; or at least half of the pain before surgery is gone and it is below 4",
        _doing_well,
    ),
    (
        State.IMPROVING,
        "the fitted course falls by at least 0.75 points in 42 days",
        lambda site, rules: site.fall >= rules.value("improvement_fall"),
    ),
    (State.LEVEL, "none of these", lambda site, _: np.ones_like(site.few)),
)
"""State, rule in words, rule. The first that fits holds."""


def states(site: Standing, rules: Thresholds) -> Anything:
    """The state of a site for every patient, as an array of `State`."""
    fits = np.array([rule(site, rules) for _, _, rule in STATES])
    names: Anything = np.array([state for state, _, _ in STATES], dtype=object)[fits.argmax(axis=0)]
    return names
