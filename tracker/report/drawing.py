"""A figure as vectors: the pictures of tracker.charts as SVG, so that paper and screen show the same.

It draws as much of a figure as tracker.charts makes use of; what it does not know it refuses, so that nothing of a
picture is left out in silence. Lengths are pixels, as in the figure.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.charts.series import runs

Given = Mapping[str, Any]
Numbers = NDArray[np.float64]

TYPE = "Source Sans Pro"
_CHARACTER = 0.42
"""The mean width of a character in sizes of the type."""
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_KEY, _ROW = 24.0, 19.0
"""Pixels that the mark of an entry of the legend takes, and one of its rows."""
_AIR = 12.0
"""Pixels below the lowest panel."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to pixels along one axis."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: Any) -> Any:
        """Where a value, or each of an array, stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class _Panels:
    """The scales of a figure: one across, and one up for each panel by its short name ("y", "y2", "y3")."""

    across: _Scale
    up: Mapping[str, _Scale]


def drawing(figure: Given, width: float) -> str:
    """The figure ("data" and "layout", as plain values) so many pixels wide, as SVG; words stay words, set in `TYPE`.
    Raises ValueError for a part of a figure that it cannot draw."""
    layout, traces = figure["layout"], figure["data"]
    panels = _panels(layout, traces, width)
    shapes = layout["shapes"]
    below = [shape for shape in shapes if shape["layer"] == "below"]
    if len(below) != len(shapes):
        raise ValueError("a shape that lies above the traces cannot be drawn")
    parts = [
        *(_rectangle(shape, panels) for shape in below if shape["type"] == "rect"),
        *_grid(layout, panels),
        *(_line(shape, panels) for shape in below if shape["type"] == "line"),
        *(part for trace in traces for part in _trace(trace, panels)),
        *_axes(layout, panels),
        *(part for note in layout["annotations"] for part in _annotation(note, panels)),
        *_legend(traces, layout, width),
    ]
    height = _height(layout)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
    return f'{head} width="{width:g}" height="{height:g}" font-family="{TYPE}">{"".join(parts)}</svg>'


def _height(layout: Given) -> float:
    """The height that is drawn upon: the room below for the clock is left out where the clock stands higher."""
    lowest = min((axis["domain"][0], name) for name, axis in layout.items() if name.startswith("yaxis"))[1]
    foot = 0.0 if _short(lowest) == layout["xaxis"]["anchor"] else layout["margin"]["b"] - _AIR
    return float(layout["height"] - foot)


def _panels(layout: Given, traces: Sequence[Given], width: float) -> _Panels:
    margin = layout["margin"]
    left, right = margin["l"], width - margin["r"]
    top, bottom = margin["t"], layout["height"] - margin["b"]
    up = {}
    for name, axis in layout.items():
        if name.startswith("yaxis"):
            first, last = axis["domain"]
            low, high = axis["range"] if "range" in axis else (0.0, _highest(traces, _short(name)))
            up[_short(name)] = _Scale(low, high, bottom - first * (bottom - top), bottom - last * (bottom - top))
    first, last = layout["xaxis"]["range"]
    return _Panels(_Scale(first, last, left, right), up)


def _numbers(given: Any) -> Numbers:
    return np.asarray(given, dtype=np.float64)


def _short(axis: str) -> str:
    """The name by which traces call an axis of the layout."""
    return axis.replace("axis", "")


def _highest(traces: Sequence[Given], axis: str) -> float:
    """The upper end of an axis that begins at zero and has no end of its own."""
    values = np.concatenate([_numbers(trace["y"]) for trace in traces if trace.get("yaxis") == axis])
    highest = float(np.nanmax(values, initial=0.0))
    return highest * 1.06 if highest > 0 else 1.0


def _steps(scale: _Scale, most: int) -> list[float]:
    """Round values along an axis that begins at zero, at most so many."""
    rough = scale.high / most
    tenth = 10.0 ** np.floor(np.log10(rough))
    step = next(tenth * each for each in (1, 2, 5, 10) if tenth * each >= rough)
    return [float(value) for value in np.arange(0.0, scale.high, step)]


def _ticks(axis: Given, scale: _Scale) -> list[tuple[float, str]]:
    values = axis["tickvals"] if "tickvals" in axis else _steps(scale, axis["nticks"])
    return list(zip(values, axis.get("ticktext", [f"{value:g}" for value in values]), strict=True))


def _grid(layout: Given, panels: _Panels) -> Iterator[str]:
    left, right = panels.across.start, panels.across.end
    for day in layout["xaxis"]["tickvals"]:
        place = panels.across.at(day)
        for scale in panels.up.values():
            yield _path(f"M{place:.1f} {scale.start:.1f}V{scale.end:.1f}", layout["xaxis"]["gridcolor"], 1)
    for name, scale in panels.up.items():
        axis = layout[name.replace("y", "yaxis")]
        if axis.get("showgrid", True):
            for value, _ in _ticks(axis, scale):
                yield _path(f"M{left:.1f} {scale.at(value):.1f}H{right:.1f}", axis["gridcolor"], 1)


def _axes(layout: Given, panels: _Panels) -> Iterator[str]:
    """The words at the axes."""
    ink, foot = layout["font"]["color"], panels.up[layout["xaxis"]["anchor"]].start
    size = layout["xaxis"]["tickfont"]["size"]
    for day, word in zip(layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"], strict=True):
        yield _text((panels.across.at(day), foot + size + 4), word, size, ink, "middle")
    for name, scale in panels.up.items():
        axis = layout[name.replace("y", "yaxis")]
        size = axis["tickfont"]["size"]
        for value, word in _ticks(axis, scale):
            yield _text((panels.across.start - 8, scale.at(value) + 0.34 * size), unescape(word), size, ink, "end")
        if "title" in axis:
            title = axis["title"]
            place = panels.across.start - 34, (scale.start + scale.end) / 2
            turned = f' transform="rotate(-90 {place[0]:.1f} {place[1]:.1f})"'
            yield _text(place, title["text"], title["font"]["size"], ink, "middle", more=turned)


def _text(place: tuple[float, float], words: str, size: float, colour: str, anchor: str, *, more: str = "") -> str:
    x, y = place
    form = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"'
    return f"<text {form}{more}>{escape(_NOT_XML.sub('', words))}</text>"


def _path(steps: str, colour: str, width: float, dash: str = "solid", more: str = "") -> str:
    paint, opacity = _seen_through(colour)
    dashed = "" if dash == "solid" else f' stroke-dasharray="{dash.replace("px", "").replace(",", " ")}"'
    through = "" if opacity == "1" else f' stroke-opacity="{opacity}"'
    return f'<path d="{steps}" fill="none" stroke="{paint}" stroke-width="{width:g}"{through}{dashed}{more}/>'


def _filled(steps: str, colour: str) -> str:
    paint, opacity = _seen_through(colour)
    return f'<path d="{steps}" fill="{paint}" fill-opacity="{opacity}"/>'


def _seen_through(colour: str) -> tuple[str, str]:
    """A colour as "#rrggbb" and its opacity; "rgba(r,g,b,o)" is how the pictures write one that is seen through."""
    if colour.startswith("#"):
        return colour, "1"
    red, green, blue, opacity = colour.removeprefix("rgba(").removesuffix(")").split(",")
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}", opacity


def _rectangle(shape: Given, panels: _Panels) -> str:
    scale = panels.up["y"]
    left, right = panels.across.at(shape["x0"]), panels.across.at(shape["x1"])
    return _filled(f"M{left:.1f} {scale.start:.1f}V{scale.end:.1f}H{right:.1f}V{scale.start:.1f}z", shape["fillcolor"])


def _line(shape: Given, panels: _Panels) -> str:
    """A line across the whole panel at one level."""
    level = panels.up["y"].at(shape["y0"])
    steps = f"M{panels.across.start:.1f} {level:.1f}H{panels.across.end:.1f}"
    return _path(steps, shape["line"]["color"], shape["line"]["width"], shape["line"]["dash"])


def _trace(trace: Given, panels: _Panels) -> Iterator[str]:
    scale = panels.up[trace.get("yaxis", "y")]
    if trace["type"] == "bar":
        yield from _bars(trace, panels.across, scale)
        return
    x, y = panels.across.at(_numbers(trace["x"])), scale.at(_numbers(trace["y"]))
    if trace.get("fill") == "toself":
        yield _filled("".join(f"{_steps_along(x[s], y[s])}z" for s in runs(~np.isnan(y))), trace["fillcolor"])
        return
    if "lines" in trace["mode"]:
        line = trace["line"]
        steps = "".join(_steps_along(x[s], y[s]) for s in runs(~np.isnan(y)))
        yield _path(steps, line["color"], line["width"], line.get("dash", "solid"), ' stroke-linejoin="round"')
    if "markers" in trace["mode"]:
        yield from _marks(trace["marker"], x, y)


def _steps_along(x: Numbers, y: Numbers) -> str:
    return "M" + "L".join(f"{across:.1f} {up:.1f}" for across, up in zip(x, y, strict=True))


def _bars(trace: Given, across: _Scale, up: _Scale) -> Iterator[str]:
    if trace.get("orientation") != "h":
        raise ValueError("an upright bar cannot be drawn")
    x, y = _numbers(trace["x"]), _numbers(trace["y"])
    half = trace["width"] / 2
    left, right = across.at(_numbers(trace["base"])), across.at(_numbers(trace["base"]) + x)
    ends = zip(left, right, up.at(y - half), up.at(y + half), trace["marker"]["color"], strict=True)
    yield from (_filled(f"M{a:.1f} {c:.1f}H{b:.1f}V{d:.1f}H{a:.1f}z", colour) for a, b, c, d, colour in ends)


def _marks(marker: Given, x: Numbers, y: Numbers) -> Iterator[str]:
    """Points of one colour as one path: hundreds of them take little room."""
    drawn = ~np.isnan(y)
    if drawn.any():
        draw = _SYMBOLS.get(marker.get("symbol", "circle"))
        if draw is None:
            raise ValueError(f"a point of the form {marker['symbol']!r} cannot be drawn")
        yield draw(marker, x[drawn], y[drawn], marker["size"])


def _dots(marker: Given, x: Numbers, y: Numbers, size: float) -> str:
    steps = "".join(f"M{a:.1f} {b:.1f}h.01" for a, b in zip(x, y, strict=True))
    return _path(steps, marker["color"], size, more=' stroke-linecap="round"')


def _rings(marker: Given, x: Numbers, y: Numbers, size: float) -> str:
    radius = size / 2
    turn = f"a{radius:g} {radius:g} 0 1 0 {size:g} 0a{radius:g} {radius:g} 0 1 0 {-size:g} 0"
    steps = "".join(f"M{a - radius:.1f} {b:.1f}{turn}" for a, b in zip(x, y, strict=True))
    return _path(steps, marker["color"], marker["line"]["width"])


def _dashes(marker: Given, x: Numbers, y: Numbers, size: float) -> str:
    steps = "".join(f"M{a:.1f} {b - size / 2:.1f}v{size:g}" for a, b in zip(x, y, strict=True))
    return _path(steps, marker["color"], marker["line"]["width"])


def _diamonds(marker: Given, x: Numbers, y: Numbers, size: float) -> str:
    half = 0.6 * size
    step = f"l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}z"
    return _filled("".join(f"M{a:.1f} {b - half:.1f}{step}" for a, b in zip(x, y, strict=True)), marker["color"])


_SYMBOLS: Mapping[str, Callable[[Given, Numbers, Numbers, float], str]] = {
    "circle": _dots,
    "circle-open": _rings,
    "line-ns-open": _dashes,
    "diamond": _diamonds,
}


def _annotation(note: Given, panels: _Panels) -> Iterator[str]:
    """Words with the line to what they are about, where there is one. They may have several lines, bold ones too."""
    place = _place(note["x"], note["y"], note, panels)
    lines = note["text"].split("<br>")
    size, colour = note["font"]["size"], note["font"]["color"]
    step = 1.3 * size
    width, height = max(len(_plain(line)) for line in lines) * _CHARACTER * size, len(lines) * step
    if note["showarrow"]:
        tail = _place(note["ax"], note["ay"], note, panels)
        yield _path(
            f"M{tail[0]:.1f} {tail[1]:.1f}L{place[0]:.1f} {place[1]:.1f}", note["arrowcolor"], note["arrowwidth"]
        )
        place = tail
    left = place[0] + note.get("xshift", 0) - {"left": 0.0, "center": 0.5, "right": 1.0}[note["xanchor"]] * width
    top = place[1] - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[note["yanchor"]] * height
    if "bgcolor" in note:
        pad = note["borderpad"]
        corners = (left - pad, top - pad, left + width + pad, top + height + pad)
        yield _filled(
            "M{0:.1f} {1:.1f}H{2:.1f}V{3:.1f}H{0:.1f}z".format(*corners),
            note["bgcolor"],
        )
    anchor, at = ("end", left + width) if note["xanchor"] == "right" else ("start", left)
    if note["xanchor"] == "center" and len(lines) == 1:
        anchor, at = "middle", left + width / 2
    for number, line in enumerate(lines):
        weight = ' font-weight="600"' if line.startswith("<b>") else ""
        yield _text((at, top + number * step + size), _plain(line), size, colour, anchor, more=weight)


def _place(x: float, y: float, note: Given, panels: _Panels) -> tuple[float, float]:
    panel, _, domain = note["yref"].partition(" ")
    scale = panels.up[panel]
    up = scale.start + y * (scale.end - scale.start) if domain else scale.at(y)
    return float(panels.across.at(x)), float(up)


def _plain(line: str) -> str:
    return unescape(line.replace("<b>", "").replace("</b>", ""))


def _legend(traces: Sequence[Given], layout: Given, width: float) -> Iterator[str]:
    """What each mark means, in rows on top of the picture."""
    named = [trace for trace in traces if trace.get("showlegend", True)]
    size, ink = layout["legend"]["font"]["size"], layout["font"]["color"]
    left, row = 4.0, 0.5 * _ROW
    for trace in sorted(named, key=lambda each: each["legendrank"]):
        words = trace["name"].replace("<br>", " ")
        room = _KEY + 6 + len(words) * _CHARACTER * size + 16
        if left + room > width and left > 4.0:
            left, row = 4.0, row + _ROW
        yield from _key(trace, left, row)
        yield _text((left + _KEY + 6, row + 0.34 * size), words, size, ink, "start")
        left += room


def _key(trace: Given, left: float, middle: float) -> Iterator[str]:
    if trace.get("fill") == "toself":
        yield _filled(f"M{left:.1f} {middle - 5:.1f}h{_KEY:g}v10h{-_KEY:g}z", trace["fillcolor"])
    elif "lines" in trace["mode"]:
        line = trace["line"]
        yield _path(f"M{left:.1f} {middle:.1f}h{_KEY:g}", line["color"], line["width"], line.get("dash", "solid"))
    else:
        yield from _marks(trace["marker"], np.array([left + _KEY / 2]), np.array([middle]))
