"""The picture of one recovery: pain on the clock of the surgery, treatments as lanes, activity below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from typing import Any

import pandas as pd

from tracker.charts import activity, baseline, clock_axis, evidence, hover, lanes, pain, placement, theme
from tracker.charts.clock_axis import Clock
from tracker.charts.figure import Figure, figure
from tracker.charts.series import known
from tracker.charts.theme import PAPER, Look
from tracker.domain.assessment import Flag
from tracker.domain.columns import DAYS
from tracker.domain.patients import Episode, Site
from tracker.domain.response_facts import in_short
from tracker.domain.responses import Response
from tracker.domain.treatments import Treatment


@dataclass(frozen=True, slots=True)
class _Format:
    """Sizes in pixels. The width is a guess on the narrow side: a picture is built before its screen is known.
    `columns` are those that the legend surely has room for; `cards` tells whether a day has a card that it shows under
    the pointer."""

    compact: bool
    width: float
    pain: float
    lane: float
    walking: float
    gap: float
    top: float
    tick_labels: int
    note_characters: int
    columns: int
    cards: bool = True

    def at(self, scale: float) -> "_Format":
        """The same for a picture that is made so many times larger in the end: as on a screen as much narrower."""
        return replace(
            self,
            width=self.width / scale,
            tick_labels=int(self.tick_labels / scale),
            note_characters=int(self.note_characters / scale),
            columns=self.columns if scale == 1 else self.columns - 1,
        )


_WIDE = _Format(
    *(False, 860), pain=380, lane=27, walking=130, gap=44, top=10, tick_labels=13, note_characters=36, columns=4
)
_COMPACT = _Format(
    *(True, 290), pain=330, lane=40, walking=100, gap=40, top=8, tick_labels=7, note_characters=27, columns=2
)
_PRINTED = _Format(
    *(False, 700),
    pain=236,
    lane=20,
    walking=58,
    gap=27,
    top=12,
    tick_labels=13,
    note_characters=40,
    columns=5,
    cards=False,
)
_AXIS_ROOM, _LEGEND_ROW = 36, 21
"""Pixels below the lowest panel, which on its own is the one with the clock under it; a row of the legend."""


def recovery_figure(
    episode: Episode,
    days: pd.DataFrame,
    treatments: Sequence[Treatment],
    flags: Sequence[Flag],
    *,
    interpreted: bool,
    leading: Site = Site.AXIAL,
    compact: bool = False,
    look: Look = PAPER,
    last: int | None = None,
    responses: Sequence[Response] = (),
) -> Figure:
    """The picture of `days` (contract DAYS: one row a day from surgery on, missing days included).

    `interpreted` adds what is for the physician: expected band (where the `leading` site has a baseline), flagged
    stretches with their evidence, the name of the chronic-pain window, and beside each procedure what became of the
    pain (`responses`). Interval and band are those of `leading`. `compact` is for a screen as narrow as a phone;
    `look` says in which colours and how large; `last` leaves only so many days, the newest ones, where there are more.
    What was not logged is a gap, never a zero; a panel without anything to show is left out. Raises ValueError for a
    frame that lacks a column.
    """
    size = (_COMPACT if compact else _WIDE).at(look.scale)
    told: dict[str, Any] = {"leading": leading, "interpreted": interpreted, "responses": responses}
    parts = _parts(episode, days, treatments, flags, size=size, look=look, last=last, **told)
    return figure(parts["data"], parts["layout"])


def printed_recovery(
    episode: Episode,
    days: pd.DataFrame,
    treatments: Sequence[Treatment],
    flags: Sequence[Flag],
    leading: Site,
    *,
    responses: Sequence[Response] = (),
) -> dict[str, Any]:
    """The same picture for a part of a sheet of paper, with what is for the physician: "data" and "layout" of a figure,
    as plain values for who draws it without a browser. Raises ValueError for a frame that lacks a column."""
    told: dict[str, Any] = {"leading": leading, "interpreted": True, "responses": responses}
    return _parts(episode, days, treatments, flags, size=_PRINTED, look=PAPER, last=None, **told)


def _parts(
    episode: Episode,
    days: pd.DataFrame,
    treatments: Sequence[Treatment],
    flags: Sequence[Flag],
    *,
    size: _Format,
    look: Look,
    last: int | None,
    leading: Site,
    interpreted: bool,
    responses: Sequence[Response],
) -> dict[str, Any]:
    """Traces and layout of the figure."""
    DAYS.check(days)
    shown = days if last is None else days.iloc[-last:]
    clock = Clock(int(days["day"].iloc[-1]), size.tick_labels, 0 if shown is days else int(shown["day"].iloc[0]))
    days = shown
    told = tuple(flags) if interpreted else ()
    said = _said(episode, responses, leading, brief=size.compact) if interpreted else {}
    listed = lanes.under_way(episode, treatments, clock)
    rows = lanes.lanes(episode, listed, clock, size.width, said=said, compact=size.compact)
    walking = known(days, "walking_minutes")
    traces = [
        *pain.traces(episode, days, told, leading, interpreted=interpreted, compact=size.compact, look=look),
        *([hover.pain_trace(episode, days, told, leading, interpreted=interpreted)] if size.cards else []),
        *lanes.traces(episode, rows, clock, look),
        *([hover.treatments_trace(days, len(rows))] if rows and size.cards else []),
        *(activity.traces(episode, days, told, look, cards=size.cards) if walking else []),
    ]
    shapes, words = clock_axis.chronic_window(clock, interpreted=interpreted, compact=size.compact, look=look)
    field = placement.drawn(episode, days, clock, (size.width, size.pain))
    words += baseline.labels(episode, clock, field, look)
    words += evidence.note(episode, days, told, field, characters=size.note_characters, look=look)
    words += lanes.labels(episode, rows, clock, said=said, compact=size.compact, look=look)
    entries = sum(trace.get("showlegend", True) for trace in traces)
    layout = {
        **theme.layout(look),
        **_panels(rows, size, walking=walking, look=look),
        **_frame(_heights(rows, size, walking=walking), entries, lanes.room(rows), size, look),
        "xaxis": clock_axis.axis(clock, look),
        "shapes": shapes + baseline.lines(episode, look),
        "annotations": words,
    }
    return {"data": traces, "layout": layout}


def _said(episode: Episode, responses: Sequence[Response], leading: Site, *, brief: bool) -> dict[str, str]:
    """What became of the pain after each treatment, in short, by its id."""
    of = groupby(sorted(responses, key=_treatment_id), key=_treatment_id)
    return {treatment: in_short(episode, tuple(each), leading, brief=brief) for treatment, each in of}


def _treatment_id(response: Response) -> str:
    return response.treatment.id


def _heights(rows: Sequence[lanes.Lane], size: _Format, *, walking: bool) -> list[float]:
    """The panels that there are, in pixels, from the top down."""
    return [size.pain, *([len(rows) * size.lane] if rows else []), *([size.walking] if walking else [])]


def _panels(rows: Sequence[lanes.Lane], size: _Format, *, walking: bool, look: Look) -> dict[str, Any]:
    """The y axis of each panel."""
    domains = _domains(_heights(rows, size, walking=walking), size.gap)
    axes = {"yaxis": pain.axis(domains[0], look)}
    if rows:
        axes["yaxis2"] = lanes.axis(rows, domains[1], compact=size.compact, look=look)
    if walking:
        axes["yaxis3"] = activity.axis(domains[-1], look)
    return axes


def _domains(heights: Sequence[float], gap: float) -> list[tuple[float, float]]:
    """The share of the height that each panel takes, from the top down."""
    total = sum(heights) + gap * (len(heights) - 1)
    domains: list[tuple[float, float]] = []
    top = 1.0
    for height in heights:
        domains.append((max(top - height / total, 0.0), top))
        top -= (height + gap) / total
    return domains


def _frame(heights: Sequence[float], entries: int, names: float, size: _Format, look: Look) -> dict[str, Any]:
    """Height, margins and legend. On a narrow screen the legend stands below in two columns, since on top it would
    push the picture off the screen; `names` is the room in pixels that the names of the lanes take at the left."""
    legend_room = ceil(entries / size.columns) * _LEGEND_ROW
    inner = sum(heights) + size.gap * (len(heights) - 1)
    bottom = _AXIS_ROOM + (legend_room + 24 if size.compact else 0)
    top = size.top + (0 if size.compact else legend_room)
    sides = {"l": 46, "r": 10} if size.compact else {"l": max(64.0, names), "r": 18}
    margin = {**sides, "t": top, "b": bottom}
    legend = {"orientation": "h", "x": 0.0, "xanchor": "left", "yref": "container", "font": {"size": look.small}}
    place = {"y": 0.0, "yanchor": "bottom"} if size.compact else {"y": 1.0, "yanchor": "top"}
    still = {"itemclick": False, "itemdoubleclick": False}
    return {
        "height": (inner + top + bottom) * look.scale,
        "margin": {side: pixels * look.scale for side, pixels in margin.items()} | {"autoexpand": False},
        "legend": legend | place | still,
        "hovermode": "x",
        "barmode": "overlay",
    }
