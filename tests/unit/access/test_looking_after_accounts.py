from collections.abc import Callable

import pytest

from tests.accounts import PASSWORD
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.people import OPERATOR, Account, Role, Viewer
from tracker.services import accounts
from tracker.services.accounts import SignInRefused
from tracker.store import Store

HERE = "192.0.2.1"
Add = Callable[..., Account]


def new(store: Store, viewer: Viewer, **given: object) -> Account:
    fields: dict[str, object] = {
        "username": "new.one",
        "display_name": "New One",
        "role": Role.PATIENT,
        "password": PASSWORD,
    }
    return accounts.add_account(store, viewer, **(fields | given))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.PATIENT, Role.PHYSICIAN])
def test_nobody_but_an_administrator_looks_after_accounts(store: Store, add: Add, role: Role) -> None:
    viewer, other = add("curious", role).viewer, add("other")
    with pytest.raises(NotAllowed):
        new(store, viewer)
    with pytest.raises(NotAllowed):
        accounts.set_active(store, viewer, other.id, False)
    with pytest.raises(NotAllowed):
        accounts.set_password(store, viewer, other.id, "another long password")
    with pytest.raises(NotAllowed):
        accounts.accounts(store, viewer)


def test_an_administrator_adds_an_account_that_can_sign_in_at_once(store: Store, add: Add) -> None:
    administrator = add("admin", Role.ADMINISTRATOR).viewer
    made = new(store, administrator, username=" New.One ")
    assert made.username == "new.one"
    assert accounts.sign_in(store, "new.one", PASSWORD, HERE).session.account.id == made.id
    assert [account.username for account in accounts.accounts(store, administrator)] == ["admin", "new.one"]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"username": "taken"}, "taken"),
        ({"username": "TAKEN"}, "taken"),
        ({"username": "a b"}, "user name"),
        ({"display_name": "  "}, "name is empty"),
        ({"password": "too short"}, "shorter than 12"),
        ({"password": "new.one and more"}, "contains the user name"),
        ({"role": Role.OPERATOR}, "cannot sign in"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_field(
    store: Store, add: Add, given: dict[str, object], complaint: str
) -> None:
    add("taken")
    with pytest.raises(BadInput, match=complaint):
        new(store, OPERATOR, **given)
    assert [account.username for account in accounts.accounts(store, OPERATOR)] == ["taken"]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"patient_id": "nobody"}, NotAllowed),
        ({"patient_id": "nobody", "role": Role.PHYSICIAN}, BadInput),
        ({"team_name": " ", "role": Role.PHYSICIAN}, BadInput),
        ({"team_name": "West"}, BadInput),
    ],
)
def test_an_account_that_cannot_be_joined_is_not_there_at_all(
    store: Store, given: dict[str, object], complaint: type[Exception]
) -> None:
    with pytest.raises(complaint):
        new(store, OPERATOR, **given)
    assert accounts.accounts(store, OPERATOR) == ()


def test_switching_an_account_off_ends_its_sign_ins_and_lets_none_in(store: Store, add: Add) -> None:
    anna = add("anna")
    session = accounts.sign_in(store, "anna", PASSWORD, HERE).session
    accounts.set_active(store, OPERATOR, anna.id, False)
    accounts.set_active(store, OPERATOR, anna.id, True)
    assert accounts.live_session(store, session.id) is None
    assert accounts.sign_in(store, "anna", PASSWORD, HERE)


def test_an_administrator_cannot_lock_themselves_out_by_a_slip(store: Store, add: Add) -> None:
    administrator = add("admin", Role.ADMINISTRATOR)
    with pytest.raises(BadInput, match="your own"):
        accounts.set_active(store, administrator.viewer, administrator.id, False)


def test_a_new_password_replaces_the_old_one_and_ends_every_sign_in(store: Store, add: Add) -> None:
    anna = add("anna")
    session = accounts.sign_in(store, "anna", PASSWORD, HERE).session
    accounts.set_password(store, OPERATOR, anna.id, "quiet-harbour-violin")
    assert accounts.live_session(store, session.id) is None
    with pytest.raises(SignInRefused):
        accounts.sign_in(store, "anna", PASSWORD, HERE)
    assert accounts.sign_in(store, "anna", "quiet-harbour-violin", HERE)


@pytest.mark.parametrize("account_id", ["", "nobody", "\x00"])
def test_an_account_that_is_not_there_is_not_available(store: Store, account_id: str) -> None:
    with pytest.raises(NotAllowed):
        accounts.set_password(store, OPERATOR, account_id, "quiet-harbour-violin")
    with pytest.raises(NotAllowed):
        accounts.set_active(store, OPERATOR, account_id, True)
