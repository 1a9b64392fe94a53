"""Hours slept, as a small picture beside the pain: never part of a score with it."""

import numpy as np
import pandas as pd

from tracker.charts import small_picture
from tracker.charts.activity import trailing_median
from tracker.charts.figure import Figure, figure
from tracker.charts.series import axis_days, numbers
from tracker.charts.small_picture import clock_of
from tracker.charts.theme import PAPER, Look
from tracker.domain.reference import thresholds


def sleep_figure(days: pd.DataFrame, *, compact: bool = False, look: Look = PAPER) -> Figure:
    """The picture of `days` (contract DAYS): a bar for each night that was told, and the median of the nights told in
    the window of typical pain. A night that was not told is a gap."""
    hours, trend = numbers(days, "sleep_hours"), np.asarray(trailing_median(days, "sleep_hours"), dtype=np.float64)
    clock = clock_of(int(days["day"].iloc[-1]), compact=compact, look=look)
    bars = {
        "type": "bar",
        "x": axis_days(days),
        "y": hours,
        "width": 0.8,
        "marker": {"color": look.palette.bar, "line": {"width": 0}},
        "name": "Slept the night before",
        "hovertemplate": "Day %{x}: slept %{y} h<extra></extra>",
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": axis_days(days),
        "y": trend,
        "line": {"color": look.palette.trend, "width": 2},
        "name": f"Median of {thresholds().days('typical_window')} days",
        "connectgaps": False,
        "hoverinfo": "skip",
    }
    layout = small_picture.layout(clock, "Sleep, h", entries=2, compact=compact, look=look)
    return figure([bars, line], layout)


def sleep_alt_text(days: pd.DataFrame) -> str:
    """The picture in words, for who does not see it."""
    told = days["sleep_hours"].dropna()
    return (
        f"Hours slept, told for {len(told)} of {len(days)} nights from surgery to day {int(days['day'].iloc[-1])}, "
        f"between {told.min():g} and {told.max():g}."
    )
