"""The three numbers of a patient: level now, relief, and how long ago the last good stretch was; what changed since the
last visit beside them."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from tracker.domain.assessment import Assessment
from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Site
from tracker.web.components.fact_table import sources

_NUMBERS = ("typical", "relief", "good_stretch")
"""The beginning of the keys of the facts that the cards show."""

_SINCE = '<h2 class="section">Since the last visit</h2>'


def three_numbers(facts: Sequence[Fact], assessment: Assessment) -> None:
    """Lays out a card for each number: that of the leading site large, that of the other one beneath."""
    by_key = {fact.key: fact for fact in facts}
    other = next(site for site in Site if site is not assessment.leading)
    pairs = [(by_key[f"{name}_{assessment.leading}"], by_key[f"{name}_{other}"]) for name in _NUMBERS]
    cards = "".join(_card(chief, beside) for chief, beside in pairs)
    st.html(f'<div class="numbers">{cards}</div>{sources(fact for pair in pairs for fact in pair)}')


def _card(chief: Fact, beside: Fact) -> str:
    return (
        f'<div class="number"><h3>{escape(chief.label)}</h3><p class="value">{escape(chief.value)}</p>'
        f'<p class="basis">{_basis(chief)}</p>'
        f'<p class="beside"><span>{escape(beside.label)}</span> {escape(beside.value)}</p></div>'
    )


def _basis(fact: Fact) -> str:
    return escape(" · ".join(part for part in (fact.n, fact.window) if part))


def since_last_visit(facts: Iterable[Fact], otherwise: str) -> None:
    """Lays out what changed since the last visit, or the reason why that cannot be told."""
    told = [fact for fact in facts if fact.section is Section.SINCE_LAST_VISIT]
    if not told:
        st.html(f'{_SINCE}<p class="quiet">{escape(otherwise)}</p>')
        return
    rows = "".join(f"<div><dt>{escape(fact.label)}</dt><dd>{escape(fact.value)}</dd></div>" for fact in told)
    window = escape(told[-1].window.capitalize())
    st.html(
        f'<h2 class="section">Since the last visit</h2><dl class="changes">{rows}</dl><p class="quiet">{window}</p>'
    )
