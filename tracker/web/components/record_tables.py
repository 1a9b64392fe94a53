"""A patient's treatments and log as tables for the physician."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.domain.patients import Episode, Site
from tracker.domain.treatments import Treatment, TreatmentKind


def treatments_frame(episode: Episode, treatments: Sequence[Treatment]) -> pd.DataFrame:
    """One row a treatment, the newest start first; dates as dates, "goes on" in words."""
    newest_first = sorted(treatments, key=lambda each: (each.start, each.name), reverse=True)
    return pd.DataFrame(
        {
            "Treatment": [each.label for each in newest_first],
            "Kind": [each.kind.value for each in newest_first],
            "From": [each.start for each in newest_first],
            "Day": [episode.day(each.start) for each in newest_first],
            "To": [_end(each) for each in newest_first],
        }
    )


def _end(treatment: Treatment) -> str:
    if treatment.kind is TreatmentKind.PROCEDURE:
        return "–"
    return "goes on" if treatment.end is None else f"{treatment.end:%Y-%m-%d}"


def days_frame(episode: Episode, days: pd.DataFrame) -> pd.DataFrame:
    """The frame of days (contract DAYS) for reading: newest first, every day, missing ones with blank cells."""
    names = {"date": "Date", "day": "Day", "logged": "Logged"}
    for site in Site:
        word = episode.word(site).capitalize()
        names |= {str(site): word, f"{site}_worst": f"{word} worst", f"{site}_typical": f"Typical {word.lower()}"}
    names |= {"walking_minutes": "Walking, min", "steps": "Steps", "sitting_minutes": "Sitting, min"}
    names |= {"sleep_hours": "Sleep, h", "sleep_quality": "Sleep, 0-10", "distress": "Distress, 0-10", "flare": "Flare"}
    names |= {
        "taken": "Taken",
        "sites": "Where",
        "descriptors": "How it feels",
        "worse": "Worse by",
        "better": "Better by",
    }
    names |= {"note": "Note"}
    return days.loc[::-1, list(names)].rename(columns=names)


def treatments_table(episode: Episode, treatments: Sequence[Treatment]) -> None:
    """Lays out the treatments."""
    if treatments:
        st.dataframe(treatments_frame(episode, treatments), hide_index=True, width="stretch", key="treatments")
    else:
        st.caption("The patient has not listed any treatment.")


def days_table(episode: Episode, days: pd.DataFrame) -> None:
    """Lays out every day of the log."""
    columns = {
        "Date": st.column_config.DateColumn(format="ddd D MMM YYYY", pinned=True),
        "Note": st.column_config.TextColumn(width="large"),
        **{f"Typical {episode.word(site)}": st.column_config.NumberColumn(format="%.1f") for site in Site},
    }
    st.dataframe(
        days_frame(episode, days), hide_index=True, width="stretch", placeholder="", column_config=columns, key="log"
    )
