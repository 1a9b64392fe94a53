"""What the patient brings to a visit, on a page to print or save: own questions first, then the own record in short."""

import streamlit as st

from tracker.domain.errors import NotAllowed
from tracker.domain.language import _
from tracker.languages.formats import written
from tracker.services import visit
from tracker.services.recovery import Recovery
from tracker.web.components import dates
from tracker.web.components.milestone_list import milestone_list
from tracker.web.components.page_head import heading, quiet, section
from tracker.web.components.patient_pages import dress, dress_for_print, no_record, signs
from tracker.web.components.print_button import print_button
from tracker.web.components.recovery_picture import recovery_picture
from tracker.web.components.screen import screen
from tracker.web.components.visit_questions import visit_questions
from tracker.web.components.visit_sheet import circumstances, treatment_lines, weeks_table
from tracker.web.session import page, store, viewer


def who(record: Recovery) -> None:
    patient = record.patient
    day = " ".join(dates.clock_day(patient.episode.day(record.today))).strip()
    logged = _("{logged} of {days} days are logged.").format(logged=record.days_logged, days=len(record.days))
    quiet(f"{patient.name} · {patient.episode.operation} · {day}. {logged}")


def show(own: visit.VisitPage) -> None:
    record = own.record
    with st.container(key="visit_actions", horizontal=True, vertical_alignment="center"):
        st.page_link(page("my_recovery"), label=_("My recovery"), icon=":material/arrow_back:")
        print_button(_("Print or save"))
    with st.container(key="sheet"):
        heading(_("For my visit"), written(record.today, "day month year"), demo=record.patient.demo)
        who(record)
        with st.container(key="sheet_questions"):
            section(_("My questions"))
            visit_questions(own)
        with st.container(key="sheet_weeks"):
            section(_("The last weeks"))
            weeks_table(own)
        with st.container(key="sheet_circumstances"):
            section(_("What makes it worse or better"))
            circumstances(own)
        if record.days_logged:
            with st.container(key="sheet_milestones"):
                milestone_list(record)
        with st.container(key="sheet_treatments"):
            section(_("Treatments on my list"))
            treatment_lines(record)
        if record.days_logged:
            with st.container(key="sheet_picture"):
                section(_("My pain since surgery"))
                recovery_picture(record, screen(), interpreted=False, compact=True)
        quiet(_("From my own diary. Nothing in it is a diagnosis."))
    signs()


dress()
dress_for_print()
try:
    mine = visit.visit_page(store(), viewer())
except NotAllowed:
    no_record()
else:
    show(mine)
