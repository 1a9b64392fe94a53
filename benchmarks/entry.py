"""How long a day takes to log on a phone: taps, and seconds at 0.8 s a tap beside the page's own time.

    python -m benchmarks.entry [--days 8]

plays a usual day and a minimal one in a browser of 390 x 844 on the real server with its demo cohort, each on several
days, and prints a table in Markdown. Between taps it waits as long as a thumb takes to find the next one. The server,
the browser and this program share the machine. A digit typed counts as a tap.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests import live
from tests.browser import chromium

A_TAP = 0.8
"""Seconds that a thumb takes to find and tap a target (as asked of the product)."""

GIVE_UP = 30.0
"""Seconds after which a tap is taken to have failed."""

PHONE = {"width": 390, "height": 844}
DRAWN_MS = 60_000


@dataclass(slots=True)
class Played:
    """One day as it was played: the page's reaction to each tap, in seconds."""

    reactions: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return A_TAP * len(self.reactions) + sum(self.reactions)


class Thumb:
    """Taps on a page and times the answer to each: until what the tap is for can be seen."""

    def __init__(self, page: Page) -> None:
        self.page, self.played = page, Played()

    def tap(self, target: Locator, seen: Callable[[], bool]) -> None:
        """A tap on a target that is brought into view before the clock starts."""
        target.scroll_into_view_if_needed()
        self.page.wait_for_timeout(1000 * A_TAP)
        start = time.perf_counter()
        target.click()
        while not seen():  # asked without a pause: a round trip to the browser takes some milliseconds
            if time.perf_counter() - start > GIVE_UP:
                raise TimeoutError(f"nothing was seen to happen after a tap on {target}")
        self.played.reactions.append(time.perf_counter() - start)

    def type(self, target: Locator, digits: str) -> None:
        """A tap into the field and one on each digit."""
        self.tap(target, lambda: bool(target.evaluate("field => field.matches(':focus')")))
        for digit in digits:
            self.page.wait_for_timeout(1000 * A_TAP)
            start = time.perf_counter()
            self.page.keyboard.type(digit)
            self.played.reactions.append(time.perf_counter() - start)

    def score(self, name: str, score: int) -> None:
        chosen = self.page.get_by_role("radiogroup", name=name).get_by_role("radio").nth(score)
        self.tap(chosen, lambda: chosen.get_attribute("aria-checked") == "true" and "Not yet saved" in self.state())

    def open(self, row: str) -> None:
        folded = self.page.locator("details", has=self.page.locator("summary", has_text=row))
        self.tap(folded.locator("summary"), lambda: folded.get_attribute("open") is not None)

    def save(self) -> None:
        self.tap(self.page.get_by_role("button", name="Save today"), lambda: "Saved " in self.state())

    def state(self) -> str:
        return self.page.get_by_role("status").inner_text()


def minimal(page: Page) -> Played:
    """Two scores and *Save*."""
    thumb = Thumb(page)
    thumb.score("Back pain, on average", 3)
    thumb.score("Leg pain, on average", 2)
    thumb.save()
    return thumb.played


def usual(page: Page) -> Played:
    """Two scores, what was taken as on the day before, minutes walked, hours slept, *Save*."""
    thumb = Thumb(page)
    thumb.score("Back pain, on average", 3)
    thumb.score("Leg pain, on average", 2)
    same = page.get_by_role("button", name="Same as yesterday")
    thumb.tap(same, lambda: same.count() == 0)
    thumb.open("Walking")
    thumb.type(page.get_by_role("textbox", name="Minutes walked"), "35")
    thumb.open("Sleep")
    thumb.type(page.get_by_role("textbox", name="Hours slept"), "7")
    thumb.save()
    return thumb.played


def warm_up(page: Page) -> None:
    """Saves the day before, as a server that has just started loads its machine code with the first save."""
    page.locator("[data-date]").nth(-2).click()
    expect(page.get_by_role("button", name="Back to today")).to_be_visible()
    page.get_by_role("radiogroup", name="Leg pain, on average").get_by_role("radio").first.click()
    page.get_by_role("button", name="Save ").last.click()
    expect(page.get_by_role("status")).to_contain_text("Saved ", timeout=DRAWN_MS)
    page.get_by_role("button", name="Back to today").click()
    expect(page.get_by_role("button", name="Save today")).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def play(days: int) -> dict[str, list[Played]]:
    """Each kind of day so many times, each on a new database, so that today is empty."""
    played: dict[str, list[Played]] = {"usual": [], "minimal": []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        for number in range(days):
            for name, day in (("usual", usual), ("minimal", minimal)):
                url = f"sqlite:///{Path(folder) / f'{name}{number}.sqlite3'}"
                live.tracker(url, "migrate")
                live.tracker(url, "demo")
                with live.served(url, demo=True) as server:
                    context = browser.new_context(viewport=PHONE, base_url=server.url)  # type: ignore[arg-type]
                    page = context.new_page()
                    page.goto("/")
                    page.get_by_role("button", name="patient").click()
                    expect(page.get_by_role("button", name="Save today")).to_be_visible(timeout=DRAWN_MS)
                    warm_up(page)
                    played[name].append(day(page))
                    context.close()
        browser.close()
    return played


GOALS = {"usual": (12, 45), "minimal": (4, 10)}


def report(played: dict[str, list[Played]]) -> list[str]:
    """The table, line by line."""
    lines = [
        "| day | taps | goal | seconds, median | goal | reaction to a tap, median / 95th | goal |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, days in played.items():
        taps, seconds = len(days[0].reactions), median(day.seconds for day in days)
        reactions = [1000 * each for day in days for each in day.reactions]
        slow = quantiles(reactions, n=20)[-1]
        goal = GOALS[name]
        lines.append(
            f"| {name} | {taps} | {goal[0]} | {seconds:.1f} | {goal[1]} | {median(reactions):.0f} / {slow:.0f} ms "
            "| 150 / 400 ms |"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.entry", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--days", type=int, default=8, help="days of each kind that are played")
    print("\n".join(report(play(parser.parse_args(arguments).days))))


if __name__ == "__main__":
    main()
