"""Answers that a browser kept because they never arrived: folded rows are opened for them, and other days marked."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from tracker.web.components.fold import open_fold
from tracker.web.components.scripts import script

_KEY = "left_behind"
_DAYS = "days_left_behind"

_component = st.components.v2.component(
    "mendline_left_behind",
    html='<span class="left"></span>',
    js=script("unsent.js", "left_behind.js"),
)

Names = Sequence[str]
"""The names under which a browser keeps answers."""


def left_behind(mount: str, rows: Mapping[str, Names], days: Mapping[date, Names]) -> None:
    """Looks once for each `mount`, for answers to the folded rows of the day shown and for any answer of other days."""
    by_day = {on.isoformat(): (on, names) for on, names in days.items()}

    def unfold() -> None:
        for row in rows:
            if row in _told("rows"):
                open_fold(row)

    def mark() -> None:
        st.session_state[_DAYS] = {on for iso, (on, _) in by_day.items() if iso in _told("days")}

    data = {"mount": mount, "rows": rows, "days": {iso: names for iso, (_, names) in by_day.items()}}
    _component(key=_KEY, data=data, on_rows_change=unfold, on_days_change=mark)


def days_left_behind(shown: date) -> frozenset[date]:
    """The days that hold such answers, as far as they were not shown since."""
    days: set[date] = st.session_state.setdefault(_DAYS, set())
    days.discard(shown)
    return frozenset(days)


def _told(what: str) -> Sequence[object]:
    """The places in what a browser sent, which is not trusted."""
    told = st.session_state[_KEY].get(what)
    return told if isinstance(told, list) else ()
