"""The administrator's audit trail: who looked at or changed which record, and when."""

import pandas as pd
import streamlit as st

from tracker.domain.audit import Action, AuditEvent
from tracker.services.trail import trail
from tracker.web.components.desk_pages import dress
from tracker.web.components.page_head import heading
from tracker.web.session import account, store, viewer

NEWEST = 1_000


def who(event: AuditEvent) -> str:
    if event.account_id is None:
        return "nobody signed in" if event.action is Action.SIGN_IN_REFUSED else "command line"
    return event.account_name


events = trail(store(), viewer(), NEWEST)
dress()
heading(
    "Audit trail", f"The newest {len(events):,} events. Clinical values are never written here.", demo=account().demo
)
table = pd.DataFrame(
    [
        {
            "When (UTC)": event.at,
            "Who": who(event),
            "What": event.action.value,
            "Patient": event.patient_id or "",
            "Detail": event.detail,
            "Address": event.address,
        }
        for event in events
    ],
    columns=["When (UTC)", "Who", "What", "Patient", "Detail", "Address"],
)
actions = st.multiselect("Only", sorted(table["What"].unique()), placeholder="Every action")
st.dataframe(
    table[table["What"].isin(actions)] if actions else table,
    hide_index=True,
    height=600,
    column_config={"When (UTC)": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss")},
)
