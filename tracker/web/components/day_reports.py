"""Reports on paper: those of one patient, and of all follow-ups of a day as one file."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker.domain import clock
from tracker.domain.errors import MendlineError
from tracker.domain.patients import Patient
from tracker.report import Paper
from tracker.web import paths
from tracker.web.components.dates import day_month
from tracker.web.components.wording import plain
from tracker.web.prepared_files import FILES, KEPT
from tracker.web.reports import PAPERS, DayReports, day_reports
from tracker.web.session import account, store, viewer

_MADE = "reports_made"


def report_links(patient: Patient) -> None:
    """Lays out the links to the report of one patient."""
    with st.container(horizontal=True):
        for paper, name in PAPERS.items():
            st.link_button(f"One page ({name})", paths.report(patient.id, paper), icon=":material/picture_as_pdf:")


def reports_of_a_day(followed: Sequence[Patient]) -> None:
    """Lays out the choice of a date and of paper, the making of all reports of that date, and the link to their file.
    `followed` are the patients whom the viewer follows."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        on = st.date_input("Follow-ups of", clock.today("UTC"), key="reports_on", format="DD/MM/YYYY", width=200)
        paper = _paper()
    due = [patient for patient in followed if patient.episode.next_follow_up == on]
    if not due:
        st.caption(f"No follow-up is planned for {_said(on)}. The date is set on a patient's page.")
        return
    if st.button(f"Prepare {_counted(len(due))}", key="prepare_reports", icon=":material/picture_as_pdf:"):
        _prepare(due, paper, on)
    _offer(on, paper)


def _paper() -> Paper:
    chosen = st.segmented_control(
        "Paper", list(PAPERS), default=Paper.A4, format_func=lambda each: PAPERS[each], required=True
    )
    return chosen or Paper.A4


def _said(on: date) -> str:
    return day_month(on, clock.today("UTC"))


def _counted(number: int) -> str:
    return f"{number} report{'' if number == 1 else 's'}"


def _prepare(due: Sequence[Patient], paper: Paper, on: date) -> None:
    """Makes the file, a patient at a time. This run is a thread of its own, so the server answers others meanwhile; who
    leaves the page before the end gets no file."""
    st.session_state.pop(_MADE, None)
    bar = st.progress(0.0, f"0 of {len(due)}")
    made = day_reports(
        *(store(), viewer(), due, paper),
        on=on,
        address=st.context.ip_address or "",
        told=lambda number: _tell(bar, number, len(due)),
    )
    bar.empty()
    try:
        token = _kept(made, on)
    except MendlineError as error:
        st.error(str(error))
        return
    st.session_state[_MADE] = (on, paper, token, len(made.patient_ids), made.failed)


def _kept(made: DayReports, on: date) -> str | None:
    """The token of the file that was made, where there is one."""
    if made.data is None:
        return None
    return FILES.keep(account().id, f"reports-{on}", made.data, made.patient_ids, clock.now())


def _tell(bar: st.delta_generator.DeltaGenerator, number: int, total: int) -> None:
    last = ": putting them into one file" if number == total else ""
    bar.progress(number / total, f"{number} of {total}{last}")


def _offer(on: date, paper: Paper) -> None:
    """The link to the file that was made of this date and paper, and whom it lacks."""
    made_on, made_for, token, sheets, failed = st.session_state.get(_MADE, (None, None, None, 0, ()))
    if (made_on, made_for) != (on, paper):
        return
    if token is not None:
        _ready(token, sheets)
    if failed:
        names = ", ".join(plain(name) for name in failed)
        st.warning(f"No report could be made of {names}. Open the patient's page to see the record.")


def _ready(token: str, sheets: int) -> None:
    st.link_button(
        f"Download {_counted(sheets)} (PDF)", paths.prepared(token), icon=":material/download:", type="primary"
    )
    minutes = int(KEPT.total_seconds() // 60)
    st.caption(f"The file waits {minutes} minutes, for you alone. Each report is recorded in the audit trail.")
