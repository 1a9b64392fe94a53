"""How far back the physician's picture reaches."""

import streamlit as st

from tracker.services.recovery import Recovery

_ALL = "All"
_DAYS = {"6 weeks": 42, "6 months": 183, _ALL: None}
"""The words of a window, and its days; None for the whole record."""


def picture_window(record: Recovery) -> int | None:
    """Lays out the choice and gives the days to show, None for all of them. Nothing is offered where the record is
    shorter than the shortest window."""
    offered = [words for words, days in _DAYS.items() if days is None or days < len(record.days)]
    if len(offered) == 1:
        return None
    chosen = st.segmented_control(
        "Window of the picture",
        offered,
        default=_ALL,
        key=f"picture_window_{record.patient.id}",
        label_visibility="collapsed",
        required=True,
    )
    return _DAYS[chosen or _ALL]
