"""A day that another device changed while it was being filled in here: both versions, and the patient's choice."""

from datetime import date
from html import escape

import streamlit as st

from tracker.domain.catalogue import label_of
from tracker.domain.diary import DiaryEntry, Revision
from tracker.domain.language import _
from tracker.domain.patients import Episode
from tracker.services import diary
from tracker.services.diary import DiaryPage
from tracker.web.components import dates, wording
from tracker.web.components.day_drafts import drafts
from tracker.web.drafts import PageDraft
from tracker.web.session import store, viewer


def conflict(page: DiaryPage, draft: PageDraft, stored: Revision | None) -> bool:
    """Shows where the two versions differ; True in the run in which the patient chose to keep what was typed."""
    typed, other = draft.entry, stored.entry if stored else DiaryEntry(draft.entry.on)
    labels = {each.id: label_of(each) for each in page.treatments}
    changed = _("This day was changed on another device.")
    if stored:
        when = dates.last_moment(stored.saved_at, page.patient.time_zone, page.today)
        changed = _("This day was changed on another device, {when}.").format(when=when)
    choose = _("Nothing was overwritten. Choose which one to keep.")
    with st.container(key="conflict"):
        differences = _table(typed, other, page.patient.episode, labels)
        st.html(f'<div role="alert"><strong>{escape(changed)}</strong> {escape(choose)}{differences}</div>')
        keep = st.button(_("Keep what I typed here"), type="primary", width="stretch", key="conflict_keep")
        st.button(
            _("Take the other one"), width="stretch", key="conflict_take", on_click=_take, args=(page, typed.on, stored)
        )
    return keep


def _take(page: DiaryPage, on: date, stored: Revision | None) -> None:
    diary.drop_draft(store(), viewer(), page.patient.id, on)
    drafts()[on] = drafts()[on].give_way_to(stored)


def _table(typed: DiaryEntry, other: DiaryEntry, episode: Episode, labels: dict[str, str]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{_cell(typed, field, labels)}</td>"
        f"<td>{_cell(other, field, labels)}</td></tr>"
        for field, name in wording.field_names(episode).items()
        if getattr(typed, field) != getattr(other, field)
    )
    here, there = escape(_("Typed here")), escape(_("Other device"))
    head = f"<tr><td></td><th scope='col'>{here}</th><th scope='col'>{there}</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _cell(entry: DiaryEntry, field: str, labels: dict[str, str]) -> str:
    return escape(wording.answer(entry, field, labels))
