"""What the columns of the files mean, as a table."""

from html import escape

import streamlit as st

from tracker.domain.columns import Column, Contract

_HEADS = ("Column", "Holds", "Unit", "Meaning", "Blank means")


def dictionary_table(contract: Contract) -> None:
    """Lays out one line a column of the contract."""
    head = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in _HEADS)
    body = "".join(_line(column) for column in contract.columns)
    st.html(
        '<div class="dictionary" tabindex="0" role="region" aria-label="Data dictionary">'
        f'<table role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


# The roles are said again because a table that is laid out as blocks stops being one for a screen reader.
def _line(column: Column) -> str:
    rest = "".join(
        f'<td role="cell">{escape(text)}</td>' for text in (column.kind, column.unit, column.meaning, column.blank)
    )
    return f'<tr role="row"><th role="rowheader" scope="row"><code>{escape(column.name)}</code></th>{rest}</tr>'
