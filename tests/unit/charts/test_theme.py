"""The palettes: what is written can be read and what is tapped can be seen, on a light and on a dark ground."""

import pytest

from tests.contrast import contrast
from tracker.charts.theme import DARK, LIGHT, Palette

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
TEXT, CONTROL = 4.5, 3.0
"""What words and controls need (WCAG 2.2, criteria 1.4.3 and 1.4.11)."""

WORDS = {
    "card": ("ink", "muted", "accent", "accent_strong", "warn", "amber", "green"),
    "ground": ("ink", "muted", "accent", "warn", "green"),
    "chip": ("ink", "muted", "accent"),
    "accent": ("on_accent",),
    "accent_strong": ("on_accent",),
    "accent_soft": ("ink", "accent"),
    "warn_soft": ("ink", "warn"),
    "alarm": ("on_alarm",),
    "amber_soft": ("ink", "muted", "accent", "amber"),
    "green_soft": ("green",),
    "sand_soft": ("sand",),
}
"""By ground, the words that are written on it."""

MARKS = {
    "card": ("field", "accent", "accent_strong", "warn", "alarm", "amber", "green", "sand", "limb", "missing", "trend"),
    "ground": ("field", "accent", "warn", "alarm"),
    "chip": ("field", "accent", "muted"),
    "warn_soft": ("accent", "warn"),
    "amber_soft": ("accent", "amber", "limb"),
    "accent": ("accent_soft",),
    "bar": ("trend",),
}
"""By ground, the edges of fields, rings of focus, lines and marks that must be seen on it."""


def pairs(grounds: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(upon, ground) for ground, each in grounds.items() for upon in each]


@PALETTES
@pytest.mark.parametrize(("words", "ground"), pairs(WORDS))
def test_words_can_be_read(palette: Palette, words: str, ground: str) -> None:
    assert contrast(getattr(palette, words), getattr(palette, ground)) >= TEXT


@PALETTES
@pytest.mark.parametrize(("mark", "ground"), pairs(MARKS))
def test_controls_and_lines_can_be_seen(palette: Palette, mark: str, ground: str) -> None:
    assert contrast(getattr(palette, mark), getattr(palette, ground)) >= CONTROL


@PALETTES
def test_the_lanes_of_treatments_are_told_from_the_card_and_from_each_other(palette: Palette) -> None:
    lanes = (palette.medicine, palette.therapy, palette.exercise, palette.other)
    assert len(set(lanes)) == len(lanes)
    assert min(contrast(lane, palette.card) for lane in lanes) >= 2


def test_contrast_is_counted_as_the_guideline_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#1f5fa8", "#1f5fa8") == 1
