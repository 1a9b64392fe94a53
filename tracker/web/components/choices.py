"""Answers as chips: one of several, or as many as fit. A tap is kept by the browser until it has arrived."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st

from tracker.web.components.scripts import script, style
from tracker.web.components.unsent import Unsent

_Then = Callable[[], None]

_component = st.components.v2.component(
    "mendline_choices",
    html='<div class="choices"></div>',
    css=style("choices.css"),
    js=script("element.js", "unsent.js", "choices.js"),
)


def choose_one(
    title: str,
    options: Mapping[Any, str],
    *,
    key: str,
    unsent: Unsent,
    value: object,
    on_change: Callable[[], None],
    on_late: Callable[[], None],
) -> None:
    """Lays out chips of which one can be chosen, or none; `options` are words by value. The state under `key` is a
    mapping with the value chosen, or None, as "value"; a new `key` starts anew from `value`."""
    _chips(title, options, key, (on_change, on_late), {"unsent": unsent.data, "value": value, "several": False})


def choose_several(
    title: str,
    options: Mapping[str, str],
    *,
    key: str,
    unsent: Unsent,
    value: Collection[str],
    alone: str | None = None,
    title_shown: bool = True,
    on_change: Callable[[], None],
    on_late: Callable[[], None],
) -> None:
    """The same where several fit; "value" is a list. `alone` is an answer that excludes all others. Where the page has
    the title already (not `title_shown`), only a screen reader gets it."""
    more = {"unsent": unsent.data, "value": sorted(value), "several": True, "alone": alone, "title_shown": title_shown}
    _chips(title, options, key, (on_change, on_late), more)


def _chips(
    title: str,
    options: Mapping[Any, str],
    key: str,
    then: tuple[_Then, _Then],
    more: dict[str, object],
) -> None:
    offered = [{"value": value, "words": words} for value, words in options.items()]
    data = {"mount": key, "title": title, "title_shown": True, "alone": None, "options": offered, **more}
    _component(key=key, data=data, default={"value": more["value"]}, on_value_change=then[0], on_late_change=then[1])
