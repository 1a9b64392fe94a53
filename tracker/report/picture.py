"""The picture of a recovery on paper: that of the screen, as vectors, with its words for who does not see it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tracker.charts import band_source, printed_recovery, recovery_alt_text
from tracker.domain.assessment import Flag
from tracker.domain.patients import Episode, Site
from tracker.domain.responses import Response
from tracker.domain.treatments import Treatment
from tracker.report.drawing import drawing

WIDTH = 900.0
"""Pixels across. On a sheet it is made as wide as the text, so that its words are about 7.5 points high."""

LOWER_WIDTH = 1020.0
"""Pixels across where room is short: as wide on the sheet, so an eighth lower, its words about 6.6 points high."""

LANES = 6
"""Treatments in the picture, those with the newest start. Our choice: what leaves room for the words of the report."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture as SVG, and the same for where room is short (`lower`); the same in words (`alt`), what to know of it
    below it (`notes`)."""

    svg: str
    lower: str
    alt: str
    notes: tuple[str, ...]


def recovery_picture(
    episode: Episode,
    days: pd.DataFrame,
    treatments: Sequence[Treatment],
    flags: Sequence[Flag],
    leading: Site,
    *,
    responses: Sequence[Response] = (),
) -> Picture | None:
    """The picture of `days` (contract DAYS); None where nothing is logged. Interval and expected band are those of the
    `leading` site; `responses` stand beside the procedures. Raises ValueError for a frame that lacks a column."""
    if not days["logged"].any():
        return None
    shown, left_out = _newest(treatments)
    source = band_source(episode, days, leading)
    more = f"{left_out} earlier treatment{'' if left_out == 1 else 's'} on the screen." if left_out else ""
    figure = printed_recovery(episode, days, shown, flags, leading, responses=responses)
    return Picture(
        drawing(figure, WIDTH),
        drawing(figure, LOWER_WIDTH),
        recovery_alt_text(episode, days, treatments, flags, interpreted=True),
        tuple(note for note in (source, more) if note),
    )


def _newest(treatments: Sequence[Treatment]) -> tuple[list[Treatment], int]:
    """Treatments of at most so many names, the newest first, and how many are left out."""
    by_start = sorted(treatments, key=lambda each: each.start, reverse=True)
    names = list(dict.fromkeys(each.name.casefold() for each in by_start))[:LANES]
    shown = [each for each in by_start if each.name.casefold() in names]
    return shown, len(treatments) - len(shown)
