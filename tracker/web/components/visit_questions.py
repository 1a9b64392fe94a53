"""The patient's own questions for a visit: read in order, written below, put in other words one at a time. What is
typed is kept in the browser until it is saved."""

from hashlib import sha256
from html import escape

import streamlit as st

from tracker.domain.language import _, later
from tracker.domain.visit import QUESTIONS, VisitQuestion
from tracker.services import visit
from tracker.services.visit import VisitPage
from tracker.web.components.note_field import note_field, note_text
from tracker.web.components.notice import attempt
from tracker.web.components.page_head import quiet
from tracker.web.components.unsent import Unsent
from tracker.web.session import store, viewer

_CHANGED = "visit_question_changed"
"""Under this key: the question that is put in other words, as it was seen."""
_WRITTEN = "visit_questions_written"
"""Under this key: how many questions were written since the page was opened."""
_DONE_WITH = "visit_question_done_with"
"""Under this key: the name under which the browser kept what was typed and needs no more."""

NEW = later("A question that you want to ask")
OTHER_WORDS = later("Your question, in other words")


def visit_questions(page: VisitPage) -> None:
    """Lays out the questions and the field for one more."""
    changed: VisitQuestion | None = st.session_state.get(_CHANGED)
    if not page.questions:
        quiet(_("None yet. What do you want to ask, before you forget it?"))
    still_there = changed is not None and any(each.id == changed.id for each in page.questions)
    for place, question in enumerate(page.questions, start=1):
        _question(place, question, changes=changed is None)
        if changed is not None and question.id == changed.id:
            _other_words(changed, still_there=True)
    with st.container(key="question_form"):
        if changed is not None:
            if not still_there:
                _other_words(changed, still_there=False)
        elif len(page.questions) < QUESTIONS:
            _new()
        else:
            quiet(_("The list is full. Change or remove one to write another."))


def _question(place: int, question: VisitQuestion, *, changes: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"question_{place}"):
        st.html(f'<p class="question"><span>{place}.</span><span>{escape(question.text)}</span></p>')
        if changes:
            st.button(_("Change"), key=f"change_{question.id}", on_click=_begin_change, args=(question,))


def _new() -> None:
    # Numbered, so that the field for the next one starts empty; not by the list, which another device may change.
    target = f"new {st.session_state.get(_WRITTEN, 0)}"
    typed = _field(_(NEW), target, "")
    if st.button(_("Add question"), type="primary", key="question_add"):
        _save(target, typed, None)


def _other_words(question: VisitQuestion, *, still_there: bool) -> None:
    if not still_there:
        quiet(_("This question was removed on another device. Save it to have it again."))
    typed = _field(_(OTHER_WORDS), question.id, question.text)
    with st.container(horizontal=True, key="question_actions"):
        if st.button(_("Save"), type="primary", key="question_save"):
            _save(question.id, typed, question if still_there else None)
        if still_there and st.button(_("Remove"), key="question_remove"):
            attempt(lambda: _remove(question.id), _("The question is removed."))
        st.button(_("Leave it as it was"), key="question_leave", on_click=_end_change, args=(question.id,))


def _field(title: str, target: str, stored: str) -> str:
    """What stands in the field of a target: a question, or the place for a new one."""
    key = f"visit_question_{target}"
    # Always what is stored, never what was typed: the browser forgets what it keeps once the two are the same.
    note_field(
        title,
        key=key,
        unsent=_unsent(target),
        value=stored,
        on_change=lambda: None,
        forget=st.session_state.get(_DONE_WITH, ""),
    )
    return note_text(st.session_state[key].get("value"))


def _unsent(target: str) -> Unsent:
    """The name under which the browser keeps what is typed: it tells nobody whose it is."""
    return Unsent(sha256(f"{viewer().account_id} visit question {target}".encode()).hexdigest()[:24])


def _save(target: str, typed: str, seen: VisitQuestion | None) -> None:
    def save() -> None:
        visit.save_question(store(), viewer(), typed, seen)
        st.session_state[_WRITTEN] = st.session_state.get(_WRITTEN, 0) + 1
        _end_change(target)

    attempt(save, _("Your question is kept."))


def _remove(question_id: str) -> None:
    visit.remove_question(store(), viewer(), question_id)
    _end_change(question_id)


def _begin_change(question: VisitQuestion) -> None:
    st.session_state[_CHANGED] = question
    st.session_state.pop(_DONE_WITH, None)


def _end_change(target: str) -> None:
    st.session_state.pop(_CHANGED, None)
    st.session_state[_DONE_WITH] = _unsent(target).name
