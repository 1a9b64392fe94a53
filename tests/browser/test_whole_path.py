"""A day is logged, drawn, flagged, reviewed and exported: the whole path in a browser on the real server."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, picture_drawn
from tests.live import Server

SignedIn = Callable[..., Page]
PATIENT = "Demo 01 Rivera"
SLOW_MS = 30_000
WORST = 10

POINT_OF_THE_LAST_DAY = """() => {
    const drawn = document.querySelector("[class*=_picture_] .js-plotly-plot")._fullData;
    const daily = drawn.find((trace) => trace.name === "Back pain, daily");
    const last = daily.x.length - 1;
    return [daily.x[last], daily.y[last]];
}"""


def opened(page: Page, name: str) -> Page:
    """The physician's page of a patient, found by name in the queue."""
    page.get_by_placeholder("Find a patient").fill(name, timeout=SLOW_MS)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=SLOW_MS)
    return picture_drawn(page)


def log_today(page: Page, score: int) -> None:
    """The score as average back pain of today, with the worst at least that, saved."""
    page.locator("summary", has_text="Worst pain").click(timeout=SLOW_MS)
    for name in ("Back pain, worst", "Leg pain, worst"):
        page.get_by_role("radiogroup", name=name).get_by_role("radio").nth(WORST).click()
    page.get_by_role("radiogroup", name="Back pain, on average").get_by_role("radio").nth(score).click()
    page.get_by_role("button", name=re.compile("^Save ")).click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=SLOW_MS)


def test_a_day_logged_on_a_phone_is_in_the_physicians_picture_and_file(signed_in: SignedIn, downloads: Path) -> None:
    physician = opened(signed_in("physician", DESK), PATIENT)
    for score in (9, 8):
        log_today(signed_in("patient", PHONE), score)
        physician.reload()
        picture_drawn(physician)
        day, drawn = physician.evaluate(POINT_OF_THE_LAST_DAY)
        assert drawn == score
        with physician.expect_download() as started:
            physician.get_by_role("link", name=re.compile("Download this patient's days")).click()
        started.value.save_as(downloads / "record.csv")
        last = list(csv.DictReader((downloads / "record.csv").read_text(encoding="utf-8-sig").splitlines()))[-1]
        assert (int(last["day"]), last["axial"], last["axial_worst"]) == (day, str(score), str(WORST))


def test_a_flag_is_acknowledged_with_a_note_and_the_answer_is_undone(signed_in: SignedIn) -> None:
    page = opened(signed_in("physician", DESK), PATIENT)
    card = page.locator("[class*=st-key-flag_]").first
    card.get_by_text("With a note, or for a while").click()
    card.get_by_label("Note (optional)").fill("SI joint examined; block at the next visit <b>&")
    card.get_by_role("button", name="Acknowledge").click()
    expect(card).to_contain_text("Acknowledged by", timeout=SLOW_MS)
    expect(card).to_contain_text("SI joint examined; block at the next visit <b>&")
    page.reload()
    expect(card).to_contain_text("Acknowledged by", timeout=SLOW_MS)
    card.get_by_role("button", name="Undo").click()
    expect(card.get_by_role("button", name="Acknowledge")).to_be_visible(timeout=SLOW_MS)
    expect(card).to_contain_text("Undone by")


def test_the_queue_is_narrowed_by_reason_and_opened_by_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("physician", DESK)
    chip = page.get_by_role("button", name=re.compile(r"^Relapse \d+"))
    expect(chip).to_be_visible(timeout=SLOW_MS)
    counted = int((chip.text_content() or "").split()[-1])
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".queue .entry")).to_have_count(counted)
    first = page.locator(".queue .entry").first.get_by_role("link")
    name = first.text_content() or ""
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=SLOW_MS)


def test_a_page_left_open_shows_nothing_more_after_signing_out_in_another_tab(signed_in: SignedIn) -> None:
    page = opened(signed_in("physician", DESK), PATIENT)
    other = page.context.new_page()
    other.goto("/logout")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_text("Log, newest day first").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(("path", "settled"), [("/", "Care teams"), ("/audit", "Clinical values")])
def test_axe_finds_nothing_serious_on_the_administrators_pages(signed_in: SignedIn, path: str, settled: str) -> None:
    page = signed_in("administrator", DESK)
    page.goto(path)
    expect(page.get_by_text(settled).first).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    found = [each for each in Axe().run(page).response["violations"] if each["impact"] in {"serious", "critical"}]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("path", ["/login", "/red-flags"])
def test_axe_finds_nothing_serious_before_the_sign_in(server: Server, browser: Browser, path: str) -> None:
    page = browser.new_page(base_url=server.url)
    page.goto(path)
    found = [each for each in Axe().run(page).response["violations"] if each["impact"] in {"serious", "critical"}]
    page.close()
    assert [each["id"] for each in found] == []
