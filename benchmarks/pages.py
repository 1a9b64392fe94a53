"""How long a physician waits for a page, and how many interactions a review takes.

    python -m benchmarks.pages [--patients 500] [--visits 40]

fills a database with invented patients, each 18 months after surgery, serves it, and visits the queue and patients'
pages in a browser of 1440 x 900: from the click that asks for a page until it is drawn. A Streamlit page of one line is
served and visited in the same run, so that what the framework itself takes can be taken off. Then it plays a review:
queue, worst patient, verdict, cards, treatments, acknowledge. Prints two tables in Markdown. Server, browser and this
program share the machine.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx
from playwright.sync_api import Page, expect, sync_playwright

from tests import live
from tests.browser import chromium
from tracker import simulation
from tracker.access import passwords
from tracker.domain import clock
from tracker.domain.diary import Origin
from tracker.domain.people import OPERATOR, Role
from tracker.services import review
from tracker.store import Store, accounts, care_teams, diary, patients, treatments

DAY = 540
"""Eighteen months after surgery."""

DESK = {"width": 1440, "height": 900}
DRAWN_MS = 60_000
PASSWORD = "a long enough password of an invented physician"
TRIVIAL = "import streamlit as st\n\nst.title('One line')\n"
ACKNOWLEDGED = "✓ Acknowledged by"
GOALS = {"queue": (500, 1_000), "patient": (700, 1_500)}


def fill(url: str, number: int) -> list[str]:
    """So many patients, `DAY` days after surgery, followed by one physician, judged as of today. Their ids."""
    store = Store(url)
    share = number / sum(simulation.COHORT.values())
    mix = {course: max(round(count * share), 1) for course, count in simulation.COHORT.items()}
    people = simulation.cohort(1, clock.today("UTC"), mix=mix, day=DAY)
    now = clock.now()
    with store.transaction() as tx:
        physician = accounts.add_account(
            tx,
            username="physician",
            display_name="Dr Bench",
            role=Role.PHYSICIAN,
            password_hash=passwords.hash_password(PASSWORD),
            now=now,
        )
        team = care_teams.add_care_team(tx, OPERATOR, "Bench")
        care_teams.add_member(tx, OPERATOR, team.id, physician.id)
        for person in people:
            patients.add_patient(tx, OPERATOR, person.patient)
            care_teams.add_patient(tx, OPERATOR, team.id, person.patient.id)
            for treatment in person.treatments:
                treatments.save_treatment(tx, OPERATOR, treatment)
            diary.save_entries(tx, OPERATOR, person.patient.id, person.entries, now=now, origin=Origin.DEMO)
    review.refresh(store, OPERATOR)
    store.close()
    return [person.patient.id for person in people]


@contextmanager
def trivial() -> Iterator[str]:
    """A Streamlit server with a page of one line; its address."""
    with tempfile.TemporaryDirectory() as folder:
        script, port = Path(folder) / "one_line.py", live.free_port()
        script.write_text(TRIVIAL, encoding="utf-8")
        options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
        command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers at {url}")


def timed(act: Callable[[], object], seen: Callable[[], object]) -> float:
    """Milliseconds from an act until what it is for was waited for."""
    start = time.perf_counter()
    act()
    seen()
    return 1000 * (time.perf_counter() - start)


def drawn(page: Page, title: str) -> None:
    """Waits until the page of that heading stands, its picture too where it has one, and the server is done with it.
    The browser looks once a frame: asked from here as fast as it answers, it would be kept from its work."""
    page.wait_for_function(
        """title => {
          const heading = document.querySelector(".stMain h1");
          const done = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
          const picture = !document.querySelector(".stMain .stPlotlyChart")
            || document.querySelector(".stMain .main-svg");
          return heading?.textContent === title && done && Boolean(picture);
        }""",
        arg=title,
        timeout=DRAWN_MS,
    )


def queue_drawn(page: Page) -> None:
    """Waits until the queue stands with its rows."""
    drawn(page, "Review")
    page.locator("a.name").first.wait_for(timeout=DRAWN_MS)


def loads(page: Page, url: str, title: str, visits: int) -> list[float]:
    """How long a page takes from its address on, everything that a browser keeps being kept."""
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for(timeout=DRAWN_MS)
    return [timed(lambda: page.goto(url, wait_until="commit"), lambda: drawn(page, title)) for _ in range(visits)]


def visits(page: Page, url: str, names: Sequence[str]) -> dict[str, list[float]]:
    """The queue by a click on its name and each patient by a click on the row."""
    found: dict[str, list[float]] = {"queue": [], "patient": []}
    page.goto(url)
    expect(page.locator("a.name").first).to_be_visible(timeout=DRAWN_MS)
    for name in names:
        page.get_by_role("searchbox").fill(name)
        row = page.locator("a.name").first
        title = row.inner_text()
        found["patient"].append(timed(row.click, lambda title=title: drawn(page, title)))  # type: ignore[misc]
        link = page.get_by_role("link", name="Review")
        found["queue"].append(timed(link.click, lambda: queue_drawn(page)))
    return found


def play(page: Page, url: str) -> list[tuple[str, float]]:
    """A review of the worst patient: each interaction and how long its answer took."""
    page.goto(url)
    first = page.locator("a.name").first
    expect(first).to_be_visible(timeout=DRAWN_MS)
    name = first.inner_text()
    played = [("open the worst patient", timed(first.click, lambda: drawn(page, name)))]
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.get_by_role("heading", name="Flags", exact=True)).to_be_visible()
    treatments_heading = page.get_by_role("heading", name="What helped")
    played.append(
        ("scroll to the treatments", timed(treatments_heading.scroll_into_view_if_needed, treatments_heading.wait_for))
    )
    expect(treatments_heading).to_be_in_viewport()
    answer = page.get_by_role("button", name="Acknowledge").first
    before = page.get_by_text(ACKNOWLEDGED).count()
    played.append(("acknowledge", timed(answer.click, lambda: written_more_often(page, ACKNOWLEDGED, before))))
    return played


def written_more_often(page: Page, words: str, before: int) -> None:
    """Waits until words stand on the page more often than before; looks once a frame, as `drawn` does."""
    page.wait_for_function(
        "([words, before]) => document.querySelector('.stMain').textContent.split(words).length - 1 > before",
        arg=[words, before],
        timeout=DRAWN_MS,
    )


def report(found: dict[str, list[float]]) -> list[str]:
    """The table of waits, line by line."""
    lines = ["| page | visits | median, ms | goal | 95th, ms | goal |", "|---|---|---|---|---|---|"]
    for name, waits in found.items():
        goal = GOALS.get(name, ("–", "–"))
        slow = quantiles(waits, n=20)[-1]
        lines.append(f"| {name} | {len(waits)} | {median(waits):.0f} | {goal[0]} | {slow:.0f} | {goal[1]} |")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--patients", type=int, default=500)
    parser.add_argument("--visits", type=int, default=40)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{folder}/bench.sqlite3"
        live.tracker(database, "migrate")
        ids = fill(database, given.patients)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        with live.served(database) as server, trivial() as plain:
            context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
            pairs = (each.partition("=") for each in live.sign_in(server, "physician", PASSWORD).split("; "))
            context.add_cookies([{"name": name, "value": value, "url": server.url} for name, _, value in pairs])
            page = context.new_page()
            clicked = visits(page, f"{server.url}/", ids[:: max(len(ids) // given.visits, 1)][: given.visits])
            loaded = {
                "queue, from its address": loads(page, f"{server.url}/", "Review", given.visits),
                "a Streamlit page of one line, from its address": loads(page, plain, "One line", given.visits),
            }
            print("\n".join(report(clicked | loaded)))
            print("\n| interaction | ms |\n|---|---|")
            for words, wait in play(page, f"{server.url}/"):
                print(f"| {words} | {wait:.0f} |")
        browser.close()


if __name__ == "__main__":
    main()
