"""The pages follow the device into the dark and back, paper stays light, and large text fits a phone."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, picture_drawn
from tracker.charts.theme import DARK, LARGE, LIGHT

SignedIn = Callable[..., Page]
FIRST_DRAW_MS = 60_000
PAGES = ("/today", "/my_recovery", "/reminders", "/after_block", "/red-flags", "/logout")


def rgb(colour: str) -> str:
    """A colour "#rrggbb" as a browser tells it."""
    return f"rgb({', '.join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5))})"


def drawn(page: Page, path: str) -> None:
    """Opens a page and waits until nothing is drawn any more; what is folded is then open."""
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=FIRST_DRAW_MS)
    if path == "/my_recovery":
        picture_drawn(page)
    if page.locator("[data-testid=stApp]").count():
        folds = page.locator("[data-testid=stMain] summary")
        folds.evaluate_all("all => all.forEach((each) => each.parentElement.open || each.click())")
        expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
        expect(page.locator("[data-stale=true]")).to_have_count(0)


@pytest.fixture
def patient(signed_in: SignedIn) -> Page:
    page = signed_in("patient", PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=FIRST_DRAW_MS)
    return page


def widths(page: Page) -> Iterator[int]:
    """How wide the page is, and what scrolls in it."""
    for part in ("html", "[data-testid=stMain]"):
        if page.locator(part).count():
            yield page.locator(part).evaluate("each => each.scrollWidth")


def test_in_the_dark_axe_finds_nothing_serious_and_large_text_fits(patient: Page) -> None:
    patient.emulate_media(color_scheme="dark")
    for path in PAGES:
        drawn(patient, path)
        ground = patient.locator("[data-testid=stApp], body").last
        expect(ground).to_have_css("background-color", rgb(DARK.ground))
        found = Axe().run(patient).response["violations"]
        assert not [each for each in found if each["impact"] in {"serious", "critical"}], (path, found)
        # What the rule for large text says, in the one way that the policy of our own pages leaves to a test.
        patient.evaluate("size => { document.documentElement.style.fontSize = size }", f"{LARGE:.0%}")
        assert max(widths(patient)) <= PHONE["width"], path


def test_a_picture_turns_dark_with_the_device_and_is_light_on_paper(patient: Page) -> None:
    drawn(patient, "/my_recovery")
    picture = patient.locator(".js-plotly-plot .main-svg").first
    expect(picture).to_have_css("background-color", rgb(LIGHT.card))
    patient.emulate_media(color_scheme="dark")
    expect(picture).to_have_css("background-color", rgb(DARK.card))
    patient.emulate_media(media="print", color_scheme="dark")
    expect(patient.locator("[data-testid=stApp]")).to_have_css("background-color", rgb(LIGHT.card))
    expect(patient.locator("[class*=st-key-dark_picture]")).to_have_css(
        "filter", "invert(1) hue-rotate(180deg) brightness(1.2)"
    )
