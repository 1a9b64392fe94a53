"""What became of the pain around each treatment: the days before it against the right days after it.

The level before (b) and after (a) are plain means of the daily scores, so that they can be checked by eye. Days
resemble the days beside them: with correlation phi^k between two days k apart, the mean of n entries on the days d has
the variance

    s^2 K / n^2 + 1 / (12 n),    K = sum over all i, j of phi^|d(i) - d(j)|,

the last for rounding to whole numbers. s is the patient's own scatter sigma, less at low levels (`levels.scatter_at`).
sigma^2 is pooled from both windows about their own means, whose sums of squares, freed of the rounding and scaled by
the scatter, have the expectation (n - K / n) sigma^2, and shrunk to the usual scatter as in `levels.noise`. Then

    change = a - b,            variance Va + Vb
    relief = 1 - a / b,        variance (Va + (a / b)^2 Vb) / b^2    (first-order, the delta method)

and the 90 % interval is the value +- 1.645 standard errors, kept within what levels of 0 to 10 allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from tracker.domain.patients import Episode, Site
from tracker.domain.phrases import count, day_span, number
from tracker.domain.readings import BlockLog
from tracker.domain.reference import expected_band, thresholds
from tracker.domain.response_windows import ResponseWindow, response_rules, window_of
from tracker.domain.responses import Grade, Level, Response
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.trends.arrays import Floats, Ints
from tracker.trends.levels import scatter_at, scatter_of, z


def responses(
    episode: Episode,
    days: pd.DataFrame,
    treatments: Iterable[Treatment],
    block_logs: Iterable[BlockLog] = (),
    *,
    as_of: int | None = None,
) -> tuple[Response, ...]:
    """The response to each treatment at each site, the newest start first, as of a day after surgery (the last of
    `days` where not given): nothing after it is used.

    `days` has `day` (days since surgery) and a column of scores for each site, NaN where not given, as a frame of DAYS
    has; rows before surgery are left out. Treatments that ended before surgery, and those that begin later than
    `as_of`, are left out. Days before surgery are never made up, and the pain of the surgery itself, which eases by
    itself, is nothing to compare with: what began so early that the days before it reach into either is not assessable.
    """
    last = int(days["day"].iloc[-1]) if as_of is None else as_of
    logs = [_Log(site, _scores(days, site, last)) for site in Site]
    courses = sorted(_courses(episode, treatments, last), key=lambda each: (-each.start, each.treatment.name))
    hours = {log.block.id: log for log in block_logs}
    return tuple(
        _by_hours(course, log.site, hours.get(course.treatment.id), courses)
        if window_of(course.treatment).block
        else _by_days(episode, course, log, courses)
        for course in courses
        for log in logs
    )


class _Course(NamedTuple):
    """A treatment as it is known on a day: `start` and `end` are days after surgery, `end` None while it goes on."""

    treatment: Treatment
    start: int
    end: int | None


def _courses(episode: Episode, treatments: Iterable[Treatment], last: int) -> Iterator[_Course]:
    for treatment in treatments:
        start = episode.day(treatment.start)
        end = None if treatment.end is None else episode.day(treatment.end)
        over_before = (start if treatment.kind is TreatmentKind.PROCEDURE else end or 0) < 0
        if start > last or over_before:
            continue
        ended = end is not None and end <= last
        yield _Course(treatment if ended else replace(treatment, end=None), start, end if ended else None)


def _scores(days: pd.DataFrame, site: Site, last: int) -> Floats:
    """The scores of each day from surgery to the last, NaN where not given."""
    day = days["day"].to_numpy(dtype=np.int64)
    given = days[str(site)].to_numpy(dtype=np.float64, na_value=np.nan)
    known = (day >= 0) & (day <= last)
    scores = np.full(max(last, 0) + 1, np.nan)
    scores[day[known]] = given[known]
    return scores


@dataclass(frozen=True, slots=True)
class _Log:
    """The scores of one site as of the day that is spoken of, by day after surgery."""

    site: Site
    scores: Floats

    @property
    def last(self) -> int:
        return self.scores.size - 1

    def entries(self, first: int, last: int) -> tuple[Ints, Floats]:
        """The days from the first to the last, both included, that have a score, and their scores."""
        first, last = max(first, 0), min(last, self.last)
        stretch = self.scores[first : last + 1] if last >= first else self.scores[:0]
        there = np.flatnonzero(np.isfinite(stretch))
        return there + first, stretch[there]

    def level(self, first: int, last: int, at_least: int) -> Level:
        """The mean of some days; None where it would rest on too few."""
        _, given = self.entries(first, last)
        mean = float(given.mean()) if given.size >= max(at_least, 1) else None
        return Level(first, last, given.size, max(last - first + 1, 0), mean)


def _by_days(episode: Episode, course: _Course, log: _Log, others: Sequence[_Course]) -> Response:
    """The response to anything but a diagnostic block."""
    rules, window, start = response_rules(), window_of(course.treatment), course.start
    stops = course.end if course.end is not None and not window.outlasts else log.last
    first, last = start + window.first, min(start + window.last, log.last, stops)
    before = log.level(start - int(rules["before_days"].value), start - 1, int(rules["before_entries"].value))
    after = log.level(first, last, window.entries) if first <= last else Level(first, start + window.last, 0, 0, None)
    begun = [
        each.treatment for each in others if each is not course and before.first_day <= each.start <= after.last_day
    ]
    found = Response(
        course.treatment,
        log.site,
        before,
        after,
        Grade.NOT_ASSESSABLE,
        confounded_by=tuple(reversed(begun)),
        window_source=window.source,
    )
    if reason := _why_not(found, course, window, log.last):
        return replace(found, reason=reason)
    expected = _expected(episode.baseline(log.site), before, after)
    return _compared(replace(found, expected_change=expected), log, start, others)


def _why_not(found: Response, course: _Course, window: ResponseWindow, today: int) -> str:
    """Why a treatment cannot be judged, in a sentence; "" where it can."""
    return _why_not_before(found.before, course.start) or _why_not_after(found.after, course, window, today)


def _why_not_before(before: Level, start: int) -> str:
    rules = response_rules()
    if start < 0:
        return "Began before surgery: there are no days after surgery to compare with."
    healing = int(rules["surgery_days"].value)
    if before.first_day < healing:
        those = f"those of the surgery ({day_span(0, healing - 1)})"
        return f"Began on day {start}: the {int(rules['before_days'].value)} days before it reach into {those}."
    if before.mean is None:
        wanted = int(rules["before_entries"].value)
        return f"{_entries(before)} in the {before.asked} days before; {wanted} are needed."
    return _no_room(before.mean, rules["least_before"].value) if before.mean < rules["least_before"].value else ""


def _why_not_after(after: Level, course: _Course, window: ResponseWindow, today: int) -> str:
    if not after.asked:
        planned = day_span(after.first_day, after.last_day)
        if course.end is not None and course.end < after.first_day:
            return f"Ended on day {course.end}, before the days to compare ({planned})."
        return f"Too early to say on day {today}: the days to compare are {planned}."
    if after.mean is None:
        compared = day_span(after.first_day, after.last_day)
        return f"{_entries(after)} on {compared}; {window.entries} are needed."
    return ""


def _no_room(before: float, floor: float) -> str:
    return f"Pain {before:.1f} before: below {number(floor)} there is too little room for a response."


def _entries(level: Level) -> str:
    return count(level.entries, "entry").capitalize()


def _expected(baseline: int | None, before: Level, after: Level) -> float | None:
    """What the typical course alone brings from the middle of the one window to that of the other: the middle of the
    expected band, straight between its points, times the pain before surgery. Nothing is said beyond the last point;
    the first comes before any days that are compared."""
    points = expected_band().points
    middles = [(level.first_day + level.last_day) / 2 for level in (before, after)]
    if baseline is None or middles[1] > points[-1].day:
        return None
    left = np.interp(middles, [point.day for point in points], [point.middle for point in points])
    return float(baseline * (left[1] - left[0]))


def _compared(found: Response, log: _Log, start: int, others: Sequence[_Course]) -> Response:
    """The two levels compared; both are known."""
    windows = [log.entries(level.first_day, level.last_day) for level in (found.before, found.after)]
    before, after = (float(scores.mean()) for _, scores in windows)
    of_before, of_after = _variances(windows)
    change, left = after - before, after / before
    relief = 1 - left
    side = z((1 + thresholds().value("interval_share")) / 2)
    of_change = side * (of_before + of_after) ** 0.5
    of_relief = side * (of_after + left**2 * of_before) ** 0.5 / before
    grade = _grade(relief)
    lasted, lasting = (None, False) if grade is Grade.BELOW else _lasted(log, found, start)
    end = start if lasted is None else start + lasted
    return replace(
        found,
        grade=grade,
        change=change,
        change_low=max(change - of_change, -before),
        change_high=min(change + of_change, 10 - before),
        relief=relief,
        relief_low=max(relief - of_relief, 1 - 10 / before),
        relief_high=min(relief + of_relief, 1.0),
        lasted_days=lasted,
        lasting=lasting,
        lasted_entries=0 if lasted is None else log.entries(start, end)[0].size,
        joined_by=_first_between(others, start, end),
    )


def _first_between(others: Sequence[_Course], start: int, end: int) -> Treatment | None:
    """What began first between two days, neither included."""
    begun = (each for each in others if start < each.start < end)
    first = min(begun, key=lambda each: (each.start, each.treatment.name), default=None)
    return None if first is None else first.treatment


def _grade(relief: float) -> Grade:
    """By the share of pain that is gone; a share on the line counts, whatever the computer makes of its last digit."""
    share = round(relief, 9)
    if share >= thresholds().value("substantial_share"):
        return Grade.STRONG
    return Grade.RESPONSE if share >= thresholds().value("meaningful_share") else Grade.BELOW


def _variances(windows: Sequence[tuple[Ints, Floats]]) -> list[float]:
    """The variance of the mean of each window, see the module's head."""
    rules = thresholds()
    phi, scatter = rules.value("day_correlation"), scatter_of(rules)
    weight = rules.value("usual_noise_entries")
    squares, expected = weight * rules.value("usual_noise") ** 2, weight
    parts = []
    for days, scores in windows:
        alike = float((phi ** np.abs(days[:, None] - days)).sum())
        size, share = scores.size, float(scatter_at(float(scores.mean()), scatter))
        about = float(((scores - scores.mean()) ** 2).sum()) - (size - 1) / 12
        squares += max(about, 0.0) / share**2
        expected += size - alike / size
        parts.append((size, alike, share))
    sigma = squares / expected
    return [share**2 * sigma * alike / size**2 + 1 / (12 * size) for size, alike, share in parts]


def _lasted(log: _Log, found: Response, start: int) -> tuple[int | None, bool]:
    """For how many days from the start relief stayed at 30 % or more, and whether it still does; None where no week on
    its own says so.

    It is there from the first week, counted from the first day compared, with a mean of 70 % of the level before or
    less, and ended where two weeks in a row have a mean above; weeks with too few entries are left out. The day of the
    end is then read from all days between: the one that best parts days below that line from days above it, that is, up
    to which the points below the line, less the points above it, sum up to the most (a cumulative sum; Page 1954,
    Biometrika 41:100). In a gap it is the middle of the gap.
    """
    rules = thresholds()
    week, enough = rules.days("week_days"), rules.days("week_entries")
    line = (1 - rules.value("meaningful_share")) * (found.before.mean or 0.0)
    there, earlier_above = None, False
    for begin in range(found.after.first_day, log.last - week + 2, week):
        level = log.level(begin, begin + week - 1, enough)
        if level.mean is None:
            continue
        above = level.mean > line + 1e-9
        if there is None:
            there = None if above else begin
        elif above and earlier_above:
            days, scores = log.entries(there, begin + week - 1)
            kept = int(np.argmax(np.cumsum(line - scores)[:-1]))
            return -int(-(days[kept] + days[kept + 1]) // 2) - start, False
        earlier_above = above
    if there is None:
        return None, False
    days, _ = log.entries(there, log.last)
    return int(days[-1]) - start, True


def _by_hours(course: _Course, site: Site, block_log: BlockLog | None, others: Sequence[_Course]) -> Response:
    """The response to a diagnostic block: the lowest score of the hours after it against the score before it."""
    window = window_of(course.treatment)
    scores = {} if block_log is None else {hour: pain for (hour, of), pain in block_log.scores.items() if of is site}
    hours = {hour: pain for hour, pain in sorted(scores.items()) if window.first <= hour <= window.last}
    before = Level(0, 0, int(0 in scores), 1, float(scores[0]) if 0 in scores else None, "hours")
    best = min(hours, key=lambda hour: (hours[hour], hour), default=None) if len(hours) >= window.entries else None
    lowest = None if best is None else float(hours[best])
    asked = window.last - window.first + 1
    after = Level(*((window.first, window.last) if best is None else (best, best)), len(hours), asked, lowest, "hours")
    begun = [each.treatment for each in others if each is not course and each.start == course.start]
    found = Response(
        *(course.treatment, site, before, after, Grade.NOT_ASSESSABLE),
        confounded_by=tuple(begun),
        window_source=window.source,
    )
    floor = response_rules()["least_before"].value
    if before.mean is None:
        return replace(found, reason="The pain just before the block was not logged.")
    if before.mean < floor:
        return replace(found, reason=_no_room(before.mean, floor))
    if lowest is None:
        logged = count(len(hours), "hour").capitalize()
        return replace(found, reason=f"{logged} logged after the block; {window.entries} are needed.")
    relief = 1 - lowest / before.mean
    grade = Grade.STRONG if _grade(relief) is Grade.STRONG else Grade.BELOW
    return replace(found, grade=grade, change=lowest - before.mean, relief=relief)
