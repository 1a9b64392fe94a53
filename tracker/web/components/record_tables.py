"""A patient's treatments, the hours after a block, and the log as tables for the physician."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.domain.patients import Episode, Patient, Site
from tracker.domain.readings import HOURS, BlockLog, hour_words
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.web.components.dates import local_time
from tracker.web.components.wording import plain


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


def block_frame(patient: Patient, log: BlockLog) -> pd.DataFrame:
    """The hours after one block, a row each, before it first: when on the patient's clock, pain at both sites; an hour
    without a score is blank."""
    moments = [log.moment(hour) for hour in HOURS]
    scores = {
        patient.episode.word(site).capitalize(): pd.array(
            [log.scores.get((hour, site)) for hour in HOURS], dtype="Int64"
        )
        for site in Site
    }
    return pd.DataFrame(
        {
            "Hour": [hour_words(hour) for hour in HOURS],
            "Time": ["" if at is None else local_time(at, patient.time_zone) for at in moments],
            **scores,
        }
    )


def block_words(patient: Patient, log: BlockLog) -> str:
    """Which block it was, and how many of its hours have a score: "Medial branch block, 2026-05-21: n of 9 hours: back
    7, leg 0"."""
    counts = ", ".join(f"{patient.episode.word(site)} {log.answered(site)}" for site in Site)
    return f"{log.block.label}, {log.block.start}: n of {len(HOURS)} hours: {counts}"


def block_tables(patient: Patient, logs: Sequence[BlockLog]) -> None:
    """Lays out the hours after each block of which any was logged, 0-10."""
    for log in logs:
        if log.scores:
            st.caption(f"Pain 0-10 by the hour after {plain(block_words(patient, log))}")
            st.dataframe(
                block_frame(patient, log),
                hide_index=True,
                width="content",
                placeholder="",
                key=f"block_{log.block.id}",
            )


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
