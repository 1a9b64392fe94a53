"""A scale of 0-10, mostly of pain: large buttons for a thumb, a radio group for the keyboard and the screen reader."""

from collections.abc import Callable

import streamlit as st

from tracker.domain.language import _
from tracker.web.components.scripts import script, style
from tracker.web.components.unsent import NOT_KEPT, Unsent, nobody_asks

_component = st.components.v2.component(
    "mendline_pain_scale",
    html='<div class="scale"></div>',
    css=style("pain_scale.css"),
    js=script("element.js", "unsent.js", "pain_scale.js"),
)


def no_to_worst() -> tuple[str, str]:
    """What 0 and 10 mean where a scale is one of pain."""
    return _("no pain"), _("worst imaginable")


def pain_scale(
    title: str,
    *,
    key: str,
    unsent: Unsent = NOT_KEPT,
    value: int | None,
    yesterday: int | None = None,
    about: str = "",
    ends: tuple[str, str],
    on_change: Callable[[], None],
    on_late: Callable[[], None] = nobody_asks,
) -> int | None:
    """The score chosen, 0-10, or None where none is: nothing is preselected.

    `value` is where the scale starts; a new `key` starts it anew. `yesterday` is shown as a faint mark and in words,
    and never counts as an answer; `ends` say what 0 and 10 mean; `unsent` names what the browser keeps until it has
    arrived ("": nothing). The state under `key` is a mapping with the score as "value".
    """
    result = _component(
        key=key,
        data={
            "mount": key,
            "unsent": unsent.data,
            "title": title,
            "about": about,
            "value": value,
            "yesterday": yesterday,
            "lowest": ends[0],
            "highest": ends[1],
            "words": {
                "clear": _("Clear"),
                "clear_what": _("Clear: {question}").format(question=title),
                "was": "" if yesterday is None else _("{score} yesterday").format(score=yesterday),
                "was_this": _("yesterday's answer"),
            },
        },
        default={"value": value},
        on_value_change=on_change,
        on_late_change=on_late,
    )
    return score(result.value)


def score(raw: object) -> int | None:
    """The score in what a browser sent: a whole number, or None for anything else (what was sent is not trusted;
    whether the number lies on the scale is for the service to judge, which has the words for it). A browser has no
    whole numbers of more than 15 digits."""
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**15 else None
