"""The patient's own record: the picture, the log, and both to take along. Nothing is interpreted here."""

from html import escape

import streamlit as st

from tracker.domain.errors import NotAllowed
from tracker.domain.language import _
from tracker.domain.patients import Episode, Site
from tracker.services import physician_notes, recovery
from tracker.web.components import dates
from tracker.web.components.block_hours import block_notice
from tracker.web.components.log_table import log_rows, log_table
from tracker.web.components.milestone_list import milestone_list
from tracker.web.components.page_head import heading, quiet, section
from tracker.web.components.patient_pages import dress, no_record, signs
from tracker.web.components.recovery_calendar import recovery_calendar
from tracker.web.components.recovery_picture import recovery_picture
from tracker.web.components.screen import screen
from tracker.web.components.three_months import three_months
from tracker.web.session import page, store, viewer

RECENT_ROWS = 28


def first_steps(episode: Episode) -> None:
    """What will be here once something is logged."""
    words = _(
        "Once you have logged a first day, you see here your {axis} and {limb} pain on each day since surgery, what "
        "you took or did, how much you walked, and your log as a table. Days that you do not log stay empty; they are "
        "not counted as free of pain."
    )
    quiet(words.format(axis=episode.word(Site.AXIAL), limb=episode.word(Site.LIMB)))
    with st.container(key="first_step"):
        st.page_link(page("today"), label=_("Log today"))


def log(record: recovery.Recovery) -> None:
    rows = log_rows(record.days, record.today)
    download = escape(_("Download my diary as a file (CSV)"))
    st.html(
        f'<div class="section-line"><h2 class="section">{escape(_("Your log"))}</h2>'
        f'<a class="download" href="/export/my-diary.csv" download>{download}</a></div>'
    )
    if physician_notes.kept_of(store(), viewer()):
        quiet(
            _(
                "Your care team keeps notes of its own about your recovery. They are not part of this page, nor of the "
                "file. To see them, ask your care team."
            )
        )
    whole = len(rows) <= RECENT_ROWS or st.toggle(_("Show every day since surgery"), key="log_whole")
    log_table(rows if whole else rows[:RECENT_ROWS], record.patient.episode)


def calendar(record: recovery.Recovery) -> None:
    section(_("Your days"))
    recovery_calendar(record)


def show(record: recovery.Recovery) -> None:
    episode = record.patient.episode
    clock_day, since = dates.clock_day(episode.day(record.today))
    heading(_("My recovery"), clock_day.capitalize(), unseen=since, demo=record.patient.demo)
    block_notice(record)
    if record.days_logged:
        said = _("After {operation}. {some} of {all} days are logged.")
        quiet(said.format(operation=episode.operation, some=record.days_logged, all=len(record.days)))
        with st.container(key="card_picture"):
            recovery_picture(record, screen(), interpreted=False)
    else:
        first_steps(episode)
    with st.container(key="recovery_cards"):
        with st.container(key="card_days"):
            calendar(record)
        with st.container(key="recovery_more"):
            if record.days_logged:
                with st.container(key="card_milestones"):
                    milestone_list(record)
            with st.container(key="card_visit"):
                visit()
            with st.container(key="card_months"):
                three_months(record)
    if record.days_logged:
        log(record)
    signs()


def visit() -> None:
    section(_("For my visit"))
    quiet(_("One page to print or save, with your own questions."))
    st.page_link(page("for_my_visit"), label=_("Open the page for my visit"), icon=":material/print:")


dress()
try:
    own = recovery.recovery(store(), viewer())
except NotAllowed:
    no_record()
else:
    show(own)
