"""Two flags about pain that stays: `persistent` (high, whatever its trend) and `non_improvement` (not falling).

Both are looked for before day 90 and raised from day 90 on, so that what is true at day 90 is on at day 90.
"""

from collections.abc import Iterator

import numpy as np

from tracker.trends.arrays import Bools, Floats
from tracker.trends.course import Course
from tracker.trends.levels import Level, z
from tracker.trends.stretches import Stretch, began, entered, latch, raised_from, stretches


def persistent(course: Course) -> Iterator[Stretch]:
    """Raised where the 28-day mean is 4 or more; cleared where it is below 3.5 (`clearing_margin`)."""
    rules, level = course.rules, course.four_weeks.value
    line = rules.value("persistent_level")
    condition = latch(level >= line, level < line - rules.value("clearing_margin"), course.held)
    above = course.typical.value >= line
    return _stretches(course, condition, course.held, above, rules.days("persistent_window") - 1)


def non_improvement(course: Course, returning: Bools) -> Iterator[Stretch]:
    """Raised where pain is high for a trend to matter and its fall is not plainly as large as an improvement.

    High: a 28-day mean of 4 or more, or of 3 or more with less than 30 % of the pain before surgery gone. Fall: that
    of the line over 70 days; it counts as improvement where its lower limit (one-sided, 75 %) is 0.75 points in 42 days
    or more. Cleared where the same does not hold with levels half a point lower and a fall half a point larger; and
    where pain lies half that margin below the range and the line, sure or not, falls as an improvement does: what has
    come out of the range and is falling is not spoken of as pain that does not improve.
    Looked for once the line rests on 70 days, since before that a fall is seldom sure. Neither raised nor cleared
    while the line has too few entries, nor on days of `returning`, on which pain comes back after relief: that is for
    the relapse flag to say.
    """
    rules = course.rules
    margin, too_soon = rules.value("clearing_margin"), course.days < rules.days("trend_window") - 1
    held = course.held | returning | too_soon | np.isnan(course.fall.points)
    falling_out = (course.fall.points >= rules.value("improvement_fall")) & ~_in_range(
        course, course.four_weeks, margin / 2
    )
    condition = latch(_not_improving(course, 0.0), ~_not_improving(course, margin) | falling_out, held)
    return _stretches(course, condition, held, _in_range(course, course.typical, 0.0), rules.days("improvement_lag"))


def _sure_fall(course: Course) -> Floats:
    return course.fall.points - z(course.rules.value("trend_confidence")) * course.fall.error


def _not_improving(course: Course, margin: float) -> Bools:
    slow: Bools = _sure_fall(course) < course.rules.value("improvement_fall") + margin
    return slow & _in_range(course, course.four_weeks, margin)


def _in_range(course: Course, of: Level, margin: float) -> Bools:
    """Where a level is 4 or more, or 3 or more with less than 30 % of the pain before surgery gone; less the margin."""
    rules, level = course.rules, of.value
    high = level >= rules.value("persistent_level") - margin
    little_gone = course.baseline[:, None] - level < rules.value("meaningful_share") * course.baseline[:, None]
    raised: Bools = (level >= rules.value("low_level") - margin) & little_gone
    return high | raised


def _stretches(course: Course, condition: Bools, held: Bools, inside: Bools, back: int) -> Iterator[Stretch]:
    """The stretches from day 90 on. What was found began `back` days before the condition first held, as its window
    reaches back that far; but not before typical pain last rose to where it was then (`inside`)."""
    flag = raised_from(course.rules.days("first_review_day"), condition, held)
    outside = np.isfinite(course.typical.value) & ~inside
    for row, first, end in stretches(flag, course.day):
        window_start = max(began(condition, row, first) - back, 0)
        yield Stretch(row, max(window_start, entered(inside, outside, row, first)), first, end)
