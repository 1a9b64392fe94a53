"""A patient with a phone, or with a keyboard, logs a day on the real server."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, picture_drawn, row_says

SignedIn = Callable[..., Page]
THUMB_PIXELS = 48
WEEK = 7
FIRST_DRAW_MS = 30_000
SAVED_NOW = re.compile(r"Saved \d\d:\d\d")


@pytest.fixture
def phone(signed_in: SignedIn) -> Page:
    return opened(signed_in("patient", PHONE))


def opened(page: Page) -> Page:
    """The page once it is drawn, however busy the machine is."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=FIRST_DRAW_MS)
    return page


def at_rest(page: Page) -> None:
    """Waits until nothing is drawn any more: what is being replaced is faded, which is no contrast to judge."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def allow_any_average(page: Page) -> None:
    """Says that the worst pain was 10, so that no average of the demo's day lies above it."""
    page.locator("summary", has_text="Worst pain").click()
    for name in ("Back pain, worst", "Leg pain, worst"):
        choice(page, 10, name).click()


def scale(page: Page, name: str = "Back pain, on average") -> Locator:
    return page.get_by_role("radiogroup", name=name)


def choice(page: Page, score: int, name: str = "Back pain, on average") -> Locator:
    return scale(page, name).get_by_role("radio").nth(score)


def date_of(page: Page, days: int) -> date:
    """The date of so many days before the last day on the strip."""
    today = page.locator("[data-date]").last.get_attribute("data-date") or ""
    return date.fromisoformat(today) - timedelta(days=days)


def days_ago(page: Page, days: int) -> None:
    """Shows another day, by the strip. It is called with the week of today in view."""
    on = date_of(page, days)
    if days >= WEEK:
        page.get_by_role("button", name="Earlier days").click()
    page.get_by_role("group", name="Day to log").get_by_role("button", name=f"{on:%A} {on.day} {on:%B}").click()
    expect(page.get_by_role("button", name=f"Save {on:%a} {on.day} {on:%b}")).to_be_visible()


def saved(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Save ")).click()
    expect(page.get_by_role("status")).to_contain_text(SAVED_NOW)


def test_two_scores_and_save_in_three_taps_and_still_there_after_a_reload(phone: Page) -> None:
    choice(phone, 3).click()
    expect(phone.get_by_role("status")).to_contain_text("Not yet saved")
    choice(phone, 1, "Leg pain, on average").click()
    saved(phone)
    phone.reload()
    expect(choice(phone, 3)).to_be_checked()
    expect(choice(phone, 1, "Leg pain, on average")).to_be_checked()
    expect(phone.get_by_role("status")).to_contain_text(SAVED_NOW)


def test_everything_else_can_be_said_too(phone: Page) -> None:
    days_ago(phone, 1)
    phone.get_by_role("button", name="Nothing", exact=True).click()
    for row in ("Walking", "Sleep", "Flare-up", "Note"):
        phone.locator("summary", has_text=row).click()
    phone.get_by_role("textbox", name="Minutes walked").fill("35")
    phone.get_by_role("textbox", name="Hours slept").fill("7.5")
    phone.get_by_role("radio", name="No", exact=True).click()
    phone.get_by_label("Note, in your own words").fill("First long walk.")
    saved(phone)
    phone.reload()
    days_ago(phone, 1)
    for row, state in (("Walking", "35 min"), ("Sleep", "7.5 h"), ("Flare-up", "no"), ("Note", "written")):
        row_says(phone, row, state)
    expect(phone.get_by_role("button", name="Nothing", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_row_stays_open_while_it_is_being_answered(phone: Page) -> None:
    days_ago(phone, 5)
    phone.locator("summary", has_text="Where it hurts").click()
    expect(phone.locator(".part").first).to_be_visible()
    if (clear := phone.get_by_role("button", name="Clear", exact=True)).is_visible():
        clear.click()
    expect(phone.locator(".part.chosen")).to_have_count(0)
    for number, part in enumerate(("right low back", "left calf", "right calf"), start=1):
        phone.locator(f".part[data-name='{part}']").click()
        row_says(phone, "Where it hurts", part)
        expect(phone.locator(".part.chosen")).to_have_count(number)
    phone.locator("summary", has_text="Distress").click()
    for score in (4, 6):
        choice(phone, score, "How distressed did you feel today?").click()
        row_says(phone, "Distress", str(score))


def test_nothing_excludes_what_was_taken_and_the_other_way_round(phone: Page) -> None:
    days_ago(phone, 6)
    chips = phone.get_by_role("group", name="Taken and done").get_by_role("button")
    first, nothing = chips.first, chips.last
    for tapped, other in ((first, nothing), (nothing, first), (first, nothing)):
        if tapped.get_attribute("aria-pressed") != "true":
            tapped.click()
        expect(tapped).to_have_attribute("aria-pressed", "true")
        expect(other).to_have_attribute("aria-pressed", "false")


def test_a_number_is_read_with_either_sign_for_decimals_and_nothing_else_is_taken_for_one(phone: Page) -> None:
    days_ago(phone, 6)
    phone.locator("summary", has_text="Sleep").click()
    field = phone.get_by_role("textbox", name="Hours slept")
    for typed, state in (("7,5", "7.5 h"), ("8.25", "8.25 h"), ("seven", "8.25 h")):
        field.fill(typed)
        row_says(phone, "Sleep", state)
    expect(phone.get_by_role("alert").filter(has_text="This is not a number")).to_be_visible()
    expect(field).to_have_value("seven")
    field.fill("6")
    phone.get_by_role("button", name="More: Hours slept").click()
    row_says(phone, "Sleep", "6.5 h")


def test_ten_thousand_steps_are_never_ten(phone: Page) -> None:
    days_ago(phone, 6)
    phone.locator("summary", has_text="Walking").click()
    field = phone.get_by_role("textbox", name="Steps")
    for typed in ("10,000", "1", "10.000", "1", "10 000", "1", "10000"):
        field.fill(typed)
        row_says(phone, "Walking", f"steps {'10,000' if len(typed) > 1 else '1'}")


def test_less_than_no_answer_is_no_answer(phone: Page) -> None:
    days_ago(phone, 7)
    phone.locator("summary", has_text="Sitting").click()
    field = phone.get_by_role("textbox", name="Minutes you could sit")
    field.fill("")
    phone.get_by_role("button", name="Less: Minutes you could sit").click()
    expect(field).to_have_value("")
    phone.get_by_role("button", name="More: Minutes you could sit").click()
    saved(phone)
    row_says(phone, "Sitting", "5 min")


def test_the_scale_is_a_radio_group_for_the_keyboard(phone: Page) -> None:
    days_ago(phone, 2)
    choice(phone, 3).click()
    for key, score in (
        ("ArrowRight", 4),
        ("ArrowUp", 3),
        ("End", 10),
        ("ArrowDown", 0),
        ("Home", 0),
        ("ArrowLeft", 10),
    ):
        phone.keyboard.press(key)
        expect(choice(phone, score)).to_be_checked()
        expect(choice(phone, score)).to_be_focused()
    expect(scale(phone).get_by_role("radio", checked=True)).to_have_count(1)
    phone.keyboard.press("Delete")
    expect(scale(phone).get_by_role("radio", checked=True)).to_have_count(0)
    phone.keyboard.press("Space")
    expect(scale(phone).get_by_role("radio", checked=True)).to_have_count(1)
    phone.get_by_role("button", name="Clear: Back pain, on average").click()
    expect(scale(phone).get_by_role("radio", checked=True)).to_have_count(0)


def test_fast_taps_are_never_turned_back(phone: Page) -> None:
    days_ago(phone, 3)
    allow_any_average(phone)
    for score in (1, 8, 2, 9, 5):
        choice(phone, score).click(no_wait_after=True)
    expect(choice(phone, 5)).to_be_checked()
    saved(phone)
    expect(choice(phone, 5)).to_be_checked()
    phone.reload()
    days_ago(phone, 3)
    expect(choice(phone, 5)).to_be_checked()


def test_a_number_still_in_the_field_is_kept_when_another_day_is_tapped(phone: Page) -> None:
    days_ago(phone, 4)
    phone.locator("summary", has_text="Walking").click()
    phone.get_by_role("textbox", name="Minutes walked").fill("77")
    days_ago(phone, 5)
    left = date_of(phone, 4)
    words = re.compile(f"{left:%A} {left.day} {left:%B}.*changes not yet saved")
    expect(phone.get_by_role("button", name=words)).to_have_count(1)
    days_ago(phone, 4)
    expect(phone.get_by_role("textbox", name="Minutes walked")).to_have_value("77")
    expect(phone.get_by_role("status")).to_contain_text("Not yet saved")


def test_what_is_refused_says_why_and_stays(phone: Page) -> None:
    days_ago(phone, 8)
    phone.locator("summary", has_text="Walking").click()
    phone.get_by_role("textbox", name="Minutes walked").fill("2000")
    phone.get_by_role("button", name=re.compile("^Save ")).click()
    refusal = phone.get_by_role("alert").filter(has_text="Not saved.")
    expect(refusal).to_contain_text("Walking '2000' is not a whole number from 0 to 1440.")
    expect(refusal).to_be_in_viewport()
    expect(phone.get_by_role("textbox", name="Minutes walked")).to_have_value("2000")
    phone.get_by_role("textbox", name="Minutes walked").fill("")
    saved(phone)
    expect(phone.get_by_role("textbox", name="Minutes walked")).to_have_value("")


def test_two_devices_on_one_day_and_the_patient_chooses(phone: Page, signed_in: SignedIn) -> None:
    tablet = opened(signed_in("patient", DESK))
    for device, score in ((phone, 9), (tablet, 2)):
        days_ago(device, 9)
        allow_any_average(device)
        choice(device, score).click()
        expect(device.get_by_role("status")).to_contain_text("Not yet saved")
    saved(phone)
    tablet.get_by_role("button", name=re.compile("^Save ")).click()
    choices = tablet.get_by_role("alert").filter(has_text="changed on another device")
    expect(choices.get_by_role("row", name="Back pain, on average")).to_contain_text("9")
    tablet.get_by_role("button", name="Keep what I typed here").click()
    expect(tablet.get_by_role("status")).to_contain_text(SAVED_NOW)
    choice(phone, 7).click()
    expect(phone.get_by_role("alert").filter(has_text="changed on another device")).to_be_visible()
    phone.get_by_role("button", name="Take the other one").click()
    expect(choice(phone, 2)).to_be_checked()
    expect(phone.get_by_role("status")).to_contain_text(SAVED_NOW)


def test_a_treatment_is_added_from_the_page(phone: Page) -> None:
    phone.get_by_role("button", name="+ Add").click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("combobox", name="What is it?").fill("Heat pack")
    phone.keyboard.press("Enter")
    dialog.get_by_role("button", name="Add to my list").click()
    expect(dialog).to_be_hidden()
    phone.get_by_role("button", name="Heat pack").click()
    expect(phone.get_by_role("button", name="Heat pack")).to_have_attribute("aria-pressed", "true")


def test_saving_and_the_warning_signs_are_in_reach_without_scrolling(phone: Page) -> None:
    expect(phone.get_by_role("button", name="Save today")).to_be_in_viewport(ratio=1)
    signs = phone.get_by_role("link", name="Something feels wrong? Check the warning signs")
    expect(signs).to_be_in_viewport(ratio=1)
    choice(phone, 6).click()
    with phone.context.expect_page() as opened:
        signs.click()
    expect(opened.value).to_have_url(re.compile("/red-flags$"))
    expect(choice(phone, 6)).to_be_checked()


def test_targets_are_made_for_a_thumb_and_nothing_is_wider_than_the_screen(phone: Page) -> None:
    for group in ("Back pain, on average", "Leg pain, on average"):
        for score in range(11):
            box = choice(phone, score, group).bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= THUMB_PIXELS
    for name in ("Save today", "Nothing", "+ Add"):
        box = phone.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["height"] >= THUMB_PIXELS
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", ["/", "/my_recovery"])
def test_axe_finds_nothing_serious_at_a_desk_either(signed_in: SignedIn, path: str) -> None:
    page = signed_in("patient", DESK)
    page.goto(path)
    opened(page)
    if path == "/":
        for fold in page.locator("summary").all():
            fold.click()
        choice(page, 3).click()
        page.get_by_role("button", name="Save today").click()
        expect(page.get_by_role("status")).to_contain_text(SAVED_NOW)
    else:
        picture_drawn(page)
    at_rest(page)
    found = Axe().run(page).response["violations"]
    serious = {
        each["id"]: [n["html"][:200] for n in each["nodes"]]
        for each in found
        if each["impact"] in {"serious", "critical"}
    }
    assert not serious


def test_the_own_picture_fits_a_phone_and_the_log_goes_along_as_a_file(phone: Page) -> None:
    phone.get_by_role("link", name="My recovery").click()
    picture_drawn(phone)
    box = phone.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    assert box["width"] <= PHONE["width"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download my diary").click()
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("date,axial,axial_worst,limb,")
