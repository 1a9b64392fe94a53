"""The pictures of a panel: pain by week, share improved, time to improvement, coverage, each with its n below.

All are drawn from cells (contract CELLS), so that they show what the tables and the file say. A cell that is withheld
is a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts import theme
from tracker.charts.figure import Figure, figure
from tracker.charts.series import Numbers, runs
from tracker.charts.theme import PAPER, Look, soft
from tracker.domain.cohort import CELLS, COULD_BE_WORKED_OUT, FEWER, MARKS, Statistic
from tracker.domain.phrases import number, percent
from tracker.domain.reference import expected_band, thresholds

AT_ONCE = 4
"""Groups that one picture holds: more could not be told apart."""

BANDS_AT_ONCE = 2
"""Bands that lie over each other and can still be told apart."""

_DASHES = ("solid", "6px,3px", "2px,3px", "9px,3px,2px,3px")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up")
_STEPS = (1, 2, 4, 8, 12, 24, 52)
"""Weeks from one tick, number below the picture and mark on a line to the next."""

_TITLES = {
    Statistic.PAIN: "Pain 0–10 (lower is better)",
    Statistic.SHARE_LEFT: "Share of own pain left (lower is better)",
    Statistic.IMPROVED: "Improved (higher is better)",
    Statistic.TIME: "Has improved (higher is better)",
    Statistic.COVERAGE: "Days logged (higher is better)",
}
_N = {Statistic.TIME: "at risk"}
_SPREADS = {
    **dict.fromkeys((Statistic.PAIN, Statistic.SHARE_LEFT, Statistic.COVERAGE), "quartiles"),
    **dict.fromkeys((Statistic.IMPROVED, Statistic.TIME), "90 % interval"),
}
_MIDDLES = {
    **dict.fromkeys((Statistic.PAIN, Statistic.SHARE_LEFT, Statistic.COVERAGE), "median"),
    **dict.fromkeys((Statistic.IMPROVED, Statistic.TIME), "share"),
}

Trace = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all groups of a picture share; `every` is in weeks, from one number below it to the next."""

    statistic: Statistic
    groups: int
    every: int
    look: Look


@dataclass(frozen=True, slots=True)
class _Ink:
    """How one group is drawn: told apart by dash and symbol as well as by colour."""

    name: str
    colour: str
    dash: str
    symbol: str
    place: int


def drawn_groups(cells: pd.DataFrame) -> tuple[str, ...]:
    """The groups that a picture shows: the first four, in the order of the cells, of which any value is given."""
    return tuple(pd.unique(cells.loc[cells["value"].notna(), "group"]).tolist()[:AT_ONCE])


def cohort_figure(cells: pd.DataFrame, statistic: Statistic, *, compact: bool = False, look: Look = PAPER) -> Figure:
    """The picture of a statistic: a line and a band for each group, a point and its interval at each mark for the share
    improved; below, how many each rests on. At most four groups are drawn (`drawn_groups`). `compact` is for a phone.
    Raises ValueError for a frame that lacks a column, and where no cell is given: then there is nothing to draw."""
    CELLS.check(cells)
    groups = drawn_groups(cells)
    if not groups:
        raise ValueError("no cell is given")
    palette = look.palette
    colours = (palette.accent, palette.limb, palette.green, palette.ink)
    inks = [_Ink(*each, place) for place, each in enumerate(zip(groups, colours, _DASHES, _SYMBOLS, strict=False))]
    drawing = _Drawing(statistic, len(groups), _step(cells, statistic, compact=compact), look)
    traces: list[Trace] = []
    if statistic is Statistic.SHARE_LEFT:
        traces.append(_expected(float(cells["at"].max()), look))
    for ink in inks:
        own = cells[cells["group"] == ink.name].sort_values("at")
        traces += _of_group(own, ink, drawing)
        traces.append(_counts(own, ink, drawing))
    return figure(traces, _layout(cells, statistic, inks, compact=compact, look=look))


def cohort_alt_text(cells: pd.DataFrame, statistic: Statistic) -> str:
    """What the picture shows, in a sentence for each group: where it begins and ends, with n."""
    parts = [f"{statistic.value.capitalize()}, {_TITLES[statistic]}."]
    for group in drawn_groups(cells):
        own = cells[(cells["group"] == group) & cells["value"].notna()].sort_values("at")
        ends = own.iloc[[0, -1]] if len(own) > 1 and statistic is not Statistic.IMPROVED else own
        told = "; ".join(
            f"{when(statistic, at)} {value_words(statistic, value)} (n {n_words(n)})"
            for at, value, n in zip(ends["at"], ends["value"], ends["n"], strict=True)
        )
        parts.append(f"{group.capitalize()}: {told}.")
    return " ".join(parts)


def when(statistic: Statistic, at: int) -> str:
    """The time of a cell in words: "week 12", "6 months", "weeks 8–11"."""
    if statistic is Statistic.IMPROVED:
        return f"{at} months"
    return f"weeks {at}–{at + 3}" if statistic is Statistic.COVERAGE else f"week {at}"


def value_words(statistic: Statistic, value: float) -> str:
    """A value of a cell: "3.1" of pain, "64 %" of a share."""
    return number(value) if statistic is Statistic.PAIN else percent(value)


def n_words(n: float, withheld: str = COULD_BE_WORKED_OUT) -> str:
    """How many a cell rests on: "23", or within which bounds that is withheld."""
    return f"{n:.0f}" if np.isfinite(n) else "<5" if withheld == FEWER else "≥5"


def _step(cells: pd.DataFrame, statistic: Statistic, *, compact: bool) -> int:
    """The shortest step with which the numbers below do not touch each other."""
    room = 7 if compact else 9 if statistic is Statistic.TIME else 20  # time shares its row of the page with another
    last = int(cells["at"].max())
    return next((each for each in _STEPS if last / each <= room), _STEPS[-1])


def _of_group(own: pd.DataFrame, ink: _Ink, drawing: _Drawing) -> list[Trace]:
    statistic, groups = drawing.statistic, drawing.groups
    x = own["at"].to_numpy(dtype=float)
    value, low, high = (own[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    cards = [_card(row, statistic) for row in own.to_dict("records")]
    line = {"color": ink.colour, "dash": ink.dash, "width": 2.5}
    card = {"hovertext": cards, "hoverinfo": "text", "connectgaps": False}
    middle = {"type": "scatter", "y": value, "name": escape(ink.name), "legendgroup": ink.name, **card}
    if statistic is Statistic.IMPROVED:
        place = np.array([MARKS.index(int(each)) for each in x]) + (ink.place - (groups - 1) / 2) * 0.16
        arms = {"type": "data", "array": high - value, "arrayminus": value - low, "thickness": 2, "width": 5}
        marker = {"symbol": ink.symbol, "size": 11, "color": ink.colour}
        return [middle | {"x": place, "mode": "markers", "marker": marker, "error_y": arms | {"color": ink.colour}}]
    shape = "hv" if statistic is Statistic.TIME else "linear"
    known = np.concatenate(([False], np.isfinite(value), [False]))
    lone = known[1:-1] & ~known[:-2] & ~known[2:]  # as a line it would not be seen
    size = np.where((x % drawing.every == 0) | lone, 8, 0)
    marker = {"symbol": ink.symbol, "size": size, "opacity": 1, "color": ink.colour, "line": {"width": 0}}
    return [
        *(_bands(np.array([x, low, high]), ink, shape) if groups <= BANDS_AT_ONCE else []),
        middle | {"x": x, "mode": "lines+markers", "line": line | {"shape": shape}, "marker": marker},
    ]


def _bands(edges: Numbers, ink: _Ink, shape: str) -> list[Trace]:
    """The band between `edges` (three rows: x, lower and upper end), one closed outline for each unbroken stretch: it
    must not reach across what is not known."""
    xs: list[float] = []
    ys: list[float] = []
    for stretch in runs(np.asarray(np.isfinite(edges).all(axis=0))):
        at, low, high = edges[:, stretch]
        if shape == "hv":  # each step goes on to the next
            at, low, high = np.repeat(at, 2)[1:], np.repeat(low, 2)[:-1], np.repeat(high, 2)[:-1]
        xs += [*at, *at[::-1], np.nan]
        ys += [*high, *low[::-1], np.nan]
    if not xs:
        return []
    fill = {"fill": "toself", "fillcolor": soft(ink.colour, 0.16), "line": {"width": 0}, "mode": "lines"}
    quiet = {"legendgroup": ink.name, "showlegend": False, "hoverinfo": "skip"}
    return [{"type": "scatter", "x": np.array(xs), "y": np.array(ys), **fill, **quiet}]


def _expected(last: float, look: Look) -> Trace:
    """The expected band, which is a share of the own pain before surgery itself."""
    reference, week = expected_band(), thresholds().value("week_days")
    given = np.array([point.day / week for point in reference.points])
    x = np.append(given[given < last], last)
    x = x[x >= given[0]]
    low, high = (
        np.interp(x, given, [getattr(point, edge) for point in reference.points]) for edge in ("lower", "upper")
    )
    fill = {"fill": "toself", "fillcolor": soft(look.palette.muted, 0.13), "line": {"width": 0}, "mode": "lines"}
    place = {"x": np.concatenate([x, x[::-1]]), "y": np.concatenate([high, low[::-1]])}
    return {"type": "scatter", **place, **fill, "name": reference.label, "hoverinfo": "skip", "legendrank": 2000}


def _counts(own: pd.DataFrame, ink: _Ink, drawing: _Drawing) -> Trace:
    """The row of numbers below: how many each value rests on, "<5" or "≥5" where it is withheld."""
    marks, look = drawing.statistic is Statistic.IMPROVED, drawing.look
    shown = own if marks else own[own["at"] % drawing.every == 0]
    words = [n_words(n, why) for n, why in zip(shown["n"], shown["withheld"], strict=True)]
    x = [MARKS.index(each) if marks else each for each in shown["at"].tolist()]
    font = {"size": look.small - (1 if drawing.groups > 1 else 0), "color": look.palette.ink}
    place = {"x": x, "y": [drawing.groups - 1 - ink.place] * len(shown), "yaxis": "y2", "cliponaxis": False}
    text = {"mode": "text", "text": words, "textfont": font, "showlegend": False, "hoverinfo": "skip"}
    return {"type": "scatter", **text, **place}


def _card(row: dict[Any, Any], statistic: Statistic) -> str:
    head = f"<b>{escape(row['group'])}, {when(statistic, row['at'])}</b>"
    if np.isnan(row["value"]):
        return f"{head}<br>{row['withheld']}"
    spread = "" if np.isnan(row["low"]) else f"<br>{_SPREADS[statistic]} {_range(statistic, row['low'], row['high'])}"
    value = f"{_MIDDLES[statistic]} {value_words(statistic, row['value'])}"
    return f"{head}<br>{value}{spread}<br>{_N.get(statistic, 'n')} {n_words(row['n'])}"


def _range(statistic: Statistic, low: float, high: float) -> str:
    return f"{value_words(statistic, low)}–{value_words(statistic, high)}"


def _layout(
    cells: pd.DataFrame, statistic: Statistic, inks: Sequence[_Ink], *, compact: bool, look: Look
) -> dict[str, Any]:
    """Two panels on one clock: the statistic, and under its axis the rows of n."""
    entries = len(inks) + (statistic is Statistic.SHARE_LEFT)
    main, row, gap = (250.0 if compact else 300.0), 20.0, 46.0
    a_row = 2 if compact else 3 if statistic in (Statistic.IMPROVED, Statistic.TIME) else 5
    rows = ceil(len(inks) / a_row) + (compact and entries > len(inks))
    legend = rows * 22 + 8 if entries > 1 else 0
    inner = main + gap + row * len(inks)
    margin = {
        "l": 86 if statistic is Statistic.TIME else 56 if compact else 64,
        "r": 14 if compact else 24,
        "t": 10 + legend,
        "b": 8,
    }
    quiet = {"fixedrange": True, "zeroline": False}
    small = {"size": look.small}
    marks = statistic is Statistic.IMPROVED
    last = float(cells["at"].max())
    weeks = list(range(0, int(last) + 1, _step(cells, statistic, compact=compact)))
    clock: dict[str, Any] = {
        "tickvals": list(range(len(MARKS))) if marks else weeks,
        "ticktext": [f"{each} mo" if compact else f"{each} months" for each in MARKS] if marks else weeks,
        "range": [-0.5, len(MARKS) - 0.5] if marks else [-max(last, 4) * 0.025, max(last, 4) * 1.025],
        "title": {"text": "After surgery" if marks else "Weeks since surgery", "font": small, "standoff": 4},
    }
    return {
        **theme.layout(look),
        "height": (inner + margin["t"] + margin["b"]) * look.scale,
        "margin": {side: pixels * look.scale for side, pixels in margin.items()} | {"autoexpand": False},
        "hovermode": "closest",
        "showlegend": entries > 1,
        "legend": {
            **{"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "top", "yref": "container"},
            **{"font": small, "itemclick": False, "itemdoubleclick": False},
        },
        "xaxis": clock | quiet | {"anchor": "y", "gridcolor": look.palette.line, "tickfont": small, "tickangle": 0},
        "yaxis": _scale(cells, statistic, look) | quiet | {"domain": [1 - main / inner, 1.0]},
        "yaxis2": {
            **quiet,
            "domain": [0.0, row * len(inks) / inner],
            "range": [-0.5, len(inks) - 0.5],
            "showgrid": False,
            **{"ticks": "outside", "ticklen": 12, "tickcolor": "rgba(0,0,0,0)"},  # room before the first number
            "tickvals": [len(inks) - 1 - ink.place for ink in inks],
            "ticktext": _row_names(statistic, inks),
            "tickfont": {"size": look.small - (1 if len(inks) > 1 else 0), "color": look.palette.muted},
        },
    }


def _row_names(statistic: Statistic, inks: Sequence[_Ink]) -> list[str]:
    """What stands before each row of numbers: which group by its sign in the legend, for the name has no room."""
    signs = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲"}
    word = _N.get(statistic, "n")
    return [word] if len(inks) == 1 else [f"{signs[ink.symbol]} {word}" for ink in inks]


def _scale(cells: pd.DataFrame, statistic: Statistic, look: Look) -> dict[str, Any]:
    """The y axis. It says which way is better."""
    share = statistic is not Statistic.PAIN
    top = 10.0
    if share:
        top = max(1.0, ceil(float(np.nan_to_num(cells["high"].max(), nan=1.0)) * 5) / 5)
    ticks = np.arange(0, top + 0.01, 0.2 if share else 2).tolist()
    return {
        "range": [-top * 0.03, top * 1.03],
        "tickvals": ticks,
        "ticktext": [percent(each) if share else f"{each:.0f}" for each in ticks],
        "title": {"text": _TITLES[statistic], "font": {"size": look.small}, "standoff": 6},
        "tickfont": {"size": look.small},
        "gridcolor": look.palette.line,
    }
