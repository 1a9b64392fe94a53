"""Facts as a table: what it is, the number, what it rests on, over which days; their sources folded below."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from tracker.domain.facts import Fact

_HEADS = ("What", "Number", "Rests on", "Days")


def fact_table(facts: Sequence[Fact], called: str) -> None:
    """Lays out facts as they stand; `called` names the table for who does not see it."""
    head = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in _HEADS)
    st.html(
        f'<div class="facts" tabindex="0" role="region" aria-label="{escape(called, quote=True)}"><table role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(map(_line, facts))}</tbody></table></div>{sources(facts)}'
    )


# The roles are said again because a table that is laid out as blocks stops being one for a screen reader.
def _line(fact: Fact) -> str:
    rest = "".join(f'<td role="cell">{escape(text)}</td>' for text in (fact.value, fact.n, fact.window))
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(fact.label)}</th>{rest}</tr>'


def sources(facts: Iterable[Fact]) -> str:
    """Where numbers come from, folded, as markup: each source once, after what rests on it; "" without any."""
    said: dict[str, list[str]] = {}
    for fact in facts:
        if fact.source:
            said.setdefault(fact.source, []).append(fact.label)
    lines = "".join(f"<li>{escape(', '.join(labels))}: {escape(source)}</li>" for source, labels in said.items())
    if not lines:
        return ""
    return f'<details class="sources"><summary>How these are worked out</summary><ul>{lines}</ul></details>'
