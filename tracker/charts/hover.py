"""The card that a day shows under the pointer: the date, what was logged, what it comes to."""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.pain import band
from tracker.charts.series import axis_days, numbers
from tracker.domain.assessment import Flag
from tracker.domain.explanation import flag_name
from tracker.domain.language import _
from tracker.domain.patients import Episode, Site
from tracker.domain.reference import expected_band, thresholds
from tracker.languages.formats import fixed, written


def pain_trace(
    episode: Episode, days: pd.DataFrame, flags: Sequence[Flag], leading: Site, *, interpreted: bool
) -> dict[str, Any]:
    """An unseen point for every day that carries the card, so that a day without an entry answers too."""
    lines = [headings(days), _logged(episode, days), *(_typical(episode, days, site) for site in Site), _flares(days)]
    if interpreted:
        lines += [_expected(episode, days, leading), _flags(episode, days, flags)]
    cards = ["<br>".join(line for line in card if line) for card in zip(*lines, strict=True)]
    height = np.nan_to_num(numbers(days, f"{leading}_typical"), nan=5.0)
    return unseen(days, height, cards, "y")


def treatments_trace(days: pd.DataFrame, rows: int) -> dict[str, Any]:
    """The same for the lanes: what was under way, and what the patient ticked."""
    under_way = [_listed(_("Under way"), text) for text in days["treatments"]]
    ticked = [_listed(_("Ticked that day"), text) for text in days["taken"]]
    cards = ["<br>".join(part for part in card if part) for card in zip(headings(days), under_way, ticked, strict=True)]
    return unseen(days, np.full(len(days), (rows - 1) / 2), cards, "y2")


def unseen(days: pd.DataFrame, height: Any, cards: list[str], yaxis: str) -> dict[str, Any]:
    """Points that carry a card each and are not drawn: marks that nobody sees would take the browser as long as those
    that are seen."""
    point = {"type": "scatter", "mode": "none", "hoveron": "points", "showlegend": False}
    return {
        **point,
        "x": axis_days(days),
        "y": height,
        "yaxis": yaxis,
        "hovertext": np.array(cards, dtype=object),
        "hoverinfo": "text",
    }


def headings(days: pd.DataFrame) -> list[str]:
    """What every card of a day begins with: "Day 96 · Tue 19 May 2026"."""
    words = f"<b>{_('Day {number}')}</b> · "
    return [
        words.format(number=day) + written(on.date(), "weekday day month year")
        for day, on in zip(days["day"], days["date"], strict=True)
    ]


def _logged(episode: Episode, days: pd.DataFrame) -> list[str]:
    parts = [_scores(episode.word(site).capitalize(), days, site) for site in Site]
    no_scores, no_entry = _("No pain scores"), _("No entry")
    return [
        (" · ".join(part for part in both if part) or no_scores) if logged else no_entry
        for logged, *both in zip(days["logged"], *parts, strict=True)
    ]


def _scores(word: str, days: pd.DataFrame, site: Site) -> list[str]:
    return [
        "" if np.isnan(average) and np.isnan(worst) else f"{word} {_score(average)}{_worst(worst)}"
        for average, worst in zip(numbers(days, site), numbers(days, f"{site}_worst"), strict=True)
    ]


def _score(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.0f}"


def _worst(value: float) -> str:
    return "" if np.isnan(value) else " " + _("(worst {score})").format(score=f"{value:.0f}")


def _typical(episode: Episode, days: pd.DataFrame, site: Site) -> list[str]:
    window = thresholds().days("typical_window")
    columns = (numbers(days, f"{site}_{part}") for part in ("typical", "low", "high", "n"))
    words = _("Typical {site} pain {level}, {entries} entries in {days} days")
    words = words.replace("{site}", episode.word(site)).replace("{days}", str(window))
    return [
        "" if np.isnan(level) else words.format(level=fixed(level, 1) + _range(low, high), entries=f"{n:.0f}")
        for level, low, high, n in zip(*columns, strict=True)
    ]


def _range(low: float, high: float) -> str:
    return "" if np.isnan(low) or np.isnan(high) else f" ({fixed(low, 1)}–{fixed(high, 1)})"


def _flares(days: pd.DataFrame) -> list[str]:
    said = _("Called a flare")
    return [said if flare else "" for flare in days["flare"].fillna(False)]


def _expected(episode: Episode, days: pd.DataFrame, leading: Site) -> list[str]:
    found = band(episode, leading, float(days["day"].iloc[-1]))
    if found is None:
        return [""] * len(days)
    day = numbers(days, "day")
    low, high = (np.interp(day, found[0], edge) for edge in found[1:])
    covered = (day >= found[0][0]) & (day <= found[0][-1])
    words = f"{expected_band().label}: {episode.word(leading)}"
    return [f"{words} {a:.1f}–{b:.1f}" if inside else "" for a, b, inside in zip(low, high, covered, strict=True)]


def _flags(episode: Episode, days: pd.DataFrame, flags: Sequence[Flag]) -> list[str]:
    """The flags open on each day, from detection to clearing."""
    day = numbers(days, "day")
    named: list[list[str]] = [[] for _ in day]
    for flag in flags:
        end = np.inf if flag.cleared_on is None else episode.day(flag.cleared_on)
        words = flag_name(flag.kind) + (f" ({episode.word(flag.site)})" if flag.site else "")
        for position in np.flatnonzero((day >= episode.day(flag.detected_on)) & (day < end)):
            named[position].append(words)
    return [f"<b>Open: {', '.join(each)}</b>" if each else "" for each in named]


def _listed(title: str, text: str) -> str:
    return f"{title}: {escape(text)}" if text else ""
