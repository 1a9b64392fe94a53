"""The questions that look back over weeks: the words of each, and how they are answered."""

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from tracker.domain.language import _, later
from tracker.domain.questionnaires import SCHEDULES, Questionnaire
from tracker.web.components.day_questions import DayQuestions
from tracker.web.components.pain_scale import no_to_worst


def _peg(ask: DayQuestions) -> None:
    interferes = (_("does not interfere"), _("completely interferes"))
    ask.scale("peg_pain", _("Your pain on average in the past week"), no_to_worst())
    ask.scale("peg_enjoyment", _("How pain interfered with your enjoyment of life in the past week"), interferes)
    ask.scale("peg_activity", _("How pain interfered with your general activity in the past week"), interferes)
    st.caption(_(SCHEDULES[Questionnaire.PEG].attribution))


def _global_change(ask: DayQuestions) -> None:
    ask.options_of("global_change", _("Compared with before surgery, how are you now?"), _CHANGES, first=1)


def _phq_4(ask: DayQuestions) -> None:
    asked = _("Over the past two weeks, how often were you bothered by each of these?")
    st.html(f'<p class="quiet">{escape(asked)}</p>')
    for field, question in _PHQ.items():
        ask.options_of(field, _(question), _HOW_OFTEN, first=0)
    st.caption(_(SCHEDULES[Questionnaire.PHQ_4].attribution))


_CHANGES = (
    later("Very much better"),
    later("Much better"),
    later("A little better"),
    later("No change"),
    later("A little worse"),
    later("Much worse"),
    later("Very much worse"),
)
_HOW_OFTEN = (
    later("Not at all"),
    later("Several days"),
    later("More than half the days"),
    later("Nearly every day"),
)
_PHQ = {
    "phq_nervous": later("Feeling nervous, anxious or on edge"),
    "phq_worry": later("Not being able to stop or control worrying"),
    "phq_interest": later("Little interest or pleasure in doing things"),
    "phq_down": later("Feeling down, depressed or hopeless"),
}

WEEK_QUESTIONS: Mapping[Questionnaire, tuple[str, Callable[[DayQuestions], None]]] = {
    Questionnaire.PEG: (later("Your past week"), _peg),
    Questionnaire.GLOBAL_CHANGE: (later("Since surgery"), _global_change),
    Questionnaire.PHQ_4: (later("Your mood in the past two weeks"), _phq_4),
}
"""The title of the row of each, and what lays out its questions."""
