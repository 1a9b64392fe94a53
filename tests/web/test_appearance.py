"""Light, dark and large: every screen takes its colours from the one palette, and follows the device."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.contrast import contrast
from tracker.charts.theme import DARK, LIGHT, Palette
from tracker.config import ROOT
from tracker.web import templating
from tracker.web.appearance import palette_css

WEB = ROOT / "tracker" / "web"
SHEETS = sorted([*WEB.glob("components/assets/*.css"), *WEB.glob("templates/*")])
DRAWN_BY_SCRIPT = sorted([*WEB.glob("components/*.py"), *WEB.glob("components/assets/*.js"), *ROOT.glob("pages/*.py")])
DARK_ONLY = "@media screen and (prefers-color-scheme: dark)"

COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}){1,2}\b|\b(?:rgb|hsl)a?\(", re.IGNORECASE)
FAVICON = re.compile(r'href="data:image/svg[^"]*"')
VARIABLE = re.compile(r"var\(--([a-z-]+)")
RULE = re.compile(r"{([^{}]*)}")


def named(path: Path) -> str:
    return str(path.relative_to(WEB if path.is_relative_to(WEB) else ROOT))


def colours(palette: Palette) -> dict[str, str]:
    """By the name of its custom property."""
    return {name.replace("_", "-"): colour for name, colour in asdict(palette).items()}


def defined(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", css))


def written_on(path: Path) -> Iterator[tuple[str, str]]:
    """The colour of words and of their ground, of each rule that sets both."""
    for rule in RULE.findall(path.read_text(encoding="utf-8")):
        words = re.search(r"(?<![-\w])color: var\(--([a-z-]+)\)", rule)
        ground = re.search(r"(?<![-\w])background: var\(--([a-z-]+)\)", rule)
        if words and ground:
            yield words.group(1), ground.group(1)


@pytest.mark.parametrize("path", [*SHEETS, *DRAWN_BY_SCRIPT], ids=named)
def test_no_screen_has_a_colour_of_its_own(path: Path) -> None:
    text = FAVICON.sub("", path.read_text(encoding="utf-8"))
    assert not COLOUR.findall(re.sub(r"&#\d+;", "", text))


@pytest.mark.parametrize("path", [*SHEETS, *DRAWN_BY_SCRIPT], ids=named)
def test_every_colour_asked_for_is_in_the_palette(path: Path) -> None:
    used = {name for name in VARIABLE.findall(path.read_text(encoding="utf-8")) if not name.startswith("st-")}
    assert used <= {*colours(LIGHT), "shadow", "edge", "state"}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("path", [path for path in SHEETS if list(written_on(path))], ids=named)
def test_words_can_be_read_on_the_ground_that_their_rule_gives_them(path: Path, palette: Palette) -> None:
    known = colours(palette)
    for words, ground in written_on(path):
        assert contrast(known[words], known[ground]) >= 4.5, f"--{words} on --{ground}"


def test_a_screen_is_dark_where_the_device_asks_for_it_and_paper_never() -> None:
    light, found, dark = palette_css().partition(DARK_ONLY)
    assert found
    assert "color-scheme: light" in light
    assert "color-scheme: dark" in dark
    assert defined(light).items() >= colours(LIGHT).items()
    assert defined(dark).items() >= colours(DARK).items()


def test_large_text_makes_a_quarter_larger_what_is_measured_by_the_root() -> None:
    assert ":root { font-size: 125%; }" in palette_css(large=True)
    assert "font-size" not in palette_css()


def test_what_is_read_is_measured_by_the_root() -> None:
    for path in SHEETS:
        assert not re.search(r"font(?:-size)?: [^;]*\dpx", path.read_text(encoding="utf-8")), named(path)


@pytest.mark.parametrize("large", [False, True])
def test_a_page_of_ours_has_the_palette_and_is_large_where_asked(large: bool) -> None:
    html = bytes(templating.page("notice.html", title="A title", words="Words.", large=large).body).decode()
    assert palette_css(large=large) in html
    assert ("font-size: 125%" in html) is large


@pytest.mark.parametrize(("ground", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_streamlits_own_widgets_have_the_same_palette(ground: str, palette: Palette) -> None:
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert "base" not in given, "a base would keep the pages from following the device"
    main = {"primaryColor": palette.accent, "backgroundColor": palette.ground, "textColor": palette.ink}
    assert given[ground].items() >= {**main, "secondaryBackgroundColor": palette.card}.items()
    assert set(given[ground].values()) <= set(asdict(palette).values())
    assert given["light"].keys() == given["dark"].keys()
