"""The administrator's accounts and care teams: who can sign in, and who follows whom. No clinical content."""

import pandas as pd
import streamlit as st

from tracker.domain.people import ACCOUNT_ROLES, Account, CareTeam, Role
from tracker.domain.phrases import count
from tracker.services import accounts, care_teams, patients
from tracker.web.components.notice import attempt
from tracker.web.components.physician_pages import dress, heading
from tracker.web.session import store, viewer

known = accounts.accounts(store(), viewer())
roster = care_teams.roster(store(), viewer())
names = {account.id: account.display_name for account in known}


def account_row(account: Account) -> dict[str, object]:
    return {
        "Name": account.display_name,
        "User name": account.username,
        "Role": account.role.value,
        "Can sign in": account.active,
        "Last sign-in (UTC)": account.last_sign_in_at,
        "Demo": account.demo,
    }


def add_account() -> None:
    role = st.selectbox("Role", ACCOUNT_ROLES, format_func=lambda each: each.value)
    with st.form("add_account", border=False, clear_on_submit=True):
        username = st.text_input("User name", help="What the person types to sign in.")
        display_name = st.text_input("Name", help="What others read.")
        password = st.text_input("First password", type="password", help="At least 12 characters.")
        record = st.selectbox("Opens the record", roster.patient_ids, None) if role is Role.PATIENT else None
        if st.form_submit_button("Add account", type="primary"):

            def add() -> None:
                added = accounts.add_account(
                    store(), viewer(), username=username, display_name=display_name, role=role, password=password
                )
                patients.join(store(), viewer(), added.id, patient_id=record)

            attempt(add, f"{display_name} can sign in now.")


def open_record(chosen: Account) -> None:
    record = st.selectbox("Opens the record", roster.patient_ids, None, key=f"record_{chosen.id}")
    if record and st.button("Link the record"):
        attempt(
            lambda: patients.join(store(), viewer(), chosen.id, patient_id=record),
            f"{chosen.display_name} opens the record {record} now.",
        )


def change_account() -> None:
    chosen = st.selectbox("Account", known, format_func=lambda each: f"{each.display_name} ({each.username})")
    with st.form("password", border=False, clear_on_submit=True):
        password = st.text_input("New password", type="password", help="Ends every open sign-in of this account.")
        if st.form_submit_button("Set password"):
            attempt(
                lambda: accounts.set_password(store(), viewer(), chosen.id, password),
                f"The new password of {chosen.display_name} holds.",
            )
    if chosen.role is Role.PATIENT:
        open_record(chosen)
    allow = not chosen.active
    if st.button("Let sign in again" if allow else "Stop sign-in", key="toggle_account"):
        attempt(
            lambda: accounts.set_active(store(), viewer(), chosen.id, allow),
            f"{chosen.display_name} {'can' if allow else 'can no longer'} sign in.",
        )


def edit_team(team: CareTeam) -> None:
    staff = [account.id for account in known if account.role is not Role.PATIENT]
    members = st.multiselect(
        "Members", staff, team.members, format_func=lambda each: names.get(each, each), key=f"members_{team.id}"
    )
    followed = st.multiselect(
        "Patients, by id",
        roster.patient_ids,
        team.patients,
        key=f"patients_{team.id}",
    )
    if st.button("Save team", key=f"save_{team.id}"):
        attempt(
            lambda: care_teams.save_team(store(), viewer(), team, set(members), set(followed)),
            f"{team.name} is saved.",
        )


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
    add_account()
with right, st.expander("Password, or stop an account", icon=":material/key:"):
    change_account()

st.html(
    '<h2 class="section">Care teams</h2>'
    '<p class="detail">The members of a team see the records of its patients, and nobody else does.</p>'
)
for each in roster.teams:
    with st.expander(f"{each.name}: {count(len(each.members), 'member')}, {count(len(each.patients), 'patient')}"):
        edit_team(each)
with st.form("add_team", border=False, clear_on_submit=True):
    name = st.text_input("New care team")
    if st.form_submit_button("Add care team"):
        attempt(lambda: care_teams.add_team(store(), viewer(), name), f"{name} is there. Now give it members.")
