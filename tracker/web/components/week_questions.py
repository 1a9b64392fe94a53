"""The questions that look back over weeks: the words of each, and how they are answered."""

from collections.abc import Callable, Mapping

import streamlit as st

from tracker.domain.questionnaires import SCHEDULES, Questionnaire
from tracker.web.components.day_questions import DayQuestions
from tracker.web.components.pain_scale import NO_TO_WORST


def _peg(ask: DayQuestions) -> None:
    interferes = ("does not interfere", "completely interferes")
    ask.scale("peg_pain", "Your pain on average in the past week", NO_TO_WORST)
    ask.scale("peg_enjoyment", "How pain interfered with your enjoyment of life in the past week", interferes)
    ask.scale("peg_activity", "How pain interfered with your general activity in the past week", interferes)
    st.caption(SCHEDULES[Questionnaire.PEG].attribution)


def _global_change(ask: DayQuestions) -> None:
    ask.options_of("global_change", "Compared with before surgery, how are you now?", _CHANGES, first=1)


def _phq_4(ask: DayQuestions) -> None:
    st.html('<p class="quiet">Over the past two weeks, how often were you bothered by each of these?</p>')
    for field, question in _PHQ.items():
        ask.options_of(field, question, _HOW_OFTEN, first=0)
    st.caption(SCHEDULES[Questionnaire.PHQ_4].attribution)


_CHANGES = (
    *("Very much better", "Much better", "A little better", "No change"),
    *("A little worse", "Much worse", "Very much worse"),
)
_HOW_OFTEN = ("Not at all", "Several days", "More than half the days", "Nearly every day")
_PHQ = {
    "phq_nervous": "Feeling nervous, anxious or on edge",
    "phq_worry": "Not being able to stop or control worrying",
    "phq_interest": "Little interest or pleasure in doing things",
    "phq_down": "Feeling down, depressed or hopeless",
}

WEEK_QUESTIONS: Mapping[Questionnaire, tuple[str, Callable[[DayQuestions], None]]] = {
    Questionnaire.PEG: ("Your past week", _peg),
    Questionnaire.GLOBAL_CHANGE: ("Since surgery", _global_change),
    Questionnaire.PHQ_4: ("Your mood in the past two weeks", _phq_4),
}
"""The title of the row of each, and what lays out its questions."""
