"""The last fortnight as a strip of days: which are logged, which hold unsaved changes, and which one is shown."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import streamlit as st

from tracker.domain.language import _
from tracker.domain.patients import Episode
from tracker.languages.formats import written
from tracker.web.components import dates
from tracker.web.components.scripts import script, style

WEEK = 7

_component = st.components.v2.component(
    "mendline_week_strip",
    html='<div class="week" role="group"></div>',
    css=style("week_strip.css"),
    js=script("element.js", "week_strip.js"),
)


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the strip as the browser gets it: ISO date, short name, what a screen reader says, two marks."""

    date: str
    name: str
    words: str
    logged: bool
    unsaved: bool


def strip_day(on: date, today: date, episode: Episode, *, logged: bool, unsaved: bool) -> StripDay:
    """A day with its words: "Tuesday 19 May, day 94 after surgery, logged, changes not yet saved"."""
    clock_day = " ".join(dates.clock_day(episode.day(on))).strip()
    spoken = [dates.long_date(on), clock_day, _("logged") if logged else _("not logged")]
    if on == today:
        spoken.insert(0, _("Today"))
    if unsaved:
        spoken.append(_("changes not yet saved"))
    return StripDay(on.isoformat(), _name(on, today), ", ".join(spoken), logged=logged, unsaved=unsaved)


def _name(on: date, today: date) -> str:
    """The weekday, which tells the last seven days apart; before them with the day of the month."""
    if on == today:
        return _("Today")
    name = written(on, "short weekday")
    return name if (today - on).days < WEEK else f"{name} {on.day}"


def week_strip(days: Sequence[StripDay], *, shown: date, key: str, on_pick: Callable[[], None]) -> None:
    """Lays out the strip, oldest day first, seven in view. A tap calls `on_pick`; `picked(key)` then has the date."""
    _component(
        key=key,
        data={
            "days": [asdict(day) for day in days],
            "shown": shown.isoformat(),
            "words": {"title": _("Day to log"), "earlier": _("Earlier days"), "later": _("Later days")},
        },
        on_picked_change=on_pick,
    )


def picked(key: str) -> date | None:
    """The date just tapped on the strip; None where what the browser sent is not a date."""
    raw = st.session_state[key].get("picked")
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        return None
