"""The private address of a calendar, to be copied, or handed to the calendar of this very phone."""

import streamlit as st

from tracker.web.components.scripts import script, style

_component = st.components.v2.component(
    "mendline_calendar_address",
    html="""<input readonly aria-label="Calendar address"><div class="ways"><button type="button">Copy</button>
    <a>Add to this phone</a></div><p role="status"></p>""",
    css=style("calendar_address.css"),
    js=script("calendar_address.js"),
)


def calendar_address(address: str) -> None:
    """Lays out the address ("https://.../calendar/....ics") with its two ways into a calendar."""
    _component(key="calendar_address", data={"address": address, "subscribe": f"webcal:{address.partition(':')[2]}"})
