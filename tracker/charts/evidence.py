"""The one note in the picture: the flag that matters most, its evidence, and a line to where it began."""

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.placement import Box, Field
from tracker.charts.series import numbers
from tracker.charts.theme import Look, soft
from tracker.domain.assessment import Evidence, Flag, FlagKind, Severity
from tracker.domain.flag_words import flag_name, given, reference_days
from tracker.domain.patients import Episode, Site
from tracker.domain.phrases import day_span, number
from tracker.domain.urgency import urgency

_CHARACTER, _LINE_HEIGHT, _PADDING = 6.6, 18.0, 14.0
"""Pixels of the small size, on the generous side."""


def chief(flags: Sequence[Flag]) -> Flag | None:
    """The flag of a site to be told of: an open one before a cleared one, then the most urgent, then the newest. What
    is for information is not told of in the colour of a warning."""
    about_pain = [flag for flag in flags if flag.site and flag.severity is not Severity.INFO]
    return max(about_pain, key=lambda flag: (flag.open, urgency(flag), flag.detected_on), default=None)


def note(
    episode: Episode, days: pd.DataFrame, flags: Sequence[Flag], field: Field, *, characters: int, look: Look
) -> list[dict[str, Any]]:
    """The annotation with the words, in lines of so many `characters`, where they cover least of what `field` holds,
    and a line to the onset. Empty without a flag of a site."""
    flag = chief(flags)
    if flag is None or flag.site is None:
        return []
    head, rest = textwrap.wrap(_head(episode, flag), characters), textwrap.wrap(in_short(flag), characters)
    lines = head + rest
    pixels = max(map(len, lines)) * _CHARACTER + _PADDING, len(lines) * _LINE_HEIGHT + _PADDING
    onset = _onset(episode, days, flag.site, flag)
    words = "<br>".join([*(f"<b>{escape(line)}</b>" for line in head), *(escape(line) for line in rest)])
    seen = episode.day(flag.onset_date) >= int(days["day"].iloc[0])
    return [_annotation(words, field.place(pixels, onset), onset if seen else None, look)]


def _head(episode: Episode, flag: Flag) -> str:
    if flag.cleared_on is not None:
        return f"{flag_name(flag.kind)}, cleared on day {episode.day(flag.cleared_on)}"
    return f"{flag_name(flag.kind)} since day {max(episode.day(flag.onset_date), 0)}"


def in_short(flag: Flag) -> str:
    """The numbers that decided, to be checked in the picture; the whole sentence stands on the card of the flag.
    Raises ValueError where the evidence lacks a number that its rule gives."""
    evidence = flag.evidence
    level = number(given(evidence.level))
    if flag.kind is FlagKind.RELAPSE:
        relief = number(given(evidence.reference_level))
        on = _unbroken(f"day {evidence.day}")
        return f"typical {level} on {on} vs relief level {relief} ({_reference_days(evidence)})"
    if flag.kind is FlagKind.NON_IMPROVEMENT:
        fall = given(evidence.reference_level) - given(evidence.level)
        moved = "down" if fall >= 0 else "up"
        return f"mean {level}, {moved} by {number(abs(fall))} over {_reference_days(evidence)}"
    mean = f"mean {level} over {_unbroken(day_span(evidence.day - evidence.days_asked + 1, evidence.day))}"
    if flag.kind is FlagKind.WORSE_THAN_BEFORE:
        return f"{mean} vs {number(given(evidence.reference_level))} before surgery"
    if flag.kind is FlagKind.NEW_LIMB_PAIN:
        return f"{mean} vs {number(given(evidence.reference_level))} ({_reference_days(evidence)})"
    return mean


def _reference_days(evidence: Evidence) -> str:
    return _unbroken(reference_days(evidence))


def _unbroken(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _onset(episode: Episode, days: pd.DataFrame, site: Site, flag: Flag) -> tuple[float, float]:
    """Where the flagged stretch begins in the picture: the first day from the onset on that has a typical pain."""
    day, level = numbers(days, "day"), numbers(days, f"{site}_typical")
    drawn = np.flatnonzero((day >= episode.day(flag.onset_date)) & ~np.isnan(level))
    if not len(drawn):
        return float(day[-1]), 5.0
    return float(day[drawn[0]]), float(level[drawn[0]])


def _annotation(words: str, box: Box, onset: tuple[float, float] | None, look: Look) -> dict[str, Any]:
    """The words stand at the tail of the arrow, so that the line meets them however wide the screen is; without an
    onset in the picture there is no line."""
    if onset is None:
        place = {"x": box.x, "y": box.y, "xref": "x", "yref": "y", "showarrow": False}
        plain = {"align": "left", "font": {"size": look.small, "color": look.palette.warn}, "borderpad": 4}
        return {"text": words, **place, **plain, "bgcolor": soft(look.palette.card, 0.9)}
    head = {"x": onset[0], "y": onset[1], "xref": "x", "yref": "y", "showarrow": True, "arrowhead": 0}
    tail = {"ax": box.x, "ay": box.y, "axref": "x", "ayref": "y", "xanchor": "center", "yanchor": "middle"}
    form = {"align": "left", "font": {"size": look.small, "color": look.palette.warn}, "borderpad": 4}
    ground = {"bgcolor": soft(look.palette.card, 0.9), "arrowwidth": 1.4, "arrowcolor": look.palette.warn}
    return {"text": words, **head, **tail, **form, **ground}
