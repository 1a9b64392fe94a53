"""The physician's own panel as a whole: recovery by week, who improved and when, how much was logged."""

from urllib.parse import urlencode

import streamlit as st

from tracker.domain.cohort import FEWER, Grouping, Statistic, cohort_number
from tracker.domain.patients import Site
from tracker.services.panel_cohort import Choices, Chosen, PanelCohort, choices, panel_cohort
from tracker.web.components.cohort_pictures import statistic_picture
from tracker.web.components.desk_pages import dress, nobody
from tracker.web.components.page_head import dress_more, heading, quiet, section
from tracker.web.components.screen import screen
from tracker.web.session import store, viewer

SITES = {Site.AXIAL: "Back or neck", Site.LIMB: "Leg or arm"}
GROUPINGS = {Grouping.NOTHING: "Nothing", Grouping.REGION: "Region", Grouping.PROCEDURE: "Procedure"}
MEASURES = {Statistic.PAIN: "Pain 0–10", Statistic.SHARE_LEFT: "Share of own pain before surgery"}


def choose(offered: Choices) -> Chosen:
    """The filters. A choice of which there is one only is not asked for."""
    teams = {team.id: team.name for team in offered.teams}
    with st.container(horizontal=True, key="filters"):
        site = st.segmented_control(
            "Pain of", list(SITES), default=Site.AXIAL, format_func=SITES.__getitem__, required=True
        )
        by = st.segmented_control(
            "Compare by", list(GROUPINGS), default=Grouping.NOTHING, format_func=GROUPINGS.__getitem__, required=True
        )
        region = st.selectbox("Region", offered.regions, index=None, placeholder="All", width=180)
        procedure = st.selectbox("Procedure", offered.procedures, index=None, placeholder="All", width=220)
        team = st.selectbox(
            "Care team", list(teams), index=None, format_func=teams.__getitem__, placeholder="All", width=220
        )
    return Chosen(site, region, procedure, team, by)


def address(chosen: Chosen) -> str:
    """Where the file of the same numbers is."""
    fields = {name: getattr(chosen, name) for name in ("site", "region", "procedure", "team_id", "by")}
    return f"/export/panel-curves.csv?{urlencode({name: value for name, value in fields.items() if value})}"


def words(told: PanelCohort) -> str:
    """How many patients the numbers are about, and as of when."""
    count = len(told.patient_ids)
    number = f"{count} patients" if count >= cohort_number("smallest_cell") else FEWER
    return f"{number} of {told.chosen} · entries up to {told.as_of:%d %b %Y}"


def show(told: PanelCohort, chosen: Chosen) -> None:
    quiet(f"{words(told)[:1].upper()}{words(told)[1:]}. What rests on {FEWER} is withheld.")
    seen = screen()
    section("Recovery")
    measure = st.segmented_control(
        "Shown as", list(MEASURES), default=Statistic.PAIN, format_func=MEASURES.__getitem__, required=True
    )
    statistic_picture(told.cells[measure], measure, seen)
    left, right = st.columns(2, gap="medium")
    with left:
        section("Improved at 3, 6 and 12 months")
        statistic_picture(told.cells[Statistic.IMPROVED], Statistic.IMPROVED, seen)
    with right:
        section("Time to improvement")
        statistic_picture(told.cells[Statistic.TIME], Statistic.TIME, seen)
    section("Days logged")
    statistic_picture(told.cells[Statistic.COVERAGE], Statistic.COVERAGE, seen)
    st.link_button("Download these numbers (CSV)", address(chosen), icon=":material/download:")
    quiet("The file has every week. It holds nothing of a single patient; the download is recorded in the audit trail.")


dress()
dress_more("panel.css")
offered = choices(store(), viewer())
if offered.followed:
    title = st.container()
    chosen = choose(offered)
    told = panel_cohort(store(), viewer(), chosen)
    with title:
        heading("Panel", "Your patients as a whole, on the clock of their surgeries", demo=told.demo)
    if told.patient_ids:
        show(told, chosen)
    else:
        st.info("No patient fits these choices.", icon=":material/filter_alt_off:")
else:
    heading("Panel", "Your patients as a whole", demo=False)
    nobody()
