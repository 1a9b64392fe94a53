"""The main panel: daily points, typical pain with its interval, expected band, flagged stretch, days without entry."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.evidence import chief
from tracker.charts.placement import BOTTOM, TOP
from tracker.charts.series import Numbers, axis_days, flagged_days, known, numbers, runs
from tracker.charts.theme import Look, soft
from tracker.domain.assessment import Flag, FlagKind
from tracker.domain.explanation import flag_name
from tracker.domain.language import _, sentence
from tracker.domain.pain_told import pain_of
from tracker.domain.patients import Episode, Site
from tracker.domain.reference import expected_band, thresholds

Trace = dict[str, Any]

_MISSING_AT = -0.5
_FLARES_TO = -0.82
_DASHES = {Site.AXIAL: "solid", Site.LIMB: "5px,3px"}
_LONG = 730
_DRAWN = (Site.LIMB, Site.AXIAL)
"""From back to front."""


def traces(
    episode: Episode,
    days: pd.DataFrame,
    flags: Sequence[Flag],
    leading: Site,
    *,
    interpreted: bool,
    compact: bool,
    look: Look,
) -> list[Trace]:
    """The panel from back to front; `legendrank` orders the legend, which lists the lines first. A trace without any
    value is left out, and so is its place in the legend."""
    daily = [site for site in _DRAWN if known(days, site)]
    typical = [site for site in _DRAWN if known(days, f"{site}_typical")]
    return [
        *(_flares(episode, days, flags, look) if interpreted else []),
        *(_expected(episode, days, leading, compact=compact, look=look) if interpreted else []),
        *_interval(days, leading, look),
        *(_daily(episode, days, site, compact=compact, look=look) for site in daily),
        *(line for site in typical for line in _typical(episode, days, site, compact=compact, look=look)),
        *(_flagged(episode, days, flags, look) if interpreted else []),
        *(_concerning(days, flags, compact=compact, look=look) if interpreted else []),
        *_missing(days, look),
    ]


def _colour(site: Site, look: Look) -> str:
    return look.palette.accent if site is Site.AXIAL else look.palette.limb


def band(episode: Episode, site: Site, last_day: float) -> tuple[Numbers, Numbers, Numbers] | None:
    """Days, lower and upper end of the expected band on the 0-10 scale, as far as `last_day`; between the days of
    the reference it runs straight. None without a baseline (or with one of 0): a share of nothing says nothing."""
    baseline = episode.baseline(site)
    points = expected_band().points
    if not baseline or last_day <= points[0].day:
        return None
    given = np.array([point.day for point in points], dtype=float)
    end = min(last_day, given[-1])
    day = np.append(given[given < end], end)
    lower = np.interp(day, given, [point.lower for point in points]) * baseline
    upper = np.interp(day, given, [point.upper for point in points]) * baseline
    return day, lower, upper


def band_source(episode: Episode, days: pd.DataFrame, site: Site) -> str | None:
    """What the expected band is and where it comes from, to stand under the picture; None where none is drawn."""
    if band(episode, site, float(days["day"].iloc[-1])) is None:
        return None
    reference = expected_band()
    return f"{reference.label}: the share of the own pain before surgery that is usually left. {reference.source}."


def _expected(episode: Episode, days: pd.DataFrame, leading: Site, *, compact: bool, look: Look) -> list[Trace]:
    found = band(episode, leading, float(days["day"].iloc[-1]))
    if found is None:
        return []
    day, lower, upper = found
    x, y = np.concatenate([day, day[::-1]]), np.concatenate([upper, lower[::-1]])
    return [_area(x, y, soft(look.palette.muted, 0.13), _BAND.replace(" ", "<br>", 1) if compact else _BAND, rank=7)]


def _flares(episode: Episode, days: pd.DataFrame, flags: Sequence[Flag], look: Look) -> list[Trace]:
    """A strip at the foot of the panel under the days of flares, of whichever site: they pass, so nothing warns of
    them, and a ground under the whole panel would cover the chronic-pain window."""
    found = [flag for flag in flags if flag.kind is FlagKind.FLARE]
    covered = np.any([flagged_days(episode, days, found, site) for site in Site], axis=0)
    if not covered.any():
        return []
    day = numbers(days, "day")
    edges = [(day[stretch.start] - 0.5, day[stretch.stop - 1] + 0.5) for stretch in runs(covered)]
    x = np.concatenate([[first, first, last, last, np.nan] for first, last in edges])
    y = np.tile([BOTTOM, _FLARES_TO, _FLARES_TO, BOTTOM, np.nan], len(edges))
    return [_area(x, y, soft(look.palette.accent, 0.45), flag_name(FlagKind.FLARE), rank=10)]


def _interval(days: pd.DataFrame, site: Site, look: Look) -> list[Trace]:
    day, low, high = (numbers(days, column) for column in ("day", f"{site}_low", f"{site}_high"))
    stretches = runs(~np.isnan(low) & ~np.isnan(high))
    if not stretches:
        return []
    # One closed outline for each stretch, parted by a gap: an interval must not reach across missing days.
    x = np.concatenate([np.concatenate([day[s], day[s][::-1], [np.nan]]) for s in stretches])
    y = np.concatenate([np.concatenate([high[s], low[s][::-1], [np.nan]]) for s in stretches])
    return [_area(x, y, soft(_colour(site, look), 0.18), _("90 % interval"), rank=3)]


def _area(x: Numbers, y: Numbers, colour: str, name: str, *, rank: int) -> Trace:
    fill = {"fill": "toself", "fillcolor": colour, "line": {"width": 0}, "mode": "lines", "hoverinfo": "skip"}
    return {"type": "scatter", "x": x, "y": y, **fill, "name": name, "legendrank": rank}


def _daily(episode: Episode, days: pd.DataFrame, site: Site, *, compact: bool, look: Look) -> Trace:
    size = _point_size(len(days), compact=compact)
    marker = {"symbol": "circle", "size": size, "color": soft(look.palette.accent, 0.5), "line": {"width": 0}}
    if site is Site.LIMB:
        marker = {"symbol": "circle-open", "size": size, "color": look.palette.limb, "line": {"width": 1.2}}
    word = sentence(pain_of(episode, site))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": axis_days(days),
        "y": numbers(days, site),
        "marker": marker,
        "name": word if compact else _("{what}, daily").format(what=word),
        "legendrank": 5 if site is Site.AXIAL else 6,
        "hoverinfo": "skip",
    }


def _point_size(count: int, *, compact: bool) -> float:
    wide = 7.0 if count <= 240 else 5.5 if count <= _LONG else 4.0
    return max(3.0, wide - 1.5) if compact else wide


def _typical(episode: Episode, days: pd.DataFrame, site: Site, *, compact: bool, look: Look) -> list[Trace]:
    word = _("Typical {site} pain").format(site=episode.word(site))
    name = word if compact else _("{what} ({days} days)").format(what=word, days=thresholds().days("typical_window"))
    line = {"color": _colour(site, look), "dash": _DASHES[site], "width": _width(days, site)}
    return _line(days, numbers(days, f"{site}_typical"), line, name, rank=1 if site is Site.AXIAL else 2)


def _width(days: pd.DataFrame, site: Site) -> float:
    """The line of the axis is the stronger one; both are finer where years stand close together."""
    return (3.0 if site is Site.AXIAL else 2.0) - (1.0 if len(days) > _LONG else 0.0)


def _line(days: pd.DataFrame, y: Numbers, line: Trace, name: str, *, rank: int) -> list[Trace]:
    """A line, and a point for each value with a gap on both sides, which as a line would not be seen."""
    day = axis_days(days)
    shared = {"type": "scatter", "name": name, "legendrank": rank, "hoverinfo": "skip"}
    drawn = [{**shared, "mode": "lines", "x": day, "y": y, "line": line, "connectgaps": False}]
    if lone := [stretch.start for stretch in runs(~np.isnan(y)) if stretch.stop - stretch.start == 1]:
        marker = {"size": line["width"] + 3, "color": line["color"], "line": {"width": 0}}
        points = {"mode": "markers", "x": day[lone], "y": y[lone], "marker": marker}
        drawn.append({**shared, **points, "showlegend": False})
    return drawn


def _flagged(episode: Episode, days: pd.DataFrame, flags: Sequence[Flag], look: Look) -> list[Trace]:
    """The stretches of typical pain under the flag that matters most at a site, over the line itself: all of its kind,
    and no others, for several kinds in one colour would hide when the one began. One name for all in the legend."""
    told = {site: _of_the_chief_kind(flags, site) for site in _DRAWN}
    kinds = {flag.kind for each in told.values() for flag in each}
    name = flag_name(next(iter(kinds))) if len(kinds) == 1 else "Flagged"
    drawn: list[Trace] = []
    for site in _DRAWN:
        stretch = np.where(flagged_days(episode, days, told[site], site), numbers(days, f"{site}_typical"), np.nan)
        if not np.isnan(stretch).all():
            line = {"color": look.palette.warn, "dash": _DASHES[site], "width": _width(days, site) + 2}
            # The front one stands for all in the legend: solid where the axis is flagged too.
            drawn = [trace | {"showlegend": False} for trace in drawn] + _line(days, stretch, line, name, rank=4)
    return drawn


def _concerning(days: pd.DataFrame, flags: Sequence[Flag], *, compact: bool, look: Look) -> list[Trace]:
    """A ring around each score of 4 or more on the days that the flag to be told of rests on, so that its evidence can
    be checked by eye. A ring is read more accurately than a ground (OR 1.29, n = 1,113, in a comparison of both)."""
    flag = chief(flags)
    if flag is None or flag.site is None:
        return []
    day, score = numbers(days, "day"), numbers(days, flag.site)
    evidence, line = flag.evidence, thresholds().value("persistent_level")
    ringed = (day > evidence.day - evidence.days_asked) & (day <= evidence.day) & (score >= line)
    if not ringed.any():
        return []
    size = _point_size(len(days), compact=compact) + 5
    marker = {"symbol": "circle-open", "size": size, "color": look.palette.warn, "line": {"width": 1.5}}
    name = _RINGED.format(line=f"{line:g}").replace(", ", ",<br>" if compact else ", ")
    place = {"x": axis_days(days)[ringed], "y": score[ringed], "mode": "markers", "marker": marker}
    return [{"type": "scatter", **place, "name": name, "legendrank": 9, "hoverinfo": "skip"}]


_RINGED = "{line} or more, as evidence"
_BAND = "Typical, not a target"
"""Names in the legend, short enough for four of them to stand abreast."""


def _of_the_chief_kind(flags: Sequence[Flag], site: Site) -> list[Flag]:
    at_site = [flag for flag in flags if flag.site is site]
    foremost = chief(at_site)
    return [flag for flag in at_site if foremost and flag.kind is foremost.kind]


def _missing(days: pd.DataFrame, look: Look) -> list[Trace]:
    """A tick below zero for each day without an entry."""
    day = axis_days(days)[~days["logged"].to_numpy(dtype=bool)]
    if not len(day):
        return []
    marker = {"symbol": "line-ns-open", "size": 9, "color": look.palette.missing, "line": {"width": 1.4}}
    place = {"x": day, "y": np.full(len(day), _MISSING_AT), "mode": "markers", "marker": marker}
    return [{"type": "scatter", **place, "name": _("No entry"), "legendrank": 8, "hoverinfo": "skip"}]


def axis(domain: tuple[float, float], look: Look) -> dict[str, Any]:
    """The layout of the pain axis. It says which way is better, since not every scale in medicine runs this way."""
    return {
        "domain": list(domain),
        "range": [BOTTOM, TOP],
        "tickvals": [0, 2, 4, 6, 8, 10],
        "title": {"text": _("Pain 0–10 (lower is better)"), "font": {"size": look.small}, "standoff": 8},
        "tickfont": {"size": look.small},
        "gridcolor": look.palette.line,
        "zeroline": False,
        "fixedrange": True,
    }
