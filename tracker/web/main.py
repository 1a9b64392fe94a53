"""The script that Streamlit runs at every interaction: checks the sign-in, then shows the page asked for.

It must not lie beside `pages/`: Streamlit would then serve those files without this one in front (docs/decisions.md).
"""

from pathlib import Path

import streamlit as st

from tracker.config import ROOT
from tracker.domain.errors import MendlineError
from tracker.domain.language import _
from tracker.web import paths, session
from tracker.web.components.masthead import masthead
from tracker.web.components.notice import show_notice
from tracker.web.page_table import ASIDE, PAGES

ICON = Path(__file__).parent / "components" / "assets" / "mendline.svg"


def run() -> None:
    """One run: a page for whoever is signed in, and nothing for anybody else."""
    st.set_page_config(page_title="Mendline", page_icon=str(ICON), layout="wide")
    session.speak_as_before()
    account = session.admit()
    if account is None:
        said = _("You are signed out. Nothing more is shown on this page.")
        st.info(f"{said} [{_('Sign in')}]({paths.LOGIN})")  # words only: a widget's files are behind the sign-in now
        st.stop()
    pages = {
        name: st.Page(ROOT / "pages" / f"{name}.py", title=_(title), icon=icon, url_path=name, default=not position)
        for position, (name, title, icon) in enumerate((*PAGES[account.role], *ASIDE.get(account.role, ())))
    }
    session.offer(pages)
    page = st.navigation(list(pages.values()), position="hidden")
    masthead(account, [pages[name] for name, _, _ in PAGES[account.role]])
    show_notice()
    try:
        page.run()
    except MendlineError as error:
        st.error(str(error))


run()
