"""What the small pictures under the main one share: its clock, its margins, and a legend below."""

from math import ceil
from typing import Any

from tracker.charts import clock_axis, theme
from tracker.charts.clock_axis import Clock
from tracker.charts.theme import Look

_HEIGHT, _LEGEND_ROW = 190, 20
"""Pixels of the panel with its clock, and of a row of the legend."""


def clock_of(last_day: int, *, compact: bool, look: Look) -> Clock:
    """The clock of a small picture, with as many labels as the main picture has."""
    return Clock(last_day, int((7 if compact else 13) / look.scale))


def layout(clock: Clock, title: str, *, entries: int, compact: bool, look: Look) -> dict[str, Any]:
    """The layout of a small picture; `title` names its y axis, `entries` are those of its legend:
    below each other on a narrow screen, where Plotly gives each the room of the longest."""
    rows = entries if compact else ceil(entries / (4 / look.scale))
    sides = {"l": 46, "r": 10} if compact else {"l": 64, "r": 18}
    below = 32 + rows * _LEGEND_ROW
    margin = {**sides, "t": 8, "b": below}
    return {
        **theme.layout(look),
        "xaxis": clock_axis.axis(clock, look),
        "yaxis": {
            "rangemode": "tozero",
            "nticks": 4,
            "title": {"text": title, "font": {"size": look.small}, "standoff": 8},
            "tickfont": {"size": look.small},
            "gridcolor": look.palette.line,
            "zeroline": False,
            "fixedrange": True,
        },
        "height": (_HEIGHT + rows * _LEGEND_ROW) * look.scale,
        "margin": {side: pixels * look.scale for side, pixels in margin.items()} | {"autoexpand": False},
        "legend": {
            **{"orientation": "h", "x": 0.0, "xanchor": "left", "yref": "container", "y": 0.0, "yanchor": "bottom"},
            **{"font": {"size": look.small}, "itemclick": False, "itemdoubleclick": False},
        },
        "hovermode": "x",
    }
