"""Pictures of every page, and of each step of a day on a phone, for the README and for looking at: `make pictures`.

Serves the product with its demo cohort on a database of its own, signs in as each role by click, and writes
docs/pictures/<page>-<width>.png; and the report on paper of the first of them, docs/pictures/report.png.
"""

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests import live
from tests.browser import chromium
from tracker.domain.people import OPERATOR
from tracker.report import Paper, report_png
from tracker.services.patient_review import patient_review
from tracker.store import Store, patients
from tracker.web.reports import report_content

FOLDER = Path(__file__).parent / "pictures"
PHONE, DESK = (390, 844), (1440, 900)
SETTLED_MS = 1_500


def stay(_: Page) -> None:
    """The page as it opens."""


def open_first_patient(page: Page) -> None:
    """From the queue to the patient on top of it."""
    page.locator("a.name").first.click()
    page.locator(".js-plotly-plot").first.wait_for()


def draw_panel(page: Page) -> None:
    """The curves of the panel."""
    page.locator(".js-plotly-plot").first.wait_for()


def give_scores(page: Page) -> None:
    """The two scores of a minimal day."""
    for name, score in (("Back pain, on average", 4), ("Leg pain, on average", 2)):
        page.get_by_role("radiogroup", name=name).get_by_role("radio").nth(score).click()


def say_where(page: Page) -> None:
    """A few taps on the body."""
    unfold(page, "Where it hurts")
    for part in ("low back", "right low back", "right buttock"):
        page.locator(f".part[data-name='{part}']").first.click()


def say_how_it_feels(page: Page) -> None:
    """Words for the pain."""
    unfold(page, "How it feels")
    for word in ("Aching", "Stiff"):
        page.get_by_role("button", name=word, exact=True).click()


def tick_a_sign(page: Page) -> None:
    """A warning sign, with where to turn."""
    unfold(page, "Warning signs")
    page.get_by_role("checkbox").first.check()


def save(page: Page) -> None:
    """A minimal day, saved."""
    give_scores(page)
    page.get_by_role("button", name="Save today").click()
    page.get_by_role("status").filter(has_text="Saved").wait_for()


def search_a_treatment(page: Page) -> None:
    """The catalogue, searched."""
    page.get_by_role("button", name="+ Add").press("Enter")
    page.get_by_role("dialog").get_by_role("combobox", name="What is it?").focus()
    page.keyboard.type("dulo")
    page.get_by_role("option").first.wait_for()


def speak_spanish(page: Page) -> None:
    """The language, chosen in the menu of the account."""
    page.locator(".st-key-masthead .stPopover button").click()
    page.get_by_role("button", name="Español").click()
    page.get_by_role("button", name="Guardar hoy").wait_for()


def unfold(page: Page, row: str) -> None:
    """Opens a folded row and brings it to the top."""
    summary = page.locator("summary", has_text=row)
    summary.click()
    page.wait_for_timeout(SETTLED_MS)
    summary.evaluate("row => row.scrollIntoView({ block: 'start' })")


@dataclass(frozen=True, slots=True)
class Picture:
    """Name, role (None: nobody signed in), address, what to do before it is taken, sizes, ground."""

    name: str
    role: str | None
    path: str
    prepare: Callable[[Page], None] = stay
    sizes: tuple[tuple[int, int], ...] = (PHONE, DESK)
    ground: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("sign-in", None, "/login"),
    Picture("red-flags", None, "/red-flags"),
    Picture("today", "patient", "/"),
    Picture("today-where", "patient", "/", say_where, (PHONE,)),
    Picture("today-feels", "patient", "/", say_how_it_feels, (PHONE,)),
    Picture("today-add", "patient", "/", search_a_treatment, (PHONE,)),
    Picture("today-dark", "patient", "/", give_scores, (PHONE,), "dark"),
    Picture("my-recovery", "patient", "/my_recovery"),
    Picture("my-recovery-dark", "patient", "/my_recovery", stay, (PHONE,), "dark"),
    Picture("for-my-visit", "patient", "/for_my_visit"),
    Picture("after-block", "patient", "/after_block", stay, (PHONE,)),
    Picture("reminders", "patient", "/reminders", stay, (PHONE,)),
    Picture("review", "physician", "/"),
    Picture("patient", "physician", "/", open_first_patient),
    Picture("review-dark", "physician", "/", stay, (DESK,), "dark"),
    Picture("patient-whole", "physician", "/", open_first_patient, ((1440, 4200),)),
    Picture("panel", "physician", "/panel", draw_panel),
    Picture("export", "physician", "/export"),
    Picture("accounts", "administrator", "/"),
    Picture("audit", "administrator", "/audit"),
    Picture("today-sign", "patient", "/", tick_a_sign, (PHONE,)),
    Picture("today-saved", "patient", "/", save, (PHONE,)),
    Picture("today-spanish", "patient", "/", speak_spanish, (PHONE,)),
)
"""In an order in which none spoils the next: what is saved, and the language, come last."""


def take(browser: Browser, url: str, picture: Picture, size: tuple[int, int]) -> None:
    """One picture at one size, in a fresh browser session."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=url, color_scheme=picture.ground
    )
    page = context.new_page()
    if picture.role:
        page.goto("/login")
        page.locator(f"button[value={picture.role}]").click()
        page.get_by_role("heading", level=1).wait_for()
    page.goto(picture.path)
    page.get_by_role("heading", level=1).wait_for()
    picture.prepare(page)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=FOLDER / f"{picture.name}-{width}.png")
    context.close()


def take_report(database: str) -> None:
    """The report of the demo patient, as it is printed."""
    with closing(Store(database)) as store:
        with store.reading() as tx:
            first = patients.patients(tx, OPERATOR)[0]
        sheet = report_png(report_content(patient_review(store, OPERATOR, first.id)), Paper.A4)
    (FOLDER / "report.png").write_bytes(sheet)


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
        take_report(database)
        with live.served(database, demo=True) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
            for picture in PICTURES:
                for size in picture.sizes:
                    take(browser, server.url, picture, size)
            browser.close()


if __name__ == "__main__":
    main()
