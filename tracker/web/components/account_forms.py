"""The administrator's forms: a new account, a change to one, the members and patients of a care team."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain.people import ACCOUNT_ROLES, Account, CareTeam, Role
from tracker.services import accounts, care_teams, patients
from tracker.services.care_teams import Roster
from tracker.web.components.notice import attempt
from tracker.web.session import store, viewer

_NEW = ("new_username", "new_name", "new_password")


def new_account(roster: Roster) -> None:
    """Adds an account; one of a patient can open a record at once."""
    role = st.selectbox("Role", ACCOUNT_ROLES, format_func=lambda each: each.value, key="new_role")
    with st.form("add_account", border=False):
        username = st.text_input("User name", help="What the person types to sign in.", key="new_username")
        name = st.text_input("Name", help="What others read.", key="new_name")
        password = st.text_input("First password", type="password", help="At least 12 characters.", key="new_password")
        record = _record_choice(roster, "new_record") if role is Role.PATIENT else None
        if st.form_submit_button("Add account", type="primary"):
            # A record that somebody else was given meanwhile is offered no more, and the choice of it gone with it.
            alone = role is Role.PATIENT and record is None
            unlinked = " No record is linked to the account yet." if alone else ""
            attempt(
                lambda: accounts.add_account(
                    store(),
                    viewer(),
                    username=username,
                    display_name=name,
                    role=role,
                    password=password,
                    patient_id=record,
                ),
                f"{name} can sign in now.{unlinked}",
                empties=_NEW,
                unchosen=("new_record",),
            )


def changed_account(known: Sequence[Account], roster: Roster) -> None:
    """Sets a password, links a patient's account to the record, stops an account or lets it in again."""
    account = st.selectbox(
        "Account", known, format_func=lambda each: f"{each.display_name} ({each.username})", key="changed_account"
    )
    with st.form("set_password", border=False):
        password = st.text_input(
            "New password", type="password", help="Ends every open sign-in of this account.", key="changed_password"
        )
        if st.form_submit_button("Set password"):
            attempt(
                lambda: accounts.set_password(store(), viewer(), account.id, password),
                f"{account.display_name} signs in with the new password from now on.",
                empties=("changed_password",),
            )
    if account.role is Role.PATIENT:
        _link(account, roster)
    allow = not account.active
    if st.button("Let sign in again" if allow else "Stop sign-in", key="toggle_account"):
        attempt(
            lambda: accounts.set_active(store(), viewer(), account.id, allow),
            f"{account.display_name} {'can' if allow else 'can no longer'} sign in.",
        )


def _link(account: Account, roster: Roster) -> None:
    record = _record_choice(roster, f"record_{account.id}")
    if st.button("Link the record", disabled=record is None) and record is not None:
        attempt(
            lambda: patients.join(store(), viewer(), account.id, record),
            f"{account.display_name} opens the record {record} now.",
        )


def _record_choice(roster: Roster, key: str) -> str | None:
    """Of the records that nobody opens yet: one that somebody does is not moved to another account."""
    return st.selectbox("Opens the record", roster.without_account, None, placeholder="Id of the patient", key=key)


def care_team(team: CareTeam, known: Sequence[Account], roster: Roster) -> None:
    """Who is in a team and whom it follows, saved together."""
    names = {account.id: account.display_name for account in known if account.role is not Role.PATIENT}
    members = st.multiselect(
        "Members", list(names), team.members, format_func=lambda each: names.get(each, each), key=f"members_{team.id}"
    )
    followed = st.multiselect("Patients, by id", roster.patient_ids, team.patients, key=f"patients_{team.id}")
    if st.button("Save team", key=f"save_{team.id}"):
        attempt(
            lambda: care_teams.save_team(store(), viewer(), team, set(members), set(followed)),
            f"{team.name} is saved.",
        )


def new_care_team() -> None:
    """Adds a care team, empty as yet."""
    with st.form("add_team", border=False):
        name = st.text_input("New care team", key="new_team")
        if st.form_submit_button("Add care team"):
            attempt(
                lambda: care_teams.add_team(store(), viewer(), name),
                f"{name} is there. Now give it members.",
                empties=("new_team",),
            )
