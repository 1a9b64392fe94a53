"""Where it hurts: a body from the front and the back to tap on, and the same parts as a list of check boxes."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

import streamlit as st

from tracker.domain.language import _, later
from tracker.domain.pain_words import BODY_SITES
from tracker.web.components.scripts import script, style
from tracker.web.components.unsent import Unsent

_component = st.components.v2.component(
    "mendline_body_map",
    html='<div class="body"></div>',
    css=style("body_map.css"),
    js=script("element.js", "unsent.js", "body_map.js"),
)

_WORDS = {
    "front": later("Front"),
    "back": later("Back"),
    "left": later("your left"),
    "right": later("your right"),
    "list": later("Choose from a list"),
    "levels": later("I know the level of the spine"),
    "none": later("Nothing chosen yet"),
    "clear": later("Clear"),
}


def body_map(
    title: str,
    *,
    key: str,
    unsent: Unsent,
    value: frozenset[str] | None,
    levels: Sequence[str],
    on_change: Callable[[], None],
    on_late: Callable[[], None],
) -> None:
    """Lays out the map. `value` are the names chosen at the start, None where nothing was; a new `key` starts anew.
    `unsent` names what the browser keeps until it has arrived; `levels` of the spine are offered on request. The state
    under `key` is a mapping with the names as "value"."""
    _component(
        key=key,
        data={
            "mount": key,
            "unsent": unsent.data,
            "title": title,
            "value": sorted(value or ()),
            "sites": [{**asdict(site), "words": _(site.name)} for site in BODY_SITES],
            "levels": list(levels),
            "words": {key: _(words) for key, words in _WORDS.items()},
        },
        default={"value": sorted(value or ())},
        on_value_change=on_change,
        on_late_change=on_late,
    )


def chosen(raw: object) -> frozenset[str] | None:
    """The names in what a browser sent, None where there is none (what was sent is not trusted; whether a name is one
    is for the service to judge, which has the words for it)."""
    names = frozenset(each for each in raw if isinstance(each, str)) if isinstance(raw, list) else frozenset()
    return names or None
