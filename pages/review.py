"""The physician's first page: the own panel, worst first."""

import streamlit as st

from tracker.domain import clock
from tracker.services import review
from tracker.web.components.desk_pages import dress, nobody
from tracker.web.components.page_head import heading
from tracker.web.components.queue import queue, queue_row
from tracker.web.session import account, page, store, viewer


def words(panel: review.Panel) -> str:
    """How many patients, and how many of them come today."""
    due = sum(row.patient.episode.next_follow_up == clock.today(row.patient.time_zone) for row in panel.rows)
    number = len(panel.rows)
    return f"{number} patient{'' if number == 1 else 's'} · {due} follow-up{'' if due == 1 else 's'} today"


dress()
panel = review.panel(store(), viewer())
heading("Review", words(panel), demo=any(row.patient.demo for row in panel.rows))
if panel.rows:
    rows = [queue_row(row, clock.today(row.patient.time_zone), account().id) for row in panel.rows]
    with st.container(key="queue_card"):
        chosen = queue(rows, key="queue")
    if chosen is not None:
        st.switch_page(page("patient"), query_params={"patient": chosen})
else:
    nobody()
