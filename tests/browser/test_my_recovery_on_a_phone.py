"""My recovery and the page for a visit in a browser: days by keyboard and by tap, questions that outlive a reload, a
print that fits the paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, picture_drawn
from tests.browser.test_today_on_a_phone import at_rest
from tests.browser.test_treatments_on_a_phone import check_fit

SignedIn = Callable[..., Page]
FIELD = "A question that you want to ask"
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
WIDTH_OF_A4 = 703
"""Pixels between margins of 12 mm."""


def visited(page: Page, name: str) -> Page:
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    page.goto(f"/{name}")
    picture_drawn(page)
    at_rest(page)
    return page


def day_in_focus(page: Page) -> Locator:
    return page.locator(".calendar .day:focus")


@pytest.fixture
def recovery(signed_in: SignedIn) -> Page:
    return visited(signed_in("patient", PHONE), "my_recovery")


def test_the_calendar_is_gone_through_and_a_day_opened_by_keyboard_alone(recovery: Page) -> None:
    month = recovery.locator(".calendar h3")
    newest = month.inner_text()
    recovery.locator(".calendar .day[tabindex='0']").focus()
    for _week in range(6):
        recovery.keyboard.press("ArrowUp")
    assert month.inner_text() != newest
    reached = day_in_focus(recovery).get_attribute("data-date")
    recovery.keyboard.press("Enter")
    expect(recovery.locator(".logged_day")).to_be_visible()
    at_rest(recovery)
    expect(day_in_focus(recovery)).to_have_attribute("data-date", str(reached))
    expect(day_in_focus(recovery)).to_have_attribute("aria-pressed", "true")
    recovery.keyboard.press("PageDown")
    assert day_in_focus(recovery).get_attribute("data-date") != reached
    recovery.locator("summary", has_text="Three and six months").press("Enter")
    expect(recovery.get_by_text("Whom to ask")).to_be_visible()
    check_fit(recovery)


def test_one_day_of_the_month_is_a_stop_of_the_tab_key(recovery: Page) -> None:
    expect(recovery.locator(".calendar .day[tabindex='0']")).to_have_count(1)
    recovery.get_by_role("button", name="Earlier month").click()
    expect(recovery.locator(".calendar .day[tabindex='0']")).to_have_count(1)


def test_a_tap_on_a_day_that_can_still_be_logged_opens_it_on_today(recovery: Page) -> None:
    recovery.locator(".calendar .day.today").click()
    expect(recovery.get_by_role("heading", level=1)).to_have_text("Today")
    expect(recovery.get_by_role("button", name="Save today")).to_be_visible()


def test_a_question_that_was_typed_outlives_a_reload_and_is_gone_from_the_field_once_saved(signed_in: SignedIn) -> None:
    page = visited(signed_in("patient", PHONE), "for_my_visit")
    page.get_by_label(FIELD).fill("May I swim in the sea?")
    page.reload()
    expect(page.get_by_label(FIELD)).to_have_value("May I swim in the sea?", timeout=30_000)
    at_rest(page)
    page.get_by_role("button", name="Add question").click()
    expect(page.locator(".question")).to_have_text("1.May I swim in the sea?")
    expect(page.get_by_label(FIELD)).to_have_value("")
    at_rest(page)
    page.reload()
    expect(page.locator(".question")).to_have_count(1, timeout=30_000)
    at_rest(page)
    expect(page.get_by_label(FIELD)).to_have_value("")
    assert page.evaluate("Object.values(localStorage).filter((kept) => kept.includes('swim')).length") == 0
    check_fit(page)
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".question")).to_have_count(0)


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_print_fits_two_pages_of_either_paper_without_what_is_for_the_screen(
    screen: dict[str, int], signed_in: SignedIn
) -> None:
    page = visited(signed_in("patient", screen), "for_my_visit")
    for paper in ("A4", "Letter"):
        assert 1 <= len(PAGE_OF_PDF.findall(page.pdf(format=paper))) <= 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTH_OF_A4, "height": 1000})
    for hidden in (page.get_by_label(FIELD), page.get_by_role("link", name="Today"), page.locator(".signs")):
        expect(hidden).to_be_hidden()
    expect(page.get_by_role("heading", name="For my visit")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH_OF_A4
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(255, 255, 255)"
