"""The clock of the picture: days since surgery, its ticks, and the months after which lasting pain is chronic."""

from dataclasses import dataclass
from typing import Any

from tracker.charts.theme import Look
from tracker.domain.language import _, counted
from tracker.domain.reference import thresholds

MONTH = 30.44
"""Days of a mean month, 365.25 / 12: a tick at "9 mo" stands at day 274, not on a calendar date."""

_SHORTEST = 28
"""Days that the axis spans at least, so that a first week does not look like a whole recovery."""

_STEPS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True, slots=True)
class Clock:
    """The days that the picture spans, ends included, and how many labels fit under it."""

    last_day: int
    labels: int
    first_day: int = 0

    @property
    def _air(self) -> float:
        """What is left free at either end, in days."""
        return max(self.last_day - self.first_day, _SHORTEST) * 0.012 + 0.5

    @property
    def end(self) -> float:
        """The right end of the axis in days, with a little air behind the last day."""
        return max(self.last_day, self.first_day + _SHORTEST) + self._air

    @property
    def start(self) -> float:
        return self.first_day - self._air

    @property
    def span(self) -> float:
        return self.end - self.start

    def ticks(self) -> list[tuple[float, str]]:
        """Places and words of the ticks: the surgery, then weeks or months in even steps, as many as fit; single days
        where the picture begins later and spans weeks only."""
        if self.first_day:
            return self._later_ticks()
        if self.last_day < 2 * MONTH:
            return [(0.0, _("surgery")), *((7.0 * week, _week(week)) for week in self._weeks())]
        months = int(self.end / MONTH)
        step = next((each for each in _STEPS if months / each < self.labels), _STEPS[-1])
        ticks = [(0.0, _("surgery")), *_months(range(step, months + 1, step))]
        # Two weeks is when the pain of the wound should be over; it needs room beside the word "surgery".
        if step == 1 and 14 / self.span > 0.8 / self.labels:
            ticks.insert(1, (14.0, _week(2)))
        return ticks

    def _later_ticks(self) -> list[tuple[float, str]]:
        """Every so many weeks back from the last day, by day; months where the picture spans several."""
        if self.last_day - self.first_day < 3 * MONTH:
            step = 7 if (self.last_day - self.first_day) / 7 < self.labels else 14
            places = range(self.last_day, self.first_day - 1, -step)
            return [(float(day), f"day {day}") for day in reversed(places)]
        first, last = int(self.first_day / MONTH) + 1, int(self.end / MONTH)
        step = next((each for each in _STEPS if (last - first) / each < self.labels), _STEPS[-1])
        return _months(range(first, last + 1, step))

    def _weeks(self) -> range:
        weeks = int(self.end / 7)
        return range(1, weeks + 1, 1 if weeks < self.labels else 2)


def _months(numbers: range) -> list[tuple[float, str]]:
    """Places and words of months. That of the 3rd and of the 6th stand where the rules have their bounds, so that the
    tick and the edge of the window are one line."""
    rules = thresholds()
    bounds = {3: rules.value("first_review_day"), 6: rules.value("high_review_day")}
    return [(bounds.get(month, MONTH * month), _month(month)) for month in numbers]


def _week(number: int) -> str:
    return _("{number} wk").format(number=number)


def _month(number: int) -> str:
    return counted("{number} mo", "{number} mo", number)


def axis(clock: Clock, look: Look) -> dict[str, Any]:
    """The layout of the one x axis that all panels share. Its words stand under the pain, where they are read without
    scrolling; the lines of the ticks run through all panels."""
    ticks = clock.ticks()
    return {
        "anchor": "y",
        "range": [clock.start, clock.end],
        "tickvals": [place for place, _ in ticks],
        "ticktext": [word for _, word in ticks],
        "tickangle": 0,
        "tickfont": {"size": look.small},
        "gridcolor": look.palette.line,
        "zeroline": False,
        "fixedrange": True,
        "showspikes": True,
        "spikemode": "across",
        "spikethickness": 1,
        "spikedash": "solid",
        "spikecolor": look.palette.missing,
        "spikesnap": "hovered data",
    }


def chronic_window(clock: Clock, *, interpreted: bool, compact: bool, look: Look) -> tuple[list[Any], list[Any]]:
    """Shapes and annotations of the 3-to-6-month window, as far as the picture reaches.

    Interpreted: shaded and named. Otherwise two plain marks, since what lasting pain is called is for the physician.
    """
    first, last = thresholds().days("first_review_day"), thresholds().days("high_review_day")
    if clock.last_day < first or clock.first_day > last:
        return [], []
    if not interpreted:
        marks = [(day, word) for day, word in ((first, _("3 months")), (last, _("6 months"))) if day <= clock.last_day]
        # All on one side of their marks, so that they do not meet where these stand close together.
        anchor = "right" if marks[-1][0] > clock.start + 0.8 * clock.span else "left"
        labels = [_mark_label(day, word, anchor, look) for day, word in marks]
        return [_mark(day, look) for day, _ in marks], labels
    left, right = max(first, clock.start), min(last, clock.end)
    return [_shade(left, right, look)], [_window_label(clock, left, right, compact=compact, look=look)]


def _shade(left: float, right: float, look: Look) -> dict[str, Any]:
    place = {"type": "rect", "xref": "x", "yref": "y domain", "x0": left, "x1": right, "y0": 0, "y1": 1}
    return {**place, "fillcolor": look.palette.amber_soft, "line": {"width": 0}, "layer": "below"}


def _mark(day: float, look: Look) -> dict[str, Any]:
    place = {"type": "line", "xref": "x", "yref": "y domain", "x0": day, "x1": day, "y0": 0, "y1": 1}
    return {**place, "line": {"width": 1.5, "color": look.palette.missing}, "layer": "below"}


def _window_label(clock: Clock, left: float, right: float, *, compact: bool, look: Look) -> dict[str, Any]:
    middle = (left + right) / 2
    share = (right - left) / clock.span
    long = "3–6 months after surgery: chronic-pain window"
    words = long if share > 0.33 and not compact else "3–6 months" if share > 0.2 or not compact else "3–6 mo"
    # Where the window is narrower than its name, the name is held inside the picture.
    anchor = "right" if right > clock.end - 0.05 * clock.span and share < 0.25 else "center"
    return _label(right if anchor == "right" else middle, words, look.palette.amber, anchor, look)


def _mark_label(day: float, words: str, anchor: str, look: Look) -> dict[str, Any]:
    return _label(day, f"{words} " if anchor == "right" else f" {words}", look.palette.muted, anchor, look)


def _label(day: float, words: str, colour: str, anchor: str, look: Look) -> dict[str, Any]:
    text = {"text": words, "showarrow": False, "font": {"size": look.small, "color": colour}}
    return {**text, "x": day, "xref": "x", "xanchor": anchor, "y": 1, "yref": "y domain", "yanchor": "top"}
