"""The lowest panel: minutes walked each day, and their trailing median over the days logged."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.hover import headings, unseen
from tracker.charts.series import Numbers, axis_days, flagged_days, numbers
from tracker.charts.theme import Look
from tracker.domain.assessment import Flag, FlagKind
from tracker.domain.explanation import flag_name
from tracker.domain.language import _
from tracker.domain.patients import Episode
from tracker.domain.reference import thresholds

_HALF = 0.4
"""Half the width of a bar, in days."""


def trailing_median(days: pd.DataFrame, column: str = "walking_minutes") -> "pd.Series[float]":
    """The median of what was logged in the window of typical pain (minutes walked, unless another column is asked
    for), one value a day; days without an answer count for nothing, and with fewer than the entries that typical pain
    asks for there is none."""
    answers = pd.Series(numbers(days, column))
    window, least = thresholds().days("typical_window"), thresholds().days("typical_entries")
    return answers.rolling(window, min_periods=least).median()


def traces(
    episode: Episode, days: pd.DataFrame, flags: Sequence[Flag], look: Look, *, cards: bool = True
) -> list[dict[str, Any]]:
    """Bars and trend, and over the trend the days on which walking was lost. Days not logged have no bar, which a day
    of 0 minutes has not either: its card says 0. `cards` tells whether there are any."""
    minutes, trend = numbers(days, "walking_minutes"), np.asarray(trailing_median(days), dtype=np.float64)
    logged = ~np.isnan(minutes)
    where = {"x": axis_days(days), "yaxis": "y3"}
    line = {
        "type": "scatter",
        "mode": "lines",
        "y": trend,
        "line": {"color": look.palette.trend, "width": 2},
        "name": _("Median of the days logged"),
        "showlegend": False,
        "connectgaps": False,
        "hoverinfo": "skip",
    }
    return [
        _bars(days, minutes, look),
        *([_told(days[logged], minutes[logged], trend[logged])] if cards else []),
        line | where,
        *(each | where for each in _lost(episode, days, flags, trend, look)),
    ]


def _bars(days: pd.DataFrame, minutes: Numbers, look: Look) -> dict[str, Any]:
    """All bars as one outline, parted by gaps: a shape for each of hundreds of days would keep the browser drawing."""
    logged = ~np.isnan(minutes)
    x = numbers(days, "day")[logged, np.newaxis] + [-_HALF, -_HALF, _HALF, _HALF, np.nan]
    y = minutes[logged, np.newaxis] * [0.0, 1.0, 1.0, 0.0, np.nan]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x.ravel(),
        "y": y.ravel(),
        "yaxis": "y3",
        "fill": "toself",
        "fillcolor": look.palette.bar,
        "line": {"width": 0},
        "name": _("Walking"),
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _lost(episode: Episode, days: pd.DataFrame, flags: Sequence[Flag], trend: Any, look: Look) -> list[dict[str, Any]]:
    kind = FlagKind.WALKING_LOSS
    lost = flagged_days(episode, days, [flag for flag in flags if flag.kind is kind], None)
    drawn = np.where(lost, trend, np.nan)
    if np.isnan(drawn).all():
        return []
    line = {"line": {"color": look.palette.warn, "width": 3.5}, "name": flag_name(kind), "showlegend": False}
    return [{"type": "scatter", "mode": "lines", "y": drawn, **line, "connectgaps": False, "hoverinfo": "skip"}]


def _told(days: pd.DataFrame, minutes: Numbers, trend: Numbers) -> dict[str, Any]:
    """The card of each of these days, with the minutes walked on it."""
    window = thresholds().days("typical_window")
    walked = _("Walked {minutes} min")
    median = _("Median of {days} days: {minutes} min").replace("{days}", str(window))
    cards = [
        f"{heading}<br>{walked.format(minutes=f'{value:.0f}')}"
        + ("" if np.isnan(middle) else f"<br>{median.format(minutes=f'{middle:.0f}')}")
        for heading, value, middle in zip(headings(days), minutes, trend, strict=True)
    ]
    return unseen(days, minutes, cards, "y3")


def axis(domain: tuple[float, float], look: Look) -> dict[str, Any]:
    """The layout of the minutes; zero is its floor."""
    return {
        "domain": list(domain),
        "rangemode": "tozero",
        "nticks": 4,
        "title": {"text": _("Walking, min"), "font": {"size": look.small}, "standoff": 8},
        "tickfont": {"size": look.small},
        "gridcolor": look.palette.line,
        "zeroline": False,
        "fixedrange": True,
    }
