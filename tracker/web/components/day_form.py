"""The questions of one day: the two averages first, then what was taken, then the rest, folded."""

from datetime import date

import streamlit as st

from tracker.domain.patients import Site
from tracker.services.diary import DiaryPage
from tracker.web.components.day_drafts import keep_drafts
from tracker.web.components.day_questions import FEELS, WORST, DayQuestions
from tracker.web.components.week_questions import WEEK_QUESTIONS


def day_form(page: DiaryPage, on: date) -> None:
    """Lays out the questions of a day: the two averages first, then what was taken, then the rest, folded."""
    ask = DayQuestions(page, on)
    with st.container(key="day_cards"):
        with st.container(key="day_pain"):
            for site in Site:
                with st.container(key=f"card_{site}"):
                    ask.pain(str(site), about="Over the last 24 hours" if site is Site.AXIAL else "")
        with st.container(key="day_rest"):
            with st.container(key="card_taken", gap=None):
                ask.taken()
            with st.container(key="card_more", gap=None):
                _folded(ask)
    ask.collect()
    keep_drafts(page)


def _folded(ask: DayQuestions) -> None:
    """What can be left out, a row each, with its answer on the row. The larger ones are drawn once they are opened."""
    with st.expander(ask.row("Worst pain", *WORST), key="fold_worst"):
        ask.pain("axial_worst")
        ask.pain("limb_worst")
    with st.expander(ask.row("Where it hurts", "sites"), key="fold_sites", on_change="rerun") as where:
        if where.open:
            ask.sites()
    with st.expander(ask.row("How it feels", *FEELS), key="fold_feels", on_change="rerun") as feels:
        if feels.open:
            ask.feels()
    with st.expander(ask.row("Walking", "walking_minutes", "steps"), key="fold_walking"):
        ask.number("Minutes walked, all walks together", "walking_minutes", step=5.0)
        ask.number("Steps, if your phone or watch counts them", "steps", step=500.0)
    with st.expander(ask.row("Sitting", "sitting_minutes"), key="fold_sitting"):
        ask.number("Minutes you could sit before pain made you get up", "sitting_minutes", step=5.0)
    with st.expander(ask.row("Sleep", "sleep_hours", "sleep_quality"), key="fold_sleep"):
        ask.number("Hours slept the night before", "sleep_hours", step=0.5)
        ask.scale("sleep_quality", "How well did you sleep?", ("very badly", "very well"))
    with st.expander(ask.row("Distress", "distress"), key="fold_distress", on_change="rerun") as distress:
        if distress.open:
            ask.scale("distress", "How distressed did you feel today?", ("not at all", "worst imaginable"))
    for questionnaire in ask.page.questionnaires(ask.on):
        title, asked = WEEK_QUESTIONS[questionnaire]
        with st.expander(
            ask.progress(title, questionnaire), key=f"fold_{questionnaire}", on_change="rerun"
        ) as questions:
            if questions.open:
                asked(ask)
    with st.expander(ask.row("Flare-up", "flare"), key="fold_flare"):
        ask.flare()
    with st.expander(ask.row("Note", "note"), key="fold_note"):
        ask.note()
