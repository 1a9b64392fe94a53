"""The note of a day: free text that is sent while it is being written."""

from collections.abc import Callable

import streamlit as st

from tracker.web.components.scripts import script, style
from tracker.web.components.unsent import Unsent, nobody_asks

_component = st.components.v2.component(
    "mendline_note_field",
    html='<div class="note"></div>',
    css=style("note_field.css"),
    js=script("unsent.js", "note_field.js"),
)


def note_field(
    title: str,
    *,
    key: str,
    unsent: Unsent,
    value: str,
    on_change: Callable[[], None],
    on_late: Callable[[], None] = nobody_asks,
    forget: str = "",
) -> None:
    """Lays out the field. A new `key` starts it anew from `value`; `unsent` names what the browser keeps until it has
    arrived, `forget` what it kept before and need not any more. The state under `key` is a mapping with the text as
    "value"."""
    _component(
        key=key,
        data={"mount": key, "title": title, "value": value, "unsent": unsent.data, "forget": forget},
        default={"value": value},
        on_value_change=on_change,
        on_late_change=on_late,
    )


def note_text(raw: object) -> str:
    """The text in what a browser sent, without outer blanks; "" for anything else."""
    return raw.strip() if isinstance(raw, str) else ""
