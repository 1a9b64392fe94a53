"""A physician minutes before a visit: from the queue to a patient, by mouse, by keyboard, on a phone."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, PICTURE, picture_drawn

SignedIn = Callable[..., Page]
FIRST_DRAW_MS = 60_000
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


def review(signed_in: SignedIn, size: dict[str, int] = DESK) -> Page:
    page = signed_in("physician", size)
    expect(rows(page).first).to_be_visible(timeout=FIRST_DRAW_MS)
    return page


def rows(page: Page) -> Locator:
    return page.locator(".queue .entry")


def chip(page: Page, reason: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{reason} "))


def test_counts_filter_the_queue_and_a_name_finds_a_patient(signed_in: SignedIn) -> None:
    page = review(signed_in)
    everyone = rows(page).count()
    count = int(chip(page, "Relapse").locator("strong").inner_text())
    chip(page, "Relapse").click()
    expect(chip(page, "Relapse")).to_have_attribute("aria-pressed", "true")
    expect(rows(page)).to_have_count(count)
    assert set(page.locator(".queue .badge").all_inner_texts()) == {"Relapse"}
    name = rows(page).last.get_by_role("link").inner_text()
    page.get_by_label("Find a patient by name or id").fill(name.upper())
    expect(rows(page)).to_have_count(1)
    page.get_by_label("Find a patient by name or id").fill("nobody of that name")
    expect(page.get_by_text("No patient fits")).to_be_visible()
    page.get_by_label("Find a patient by name or id").fill("")
    chip(page, "Relapse").click()
    expect(rows(page)).to_have_count(everyone)


def test_the_keyboard_alone_leads_to_a_patient_and_back_to_the_same_filter(signed_in: SignedIn) -> None:
    page = review(signed_in)
    chip(page, "Relapse").focus()
    page.keyboard.press("Space")
    name = rows(page).first.get_by_role("link").inner_text()
    page.get_by_label("Find a patient by name or id").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=FIRST_DRAW_MS)
    page.get_by_role("link", name="Review").click()
    expect(chip(page, "Relapse")).to_have_attribute("aria-pressed", "true", timeout=FIRST_DRAW_MS)


def test_by_keys_alone_a_patient_is_acknowledged_taken_back_found_and_opened(signed_in: SignedIn) -> None:
    page = review(signed_in)
    to_review = page.get_by_role("button", name=re.compile("^To review "))
    waiting = int(to_review.locator("strong").inner_text())
    first, second = (rows(page).nth(at).get_by_role("link") for at in (0, 1))
    page.keyboard.press("j")
    expect(first).to_be_focused()
    for key in ("j", "k", "ArrowDown"):
        page.keyboard.press(key)
    expect(second).to_be_focused()
    name = second.inner_text()
    page.keyboard.press("a")
    said = page.get_by_role("status").filter(has_text="acknowledged")
    expect(said).to_be_visible()
    expect(to_review.locator("strong")).to_have_text(str(waiting - 1))
    expect(rows(page).nth(1).get_by_role("link")).to_be_focused()
    expect(rows(page).nth(1).get_by_role("link")).not_to_have_text(name)
    results = Axe().run(page)
    assert not results.response["violations"], results.generate_report()
    page.keyboard.press("u")
    expect(to_review.locator("strong")).to_have_text(str(waiting))
    expect(page.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("/")
    search = page.get_by_label("Find a patient by name or id")
    expect(to_review.locator("strong")).to_have_text(str(waiting - 1))
    expect(search).to_be_focused()  # who goes on to a name keeps the field when the answer comes
    page.keyboard.press("Tab")
    page.keyboard.press("u")
    expect(to_review.locator("strong")).to_have_text(str(waiting))
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type(name.upper())
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=FIRST_DRAW_MS)


def test_a_patient_opens_in_a_tab_of_its_own_by_its_address(signed_in: SignedIn) -> None:
    page = review(signed_in)
    link = rows(page).first.get_by_role("link")
    name, address = link.inner_text(), link.get_attribute("href")
    assert address is not None
    tab = page.context.new_page()
    tab.goto(address)
    expect(tab.get_by_role("heading", level=1)).to_have_text(name, timeout=FIRST_DRAW_MS)


def test_the_file_of_a_patient_comes_down(signed_in: SignedIn) -> None:
    page = review(signed_in)
    rows(page).first.get_by_role("link").click()
    picture_drawn(page)
    link = page.get_by_role("link", name="Download this patient's days (CSV)")
    with page.expect_download(timeout=FIRST_DRAW_MS) as expected, page.context.expect_page():
        link.click()
    text = expected.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("patient_id,date,day,")


@SIZES
def test_the_picture_fits_the_screen_and_is_told_in_words(signed_in: SignedIn, size: dict[str, int]) -> None:
    page = review(signed_in, size)
    rows(page).first.get_by_role("link").click()
    picture_drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    figure = page.get_by_role("figure").first
    expect(figure).to_have_attribute("aria-label", re.compile("Typical .* pain .* on day"))
    frame, box = figure.bounding_box(), page.locator(f"{PICTURE} .annotation").last.bounding_box()
    assert frame is not None
    assert box is not None
    assert frame["width"] % 1 == 0, "or the browser draws it twice"
    assert box["x"] >= frame["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]


def test_on_a_phone_the_legend_stands_below_the_picture(signed_in: SignedIn) -> None:
    page = review(signed_in, PHONE)
    rows(page).first.get_by_role("link").click()
    picture_drawn(page)
    legend, walking = page.locator(f"{PICTURE} .legend"), page.locator(f"{PICTURE} .barlayer").last
    expect(legend).to_be_visible()
    below, above = legend.bounding_box(), walking.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] >= above["y"] + above["height"], "it covers none of the panels"


def test_a_quick_follow_up_is_taken_back_and_does_not_stand_in_the_way_of_the_next_click(signed_in: SignedIn) -> None:
    """A choice that the browser kept would be sent again with each click, and stored again in its place."""
    page = review(signed_in)
    rows(page).first.get_by_role("link").click()
    picture_drawn(page)
    field = page.locator("[class*=st-key-follow_up_] [data-testid=stDateInput]").first
    planned = field.text_content() or ""
    page.get_by_text("in 6 wk", exact=True).click()
    expect(field).not_to_have_text(planned)
    page.get_by_role("button", name=re.compile("^Undo .was")).click()
    expect(field).to_have_text(planned)
    card = page.locator("[class*=st-key-flag_]").first
    card.get_by_role("button", name="Acknowledge").click()
    expect(card).to_contain_text("Acknowledged by")
    expect(field).to_have_text(planned)
    card.get_by_role("button", name="Undo").click()
    expect(card.get_by_role("button", name="Acknowledge")).to_be_visible()


@SIZES
@pytest.mark.parametrize("page_name", ["review", "patient", "panel", "export"])
def test_nothing_stands_in_the_way_of_a_screen_reader(
    signed_in: SignedIn, size: dict[str, int], page_name: str
) -> None:
    page = review(signed_in, size)
    if page_name == "patient":
        rows(page).first.get_by_role("link").click()
        picture_drawn(page)
        for fold in ("With a note, or for a while", "How this was judged", "Hours slept, night by night"):
            page.get_by_text(fold).first.click()
        expect(page.get_by_label("Note (optional)")).to_be_visible()
        expect(page.locator(".js-plotly-plot .main-svg")).not_to_have_count(1)
    elif page_name == "panel":
        page.get_by_role("link", name="Panel").click()
        expect(page.locator(".js-plotly-plot .main-svg")).not_to_have_count(0, timeout=FIRST_DRAW_MS)
        page.get_by_text("The numbers", exact=True).first.click()
    elif page_name == "export":
        page.get_by_role("link", name="Export").click()
        expect(page.get_by_role("heading", name="What the columns mean")).to_be_visible(timeout=FIRST_DRAW_MS)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    results = Axe().run(page)
    assert not results.response["violations"], results.generate_report()
