"""The hours after a diagnostic block: pain at both sites before it and each hour for eight hours."""

import streamlit as st

from tracker.domain.errors import NotAllowed
from tracker.domain.language import _, later
from tracker.services import readings
from tracker.web.components.block_hours import block_hours
from tracker.web.components.page_head import heading
from tracker.web.components.patient_pages import dress, no_record, signs
from tracker.web.session import page, store, viewer

NO_BLOCK = later(
    "Here you log your pain by the hour on the day of a diagnostic block and the day after. There is none on your list "
    "for today or yesterday. If you had one, add it to your list on Today first."
)


def show(own: readings.BlockPage) -> None:
    heading(_("After the block"), "", demo=own.patient.demo)
    if own.logs:
        block_hours(own)
    else:
        st.html(f'<p class="quiet">{_(NO_BLOCK)}</p>')
        with st.container(key="first_step"):
            st.page_link(page("today"), label=_("Go to Today"))
    signs()


dress()
try:
    open_logs = readings.block_page(store(), viewer())
except NotAllowed:
    no_record()
else:
    show(open_logs)
