"""Answers that a browser kept because they never arrived, in rows that are folded: the rows are opened for them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.web.components.fold import open_fold
from tracker.web.components.scripts import script

_KEY = "left_behind"

_component = st.components.v2.component(
    "mendline_left_behind",
    html='<span class="left"></span>',
    js=script("unsent.js", "left_behind.js"),
)


def left_behind(mount: str, rows: Mapping[str, Sequence[str]]) -> None:
    """Looks once for each `mount`; `rows` has the names under which the browser keeps the answers of each row."""

    def unfold() -> None:
        asked = st.session_state[_KEY].get("rows")
        for row in rows:
            if isinstance(asked, list) and row in asked:
                open_fold(row)

    _component(key=_KEY, data={"mount": mount, "rows": rows}, on_rows_change=unfold)
