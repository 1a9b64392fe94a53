"""One patient for the physician: the verdict, the picture, the flags and the answers to them, the log."""

from urllib.parse import quote

import streamlit as st

from tracker.services import review
from tracker.services.followed import followed
from tracker.services.recovery import Recovery, recovery
from tracker.web.components.desk_pages import dress, nobody
from tracker.web.components.flag_list import flag_list
from tracker.web.components.notice import attempt
from tracker.web.components.page_head import heading
from tracker.web.components.patient_choice import asked_for, patient_choice
from tracker.web.components.patient_header import patient_header
from tracker.web.components.record_tables import block_tables, days_table, treatments_table
from tracker.web.components.recovery_picture import recovery_picture
from tracker.web.components.red_flag_card import red_flag_card
from tracker.web.session import store, viewer


def follow_up(record: Recovery) -> None:
    """The date of the next follow-up, stored as soon as it is changed."""
    patient, planned = record.patient, record.patient.episode.next_follow_up
    on = st.date_input("Next follow-up", planned, key=f"follow_up_{patient.id}", format="DD/MM/YYYY")
    if on != planned:
        attempt(lambda: review.set_follow_up(store(), viewer(), patient.id, on), "Next follow-up saved.")


def picture(record: Recovery) -> None:
    if record.days["logged"].any():
        with st.container(key="picture"):
            recovery_picture(record, interpreted=True)
    else:
        st.info("Nothing is logged yet. The picture begins with the first diary entry.", icon=":material/edit_note:")


def show(record: Recovery) -> None:
    episode = record.patient.episode
    main, side = st.columns([3, 1], gap="medium")
    with main:
        patient_header(record)
    with side:
        patient_choice(followed(store(), viewer()), record.patient)
        follow_up(record)
    red_flag_card(record)
    picture(record)
    st.html('<h2 class="section">Flags</h2>')
    flag_list(record)
    with st.expander(f"Treatments ({len(record.treatments)})"):
        treatments_table(episode, record.treatments)
        block_tables(record.patient, record.block_logs)
    with st.expander("Log, newest day first"):
        days_table(episode, record.days)
    address = f"/export/patient/{quote(record.patient.id, safe='')}.csv"
    st.link_button("Download this patient's days (CSV)", address, icon=":material/download:")


dress()
if (chosen := asked_for()) is not None:
    show(recovery(store(), viewer(), chosen))
elif own := followed(store(), viewer()):
    heading("Patient", "Choose whom to look at", demo=False)
    with st.container(width=480):
        patient_choice(own, None)
else:
    nobody()
