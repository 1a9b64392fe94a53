"""The small picture of opioids: the dose of each day on the clock of the surgery, with its two lines."""

from typing import Any

import numpy as np
import pandas as pd

from tracker.charts import small_picture
from tracker.charts.figure import Figure, figure
from tracker.charts.series import axis_days, numbers
from tracker.charts.small_picture import clock_of
from tracker.charts.theme import PAPER, Look
from tracker.domain.opioid_doses import opioid_reference
from tracker.domain.phrases import count
from tracker.domain.reference import thresholds

_ROOM = 0.18
"""Share of the height that is left above the highest of bars and line for the words of the lines."""

_FLOOR = -0.09
"""Where the strip under the floor ends, in shares of the top."""


def opioid_figure(days: pd.DataFrame, *, compact: bool = False, look: Look = PAPER) -> Figure:
    """The picture of `days` (what `trends.opioids.opioid_days` gives). A day with a known dose is a bar; a day with an
    opioid whose dose cannot be read is a cross at the floor, a day without a ring, an unanswered one a tick under the
    floor: never a zero. `compact` is for a screen as narrow as a phone."""
    clock = clock_of(int(days["day"].iloc[-1]), compact=compact, look=look)
    line = opioid_reference().reassess_line
    doses = numbers(days, "mme")
    taken = days["taken"].fillna(False).to_numpy(dtype=bool)
    without = (days["taken"].notna() & ~days["taken"].fillna(False)).to_numpy(dtype=bool)
    top = max(line.value, float(np.nanmax(doses, initial=0.0))) * (1 + _ROOM)
    unanswered = days["taken"].isna().to_numpy()
    palette = look.palette
    strip: dict[str, Any] = {"top": top, "look": look}
    traces = [
        _bars(days, np.where(taken, doses, np.nan), look),
        _marks(days, taken & np.isnan(doses), "Opioid, dose cannot be read", symbol="x", colour=palette.warn, **strip),
        _marks(days, without, "Day without an opioid", symbol="circle-open", colour=palette.green, **strip),
        _marks(days, unanswered, "Not answered", symbol="line-ns-open", colour=palette.missing, **strip),
    ]
    after = thresholds().days("opioid_after_day")
    lines, words = [_line(look, y=line.value)], [_word(look, f"{line.value:g} MME", y=line.value)]
    if clock.last_day >= after:
        lines.append(_line(look, x=after))
        words.append(_word(look, f" day {after}", x=after))
    shown = sum(trace.get("showlegend", True) for trace in traces)
    layout = small_picture.layout(clock, "MME a day", entries=shown, compact=compact, look=look)
    layout["yaxis"] |= {"range": [_FLOOR * top, top], "rangemode": "normal", "tick0": 0, "zeroline": True}
    layout |= {"shapes": lines, "annotations": words}
    return figure(traces, layout)


def opioid_alt_text(days: pd.DataFrame) -> str:
    """The picture in words, for who does not see it."""
    taken = days["taken"]
    doses = days.loc[taken.fillna(False).astype(bool), "mme"].dropna()
    highest = f", the highest known dose {doses.max():g} MME" if len(doses) else ""
    return (
        f"Opioids day by day from surgery to day {int(days['day'].iloc[-1])}: "
        f"{count(int(taken.sum()), 'day')} with{highest}, "
        f"{count(int((~taken.dropna().astype(bool)).sum()), 'day')} without, {count(int(taken.isna().sum()), 'day')} "
        "not answered."
    )


def _bars(days: pd.DataFrame, doses: Any, look: Look) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": axis_days(days),
        "y": doses,
        "width": 0.8,
        "marker": {"color": look.palette.medicine, "line": {"width": 0}},
        "name": "Dose of the day",
        "hovertemplate": "Day %{x}: %{y:.0f} MME<extra></extra>",
    }


def _marks(
    days: pd.DataFrame, where: Any, name: str, *, symbol: str, colour: str, top: float, look: Look
) -> dict[str, Any]:
    """Days that have no bar, each kind with a sign of its own in the strip under the floor."""
    day = axis_days(days)[where]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": day,
        "y": np.full(day.size, _FLOOR / 2 * top),
        "marker": {"symbol": symbol, "size": 5 * look.scale, "color": colour, "line": {"width": 1.2, "color": colour}},
        "name": name,
        "showlegend": bool(day.size),
        "hovertemplate": f"Day %{{x}}: {name[0].lower()}{name[1:]}<extra></extra>",
    }


def _line(look: Look, *, x: float | None = None, y: float | None = None) -> dict[str, Any]:
    across = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": y, "y1": y}
    upright = {"xref": "x", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **(across if x is None else upright)} | {
        "line": {"width": 1.5, "dash": "dash" if x is None else "solid", "color": look.palette.amber},
        "layer": "above",
    }


def _word(look: Look, words: str, *, x: float | None = None, y: float | None = None) -> dict[str, Any]:
    text = {"text": words, "showarrow": False, "font": {"size": look.small, "color": look.palette.amber}}
    if x is None:
        return {**text, "xref": "paper", "x": 1, "xanchor": "right", "yref": "y", "y": y, "yanchor": "bottom"}
    return {**text, "xref": "x", "x": x, "xanchor": "left", "yref": "paper", "y": 1, "yanchor": "top"}
