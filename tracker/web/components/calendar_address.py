"""The private address of a calendar, to be copied, or handed to the calendar of this very phone."""

import streamlit as st

from tracker.domain.language import _
from tracker.web.components.scripts import script, style

_component = st.components.v2.component(
    "mendline_calendar_address",
    html="""<input readonly><div class="ways"><button type="button"></button> <a></a></div><p role="status"></p>""",
    css=style("calendar_address.css"),
    js=script("calendar_address.js"),
)


def calendar_address(address: str) -> None:
    """Lays out the address ("https://.../calendar/....ics") with its two ways into a calendar."""
    words = {
        "field": _("Calendar address"),
        "copy": _("Copy"),
        "add": _("Add to this phone"),
        "copied": _("Copied."),
        "marked": _("Marked: copy it from the field above."),
    }
    subscribe = f"webcal:{address.partition(':')[2]}"
    _component(key="calendar_address", data={"address": address, "subscribe": subscribe, "words": words})
