"""A whole entry by keyboard alone, from the sign-in to the save: each stop can be seen, no answer loses the place."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import live
from tests.accounts import PASSWORD
from tests.browser.conftest import PHONE
from tracker.domain import clock
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Role
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import accounts, diary, patients
from tracker.store import Store

FIRST_DRAW_MS = 30_000
MOST_STEPS = 80

HELD = """() => {
    let held = document.activeElement;
    while (held.shadowRoot?.activeElement) held = held.shadowRoot.activeElement;
    const words = held.getAttribute("aria-label") ?? held.labels?.[0]?.innerText ?? held.innerText;
    const ring = held.closest("[data-testid=stNumberInputContainer]") ?? held;
    const style = getComputedStyle(ring);
    const box = held.getBoundingClientRect();
    const bar = document.querySelector(".st-key-save_bar");
    const floor = !bar || bar.contains(held) ? innerHeight : bar.getBoundingClientRect().top;
    return {
        tag: held.tagName,
        role: held.getAttribute("role") ?? held.type ?? "",
        words: words.replace(/\\s+/g, " ").trim(),
        ringed: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
        box: [box.top, box.bottom, floor],
        inView: box.top >= 0 && box.bottom <= floor + 1,
        lit: held.checked ?? held.getAttribute("aria-pressed") ?? held.getAttribute("aria-checked"),
    };
}"""
"""What the keyboard stands on, through the roots of components. The frame of a number field stands around the field and
its buttons; what stands in the bar at the foot is not covered by it."""

UNFOLDS_MS = 600
"""A row that is opened pushes what stands below it down, for half a second."""


class Keyboard:
    """The one hand on the page. At every stop it looks whether the place can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def held(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(HELD)
        return found

    def reach(self, words: str, tag: str = "") -> None:
        """Goes on by Tab until it stands on what is called so."""
        passed = []
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            held = self.held
            passed.append(held["words"])
            if held["tag"] not in {"MAIN", "BODY"}:  # the page itself, which is scrolled by its arrows
                self.can_be_seen()
            if words in str(held["words"]) and str(held["tag"]).startswith(tag) and held["tag"] not in {"MAIN", "BODY"}:
                return
        pytest.fail(f"{words!r} is not reached by Tab, but {passed}")

    def can_be_seen(self) -> None:
        """The browser may still be scrolling when it is asked."""
        held = self.held
        assert held["ringed"], held
        if not held["inView"]:
            self.page.wait_for_timeout(300)
            held = self.held
            assert held["inView"], str(held)

    def press(self, *keys: str) -> None:
        """Presses keys, and waits until the page has drawn what comes of them: the place is still the same."""
        before = self.held
        for key in keys:
            self.page.keyboard.press(key)
        self.settle()
        after = self.held
        assert (after["tag"], after["role"]) == (before["tag"], before["role"]), (
            f"the place was lost: {before}, {after}"
        )
        self.can_be_seen()

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_timeout(150)  # the tap is on its way
        expect(self.page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.locator("[data-stale=true]")).to_have_count(0)

    def open_row(self, title: str) -> None:
        self.reach(title, "SUMMARY")
        self.press("Enter")
        self.page.wait_for_timeout(UNFOLDS_MS)

    def score(self, question: str, score: int) -> None:
        """Answers the scale that is reached next."""
        self.reach("0, ", "BUTTON")
        assert (
            self.page.get_by_role("radiogroup", name=question)
            .get_by_role("radio")
            .first.evaluate("(button) => button === button.getRootNode().activeElement")
        )
        self.press("Home", *["ArrowRight"] * score)
        assert str(self.held["words"]).startswith(str(score))
        assert self.held["lit"] == "true"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The way in, on a phone-sized screen, of a patient whose diary is empty and whose list has one medicine."""
    url = f"sqlite:///{tmp_path / 'keyboard.sqlite3'}"
    with closing(Store(url)) as store:
        store.migrate()
        surgery = clock.today("UTC") - timedelta(days=10)
        episode = Episode("episode", "anna", surgery, Region.LUMBAR)
        patients.add_patient(store, OPERATOR, Patient("anna", "Anna", "UTC", demo=False, episode=episode))
        anna = accounts.add_account(
            store, OPERATOR, username="anna", display_name="Anna", role=Role.PATIENT, password=PASSWORD
        )
        patients.join(store, OPERATOR, anna.id, "anna")
        medicine = Treatment("gaba", "anna", TreatmentKind.MEDICINE, "Gabapentin", surgery, dose="300 mg")
        diary.save_treatment(store, OPERATOR, medicine)
        with live.served(url) as server:
            context = browser.new_context(viewport=PHONE, base_url=server.url)  # type: ignore[arg-type]
            opened = context.new_page()
            opened.goto("/login")
            yield opened
            context.close()


def diary_of(page: Page) -> list[dict[str, str]]:
    """The own diary, as the patient can take it along."""
    text = page.request.get("/export/my-diary.csv").text().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_whole_entry_from_the_sign_in_to_the_save(page: Page) -> None:
    hand = Keyboard(page)
    hand.reach("User name")
    page.keyboard.type("anna")
    hand.reach("Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save today")).to_be_visible(timeout=FIRST_DRAW_MS)
    hand.settle()

    yesterday = clock.today("UTC") - timedelta(days=1)
    for day in (f"{yesterday:%A} {yesterday.day} {yesterday:%B}", "Today,"):
        hand.reach(day, "BUTTON")
        hand.press("Enter")
        assert day in str(hand.held["words"])
    hand.score("Back pain, on average", 4)
    hand.score("Leg pain, on average", 2)
    hand.reach("Gabapentin 300 mg", "BUTTON")
    hand.press("Space")
    assert hand.held["lit"] == "true"
    hand.open_row("Worst pain")
    hand.score("Back pain, worst", 6)
    hand.score("Leg pain, worst", 5)
    hand.open_row("Where it hurts")
    hand.open_row("Choose from a list")
    for site in ("left buttock", "right calf"):
        hand.reach(site, "INPUT")
        hand.press("Space")
        assert hand.held["lit"] is True
    hand.open_row("How it feels")
    hand.reach("Burning", "BUTTON")
    hand.press("Space")
    assert hand.held["lit"] == "true"
    hand.open_row("Walking")
    hand.reach("Minutes walked", "INPUT")
    hand.write("35")
    hand.open_row("Sleep")
    hand.reach("Hours slept", "INPUT")
    hand.write("7.5")
    hand.open_row("Note")
    hand.reach("Note, in your own words", "TEXTAREA")
    hand.write("Long walk,\nthen the stairs")
    hand.open_row("Warning signs")
    hand.reach("Fever above 38 °C", "INPUT")
    hand.press("Space")
    assert hand.held["lit"] is True
    hand.reach("Save today", "BUTTON")
    hand.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")

    (logged,) = diary_of(page)
    assert {name: cell for name, cell in logged.items() if cell} == {
        "date": str(clock.today("UTC")),
        **{"axial": "4", "axial_worst": "6", "limb": "2", "limb_worst": "5"},
        **{"walking_minutes": "35", "sleep_hours": "7.5"},
        **{"sites": "left buttock; right calf", "descriptors": "burning", "taken": "Gabapentin 300 mg"},
        "note": "Long walk,\nthen the stairs",
    }
    expect(page.get_by_text("Noted")).to_be_visible()
