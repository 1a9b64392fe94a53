"""The patient's first page: one day's diary, saved in under a minute."""

from contextlib import suppress
from datetime import date

import streamlit as st

from tracker.domain.errors import BadInput, EditedElsewhere, NotAllowed
from tracker.domain.language import _
from tracker.services import diary
from tracker.web.components import dates
from tracker.web.components.conflict import conflict
from tracker.web.components.day_choice import choose_day, day_shown, days_to_log, follow_midnight, go_to
from tracker.web.components.day_drafts import drafts, meet_stored
from tracker.web.components.day_form import day_form
from tracker.web.components.page_head import heading
from tracker.web.components.patient_pages import dress, no_record
from tracker.web.components.red_flag_check import red_flag_check
from tracker.web.components.save_bar import forget_refusal, refuse, save_bar, save_line, save_pressed
from tracker.web.session import store, viewer


def save(on: date, page: diary.DiaryPage) -> None:
    """Stores the draft of a day and draws the page anew. What was typed stays in the draft, whatever the answer."""
    draft = drafts()[on]
    forget_refusal(on)
    try:
        with suppress(EditedElsewhere):  # the page drawn next finds the other version in the store and shows both
            diary.save_entry(store(), viewer(), page.patient.id, draft.entry, based_on=draft.based_on)
    except BadInput as error:
        refuse(draft.entry, error)
    st.rerun()


def show(page: diary.DiaryPage) -> None:
    open_days = days_to_log(page)
    on = day_shown(page.today, open_days)
    meet_stored(open_days, page, on, saving=save_pressed())
    stored = page.revisions.get(on)
    clock_day, since = dates.clock_day(page.patient.episode.day(on))
    heading(
        dates.day_name(on, page.today),
        f"{dates.short_date(on, page.today)} · {clock_day}",
        unseen=since,
        demo=page.patient.demo,
    )
    choose_day(page, on)
    if on != page.today:
        st.button(_("Back to today"), key="back_to_today", on_click=go_to, args=(page.today,), type="tertiary")
    day_form(page, on)
    red_flag_check(page.patient.time_zone, page.today)
    with save_bar():
        if drafts()[on].overtaken_by(stored):
            if conflict(page, drafts()[on], stored):
                drafts()[on] = drafts()[on].keep_over(stored)
                save(on, page)
        elif save_line(page, on, stored):
            save(on, page)
    follow_midnight(page.patient.time_zone)


dress()
try:
    today = diary.diary_page(store(), viewer())
except NotAllowed:
    no_record()
else:
    show(today)
