"""Walking and sleep on the patient's page for the physician: in numbers, and sleep as a small picture. Neither is ever
part of a score with the pain."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.charts.sleep import sleep_alt_text, sleep_figure
from tracker.domain.facts import Fact
from tracker.services.recovery import Recovery
from tracker.web.components.fact_table import fact_table
from tracker.web.components.figure import show_figure
from tracker.web.components.fold import fold_on_demand
from tracker.web.components.page_head import quiet, section
from tracker.web.components.screen import Screen, look_of


def activity_beside_pain(record: Recovery, facts: Sequence[Fact], seen: Screen) -> None:
    """Lays out the section for a screen, which is asked for once a page; where there is nothing to show, the reason.
    `facts` are what `activity_facts` gives."""
    section("Activity and sleep")
    if record.days["sleep_hours"].notna().any():
        with fold_on_demand("Hours slept, night by night", key=f"sleep_{record.patient.id}") as wanted:
            if wanted:
                _night_by_night(record.days, seen)
    else:
        quiet("No picture of sleep: hours slept were never answered.")
    if facts:
        fact_table(facts, "Activity and sleep in numbers")
        quiet("Steps and sleep do not track pain scores, and are shown beside them: never in one score.")
    else:
        quiet("Walking, steps and sleep were not answered in the last eight weeks.")


def _night_by_night(days: pd.DataFrame, seen: Screen) -> None:
    with st.container(key="sleep"):
        figure = sleep_figure(days, compact=seen.narrow, look=look_of(seen))
        show_figure(figure, seen, name="sleep", alt=sleep_alt_text(days))
