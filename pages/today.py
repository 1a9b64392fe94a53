"""The patient's first page: one day's diary, saved in under a minute."""

from datetime import date

import streamlit as st

from tracker.domain.errors import BadInput, EditedElsewhere, NotAllowed
from tracker.services import diary
from tracker.web.components import wording
from tracker.web.components.conflict import conflict
from tracker.web.components.day_choice import choose_day, day_shown, follow_midnight, go_to
from tracker.web.components.day_form import day_form, drafts, meet_stored
from tracker.web.components.patient_pages import dress, heading, no_record
from tracker.web.components.save_bar import forget_refusal, refuse, save_bar
from tracker.web.session import store, viewer


def save(on: date, page: diary.DiaryPage) -> None:
    """Stores the draft of a day and draws the page anew. What was typed stays in the draft, whatever the answer."""
    draft = drafts()[on]
    forget_refusal(on)
    try:
        diary.save_entry(store(), viewer(), page.patient.id, draft.entry, based_on=draft.based_on)
    except BadInput as error:
        refuse(on, error)
    except EditedElsewhere as error:
        st.toast(str(error))  # the page drawn next finds the other version in the store and shows both
    st.rerun()


def show(page: diary.DiaryPage) -> None:
    on = day_shown(page.today, page.open_dates)
    meet_stored(page.open_dates, page.revisions, on)
    stored = page.revisions.get(on)
    clock_day, since = wording.clock_day(page.patient.episode.day(on))
    heading(
        wording.day_name(on, page.today),
        f"{wording.short_date(on)} · {clock_day}",
        unseen=since,
        demo=page.patient.demo,
    )
    choose_day(page, on)
    if on != page.today:
        st.button("Back to today", key="back_to_today", on_click=go_to, args=(page.today,), type="tertiary")
    if drafts()[on].overtaken_by(stored) and conflict(page, drafts()[on], stored):
        drafts()[on] = drafts()[on].keep_over(stored)
        save(on, page)
    day_form(page, on)
    if save_bar(on, page.today, page.patient, stored):
        save(on, page)
    follow_midnight(page.patient.time_zone)


dress()
try:
    today = diary.diary_page(store(), viewer())
except NotAllowed:
    no_record()
else:
    show(today)
