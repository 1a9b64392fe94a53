"""Facts as a table: what it is, the number, what it rests on, over which days, and its source."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from tracker.domain.facts import Fact

_HEADS = ("What", "Number", "Rests on", "Days", "Source")


def fact_table(facts: Sequence[Fact], called: str) -> None:
    """Lays out facts as they stand; `called` names the table for who does not see it."""
    head = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in _HEADS)
    st.html(
        f'<div class="facts" tabindex="0" role="region" aria-label="{escape(called, quote=True)}"><table role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(map(_line, facts))}</tbody></table></div>'
    )


# The roles are said again because a table that is laid out as blocks stops being one for a screen reader.
def _line(fact: Fact) -> str:
    rest = "".join(f'<td role="cell">{escape(text)}</td>' for text in (fact.value, fact.n, fact.window, fact.source))
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(fact.label)}</th>{rest}</tr>'
