"""Two flags about pain that stays: `persistent` (high, whatever its trend) and `non_improvement` (not falling).

Both are judged on the fitted course (`local_fit`) and raised from day 90 on, so that what is true on day 90 is on.
"""

import numpy as np

from tracker.trends.arrays import Bools, Floats
from tracker.trends.course import Course
from tracker.trends.levels import z
from tracker.trends.stretches import Stretches, began, entered, latch, runs


def persistent(course: Course) -> Stretches:
    """Raised where the level of 28 days is 4 or more; cleared where it is below 3.5 (`clearing_margin`)."""
    rules, level = course.rules, course.four_weeks.value
    line = rules.value("persistent_level") - _HAIR
    at_line, back = level >= line, level < line - rules.value("clearing_margin")
    above = course.typical.value >= line
    held = course.held | np.isnan(level)
    return _stretches(
        course, at_line, latch(at_line, back, held | _too_soon(course)), above, course.four_weeks.days - 1
    )


def non_improvement(course: Course, returning: Bools) -> Stretches:
    """Raised where pain is high for a trend to matter and its fall is not plainly as large as an improvement.

    High: a level of 28 days of 4 or more, or of 3 or more with less than 30 % of the pain before surgery gone. Fall: by
    how much it fell in 42 days on the fitted course; it counts as improvement where its lower limit (one-sided,
    `trend_confidence`) is 0.75 points or more. Cleared where the same does not hold with levels half a point lower and
    a fall half a point larger (`clearing_margin`); and where pain lies half that margin below the range and falls as an
    improvement does, sure or not: what has come out of the range and is falling is not spoken of as pain that does not
    improve.
    Neither raised nor cleared while the course has too few entries, nor on days of `returning`, on which pain comes
    back after relief: that is for the relapse flag to say.
    """
    margin = course.rules.value("clearing_margin")
    held = course.held | returning | np.isnan(course.fit.fall) | _too_soon(course)
    stalled = _not_improving(course, 0.0)
    still_in_range = _in_range(course, course.four_weeks.value, margin / 2)
    falling_out = (course.fit.fall >= course.rules.value("improvement_fall")) & ~still_in_range
    on = latch(stalled, ~_not_improving(course, margin) | falling_out, held)
    return _stretches(
        course, stalled, on, _in_range(course, course.typical.value, 0.0), course.rules.days("improvement_lag")
    )


_HAIR = 1e-9
"""A level that is exactly at a line must not fall a hair under it by the rounding of the fit."""


def _too_soon(course: Course) -> Bools:
    return course.days < course.rules.days("first_review_day")


def _not_improving(course: Course, margin: float) -> Bools:
    rules, fit = course.rules, course.fit
    sure = fit.fall - z(rules.value("trend_confidence")) * fit.fall_error
    slow: Bools = sure < rules.value("improvement_fall") + margin - _HAIR
    return slow & _in_range(course, course.four_weeks.value, margin)


def _in_range(course: Course, level: Floats, margin: float) -> Bools:
    """Where a level is 4 or more, or 3 or more with less than 30 % of the pain before surgery gone; less the margin."""
    rules, baseline = course.rules, course.baseline[:, None]
    high = level >= rules.value("persistent_level") - margin - _HAIR
    little_gone = baseline - level < rules.value("meaningful_share") * baseline + margin - _HAIR
    raised: Bools = (level >= rules.value("low_level") - margin - _HAIR) & little_gone
    return high | raised


def _stretches(course: Course, condition: Bools, on: Bools, inside: Bools, back: int) -> Stretches:
    """The stretches on which a flag was on. What was found began `back` days before the condition first held, as its
    window reaches back that far; but not before typical pain last rose to where it was then (`inside`)."""
    outside = np.isfinite(course.typical.value) & ~inside
    row, first, end = runs(on, course.day)
    window_start = np.maximum(began(condition, row, first) - back, 0)
    return Stretches(row, np.maximum(window_start, entered(inside, outside, row, first)), first, end)
