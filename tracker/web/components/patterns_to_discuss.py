"""Patterns to discuss, for the physician: cards side by side with what the log shows of each, lacks and never asked."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from tracker.domain.pattern_facts import looked_at, standing_words
from tracker.domain.pattern_rules import pattern_table
from tracker.domain.patterns import Feature, Finding, Pattern, PatternsToDiscuss
from tracker.domain.phrases import day_span
from tracker.web.components.page_head import dress_more, quiet, section

_MARKS = {Finding.PRESENT: "✓", Finding.ABSENT: "–", Finding.NOT_ASKED: "○"}
_HEADINGS = {
    Finding.PRESENT: "Present",
    Finding.ABSENT: "Absent",
    Finding.NOT_ASKED: "Not asked, or too few answers",
}


def patterns_to_discuss(found: PatternsToDiscuss) -> None:
    """Lays out the section: the patterns that are shown, the others folded, how features are counted; where it is
    hidden, the reason alone."""
    dress_more("patterns.css")
    section("Patterns to discuss")
    if found.hidden:
        quiet(found.hidden)
        return
    st.html(f'<p class="standing">{escape(standing_words(found))}</p>')
    quiet(f"Often discussed with pain like this. {_looked(found)}")
    st.html(_cards(found.shown))
    if found.folded:
        with st.expander(f"The other patterns ({len(found.folded)})"):
            st.html(_cards(found.folded))
    with st.expander("How features are counted"):
        st.html(_listed(_thresholds()))


def _looked(found: PatternsToDiscuss) -> str:
    return f"Looked at: {looked_at(found)}, {day_span(found.first_day, found.last_day)}."


def _cards(patterns: Iterable[Pattern]) -> str:
    return f'<div class="pattern-cards">{"".join(_card(each) for each in patterns)}</div>'


def _card(pattern: Pattern) -> str:
    groups = "".join(_group(finding, pattern.found(finding)) for finding in Finding)
    return (
        f'<article class="pattern"><h3>{escape(pattern.name)}</h3>'
        f'<h4>Onset</h4><ul class="features">{_line(pattern.onset, said=f"{pattern.onset.finding}: ")}</ul>{groups}'
        f'<h4>Tests a clinician may use</h4><p class="tests">{escape(pattern.tests)}.</p>{_sources(pattern)}</article>'
    )


def _group(finding: Finding, features: tuple[Feature, ...]) -> str:
    if not features:
        return ""
    lines = "".join(_line(each) for each in features)
    return f'<h4>{_HEADINGS[finding]}</h4><ul class="features">{lines}</ul>'


def _line(feature: Feature, *, said: str = "") -> str:
    """A feature behind its mark, with what the finding rests on; the source is told by the pointer, and in the fold."""
    name = feature.finding.name.lower()
    return (
        f'<li class="{name}" title="{escape(f"Source: {feature.source}")}">'
        f'<span class="mark" aria-hidden="true">{_MARKS[feature.finding]}</span>'
        f'<span><span class="said">{escape(said.capitalize())}</span>{escape(feature.words)}'
        f'<span class="basis">{escape(feature.basis)}</span></span></li>'
    )


def _sources(pattern: Pattern) -> str:
    told = [f"{each.words}: {each.source}" for each in (pattern.onset, *pattern.features)]
    whole = f"{pattern.name}: {pattern.source}"
    return f"<details><summary>Sources</summary>{_listed([whole, *told])}</details>"


def _thresholds() -> list[str]:
    return [
        f"{each.name.replace('_', ' ').capitalize()}: {each.value:g} {each.unit}. {each.source}"
        for each in pattern_table().thresholds.values()
    ]


def _listed(lines: Iterable[str]) -> str:
    return f'<ul class="grounds">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
