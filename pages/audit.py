"""The administrator's audit trail: who looked at or changed which record, and when."""

import pandas as pd
import streamlit as st

from tracker.domain.audit import Action, AuditEvent
from tracker.domain.phrases import count
from tracker.services.trail import trail
from tracker.web.components.desk_pages import dress
from tracker.web.components.page_head import heading
from tracker.web.session import account, store, viewer

NEWEST = 1_000


def who(event: AuditEvent) -> str:
    if event.account_id is None:
        return "nobody signed in" if event.action is Action.SIGN_IN_REFUSED else "command line"
    return event.account_name


dress()
heading("Audit trail", "Who looked at or changed what. Clinical values are never written here.", demo=account().demo)
left, right = st.columns([1, 2])
patient_id = left.text_input("Patient, by id", placeholder="Every patient").strip()
actions = right.multiselect("What was done", list(Action), format_func=lambda each: each.value, placeholder="Anything")
events = trail(store(), viewer(), NEWEST, actions=actions, patient_id=patient_id or None)
st.dataframe(
    pd.DataFrame(
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
    ),
    hide_index=True,
    height=600,
    column_config={"When (UTC)": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss")},
)
st.html(
    f'<p class="detail">{count(len(events), "event")}, newest first; at most {NEWEST:,} are shown. Times are UTC.</p>'
)
