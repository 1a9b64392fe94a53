"""The patient's reminders: when, by e-mail, in the calendar."""

import streamlit as st

from tracker.domain.errors import NotAllowed
from tracker.domain.language import _
from tracker.services import reminders
from tracker.web.components.page_head import heading
from tracker.web.components.patient_pages import dress, no_record, signs
from tracker.web.components.reminder_forms import CONTENT, NOT_TWICE, calendar_form, email_form, times_form
from tracker.web.session import store, viewer


def show(page: reminders.ReminderPage) -> None:
    heading(_("Reminders"), _("Time zone: {zone}").format(zone=page.patient.time_zone), demo=page.patient.demo)
    st.html(f'<p class="quiet">{_(CONTENT)} {_(NOT_TWICE)}</p>')
    for name, form in (("times", times_form), ("email", email_form), ("calendar", calendar_form)):
        with st.container(key=f"card_{name}"):
            form(page)
    signs()


dress()
try:
    own = reminders.reminder_page(store(), viewer())
except NotAllowed:
    no_record()
else:
    show(own)
