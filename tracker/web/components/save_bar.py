"""The bar at the foot of the day: whether it is saved, in words; saving; why it was refused; the warning signs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.diary import DiaryEntry, Revision
from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _
from tracker.services.diary import DiaryPage
from tracker.web.components import dates, wording
from tracker.web.components.connection import connection_line
from tracker.web.components.day_drafts import drafts
from tracker.web.components.patient_pages import signs
from tracker.web.drafts import PageDraft

_REFUSALS = "diary_refusals"
_SAVE = "save_day"


def refuse(entry: DiaryEntry, error: BadInput) -> None:
    """Keeps why a day could not be saved, until it is tried again."""
    st.session_state.setdefault(_REFUSALS, {})[entry.on] = (entry, error.faults)


def forget_refusal(on: date) -> None:
    """Takes the reasons away, because saving is tried again."""
    st.session_state.get(_REFUSALS, {}).pop(on, None)


@contextmanager
def save_bar() -> Iterator[None]:
    """The bar, which stays in view; the warning signs stand below whatever is put into it."""
    with st.container(key="save_bar", gap=None):
        connection_line()
        yield
        signs()


def save_line(page: DiaryPage, on: date, stored: Revision | None) -> bool:
    """Lays out the state of a day beside *Save*; True in the run in which that was pressed."""
    faults = _standing_faults(drafts()[on].entry)
    if faults:
        names = wording.field_names(page.patient.episode)
        reasons = "".join(f"<li>{escape(wording.fault_sentence(fault, names))}</li>" for fault in faults)
        st.html(f'<div class="refusal" role="alert"><strong>{escape(_("Not saved."))}</strong><ul>{reasons}</ul></div>')
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="save_line"):
        zone, today = page.patient.time_zone, page.today
        st.html(_state_html(drafts()[on], stored, zone, today, refused=bool(faults)), width=132)
        label = _("Save today") if on == today else _("Save {day}").format(day=dates.short_date(on, today))
        return st.button(label, type="primary", width="stretch", key=_SAVE)


def save_pressed() -> bool:
    """Whether this run is the one in which *Save* was pressed, known before the bar is laid out."""
    return bool(st.session_state.get(_SAVE))


def _standing_faults(entry: DiaryEntry) -> list[Fault]:
    """The faults of the last try, without those whose answer was changed since."""
    refused, faults = st.session_state.get(_REFUSALS, {}).get(entry.on, (entry, ()))

    def unchanged(fault: Fault) -> bool:
        field = fault.field.replace(" ", "_")
        return bool(getattr(entry, field, entry) == getattr(refused, field, refused))

    return [fault for fault in faults if unchanged(fault)]


def state_words(draft: PageDraft, stored: Revision | None, time_zone: str, today: date) -> tuple[str, str]:
    """Where a day stands between page and store: the state, and what more there is to say of it.

    "Saved" speaks of the stored revision alone, never of an attempt.
    """
    when = dates.last_moment(stored.saved_at, time_zone, today) if stored else ""
    if draft.changed:
        more = _("last saved {when}").format(when=when) if when else _("kept as a draft")
        return _("Not yet saved"), more
    return (_("Saved {when}").format(when=when) if when else _("Nothing entered yet")), ""


def _state_html(draft: PageDraft, stored: Revision | None, time_zone: str, today: date, *, refused: bool) -> str:
    state, more = state_words(draft, stored, time_zone, today)
    if refused:
        state, more = _("Not saved"), _("for the reason above")
    saved = stored is not None and not (draft.changed or refused)
    mark, kind = ('<span aria-hidden="true">✓ </span>', "saved") if saved else ("", "open")
    return f'<p class="save_state {kind}" role="status"><strong>{mark}{escape(state)}</strong> {escape(more)}</p>'
