"""The administrator's pages: accounts, care teams, the audit trail, and no clinical content."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import account, follow, relapse, team, visit
from tests.pages.conftest import SignIn
from tracker.domain.audit import Action
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import accounts as signing_in
from tracker.services import care_teams
from tracker.services.recovery import recovery
from tracker.store import Store, accounts, audit, patients

PASSWORD = "a long enough password"


@pytest.fixture
def clerk(store: Store) -> Account:
    return account(store, "clerk", Role.ADMINISTRATOR)


@pytest.fixture
def page(store: Store, clerk: Account, sign_in: SignIn) -> AppTest:
    able = account(store, "able")
    follow(store, team(store, "West", able), "anna", 190, relapse(), name="Anna Very Private")
    return sign_in(clerk).run()


def known(store: Store) -> dict[str, Account]:
    with store.reading() as tx:
        return {each.username: each for each in accounts.accounts(tx, OPERATOR)}


def add(page: AppTest, username: str, password: str = PASSWORD) -> AppTest:
    page.text_input(key="new_username").set_value(username)
    page.text_input(key="new_name").set_value("Dr Baker")
    page.text_input(key="new_password").set_value(password)
    return page.button(key="FormSubmitter:add_account-Add account").click().run()


def shown(page: AppTest) -> str:
    return str([element.value for element in page.main if hasattr(element, "value")]) + str(page.dataframe[0].value)


def test_every_account_is_listed_and_no_patient_is_named(page: AppTest) -> None:
    assert list(page.dataframe[0].value["User name"]) == ["able", "clerk"]
    assert "Anna" not in shown(page)
    assert [each.options for each in page.multiselect if each.label == "Patients, by id"] == [["anna"]]


def test_an_account_is_added_and_can_sign_in(page: AppTest, store: Store) -> None:
    page.selectbox(key="new_role").set_value(Role.PHYSICIAN).run()
    add(page, "Baker")
    assert not page.exception
    assert known(store)["baker"].role is Role.PHYSICIAN
    assert signing_in.sign_in(store, "baker", PASSWORD, "127.0.0.1").session.account.display_name == "Dr Baker"


def test_a_patients_account_opens_the_record_chosen(page: AppTest, store: Store) -> None:
    page.selectbox(key="new_role").set_value(Role.PATIENT).run()
    page.selectbox(key="new_record").set_value("anna")
    add(page, "anna.v")
    with store.reading() as tx:
        assert patients.patient(tx, OPERATOR, "anna").account_id == known(store)["anna.v"].id


def test_a_record_that_an_account_opens_is_not_offered_again(page: AppTest, store: Store) -> None:
    page.selectbox(key="new_role").set_value(Role.PATIENT).run()
    assert page.selectbox(key="new_record").options == ["anna"]
    page.selectbox(key="new_record").set_value("anna")
    add(page, "anna.v")
    assert page.run().selectbox(key="new_record").options == []


def test_where_the_record_was_given_away_meanwhile_it_is_said_that_none_is_linked(page: AppTest, store: Store) -> None:
    page.selectbox(key="new_role").set_value(Role.PATIENT).run()
    page.selectbox(key="new_record").set_value("anna")
    quicker = account(store, "quicker", Role.PATIENT)
    with store.transaction() as tx:
        patients.link_account(tx, OPERATOR, "anna", quicker.id)
    add(page, "anna.v")
    assert [each.value for each in page.toast] == ["Dr Baker can sign in now. No record is linked to the account yet."]
    with store.reading() as tx:
        assert patients.patient(tx, OPERATOR, "anna").account_id == quicker.id


@pytest.mark.parametrize(
    ("username", "password", "words"),
    [("able", PASSWORD, "is taken"), ("baker", "short", "shorter than 12 characters"), ("", PASSWORD, "user name")],
)
def test_what_cannot_be_added_is_refused_in_words(
    page: AppTest, store: Store, username: str, password: str, words: str
) -> None:
    before = known(store)
    add(page, username, password)
    assert any(words in error.value.lower() for error in page.error), [error.value for error in page.error]
    assert known(store) == before


def test_an_account_is_stopped_and_let_in_again(page: AppTest, store: Store) -> None:
    for expected in (False, True):
        page.selectbox(key="changed_account").set_value(known(store)["able"]).run()
        page.button(key="toggle_account").click().run()
        assert known(store)["able"].active is expected


def test_members_and_patients_of_a_team_are_changed_together(page: AppTest, store: Store, clerk: Account) -> None:
    (west,) = care_teams.roster(store, clerk.viewer).teams
    page.multiselect(key=f"members_{west.id}").set_value([])
    page.multiselect(key=f"patients_{west.id}").set_value([])
    page.button(key=f"save_{west.id}").click().run()
    (west,) = care_teams.roster(store, clerk.viewer).teams
    assert (west.members, west.patients) == ((), ())
    with store.reading() as tx:
        changes = [(each.detail, each.patient_id) for each in audit.events(tx, OPERATOR)]
    assert changes == [("team West follows the patient no more", "anna"), ("team West: able left", None)]


def test_a_team_is_added_and_a_second_of_that_name_refused(page: AppTest, store: Store, clerk: Account) -> None:
    for _ in range(2):
        page.text_input(key="new_team").set_value("East")
        page.button(key="FormSubmitter:add_team-Add care team").click().run()
    assert [each.name for each in care_teams.roster(store, clerk.viewer).teams] == ["East", "West"]
    assert page.error


def test_the_trail_names_who_did_what_and_reading_it_is_an_event_too(
    store: Store, clerk: Account, sign_in: SignIn
) -> None:
    signing_in.add_account(
        store, clerk.viewer, username="baker", display_name="Dr Baker", role=Role.PHYSICIAN, password=PASSWORD
    )
    browser = visit(sign_in(clerk), "audit")
    table = browser.dataframe[0].value
    assert (table["Who"][0], table["What"][0], table["Detail"][0]) == (
        "Dr Clerk",
        "account changed",
        "added baker (physician)",
    )
    assert browser.run().dataframe[0].value["What"][0] == "audit viewed"


@pytest.mark.parametrize("role", [Role.PATIENT, Role.PHYSICIAN])
@pytest.mark.parametrize("name", ["accounts", "audit"])
def test_nobody_else_gets_an_administrators_page(store: Store, sign_in: SignIn, role: Role, name: str) -> None:
    browser = sign_in(account(store, "other", role))
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit(browser, name)


def test_the_trail_is_narrowed_to_a_patient_and_to_what_was_done(store: Store, clerk: Account, sign_in: SignIn) -> None:
    able = account(store, "able")
    west = team(store, "West", able)
    for patient_id in ("anna", "ben"):
        follow(store, west, patient_id, 100)
        recovery(store, able.viewer, patient_id)
    page = visit(sign_in(clerk), "audit")
    page = page.text_input[0].set_value("anna").run()
    assert list(page.dataframe[0].value["Patient"]) == ["anna"]
    page = page.multiselect[0].set_value([Action.EXPORTED]).run()
    assert page.dataframe[0].value.empty
