"""What every page begins with: its dress, and the heading that says what it is and what of."""

from html import escape
from pathlib import Path

import streamlit as st

from tracker.domain.language import _
from tracker.web.appearance import palette_css
from tracker.web.session import account

_ASSETS = Path(__file__).parent / "assets"


def dress(sheet: str) -> None:
    """Sends the colours and the style that all pages share and, after them, the style of one kind of page."""
    st.html(f"<style>{palette_css(large=account().large_text)}</style>")
    st.html(_ASSETS / "pages.css")
    st.html(_ASSETS / sheet)


def dress_more(sheet: str) -> None:
    """Sends the style of one page, after that of its kind."""
    st.html(_ASSETS / sheet)


def heading(title: str, detail: str, *, demo: bool, unseen: str = "") -> None:
    """The heading of a page with what stands beside it, and "Demo data" where every number is invented. `unseen`
    goes on where `detail` stops, for a screen reader, where the screen has no room."""
    rest = f'<span class="unseen"> {escape(unseen)}</span>' if unseen else ""
    mark = f'<span class="demo">{escape(_("Demo data"))}</span>' if demo else ""
    st.html(
        f'<div class="heading"><h1>{escape(title)}</h1>{mark}<span class="detail">{escape(detail)}{rest}</span></div>'
    )


def section(title: str) -> None:
    """The heading of a part of a page."""
    st.html(f'<h2 class="section">{escape(title)}</h2>')


def quiet(words: str) -> None:
    """A sentence that stands back."""
    st.html(f'<p class="quiet">{escape(words)}</p>')
