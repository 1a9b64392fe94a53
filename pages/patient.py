"""One patient for the physician: the verdict, the picture, the flags and the answers to them, the log."""

from urllib.parse import quote

import streamlit as st

from tracker.services import review
from tracker.services.followed import followed
from tracker.services.recovery import Recovery, recovery
from tracker.web.components.flag_card import flag_card, past_flag, worst_first
from tracker.web.components.notice import attempt
from tracker.web.components.patient_choice import asked_for, patient_choice
from tracker.web.components.patient_header import patient_header
from tracker.web.components.physician_pages import dress, heading, nobody
from tracker.web.components.record_tables import log_table, treatments_table
from tracker.web.components.recovery_picture import recovery_picture
from tracker.web.session import store, viewer


def acknowledge(flag_id: str, note: str) -> None:
    attempt(lambda: review.acknowledge(store(), viewer(), flag_id, note), "Acknowledged.")


def undo(review_id: str) -> None:
    attempt(lambda: review.undo(store(), viewer(), review_id), "Acknowledgement undone.")


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


def flags(record: Recovery) -> None:
    current = sorted((each for each in record.flags if each.flag.open and not each.withdrawn_at), key=worst_first)
    st.html('<h2 class="section">Flags</h2>')
    if not current:
        st.caption("No flag is open.")
    for side, stored in zip(st.columns(2) * len(current), current, strict=False):
        with side:
            flag_card(stored, record.patient, record.today, acknowledge=acknowledge, undo=undo)
    if past := [each for each in record.flags if each not in current]:
        with st.expander(f"Earlier flags ({len(past)})"):
            for stored in sorted(past, key=lambda each: each.flag.detected_on, reverse=True):
                past_flag(stored, record.patient, record.today)


def show(record: Recovery) -> None:
    main, side = st.columns([3, 1], gap="medium")
    with main:
        patient_header(record)
    with side:
        patient_choice(followed(store(), viewer()), record.patient)
        follow_up(record)
    picture(record)
    flags(record)
    with st.expander(f"Treatments ({len(record.treatments)})"):
        treatments_table(record.patient.episode, record.treatments)
    with st.expander("Log, newest day first"):
        log_table(record.patient.episode, record.days)
    address = f"/export/patient/{quote(record.patient.id, safe='')}.csv"
    st.link_button("Download this patient's days (CSV)", address, icon=":material/download:")


dress()
if (chosen := asked_for()) is not None:
    show(recovery(store(), viewer(), chosen))
elif own := followed(store(), viewer()):
    heading("Patient", "Choose whom to look at", demo=False)
    patient_choice(own, None)
else:
    nobody()
