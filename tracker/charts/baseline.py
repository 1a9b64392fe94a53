"""The pain before surgery: a dashed line for each level, with its words where they cover no data."""

from typing import Any

from tracker.charts.clock_axis import Clock
from tracker.charts.placement import Field
from tracker.charts.theme import Look
from tracker.domain.language import _
from tracker.domain.patients import Episode, Site

_CHARACTER, _HEIGHT = 6.6, 17.0
"""Pixels of the small size, on the generous side."""


def levels(episode: Episode) -> dict[int, str]:
    """The words for each level that is known: one line where both sites began alike."""
    found: dict[int, list[str]] = {}
    for site in Site:
        level = episode.baseline(site)
        if level is not None:
            found.setdefault(level, []).append(episode.word(site))
    both, said = _("{one} and {other}"), _("{sites} before surgery: {level}")
    return {
        level: said.format(
            sites=words[0] if len(words) == 1 else both.format(one=words[0], other=words[1]), level=level
        )
        for level, words in found.items()
    }


def lines(episode: Episode, look: Look) -> list[dict[str, Any]]:
    """A dashed line across the panel at each level."""
    return [
        {
            "type": "line",
            "xref": "x domain",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": level,
            "y1": level,
            "line": {"color": look.palette.muted, "width": 1.2, "dash": "4px,3px"},
            "layer": "below",
        }
        for level in levels(episode)
    ]


def labels(episode: Episode, clock: Clock, field: Field, look: Look) -> list[dict[str, Any]]:
    """The words on each line, as far left as they cover no data; what they cover is marked in the field."""
    written: list[dict[str, Any]] = []
    for level, words in levels(episode).items():
        box = field.place((len(words) * _CHARACTER, _HEIGHT), (clock.start, float(level)), on_line=float(level))
        field.fill(box, 1.0)
        # What stands outside the axis by a rounding error is not shown at all.
        left = max(box.x - box.width / 2, clock.start + 0.002 * clock.span)
        written.append(_label(left, level, words, look))
    return written


def _label(left: float, level: int, words: str, look: Look) -> dict[str, Any]:
    place = {"x": left, "xref": "x", "xanchor": "left", "y": level, "yref": "y", "yanchor": "bottom"}
    font = {"size": look.small, "color": look.palette.muted}
    return {"text": words, "showarrow": False, "borderpad": 0, "font": font, **place}
