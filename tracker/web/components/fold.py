"""Folded questions: a row with the question on the left and its answer on the right, opened by a tap.

The answer is drawn by the style of the page and is no part of the row's label: Streamlit takes a row whose label
changes for another row, and would close it in the patient's hand at the first answer. As generated content it is still
read out with the row.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

_PLAIN = re.compile(r"[A-Za-z0-9 ]")


@contextmanager
def fold(title: str, *, key: str) -> Iterator[None]:
    """A folded row. Its content is drawn, and answers typed in it are collected, open or not."""
    with st.expander(title, key=f"fold_{key}"):
        yield


@contextmanager
def fold_on_demand(title: str, *, key: str) -> Iterator[bool]:
    """A folded row whose content is costly to draw: whether it is open, and so wants drawing."""
    with st.expander(title, key=f"fold_{key}", on_change="rerun") as row:
        yield bool(row.open)


def open_fold(key: str) -> None:
    """Opens a row of `fold_on_demand` in the next run."""
    st.session_state[f"fold_{key}"] = True


def fold_states(states: Mapping[str, str]) -> None:
    """Shows on each row, by its key, where it stands."""
    rules = "".join(f'.st-key-fold_{key} {{ --state: "{css_string(state)}"; }}' for key, state in states.items())
    st.html(f"<style>{rules}</style>")


def css_string(text: str) -> str:
    """Text as it stands between the quotes of a CSS string: whatever is neither letter, digit nor space by its code."""
    return "".join(sign if _PLAIN.match(sign) else f"\\{ord(sign):x} " for sign in text)
