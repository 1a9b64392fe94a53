"""Opioids on the patient's page for the physician: a sentence, the facts, the picture, and what to mind."""

from html import escape

import streamlit as st

from tracker.charts.opioids import opioid_alt_text, opioid_figure
from tracker.domain.opioid_doses import opioid_reference
from tracker.domain.opioid_facts import opioid_sentence
from tracker.services.opioids import OpioidRecord
from tracker.web.components.fact_table import fact_table
from tracker.web.components.figure import show_figure
from tracker.web.components.fold import fold_on_demand
from tracker.web.components.page_head import quiet, section
from tracker.web.components.screen import Screen, look_of


def opioid_use(patient_id: str, found: OpioidRecord | None, seen: Screen) -> None:
    """Lays out the section for a screen, which is asked for once a page; where there is nothing to show, the reason."""
    section("Opioids")
    if found is None:
        quiet("No opioid was ever on the list of treatments.")
        return
    if not found.days["taken"].notna().any():
        quiet("Not shown: an opioid is on the list, but what was taken was never answered, so that no day is known.")
        return
    use = found.use
    st.html(f'<p class="evidence">{escape(opioid_sentence(use, found.today))}</p>')
    # Who takes none any more needs no more than the sentence in a minute.
    over = not use.days_with and not use.past_90
    if not over:
        _in_detail(found, seen)
    else:
        with fold_on_demand("Doses and days", key=f"opioids_{patient_id}") as wanted:
            if wanted:
                _in_detail(found, seen)


def _in_detail(found: OpioidRecord, seen: Screen) -> None:
    use = found.use
    with st.container(key="opioids"):
        figure = opioid_figure(found.days, compact=seen.narrow, look=look_of(seen))
        show_figure(figure, seen, name="opioids", alt=opioid_alt_text(found.days))
    fact_table(found.facts, "Opioids in numbers")
    reference = opioid_reference()
    notes = [f"Not counted in MME, since the words of the dose cannot be read – {each}." for each in use.unreadable]
    if use.sedative_days:
        notes.append(f"An opioid and {', '.join(use.sedatives)} on the same day. {reference.sedatives_source}.")
    line = reference.reassess_line
    notes += [f"Line at {line.value:g} {line.unit}. {line.source}.", f"{reference.caution} {reference.source}."]
    st.html(f'<ul class="grounds">{"".join(f"<li>{escape(each)}</li>" for each in notes)}</ul>')
