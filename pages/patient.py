"""One patient for the physician: the verdict, three numbers, the picture beside the flags and the answers to them, what
helped, patterns to discuss, the care team's own notes, the log."""

from urllib.parse import quote

import streamlit as st

from tracker.domain.patients import Site
from tracker.services.followed import followed
from tracker.services.patient_review import PatientReview, patient_review
from tracker.services.recovery import Recovery
from tracker.web.components.activity_beside_pain import activity_beside_pain
from tracker.web.components.day_reports import report_links
from tracker.web.components.desk_pages import dress, nobody
from tracker.web.components.flag_list import flag_list
from tracker.web.components.fold import fold_on_demand
from tracker.web.components.follow_up import follow_up
from tracker.web.components.opioid_use import opioid_use
from tracker.web.components.page_head import heading, section
from tracker.web.components.patient_choice import asked_for, patient_choice
from tracker.web.components.patient_header import patient_header
from tracker.web.components.patient_questions import patient_questions
from tracker.web.components.patterns_to_discuss import patterns_to_discuss
from tracker.web.components.physician_notes import physician_notes
from tracker.web.components.picture_window import picture_window
from tracker.web.components.plan_lines import plan_lines
from tracker.web.components.queue import queue_steps
from tracker.web.components.record_tables import block_tables, days_table, treatments_table
from tracker.web.components.recovery_picture import recovery_picture
from tracker.web.components.red_flag_card import red_flag_card
from tracker.web.components.screen import Screen, screen
from tracker.web.components.standing import since_last_visit, three_numbers
from tracker.web.components.what_helped import what_helped
from tracker.web.session import page, store, viewer

_DOWNLOAD, _PERSON = ":material/download:", ":material/person_search:"


def head(record: Recovery) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if queue_steps(record.patient.id):
            st.switch_page(page("review"))
        # Hundreds of names are read and sent only to who wants another one.
        key = f"another_than_{record.patient.id}"
        with st.popover("Another patient", icon=_PERSON, key=key, on_change="rerun", width="content") as another:
            if another.open:
                patient_choice(followed(store(), viewer()), record.patient)
    main, side = st.columns([3, 1], gap="medium")
    with main:
        patient_header(record)
        plan_lines(record)
    with side:
        follow_up(record)


def picture(found: PatientReview, seen: Screen) -> None:
    record = found.record
    if not record.days["logged"].any():
        st.info("Nothing is logged yet. The picture begins with the first diary entry.", icon=":material/edit_note:")
        return
    with st.container(key="picture"):
        last = picture_window(record)
        recovery_picture(record, seen, interpreted=True, last=last, responses=found.responses)


def leading(record: Recovery) -> Site:
    return record.assessment.leading if record.assessment else Site.AXIAL


def files(record: Recovery) -> None:
    name = quote(record.patient.id, safe="")
    report_links(record.patient)
    with st.container(horizontal=True):
        st.link_button("Download the numbers of this page (CSV)", f"/export/review/{name}.csv", icon=_DOWNLOAD)
        st.link_button("Download this patient's days (CSV)", f"/export/patient/{name}.csv", icon=_DOWNLOAD)


def log(record: Recovery) -> None:
    episode, key = record.patient.episode, record.patient.id
    with fold_on_demand(f"Treatments ({len(record.treatments)})", key=f"treatments_{key}") as wanted:
        if wanted:
            treatments_table(episode, record.treatments)
            block_tables(record.patient, record.block_logs)
    with fold_on_demand("Log, newest day first", key=f"log_{key}") as wanted:
        if wanted:
            days_table(episode, record.days)


def show(found: PatientReview) -> None:
    record, seen = found.record, screen()
    waiting = any(each.open for each in record.red_flags)
    if waiting:
        red_flag_card(record)
    head(record)
    if record.assessment is not None:
        three_numbers(found.facts, record.assessment)
    with st.container(key="picture_and_flags"):
        pictured, raised = st.columns([8, 3], gap="medium")
    with pictured:
        picture(found, seen)
        since_last_visit(found.facts, "No earlier visit is known: it is told once a follow-up date has passed.")
    with raised:
        section("Flags")
        flag_list(record)
        if not waiting:
            red_flag_card(record)
    what_helped(record.patient.episode, found.responses, record.today, leading=leading(record))
    patterns_to_discuss(found.patterns)
    opioid_use(record.patient.id, found.opioids, seen)
    activity_beside_pain(record, found.activity, seen)
    patient_questions(found.questions, record.patient, record.today)
    physician_notes(record)
    section("On paper and as files")
    files(record)
    log(record)


dress()
if (chosen := asked_for()) is not None:
    show(patient_review(store(), viewer(), chosen))
elif own := followed(store(), viewer()):
    heading("Patient", "Choose whom to look at", demo=False)
    with st.container(width=480):
        patient_choice(own, None)
else:
    heading("Patient", "", demo=False)
    nobody()
