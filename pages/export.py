"""Files for the physician: one patient's days or those of the whole panel, what their columns mean, and reports on
paper."""

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from tracker.domain import clock
from tracker.domain.columns import DAYS
from tracker.domain.patients import Patient
from tracker.services.followed import followed
from tracker.web.components.day_reports import report_links, reports_of_a_day
from tracker.web.components.desk_pages import dress, nobody
from tracker.web.components.dictionary_table import dictionary_table
from tracker.web.components.page_head import heading, section
from tracker.web.components.patient_choice import label
from tracker.web.session import store, viewer

ONE, ALL = "One patient", "The whole panel"


def days(patient: Patient) -> int:
    """The rows of a patient: each day from surgery to today."""
    return patient.episode.day(clock.today(patient.time_zone)) + 1


def offer(chosen: Sequence[Patient], address: str, name: str) -> None:
    st.markdown(
        f"**{sum(map(days, chosen)):,} rows, {len(DAYS.names)} columns.** One row for each day from surgery to today"
        f"{'' if len(chosen) == 1 else ' and patient'}. Days without an entry are rows too, with blank cells: a blank "
        "is never a zero. Each row has the values logged, treatments, typical pain with its interval, open flags and "
        "the version of the rules. The file opens in any spreadsheet; the download is recorded in the audit trail."
    )
    st.link_button(name, address, icon=":material/download:", type="primary")


dress()
patients = followed(store(), viewer())
heading("Export", "Reports on paper, diary days as CSV", demo=any(patient.demo for patient in patients))
if patients:
    what = st.segmented_control("What to export", [ONE, ALL], default=ONE, required=True)
    if what == ALL:
        offer(patients, "/export/panel.csv", f"Download {len(patients)} patients (CSV)")
    elif one := st.selectbox("Patient", patients, index=None, format_func=label, placeholder="Name", width=480):
        offer([one], f"/export/patient/{quote(one.id, safe='')}.csv", "Download this patient (CSV)")
        report_links(one)
    section("Reports of a day")
    reports_of_a_day(patients)
else:
    nobody()
section("What the columns mean")
st.link_button("Download the data dictionary (CSV)", "/export/dictionary.csv", icon=":material/menu_book:")
dictionary_table(DAYS)
