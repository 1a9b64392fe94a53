"""The lanes below the pain: what was taken or done, from when to when. A procedure is a diamond on its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from tracker.charts.clock_axis import Clock
from tracker.charts.theme import Look
from tracker.domain.catalogue import label_of, name_of
from tracker.domain.language import _
from tracker.domain.patients import Episode
from tracker.domain.treatments import Treatment, TreatmentKind

_ORDER = (TreatmentKind.PROCEDURE, TreatmentKind.THERAPY, TreatmentKind.EXERCISE, TreatmentKind.MEDICINE)
_LONGEST = 24
_CHARACTER = 7.0
"""Width of a character in pixels at the small size, on the generous side."""


@dataclass(slots=True)
class Lane:
    """One row of the panel: the courses of one treatment, or procedures whose labels do not touch."""

    name: str
    kind: TreatmentKind
    courses: list[Treatment] = field(default_factory=list)


def under_way(episode: Episode, treatments: Sequence[Treatment], clock: Clock) -> list[Treatment]:
    """Those that the days of the picture have a part of: a course that was under way, a procedure on one of them. What
    was done before the surgery stands at the left edge of a picture that begins with it."""
    if not clock.first_day:
        return list(treatments)
    return [each for each in treatments if _last_day(episode, each, clock) >= clock.first_day]


def _last_day(episode: Episode, treatment: Treatment, clock: Clock) -> int:
    if treatment.kind is TreatmentKind.PROCEDURE:
        return episode.day(treatment.start)
    return clock.last_day if treatment.end is None else episode.day(treatment.end)


def lanes(
    episode: Episode,
    treatments: Sequence[Treatment],
    clock: Clock,
    width: float,
    *,
    said: Mapping[str, str],
    compact: bool,
) -> list[Lane]:
    """The rows, procedures on top. `width` is that of the panel in pixels, for the room that labels take; `said` is
    what stands beside the name of a procedure, by its id."""
    courses: dict[tuple[TreatmentKind, str], Lane] = {}
    for treatment in sorted(treatments, key=lambda each: (each.start, each.name)):
        if treatment.kind is not TreatmentKind.PROCEDURE:
            key = (treatment.kind, treatment.name.casefold())
            courses.setdefault(key, Lane(name_of(treatment), treatment.kind)).courses.append(treatment)
    others = sorted(courses.values(), key=lambda lane: _rank(lane.kind))
    done = sorted((t for t in treatments if t.kind is TreatmentKind.PROCEDURE), key=lambda each: each.start)
    longest = [max(map(len, _lines(each, said, compact=compact))) for each in done]
    extents = [
        _extent(_day(episode, each, clock), characters, clock, width)
        for each, characters in zip(done, longest, strict=True)
    ]
    return _procedures(done, extents) + others


def _rank(kind: TreatmentKind) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _procedures(done: Sequence[Treatment], extents: Sequence[tuple[float, float]]) -> list[Lane]:
    """Procedures in the order of their days on as few rows as keep their marks and labels apart."""
    rows: list[tuple[Lane, list[tuple[float, float]]]] = []
    for treatment, (left, right) in zip(done, extents, strict=True):
        fitting = (row for row in rows if all(right < a or left > b for a, b in row[1]))
        lane, taken = next(fitting, (None, []))
        if lane is None:
            lane = Lane("" if rows else _("Procedures"), TreatmentKind.PROCEDURE)
            rows.append((lane, taken))
        lane.courses.append(treatment)
        taken.append((left, right))
    return [lane for lane, _ in rows]


def _extent(day: float, characters: int, clock: Clock, width: float) -> tuple[float, float]:
    """The days that a diamond and its label take."""
    label = (characters * _CHARACTER + 22) / width * clock.span
    return (day - label, day + 8) if _leans_left(day, clock) else (day - 8, day + label)


def _lines(treatment: Treatment, said: Mapping[str, str], *, compact: bool) -> list[str]:
    """The label of a diamond: its name and what became of the pain, the latter below it where there is little room."""
    name, more = _cut(label_of(treatment)), said.get(treatment.id)
    if not more:
        return [name]
    return [name, more] if compact else [f"{name}: {more}"]


def _day(episode: Episode, treatment: Treatment, clock: Clock) -> float:
    """Where a course begins in the picture: at its left edge where that was before surgery."""
    return max(float(episode.day(treatment.start)), clock.start)


def _leans_left(day: float, clock: Clock) -> bool:
    return day > clock.start + 0.5 * clock.span


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def traces(episode: Episode, rows: Sequence[Lane], clock: Clock, look: Look) -> list[dict[str, Any]]:
    """Bars for what runs and diamonds for what is done at one date. A course without an end runs to the last day."""
    bars = [
        (row, lane, treatment)
        for row, lane in enumerate(rows)
        for treatment in lane.courses
        if treatment.kind is not TreatmentKind.PROCEDURE
    ]
    diamonds = [(row, t) for row, lane in enumerate(rows) for t in lane.courses if t.kind is TreatmentKind.PROCEDURE]
    drawn: list[dict[str, Any]] = []
    if bars:
        starts = [_day(episode, treatment, clock) for _, _, treatment in bars]
        ends = [_end(episode, treatment, clock) for _, _, treatment in bars]
        drawn.append(
            {
                "type": "bar",
                "orientation": "h",
                "base": starts,
                "x": [max(end - start, 0.0) for start, end in zip(starts, ends, strict=True)],
                "y": [row for row, _, _ in bars],
                "width": 0.4,
                "marker": {"color": [_colour(lane.kind, look) for _, lane, _ in bars], "line": {"width": 0}},
                "yaxis": "y2",
                "showlegend": False,
                "hoverinfo": "skip",
            }
        )
    if diamonds:
        drawn.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [_day(episode, treatment, clock) for _, treatment in diamonds],
                "y": [row for row, _ in diamonds],
                "marker": {"symbol": "diamond", "size": 13, "color": look.palette.ink},
                "yaxis": "y2",
                "showlegend": False,
                "hoverinfo": "skip",
            }
        )
    return drawn


def _colour(kind: TreatmentKind, look: Look) -> str:
    of_kind = {
        TreatmentKind.MEDICINE: look.palette.medicine,
        TreatmentKind.THERAPY: look.palette.therapy,
        TreatmentKind.EXERCISE: look.palette.exercise,
    }
    return of_kind.get(kind, look.palette.other)


def _end(episode: Episode, treatment: Treatment, clock: Clock) -> float:
    last = float(clock.last_day) if treatment.end is None else float(episode.day(treatment.end))
    return min(last, clock.last_day) + 1.0


def labels(
    episode: Episode, rows: Sequence[Lane], clock: Clock, *, said: Mapping[str, str], compact: bool, look: Look
) -> list[dict[str, Any]]:
    """The words beside the diamonds, and on a narrow screen those above the bars."""
    drawn: list[dict[str, Any]] = []
    for row, lane in enumerate(rows):
        if lane.kind is TreatmentKind.PROCEDURE:
            drawn += [
                _beside(_day(episode, each, clock), _lines(each, said, compact=compact), row, clock, look)
                for each in lane.courses
            ]
        elif compact:
            drawn.append(_above(episode, lane, row, clock, look))
    return drawn


def _beside(day: float, lines: Sequence[str], row: int, clock: Clock, look: Look) -> dict[str, Any]:
    left = _leans_left(day, clock)
    place = {"x": day, "xanchor": "right" if left else "left", "xshift": -10 if left else 10, "yanchor": "middle"}
    return _words(lines, row, look) | place | {"align": "right" if left else "left"}


def _above(episode: Episode, lane: Lane, row: int, clock: Clock, look: Look) -> dict[str, Any]:
    first, last = lane.courses[0], lane.courses[-1]
    start = _day(episode, first, clock)
    if _leans_left(start, clock):
        return _words([_cut(lane.name)], row - 0.24, look) | {
            "x": _end(episode, last, clock),
            "xanchor": "right",
            "yanchor": "bottom",
        }
    return _words([_cut(lane.name)], row - 0.24, look) | {"x": start, "xanchor": "left", "yanchor": "bottom"}


def _words(lines: Sequence[str], row: float, look: Look) -> dict[str, Any]:
    font = {"size": look.small, "color": look.palette.ink}
    place = {"xref": "x", "y": row, "yref": "y2", "showarrow": False, "borderpad": 0}
    return {"text": "<br>".join(map(escape, lines)), "font": font, **place}


def room(rows: Sequence[Lane]) -> float:
    """The pixels that the names at the left take; 0 without lanes."""
    return max((len(_cut(lane.name)) * _CHARACTER + 14 for lane in rows), default=0.0)


def axis(rows: Sequence[Lane], domain: tuple[float, float], *, compact: bool, look: Look) -> dict[str, Any]:
    """The layout of the lanes: names at the left, or none where the room is needed for the picture."""
    return {
        "domain": list(domain),
        "range": [len(rows) - 0.5, -0.75 if compact else -0.5],
        "tickvals": list(range(len(rows))),
        "ticktext": ["" if compact else escape(_cut(lane.name)) for lane in rows],
        "tickfont": {"size": look.small},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
