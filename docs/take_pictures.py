"""Pictures of every page for the README and for looking at: `make pictures`.

Serves the product with its demo cohort on a database of its own, signs in as each role by click, and writes
docs/pictures/<page>-<width>.png at a phone's and a desk's size.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import live
from tests.browser import chromium

FOLDER = Path(__file__).parent / "pictures"
SIZES = ((390, 844), (1440, 900))
SETTLED_MS = 1_500


def open_first_patient(page: Page) -> None:
    """From the queue to the patient on top of it."""
    page.locator("a.name").first.click()
    page.locator(".js-plotly-plot").first.wait_for()


def stay(_: Page) -> None:
    """The page as it opens."""


SCREENS: tuple[tuple[str, str | None, str, Callable[[Page], None]], ...] = (
    ("sign-in", None, "/login", stay),
    ("red-flags", None, "/red-flags", stay),
    ("today", "patient", "/", stay),
    ("my-recovery", "patient", "/my_recovery", stay),
    ("review", "physician", "/", stay),
    ("patient", "physician", "/", open_first_patient),
    ("export", "physician", "/export", stay),
    ("accounts", "administrator", "/", stay),
    ("audit", "administrator", "/audit", stay),
)
"""Name of the picture, role (None: nobody signed in), address, and what to do before the picture is taken."""


def take(browser: Browser, url: str, width: int, height: int) -> None:
    """Every screen at one size."""
    for name, role, path, prepare in SCREENS:
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=url)
        page = context.new_page()
        if role:
            page.goto("/login")
            page.get_by_role("button", name=role).click()
            page.locator("[data-testid=stApp]").wait_for()
        page.goto(path)
        prepare(page)
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=FOLDER / f"{name}-{width}.png")
        context.close()


def main() -> None:
    """Serves, takes every picture, stops."""
    path = chromium.find()
    if path is None:
        raise SystemExit("No browser was found. Run: python -m tests.browser.chromium")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/demo.sqlite3"
        live.tracker(database, "migrate")
        live.tracker(database, "demo")
        with live.served(database, demo=True) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
            for width, height in SIZES:
                take(browser, server.url, width, height)
            browser.close()


if __name__ == "__main__":
    main()
