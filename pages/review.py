"""The physician's first page: the own panel, what waits first, worst first."""

import streamlit as st

from tracker.domain import clock
from tracker.domain.errors import MendlineError
from tracker.domain.phrases import count
from tracker.services import review
from tracker.web.components.desk_pages import dress, nobody
from tracker.web.components.page_head import heading
from tracker.web.components.queue import Acknowledged, Opened, Undone, asked, keep_order, queue
from tracker.web.session import account, page, store, viewer

UNDOABLE = "queue_reviews_to_undo"


def words(panel: review.Panel) -> str:
    """How many wait, of how many patients, and how many of them come today."""
    due = sum(row.patient.episode.next_follow_up == clock.today(row.patient.time_zone) for row in panel.rows)
    waiting = sum(row.standing is review.Standing.TO_REVIEW for row in panel.rows)
    return f"{waiting or 'nobody'} to review · {count(len(panel.rows), 'patient')} · {count(due, 'follow-up')} today"


def acknowledge(wanted: Acknowledged) -> str:
    """Acknowledges what was shown as waiting, keeps how to undo it, and says what was done."""
    answers = review.acknowledge_all(store(), viewer(), wanted.patient_id, flag_ids=wanted.flag_ids)
    st.session_state[UNDOABLE] = [each.id for each in answers]
    return f"{count(len(answers), 'flag').capitalize()} acknowledged." if answers else "Nothing waits there any more."


def undo() -> str:
    """Takes back what was acknowledged last from here."""
    review.undo_all(store(), viewer(), st.session_state.pop(UNDOABLE, []))
    return "Acknowledgement undone."


def carry_out(wanted: Acknowledged | Undone | None) -> tuple[str, bool]:
    """Does what was asked for in the queue. What is to be said of it, and whether it can be undone."""
    try:
        if isinstance(wanted, Acknowledged):
            return acknowledge(wanted), bool(st.session_state[UNDOABLE])
        return undo() if wanted else "", False
    except MendlineError as error:
        return str(error), False


dress()
wanted = asked()
if isinstance(wanted, Opened):
    keep_order(wanted)
    st.switch_page(page("patient"), query_params={"patient": wanted.patient_id})
said, undoable = carry_out(wanted)
panel = review.panel(store(), viewer())
heading("Review", words(panel), demo=any(row.patient.demo for row in panel.rows))
if panel.rows:
    with st.container(key="queue_card"):
        queue(panel.rows, account().id, said=said, undoable=undoable)
else:
    nobody()
