"""The script that Streamlit runs at every interaction: checks the sign-in, then shows the page asked for.

It must not lie beside `pages/`: Streamlit would then serve those files without this one in front (docs/decisions.md).
"""

from pathlib import Path

import streamlit as st

from tracker.config import ROOT
from tracker.domain.errors import MendlineError
from tracker.domain.people import Role
from tracker.web import session
from tracker.web.components.masthead import masthead
from tracker.web.components.notice import show_notice

PAGES = {
    Role.PATIENT: (
        ("today", "Today", ":material/edit_note:"),
        ("my_recovery", "My recovery", ":material/show_chart:"),
    ),
    Role.PHYSICIAN: (
        ("review", "Review", ":material/checklist:"),
        ("patient", "Patient", ":material/person:"),
        ("export", "Export", ":material/download:"),
    ),
    Role.ADMINISTRATOR: (
        ("accounts", "Accounts", ":material/group:"),
        ("audit", "Audit", ":material/history:"),
    ),
}
"""The pages of each role by file name; nobody is offered, or let into, another role's."""

ICON = Path(__file__).parent / "components" / "assets" / "mendline.svg"

SIGNED_OUT = "You are signed out. Nothing more is shown on this page."


def run() -> None:
    """One run: a page for whoever is signed in, and nothing for anybody else."""
    st.set_page_config(page_title="Mendline", page_icon=str(ICON), layout="wide")
    account = session.admit()
    if account is None:
        st.info(SIGNED_OUT)
        st.link_button("Sign in", "/login", type="primary")
        st.stop()
    pages = {
        name: st.Page(ROOT / "pages" / f"{name}.py", title=title, icon=icon, url_path=name, default=not position)
        for position, (name, title, icon) in enumerate(PAGES[account.role])
    }
    session.offer(pages)
    page = st.navigation(list(pages.values()), position="hidden")
    masthead(account, pages.values())
    show_notice()
    try:
        page.run()
    except MendlineError as error:
        st.error(str(error))


run()
