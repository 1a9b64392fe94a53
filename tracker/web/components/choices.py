"""Answers as chips: one of several, or as many as fit. A tap is kept by the browser until it has arrived."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st

from tracker.web.components.scripts import script, style

_component = st.components.v2.component(
    "mendline_choices",
    html='<div class="choices"></div>',
    css=style("choices.css"),
    js=script("unsent.js", "choices.js"),
)


def choose_one(
    title: str, options: Mapping[Any, str], *, key: str, unsent: str, value: object, on_change: Callable[[], None]
) -> None:
    """Lays out chips of which one can be chosen, or none; `options` are words by value. The state under `key` is a
    mapping with the value chosen, or None, as "value"; a new `key` starts anew from `value`."""
    _chips(title, options, key, on_change, {"unsent": unsent, "value": value, "several": False})


def choose_several(
    title: str,
    options: Mapping[str, str],
    *,
    key: str,
    unsent: str,
    value: Collection[str],
    alone: str | None = None,
    title_shown: bool = True,
    on_change: Callable[[], None],
) -> None:
    """The same where several fit; "value" is a list. `alone` is an answer that excludes all others. Where the page has
    the title already (not `title_shown`), only a screen reader gets it."""
    more = {"unsent": unsent, "value": sorted(value), "several": True, "alone": alone, "title_shown": title_shown}
    _chips(title, options, key, on_change, more)


def _chips(
    title: str, options: Mapping[Any, str], key: str, on_change: Callable[[], None], more: dict[str, object]
) -> None:
    offered = [{"value": value, "words": words} for value, words in options.items()]
    data = {"mount": key, "title": title, "title_shown": True, "alone": None, "options": offered, **more}
    _component(key=key, data=data, default={"value": more["value"]}, on_value_change=on_change)
