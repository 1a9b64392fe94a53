"""Who asked for larger text has it on every page."""

import pytest

from tests.pages.clinic import account
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import admit_patient
from tracker.domain.people import Account, Role
from tracker.store import Store, accounts
from tracker.web.appearance import palette_css


def is_large(page: object) -> bool:
    sheets = [str(getattr(element, "value", "")) for element in page.get("html")]  # type: ignore[attr-defined]
    assert any(palette_css() in sheet for sheet in sheets)
    return any(palette_css(large=True) in sheet for sheet in sheets)


def ask_for_large(store: Store, asking: Account) -> None:
    with store.transaction() as tx:
        accounts.set_preferences(tx, asking.viewer, large_text=True)


@pytest.mark.parametrize("role", [Role.PATIENT, Role.PHYSICIAN, Role.ADMINISTRATOR])
def test_the_first_page_of_each_role_is_large_once_it_was_asked_for(
    store: Store, time: Clock, sign_in: SignIn, role: Role
) -> None:
    asking = admit_patient(store, time.now) if role is Role.PATIENT else account(store, "able", role)
    assert not is_large(sign_in(asking).run())
    ask_for_large(store, asking)
    assert is_large(sign_in(asking).run())
