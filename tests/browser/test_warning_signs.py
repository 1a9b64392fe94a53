"""Ticking a warning sign on a phone: where to turn is there at the tick, with or without the server."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests import live
from tests.browser.conftest import PHONE
from tracker.domain import clock
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Role
from tracker.services import accounts
from tracker.store import Store, patients, red_flags

PASSWORD = "correct horse battery staple"
THUMB_PIXELS = 48
AT_ONCE_MS = 200
NOTED = re.compile(r"^Noted \d\d:\d\d for your care team\.")
ROUTE = "Go to the nearest emergency department now."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A clinic with one patient, whose ticks change nothing for other tests."""
    store = Store(f"sqlite:///{tmp_path / 'signs.sqlite3'}")
    store.migrate()
    role = Role.PATIENT
    account = accounts.add_account(store, OPERATOR, username="anna", display_name="A", role=role, password=PASSWORD)
    surgery = clock.today("UTC") - timedelta(days=10)
    with store.transaction() as tx:
        episode = Episode("A-1", "A", surgery, Region.LUMBAR)
        patients.add_patient(tx, OPERATOR, Patient("A", "Anna", "UTC", demo=False, episode=episode))
        patients.link_account(tx, OPERATOR, "A", account.id)
    yield store
    store.close()


@pytest.fixture
def phone(store: Store, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The patient's page, signed in, with the check folded."""
    with live.served(f"sqlite:///{tmp_path / 'signs.sqlite3'}") as server:
        context = browser.new_context(viewport=PHONE, base_url=server.url)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/")
        page.get_by_label("User name").fill("anna")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
        expect(check(page)).to_be_visible()
        yield page
        context.close()


def check(page: Page) -> Locator:
    return page.locator("summary", has_text="Warning signs")


def route(page: Page, words: str = ROUTE) -> Locator:
    return page.get_by_role("alert").filter(has_text=words)


def ticked(store: Store) -> list[tuple[str, ...]]:
    with store.reading() as tx:
        return [each.signs for each in red_flags.answers(tx, OPERATOR)]


def test_by_keyboard_alone_a_tick_shows_where_to_turn_and_is_noted(phone: Page, store: Store) -> None:
    check(phone).focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    expect(route(phone)).to_be_in_viewport(timeout=AT_ONCE_MS)
    call = route(phone).get_by_role("link", name="Call 911")
    expect(call).to_have_attribute("href", "tel:911")
    phone.keyboard.press("Shift+Tab")
    phone.keyboard.press("Space")
    expect(phone.get_by_text(NOTED)).to_be_visible()
    assert sorted(ticked(store)) == [("bladder",), ("saddle_numbness",)]
    boxes = [phone.locator(".check label").nth(each) for each in range(5)]
    for box in (*boxes, call, check(phone)):
        bounds = box.bounding_box()
        assert bounds is not None
        assert bounds["height"] >= THUMB_PIXELS
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.reload()
    expect(phone.get_by_label("You cannot pass urine")).to_be_checked()
    expect(route(phone)).to_be_visible()
    violations = Axe().run(phone).response["violations"]
    assert not [each["id"] for each in violations if each["impact"] in {"serious", "critical"}]


def test_without_a_connection_the_route_is_shown_all_the_same_and_nothing_claims_to_be_noted(
    phone: Page, store: Store
) -> None:
    check(phone).click()
    phone.context.set_offline(True)
    phone.get_by_label("You have thoughts of not wanting to live").check()
    shown = route(phone, "Call or text the crisis line now.")
    expect(shown).to_be_visible(timeout=AT_ONCE_MS)
    expect(shown.get_by_role("link", name="Crisis line: call 988")).to_have_attribute("href", "tel:988")
    expect(phone.get_by_text("Not yet noted for your care team.")).to_be_visible()
    phone.get_by_label("You have thoughts of not wanting to live").uncheck()
    expect(shown).to_have_count(0)


def test_without_any_script_a_patient_ticks_on_the_open_page(phone: Page, store: Store, browser: Browser) -> None:
    state = phone.context.storage_state()
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        java_script_enabled=False,
        storage_state=state,
        base_url=phone.url,
    )
    page = context.new_page()
    page.goto("/red-flags")
    page.get_by_label("You fell").check()
    page.get_by_role("button", name="Note what I ticked for my care team").click()
    answer = page.get_by_role("alert")
    expect(answer).to_contain_text("Call your surgeon's office within 24 hours.")
    expect(answer).to_contain_text("Noted for your care team.")
    assert ticked(store) == [("fall",)]
    context.close()
