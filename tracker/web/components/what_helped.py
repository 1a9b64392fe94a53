"""What helped: for each treatment the pain before and after it, in words and as two bars, the newest first."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import groupby

import streamlit as st

from tracker.domain.facts import Fact
from tracker.domain.patients import Episode, Site
from tracker.domain.response_facts import CAVEAT, key_of, response_facts, title, verdict_of
from tracker.domain.responses import Grade, Level, Response
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.web.components.dates import day_month
from tracker.web.components.page_head import dress_more, quiet, section

_HIGHEST = 10
_TONES = {Grade.STRONG: "green", Grade.RESPONSE: "green", Grade.BELOW: "grey"}
"""The colour of a badge; its word always stands in it."""


def what_helped(episode: Episode, responses: Sequence[Response], today: date, *, leading: Site = Site.AXIAL) -> None:
    """Lays out the section: a card for each treatment with a response at either site, the newest first and in it the
    `leading` site; then, folded, what cannot be assessed and why. `today` is the patient's date."""
    dress_more("what_helped.css")
    section("What helped")
    if not responses:
        quiet("No treatment is on the patient's list, so there is nothing to compare.")
        return
    quiet(CAVEAT)
    facts = {fact.key: fact for fact in response_facts(episode, responses)}
    told = [each for each in responses if each.grade is not Grade.NOT_ASSESSABLE]
    by_treatment = [list(of) for _id, of in groupby(told, key=lambda each: each.treatment.id)]
    cards = [
        _card(episode, sorted(of, key=lambda each: each.site is not leading), responses, facts, today)
        for of in by_treatment
    ]
    if cards:
        st.html(f'<div class="helped">{"".join(cards)}</div>')
    else:
        quiet("No treatment can be assessed yet; the reasons are below.")
    if rest := [each for each in responses if each.grade is Grade.NOT_ASSESSABLE]:
        with st.expander(f"Not assessable ({len(rest)})"):
            lines = (facts[key_of(each, "change")] for each in rest)
            st.html(f'<ul class="grounds">{"".join(_reason(fact) for fact in lines)}</ul>')


def _reason(fact: Fact) -> str:
    return f"<li>{escape(fact.label)}: {escape(fact.value)}</li>"


def _card(
    episode: Episode, of: Sequence[Response], responses: Sequence[Response], facts: dict[str, Fact], today: date
) -> str:
    """One treatment. What else began, and the source of the days, hold for both sites and are said once."""
    treatment = of[0].treatment
    name, when = escape(title(treatment, responses)), escape(_when(episode, treatment, today))
    sites = "".join(_site(episode, each, facts) for each in of)
    other = facts.get(key_of(of[0], "confounded"))
    confounded = f'<p class="confounded">Confounded: {escape(other.value)}.</p>' if other else ""
    source = escape(facts[key_of(of[0], "change")].source)
    head = f'<h3>{name}</h3><p class="since">{when}</p>{confounded}'
    return f'<article>{head}{sites}<p class="rests">{source}.</p></article>'


def _when(episode: Episode, treatment: Treatment, today: date) -> str:
    """ "Day 152 (6 Jun)" of a procedure; "since day 30 (4 Feb)", "days 30–92 (4 Feb to 7 Apr)" of what runs."""
    first, began = episode.day(treatment.start), day_month(treatment.start, today)
    if treatment.kind is TreatmentKind.PROCEDURE:
        return f"Day {first} ({began})"
    if treatment.end is None:
        return f"Since day {first} ({began})"
    return f"Days {first}–{episode.day(treatment.end)} ({began} to {day_month(treatment.end, today)})"


def _site(episode: Episode, one: Response, facts: dict[str, Fact]) -> str:
    change = facts[key_of(one, "change")]
    badge = f'<span class="badge {_TONES[one.grade]}">{escape(verdict_of(one).capitalize())}</span>'
    more = []
    if lasted := facts.get(key_of(one, "lasted")):
        more.append(f"Relief {lasted.value} ({lasted.n})")
    if expected := facts.get(key_of(one, "expected")):
        more.append(f"Typical course alone: {expected.value}")
    lines = "".join(f"<li>{escape(line)}.</li>" for line in more)
    return (
        f'<div class="site"><h4>{escape(episode.word(one.site).capitalize())} pain {badge}</h4>'
        f'<p class="evidence">{escape(change.value)}</p>{_bars(one, facts[key_of(one, "levels")])}'
        f'<ul class="more">{lines}</ul>'
        f'<p class="rests">{escape(change.n)}; {escape(change.window)}</p></div>'
    )


def _bars(one: Response, levels: Fact) -> str:
    """The level before and after as bars on the scale of 0 to 10, each with its word and its number."""
    rows = "".join(_bar(word, level) for word, level in (("before", one.before), ("after", one.after)))
    return f'<div class="bars">{rows}</div><p class="rests">{escape(levels.value)}</p>'


def _bar(word: str, level: Level) -> str:
    mean = level.mean or 0.0
    return (
        f'<span aria-hidden="true">{word}</span><span aria-hidden="true" class="track"><span class="{word}" '
        f'style="width: {100 * mean / _HIGHEST:.1f}%"></span></span>'
    )
