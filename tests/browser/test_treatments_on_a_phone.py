"""A patient with a phone, or with a keyboard, finds a treatment, and logs the hours after a block."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_today_on_a_phone import THUMB_PIXELS, at_rest, opened

SignedIn = Callable[..., Page]
MIDNIGHT = "0000"
SERIOUS = {"serious", "critical"}


@pytest.fixture
def phone(signed_in: SignedIn) -> Page:
    return opened(signed_in("patient", PHONE))


def search(page: Page, words: str) -> Locator:
    """The dialog with words typed into its search, by keyboard alone."""
    page.get_by_role("button", name="+ Add").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="What is it?").focus()
    page.keyboard.type(words)
    expect(page.get_by_role("option").first).to_be_visible()
    return dialog


def check_fit(page: Page) -> None:
    """Nothing serious for a screen reader, nothing wider than the screen."""
    at_rest(page)
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in SERIOUS] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_medicine_is_found_by_another_of_its_names_and_its_dose_changed(phone: Page) -> None:
    dialog = search(phone, "cymba")
    expect(phone.get_by_role("option", name="Duloxetine · Cymbalta")).to_be_visible()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Enter")
    at_rest(phone)
    dialog.get_by_label("How many mg (optional)").fill("30")
    add = dialog.get_by_role("button", name="Add to my list")
    box = add.bounding_box()
    assert box is not None
    assert box["height"] >= THUMB_PIXELS
    check_fit(phone)
    add.click()
    expect(dialog).to_be_hidden()
    phone.get_by_role("button", name="Duloxetine 30 mg").click()
    expect(phone.get_by_role("button", name="Duloxetine 30 mg")).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="My list").click()
    dialog.locator("summary", has_text="Duloxetine").click()
    line = dialog.locator("details", has_text="Duloxetine")
    line.get_by_label("Dose", exact=True).fill("60 mg")
    line.get_by_role("button", name="Change the dose").click()
    expect(dialog.locator("summary", has_text="Duloxetine 60 mg")).to_be_visible()
    check_fit(phone)


def test_the_hours_after_a_block_are_logged_and_still_there_after_a_reload(phone: Page) -> None:
    dialog = search(phone, "facet nerve")
    phone.get_by_role("option", name="Medial branch block").click()
    at_rest(phone)  # the dialog is drawn anew for what was chosen
    dialog.get_by_role("button", name="Add to my list").click()
    dialog.locator("summary", has_text="Medial branch block").click()
    dialog.get_by_role("button", name="Log my pain by the hour").click()
    phone.get_by_role("spinbutton").first.click()
    phone.keyboard.type(MIDNIGHT)
    phone.get_by_role("button", name="Keep this time").click()
    hours = phone.get_by_role("radiogroup", name="Which hour")
    before = hours.locator("label").filter(has_text="Before (00:00)")
    before.click()
    scale = phone.get_by_role("radiogroup", name="Back pain, before")
    scale.get_by_role("radio").nth(7).click()
    expect(hours).to_contain_text("back 7, leg –")
    check_fit(phone)
    phone.reload()
    expect(hours).to_contain_text("back 7, leg –")
    before.click()
    expect(scale.get_by_role("radio").nth(7)).to_be_checked()
    phone.goto("/my_recovery")
    expect(phone.get_by_role("link", name="Log my pain after the block")).to_be_visible()
