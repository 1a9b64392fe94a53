"""The 3- and the 6-month mark in plain words, folded: what is known, where it is from, whom to ask."""

from html import escape

import streamlit as st

from tracker.domain.education import passages
from tracker.domain.language import _
from tracker.services.recovery import Recovery


def three_months(record: Recovery) -> None:
    """Lays out what fits the time since surgery."""
    with st.expander(_("Three and six months after surgery: what to know"), key="fold_months"):
        title, parts = passages(record.patient.episode.day(record.today))
        words = "".join(f"<p>{escape(_(part.words))}</p>" for part in parts)
        sources = _("Sources: {sources}").format(sources="; ".join(part.source for part in parts if part.source))
        st.html(f'<div class="months"><h3>{escape(_(title))}</h3>{words}<p class="quiet">{escape(sources)}</p></div>')
