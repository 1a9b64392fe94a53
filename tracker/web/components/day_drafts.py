"""The drafts of this browser session: what is typed for each day, and how it outlives the page."""

from collections.abc import MutableMapping
from datetime import date

import streamlit as st

from tracker.services import diary
from tracker.services.diary import DiaryPage
from tracker.web.drafts import PageDraft
from tracker.web.session import store, viewer

_DRAFTS = "diary_drafts"


def drafts() -> MutableMapping[date, PageDraft]:
    """The drafts of this browser session by date: days that were looked at, with whatever was typed there."""
    kept: MutableMapping[date, PageDraft] = st.session_state.setdefault(_DRAFTS, {})
    return kept


def meet_stored(dates: tuple[date, ...], page: DiaryPage, shown: date, *, saving: bool) -> None:
    """Brings the drafts up to date with the store and with what other devices typed; begins one for the day shown;
    forgets days no longer open. While `saving` nothing is added that the patient has not seen."""
    own = drafts()
    for on in [each for each in own if each not in dates and not own[each].changed]:
        del own[on]
    for on in (shown, *(each for each in page.drafts if each in dates)):
        own.setdefault(on, PageDraft.begin(on, page.revisions.get(on)))
    for on, draft in own.items():
        met = draft if saving and draft.changed else draft.meet_kept(*page.drafts.get(on, (None, None)))
        own[on] = met.meet(page.revisions.get(on))


def keep_drafts(page: DiaryPage) -> None:
    """Writes what is typed among the drafts that outlive this page, where it is not there yet, also of a day that was
    left by the same tap; takes out what is no draft any more."""
    for on, draft in list(drafts().items()):
        if draft.changed and draft.entry != draft.kept:
            diary.keep_draft(store(), viewer(), page.patient.id, draft.entry, based_on=draft.based_on)
            drafts()[on] = draft.was_kept()
        elif not draft.changed and on in page.drafts:
            diary.drop_draft(store(), viewer(), page.patient.id, on)
