"""A field for a number, with buttons for a little more and a little less. What is typed is kept by the browser until it
has arrived."""

from collections.abc import Callable
from sys import float_info

import streamlit as st

from tracker.domain.language import _
from tracker.languages.formats import decimal_sign
from tracker.web.components.scripts import script, style
from tracker.web.components.unsent import Unsent

_component = st.components.v2.component(
    "mendline_number_field",
    html='<div class="number"></div>',
    css=style("number_field.css"),
    js=script("element.js", "unsent.js", "number_field.js"),
)


def number_field(
    title: str,
    *,
    key: str,
    unsent: Unsent,
    value: float | None,
    step: float,
    whole: bool,
    placeholder: str,
    on_change: Callable[[], None],
    on_late: Callable[[], None],
) -> None:
    """Lays out the field; `whole` is for one of whole numbers, in which "10,000" is ten thousand. A new `key` starts it
    anew from `value`; no limits here: a number outside of them is refused when it is saved, with the reason, and stays
    readable. The state under `key` is a mapping with the number, or None where there is none, as "value"."""
    words = {
        "placeholder": placeholder,
        "less": _("Less"),
        "more": _("More"),
        "fault": _("This is not a number, so what was there before stays. Write for example {example}.").format(
            example="30" if whole else "7.5"
        ),
    }
    data = {
        "mount": key,
        "unsent": unsent.data,
        "title": title,
        "value": value,
        "step": step,
        "whole": whole,
        "decimal": decimal_sign(),
        "words": words,
    }
    _component(key=key, data=data, default={"value": value}, on_value_change=on_change, on_late_change=on_late)


def number(raw: object) -> float | None:
    """The number in what a browser sent, whole where it is; None for anything else (what was sent is not trusted;
    whether it may be is for the service to judge, which has the words for it)."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) <= float_info.max:
        return None
    return int(raw) if abs(raw) < _EXACT and float(raw).is_integer() else float(raw)


_EXACT = 1e15
"""Up to here every whole number is one of a browser's."""
