"""The questions of one day: the two averages first, then what was taken, then the rest, folded."""

from datetime import date

import streamlit as st

from tracker.domain.language import _
from tracker.domain.patients import Site
from tracker.services.diary import DiaryPage
from tracker.web.components.day_drafts import keep_drafts
from tracker.web.components.day_questions import FEELS, WORST, DayQuestions
from tracker.web.components.earlier_versions import earlier_versions
from tracker.web.components.fold import fold, fold_on_demand, fold_states
from tracker.web.components.left_behind import left_behind
from tracker.web.components.week_questions import WEEK_QUESTIONS


def day_form(page: DiaryPage, on: date) -> None:
    """Lays out the questions of a day: the two averages first, then what was taken, then the rest, folded."""
    ask = DayQuestions(page, on)
    with st.container(key="day_cards"):
        with st.container(key="day_pain"):
            for site in Site:
                with st.container(key=f"card_{site}"):
                    ask.pain(str(site), about=_("Over the last 24 hours") if site is Site.AXIAL else "")
        with st.container(key="day_rest"):
            with st.container(key="card_taken", gap=None):
                ask.taken()
            with st.container(key="card_more", gap=None):
                _folded(ask)
    ask.collect()
    keep_drafts(page)


def _folded(ask: DayQuestions) -> None:
    """What can be left out, a row each, with its answer on the row."""
    with fold(_("Worst pain"), key="worst"):
        ask.pain("axial_worst")
        ask.pain("limb_worst")
    with fold_on_demand(_("Where it hurts"), key="sites") as opened:
        if opened:
            ask.sites()
    with fold_on_demand(_("How it feels"), key="feels") as opened:
        if opened:
            ask.feels()
    with fold(_("Walking"), key="walking"):
        ask.number(_("Minutes walked, all walks together"), "walking_minutes", step=5.0)
        ask.number(_("Steps, if your phone or watch counts them"), "steps", step=500.0)
    with fold(_("Sitting"), key="sitting"):
        ask.number(_("Minutes you could sit before pain made you get up"), "sitting_minutes", step=5.0)
    with fold(_("Sleep"), key="sleep"):
        ask.number(_("Hours slept the night before"), "sleep_hours", step=0.5)
        ask.scale("sleep_quality", _("How well did you sleep?"), (_("very badly"), _("very well")))
    with fold_on_demand(_("Distress"), key="distress") as opened:
        if opened:
            ask.scale("distress", _("How distressed did you feel today?"), (_("not at all"), _("worst imaginable")))
    asked = ask.page.questionnaires(ask.on)
    for questionnaire in asked:
        title, questions = WEEK_QUESTIONS[questionnaire]
        with fold_on_demand(_(title), key=questionnaire) as opened:
            if opened:
                questions(ask)
    with fold(_("Flare-up"), key="flare"):
        ask.flare()
    with fold(_("Note"), key="note"):
        ask.note()
    earlier_versions(ask.page, ask.on)
    left_behind(ask.key("left"), ask.unsent_by_row(asked), ask.unsent_of_other_days())
    fold_states(
        {
            "worst": ask.state(*WORST),
            "sites": ask.state("sites"),
            "feels": ask.state(*FEELS),
            "walking": ask.state("walking_minutes", "steps"),
            "sitting": ask.state("sitting_minutes"),
            "sleep": ask.state("sleep_hours", "sleep_quality"),
            "distress": ask.state("distress"),
            **{questionnaire: ask.progress(questionnaire) for questionnaire in asked},
            "flare": ask.state("flare"),
            "note": ask.state("note"),
        }
    )
