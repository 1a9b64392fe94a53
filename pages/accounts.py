"""The administrator's accounts and care teams: who can sign in, and who follows whom. No clinical content."""

import pandas as pd
import streamlit as st

from tracker.domain.people import Account
from tracker.domain.phrases import count
from tracker.services import accounts, care_teams
from tracker.web.components.account_forms import care_team, changed_account, new_account, new_care_team
from tracker.web.components.desk_pages import dress
from tracker.web.components.page_head import heading
from tracker.web.session import store, viewer


def account_row(account: Account) -> dict[str, object]:
    return {
        "Name": account.display_name,
        "User name": account.username,
        "Role": account.role.value,
        "Can sign in": account.active,
        "Last sign-in (UTC)": account.last_sign_in_at,
    }


known = accounts.accounts(store(), viewer())
roster = care_teams.roster(store(), viewer())
dress()
heading(
    "Accounts",
    f"{count(len(known), 'account')} · {count(len(roster.teams), 'care team')}",
    demo=any(account.demo for account in known),
)
st.dataframe(
    pd.DataFrame([account_row(account) for account in known]),
    hide_index=True,
    column_config={"Last sign-in (UTC)": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
)
left, right = st.columns(2, gap="large")
with left, st.expander("Add an account", icon=":material/person_add:"):
    new_account(roster)
with right, st.expander("Password, record, or stop an account", icon=":material/key:"):
    changed_account(known, roster)
st.html(
    '<h2 class="section">Care teams</h2>'
    '<p class="detail">The members of a team see the records of its patients, and nobody else does.</p>'
)
for team in roster.teams:
    with st.expander(f"{team.name}: {count(len(team.members), 'member')}, {count(len(team.patients), 'patient')}"):
        care_team(team, known, roster)
new_care_team()
