"""A browser on the real server with the demo cohort, as `make run` serves it.

Both end with this folder: the browser's driver keeps an event loop running that other tests would stumble over.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import live
from tests.browser import chromium

expect.set_options(timeout=15_000)  # a busy machine draws a page in seconds

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


PICTURE = "[class*=_picture_] .js-plotly-plot"
"""The picture of the recovery; further ones may stand below it."""


def picture_drawn(page: Page) -> Page:
    """The page once its picture is there and nothing is drawn any more. The first drawing on a phone may be replaced
    by one for its width: for a moment there are two."""
    expect(page.locator(f"{PICTURE} .main-svg").first).to_be_visible(timeout=30_000)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    expect(page.locator(PICTURE)).to_have_count(1)
    return page


def row_says(page: Page, row: str, state: str) -> None:
    """Waits until a folded row shows a state, which the style of the page draws behind the row's words."""
    page.wait_for_function(
        """([row, state]) => [...document.querySelectorAll("summary p")].some(
            (each) => each.textContent === row && getComputedStyle(each, "::after").content.includes(state))""",
        arg=[row, state],
        timeout=15_000,
    )


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Server]:
    """The product with its demo cohort, on a database of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('browser') / 'demo.sqlite3'}"
    live.tracker(url, "migrate")
    live.tracker(url, "demo")
    with live.served(url, demo=True) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail("No browser was found. Run `make test`, or `python -m tests.browser.chromium`.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def signed_in(server: live.Server, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`signed_in(role, viewport)`: a page of a fresh browser session, signed in by one click as a role."""
    contexts = []

    def sign_in(role: str, viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            base_url=server.url,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name=role).click()
        expect(page.locator("[data-testid=stApp]")).to_be_visible()
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    return tmp_path
