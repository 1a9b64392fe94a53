"""The three numbers of a patient: level now, relief, and how long ago the last good stretch was; what changed since the
last visit beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
    told = [fact for fact in facts if fact.section in (Section.NOW, Section.COVERAGE)]
    cards = "".join(_card(by_key, name, assessment.leading, other) for name in _NUMBERS)
    changes = (by_key[f"change_28d_{site}"] for site in (assessment.leading, other))
    covered = (fact for fact in told if fact.section is Section.COVERAGE)
    log = " · ".join(map(_line, (*changes, *covered)))
    st.html(f'<div class="numbers">{cards}</div><p class="quiet">{log}</p>{sources(told)}')


def _card(by_key: Mapping[str, Fact], name: str, leading: Site, other: Site) -> str:
    chief, beside = by_key[f"{name}_{leading}"], by_key[f"{name}_{other}"]
    if beside.window == chief.window:  # said once
        beside = replace(beside, window="")
    return (
        f'<div class="number"><h2>{escape(chief.label)}</h2><p class="value">{escape(chief.value)}</p>'
        f'<p class="basis">{_basis(chief)}</p><p class="beside">{_line(beside)}</p></div>'
    )


def _line(fact: Fact) -> str:
    """A fact in a line, with what it rests on: "Days logged 96 % (27 of 28 days · days 356–383)"."""
    basis = _basis(fact)
    rests = f" <span>({basis})</span>" if basis else ""
    return f"<span>{escape(fact.label)}</span> {escape(fact.value)}{rests}"


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
