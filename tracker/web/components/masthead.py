"""The line at the top of every page: the pages of the role, the warning signs, and signing out."""

from collections.abc import Iterable

import streamlit as st
from streamlit.navigation.page import Page

from tracker.domain.language import NAMES, _, language
from tracker.domain.people import Account, Role
from tracker.web import paths
from tracker.web.components.scripts import script, style

# A form of its own rather than a widget: signing out has to reach the server as a POST, which clears the cookie.
_sign_out = st.components.v2.component(
    "mendline_sign_out",
    html=f"""<form method="post" action="{paths.LOGOUT}"><button type="submit"></button></form>""",
    js="""export default ({ parentElement, data }) => {
        parentElement.querySelector("button").textContent = data.words;
    }""",
    css="""
    form { margin: 0; }
    button {
        width: 100%; min-height: 48px; border: 1px solid var(--field); border-radius: 0.75rem;
        background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer;
    }
    button:hover { border-color: var(--accent); color: var(--accent); }
    button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    """,
)


_preferences = st.components.v2.component(
    "mendline_preferences",
    html=f"""<form class="preferences" method="post" action="{paths.PREFERENCES}"></form>""",
    css=style("preferences.css"),
    js=script("preferences.js"),
)


# Streamlit's page says that it is in English; a screen reader would read Spanish aloud as if it were.
_spoken_language = st.components.v2.component(
    "mendline_spoken_language",
    html="<span></span>",
    js="export default ({ data }) => { document.documentElement.lang = data.language; }",
)


def masthead(account: Account, pages: Iterable[Page]) -> None:
    """Lays out the line for the signed-in account; `pages` in the order in which they are offered."""
    _spoken_language(key="spoken_language", data={"language": language()}, width=1)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="masthead"):
        for page in pages:
            st.page_link(page)
        st.space("stretch")
        if account.role is Role.PATIENT:
            st.link_button(_("Warning signs"), paths.RED_FLAGS, icon=":material/emergency:", type="tertiary")
        with st.popover(account.display_name, icon=":material/account_circle:", type="tertiary"):
            st.caption(_("Signed in as {username}").format(username=account.username))
            if account.role is not Role.PATIENT:
                st.link_button("Warning signs for patients", paths.RED_FLAGS, width="stretch")
            _preferences(
                key="preferences",
                data={
                    "languages": {} if account.role is not Role.PATIENT else NAMES,
                    "language": language(),
                    "large": account.large_text,
                    "words": {
                        "language": _("Language"),
                        "large": _("Larger text"),
                        "on": _("on"),
                        "off": _("off"),
                    },
                },
            )
            _sign_out(key="sign_out", data={"words": _("Sign out")})
