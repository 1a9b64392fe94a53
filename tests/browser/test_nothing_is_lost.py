"""What a patient typed and did not save is there again, whatever comes between: a reload, a closed tab, a sign-out, no
connection, a server that died."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import live
from tests.browser.conftest import PHONE, row_says

BACK, LEG = "Back pain, on average", "Leg pain, on average"
NOTE = "Note, in your own words"
DRAWN_MS = 30_000


class Restartable:
    """A server on one address that can die and come back."""

    def __init__(self, url: str) -> None:
        self.database, self.port = url, live.free_port()
        self.stack = ExitStack()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.stack.enter_context(live.served(self.database, demo=True, port=self.port))

    def die(self) -> None:
        self.stack.close()


@pytest.fixture(scope="module")
def restartable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restartable]:
    url = f"sqlite:///{tmp_path_factory.mktemp('lost') / 'demo.sqlite3'}"
    live.tracker(url, "migrate")
    live.tracker(url, "demo")
    server = Restartable(url)
    server.start()
    yield server
    server.die()


@pytest.fixture
def page(restartable: Restartable, browser: Browser) -> Iterator[Page]:
    """Today on a phone, signed in as the patient, with nothing typed."""
    context = browser.new_context(viewport=PHONE, base_url=restartable.url)  # type: ignore[arg-type]
    opened = context.new_page()
    sign_in(opened)
    yield opened
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_role("button", name="patient").click()
    drawn(page)


def drawn(page: Page) -> Page:
    expect(page.get_by_role("button", name="Save today")).to_be_visible(timeout=DRAWN_MS)
    return page


def choice(page: Page, score: int, name: str = BACK) -> Locator:
    return page.get_by_role("radiogroup", name=name).get_by_role("radio").nth(score)


def type_a_day(page: Page, score: int) -> None:
    """A score and a note, both of which arrive."""
    choice(page, score).click()
    page.locator("summary", has_text="Note").click()
    page.get_by_label(NOTE).fill(f"note {score}")
    row_says(page, "Note", "written")


def is_there(page: Page, score: int) -> None:
    expect(choice(page, score)).to_be_checked(timeout=DRAWN_MS)
    expect(page.get_by_role("status")).to_contain_text("Not yet saved")
    page.locator("summary", has_text="Note").click()
    expect(page.get_by_label(NOTE)).to_have_value(f"note {score}")


def test_after_a_reload(page: Page) -> None:
    type_a_day(page, 1)
    page.reload()
    is_there(drawn(page), 1)


def test_in_a_new_tab_after_the_old_one_was_closed(page: Page) -> None:
    type_a_day(page, 2)
    other = page.context.new_page()
    page.close()
    other.goto("/")
    is_there(drawn(other), 2)


def test_after_signing_out_and_in_again_also_on_another_device(
    page: Page, browser: Browser, restartable: Restartable
) -> None:
    type_a_day(page, 3)
    page.goto("/logout")
    page.get_by_role("button", name=re.compile("Sign out")).click()
    sign_in(page)
    is_there(page, 3)
    elsewhere = browser.new_context(viewport=PHONE, base_url=restartable.url)  # type: ignore[arg-type]
    try:
        device = elsewhere.new_page()
        sign_in(device)
        is_there(device, 3)
    finally:
        elsewhere.close()


def test_without_a_connection_and_after_the_tab_was_closed_in_it(page: Page) -> None:
    type_a_day(page, 4)
    page.context.set_offline(True)
    expect(page.get_by_text("No connection: keep this page open")).to_be_visible()
    choice(page, 5).click()
    choice(page, 6, LEG).click()
    page.get_by_label(NOTE).fill("note 5")
    context = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto("/")
    is_there(drawn(other), 5)
    expect(choice(other, 6, LEG)).to_be_checked()


def test_chips_and_numbers_without_a_connection_are_there_again_too(page: Page) -> None:
    for row in ("Walking", "Distress", "Flare-up"):
        page.locator("summary", has_text=row).click()
    expect(choice(page, 4, "How distressed did you feel today?")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Minutes walked").fill("25")
    choice(page, 4, "How distressed did you feel today?").click()
    page.get_by_role("radio", name="Yes", exact=True).click()
    page.get_by_role("button", name="Nothing", exact=True).click()
    context = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto("/")
    drawn(other)
    for row, state in (("Walking", "25 min"), ("Distress", "4"), ("Flare-up", "yes")):
        row_says(other, row, state)
    expect(other.get_by_role("button", name="Nothing", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_day_that_holds_answers_which_never_arrived_is_marked_and_sends_them_once_it_is_shown(page: Page) -> None:
    page.locator("[data-date]").nth(-3).click()
    expect(page.get_by_role("button", name="Back to today")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("No connection: keep this page open")).to_be_visible()
    choice(page, 8).click()
    choice(page, 4, LEG).click()
    context = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto("/")
    drawn(other)
    day = other.locator("[data-date]").nth(-3)
    expect(day).to_have_attribute("aria-label", re.compile("changes not yet saved"))
    day.click()
    expect(choice(other, 8)).to_be_checked()
    expect(choice(other, 4, LEG)).to_be_checked()


def test_an_answer_from_before_another_device_saved_the_day_is_asked_about(
    page: Page, browser: Browser, restartable: Restartable
) -> None:
    page.context.set_offline(True)
    expect(page.get_by_text("No connection: keep this page open")).to_be_visible()
    choice(page, 9).click()
    context = page.context
    page.close()
    elsewhere = browser.new_context(viewport=PHONE, base_url=restartable.url)  # type: ignore[arg-type]
    try:
        device = elsewhere.new_page()
        sign_in(device)
        choice(device, 1).click()
        device.get_by_role("button", name="Save today").click()
        expect(device.get_by_role("status")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    finally:
        elsewhere.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto("/")
    drawn_or_asked = again.get_by_text("This day was changed on another device")
    expect(drawn_or_asked).to_be_visible(timeout=DRAWN_MS)
    expect(choice(again, 9)).to_be_checked()
    again.get_by_role("button", name="Take the other one").click()
    expect(choice(drawn(again), 1)).to_be_checked()
    expect(again.get_by_role("status")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))


def test_the_server_dies_in_mid_entry(page: Page, restartable: Restartable) -> None:
    type_a_day(page, 7)
    restartable.die()
    expect(page.get_by_text("No connection: keep this page open")).to_be_visible(timeout=DRAWN_MS)
    choice(page, 8).click()
    page.get_by_label(NOTE).fill("note 8")
    restartable.start()
    page.reload()
    is_there(drawn(page), 8)


def test_saving_ends_the_draft_everywhere(page: Page) -> None:
    choice(page, 2).click()
    page.locator("summary", has_text="Worst pain").click()
    page.get_by_role("button", name="Save today").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    page.reload()
    drawn(page)
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    assert page.evaluate("Object.keys(localStorage).filter((each) => each.startsWith('mendline unsent')).length") == 0
