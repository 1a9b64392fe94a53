"""What the columns of the files mean, as a table."""

from html import escape

import streamlit as st

from tracker.domain.columns import Column, Contract

_HEADS = ("Column", "Holds", "Unit", "Meaning", "Blank means")


def dictionary_table(contract: Contract) -> None:
    """Lays out one line a column of the contract."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    body = "".join(_line(column) for column in contract.columns)
    st.html(
        '<div class="dictionary" tabindex="0" role="region" aria-label="Data dictionary">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _line(column: Column) -> str:
    rest = "".join(f"<td>{escape(text)}</td>" for text in (column.kind, column.unit, column.meaning, column.blank))
    return f'<tr><th scope="row"><code>{escape(column.name)}</code></th>{rest}</tr>'
