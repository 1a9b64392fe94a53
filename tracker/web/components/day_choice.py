"""Which day is filled in: today unless the patient picks another, and what happens to that at midnight."""

from datetime import date

import streamlit as st

from tracker.domain import clock
from tracker.services.diary import DiaryPage
from tracker.web.components.day_drafts import drafts
from tracker.web.components.left_behind import days_left_behind
from tracker.web.components.week_strip import picked, strip_day, week_strip

_SHOWN = "diary_day"
_SEEN_TODAY = "diary_today"
_STRIP = "diary_strip"


def days_to_log(page: DiaryPage) -> tuple[date, ...]:
    """The open days from the surgery on, oldest first; the record begins there."""
    return tuple(on for on in page.open_dates if on >= page.patient.episode.surgery_date) or page.open_dates[-1:]


def day_shown(today: date, dates: tuple[date, ...]) -> date:
    """The day on the page. Who looks at today goes on to the new day when it comes, unless something is typed and not
    saved: then the page stays where it is, so that an evening's answers do not land on the morning after."""
    shown: date = st.session_state.get(_SHOWN, today)
    draft = drafts().get(shown)
    left_behind = shown == st.session_state.get(_SEEN_TODAY) and not (draft and draft.changed)
    if shown not in dates or left_behind:
        shown = today
    st.session_state.update({_SHOWN: shown, _SEEN_TODAY: today})
    return shown


def choose_day(page: DiaryPage, shown: date) -> None:
    """Lays out the strip of the days that may be logged."""
    kept, left = drafts(), days_left_behind(shown)
    days = [
        strip_day(
            on,
            page.today,
            page.patient.episode,
            logged=on in page.revisions,
            unsaved=(on in kept and kept[on].changed) or on in left,
        )
        for on in days_to_log(page)
    ]
    week_strip(days, shown=shown, key=_STRIP, on_pick=_go)


def go_to(on: date) -> None:
    """Shows another day from the next run on."""
    st.session_state[_SHOWN] = on


def _go() -> None:
    if on := picked(_STRIP):
        go_to(on)


@st.fragment(run_every=60)
def follow_midnight(time_zone: str) -> None:
    """Looks once a minute whether a new day has begun where the patient lives, and draws the page anew if so."""
    if clock.today(time_zone) != st.session_state[_SEEN_TODAY]:
        st.rerun()
