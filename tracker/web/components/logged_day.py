"""One older day as it was logged: pain, what was done, how the night was. To be read, not changed."""

from datetime import date
from html import escape

import streamlit as st

from tracker.domain.catalogue import label_of
from tracker.domain.language import _
from tracker.services import diary
from tracker.services.recovery import Recovery
from tracker.web.components import dates, wording
from tracker.web.session import store, viewer


def logged_day(record: Recovery, on: date) -> None:
    """Lays out the answers of a day; a screen reader is told when they change."""
    versions = diary.versions(store(), viewer(), record.patient.id, on)
    clock_day = " ".join(dates.clock_day(record.patient.episode.day(on))).strip()
    title = (
        f'<div class="row"><h3>{escape(dates.short_date(on, record.today))}</h3><span>{escape(clock_day)}</span></div>'
    )
    if not versions:
        nothing = _("Nothing was logged on this day.")
        body = f'<p class="quiet">{escape(nothing)}</p>'
    else:
        entry = versions[-1].entry
        labels = {treatment.id: label_of(treatment) for treatment in record.treatments}
        rows = "".join(
            f"<div><dt>{escape(name)}</dt><dd>{escape(wording.answer(entry, field, labels))}</dd></div>"
            for field, name in wording.field_names(record.patient.episode).items()
            if getattr(entry, field) not in (None, "")
        )
        body = f"<dl>{rows}</dl>"
    st.html(f'<div class="logged_day" role="status">{title}{body}</div>')
