"""The pages follow the device into the dark and back, paper stays light, and large text fits a phone."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, picture_drawn
from tracker.charts.theme import DARK, LARGE, LIGHT

SignedIn = Callable[..., Page]
FIRST_DRAW_MS = 60_000
PAGES = ("/", "/my_recovery", "/for_my_visit", "/reminders", "/after_block", "/red-flags", "/logout")


def rgb(colour: str) -> str:
    """A colour "#rrggbb" as a browser tells it."""
    return f"rgb({', '.join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5))})"


def drawn(page: Page, path: str) -> None:
    """Opens a page and waits until nothing is drawn any more; what is folded is then open."""
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=FIRST_DRAW_MS)
    if path in {"/my_recovery", "/for_my_visit"}:
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


def in_language(page: Page, name: str) -> None:
    """Chooses a language in the menu of the account, as a patient does."""
    page.locator(".st-key-masthead .stPopover button").click()
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=FIRST_DRAW_MS)


@pytest.mark.parametrize(("name", "lang"), [("Español", "es"), ("English", "en")])
def test_axe_finds_nothing_serious_in_any_language_light_or_dark_and_large_text_fits(
    patient: Page, name: str, lang: str
) -> None:
    in_language(patient, name)
    for path in PAGES:
        patient.emulate_media(color_scheme="light")
        drawn(patient, path)
        expect(patient.locator("html")).to_have_attribute("lang", lang)
        for ground, palette in (("light", LIGHT), ("dark", DARK)):
            patient.emulate_media(color_scheme=ground)  # type: ignore[arg-type]
            if path in {"/my_recovery", "/for_my_visit"}:
                picture_drawn(patient)
                picture = patient.locator(".js-plotly-plot .main-svg").first
                expect(picture).to_have_css("background-color", rgb(palette.card))
            body = patient.locator("[data-testid=stApp], body").last
            expect(body).to_have_css("background-color", rgb(palette.ground))
            assert serious(patient) == {}, (path, ground)
        # What the rule for large text says, in the one way that the policy of our own pages leaves to a test.
        patient.evaluate("size => { document.documentElement.style.fontSize = size }", f"{LARGE:.0%}")
        assert max(widths(patient)) <= PHONE["width"], path


def serious(page: Page) -> dict[str, list[str]]:
    """What axe finds that is serious or critical, with the elements."""
    found = Axe().run(page).response["violations"]
    return {
        each["id"]: [node["html"][:200] for node in each["nodes"]]
        for each in found
        if each["impact"] in {"serious", "critical"}
    }


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
