"""The way in and out in a real browser, and what the browser has to say of the pages."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import live
from tests.browser.conftest import DESK, PHONE

PAGES = {
    "Patient": ("Today", "My recovery"),
    "Physician": ("Review", "Patient", "Export"),
    "Administrator": ("Accounts", "Audit"),
}
OURS = {"/login": "Sign in", "/red-flags": "Warning signs: get help now"}


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def context(request: pytest.FixtureRequest, server: live.Server, browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=request.param, base_url=server.url)
    yield opened
    opened.close()


def complaints(page: Page) -> list[str]:
    """What the browser will say from now on about things that a page may not load or do."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("role", PAGES)
def test_nothing_on_any_page_breaks_the_content_security_policy(signed_in: Callable[..., Page], role: str) -> None:
    page = signed_in(role)
    heard, elsewhere = complaints(page), []
    base = page.url.rstrip("/")
    page.on("request", lambda each: elsewhere.append(each.url) if not _is_ours(each.url, base) else None)
    page.reload()
    for title in PAGES[role]:
        page.get_by_role("link", name=title, exact=True).click()
        expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
        page.wait_for_load_state("networkidle")
    assert heard == []
    assert elsewhere == []


def _is_ours(url: str, base: str) -> bool:
    return url.startswith((base, base.replace("http", "ws", 1), "blob:", "data:"))


@pytest.mark.parametrize("address", OURS)
def test_a_page_without_a_sign_in_reads_well_to_everybody(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    heard = complaints(page)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(OURS[address])
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"] if page.viewport_size else False
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert heard == []


def test_the_warning_signs_are_one_tap_from_the_sign_in(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/login")
    page.get_by_role("link", name="Warning signs").click()
    call = page.get_by_role("link", name="Call 911", exact=True).first
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:911")


def test_a_wrong_password_is_told_where_it_is_seen_and_heard(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/login?next=/export")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    expect(page.get_by_label("User name")).to_have_value("nobody")
    expect(page.get_by_label("Password")).to_be_empty()
    assert Axe().run(page).violations_count == 0


def test_the_sign_in_leads_on_to_the_page_that_was_asked_for(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/export")
    expect(page).to_have_url("/login?next=%2Fexport")
    page.get_by_role("button", name="Physician").click()
    expect(page).to_have_url("/export")


def test_a_page_left_open_is_wiped_when_the_sign_in_ends_in_another_tab(
    signed_in: Callable[..., Page],
) -> None:
    left_open = signed_in("Physician")
    expect(left_open.get_by_role("heading", level=1)).to_be_visible()
    heard = complaints(left_open)
    other = left_open.context.new_page()
    other.goto("/logout")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("status")).to_have_text("You are signed out.")
    expect(left_open.get_by_text("You are signed out")).to_be_visible(timeout=20_000)
    expect(left_open.get_by_role("heading", level=1)).to_have_count(0)
    left_open.get_by_role("link", name="Sign in").wait_for()
    assert heard == []
    left_open.reload()
    expect(left_open.get_by_role("heading", level=1)).to_have_text("Sign in")
