"""The one palette and type of every screen and picture, for a light and a dark ground. Plain constants: pages write
them into CSS."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for, each "#rrggbb". What is written upon what, and how far the two must differ, is held
    by tests/unit/charts/test_theme.py.

    A `_soft` colour is the ground of a chip or a note whose words are of its name: amber upon amber_soft.
    """

    ink: str
    muted: str
    line: str
    """Parts what lies beside each other; nothing depends on seeing it."""
    field: str
    """The edge of what is filled in or tapped, and marks that must be seen."""
    ground: str
    card: str
    chip: str
    accent: str
    accent_strong: str
    """The accent under the pointer."""
    accent_soft: str
    on_accent: str
    warn: str
    warn_soft: str
    alarm: str
    """Red flags and the calls that they ask for: a ground, never words."""
    on_alarm: str
    amber: str
    amber_soft: str
    green: str
    green_soft: str
    sand: str
    sand_soft: str
    limb: str
    """Limb pain. Points of it are open circles and its line is broken, so that colour is never all that tells it
    apart."""
    missing: str
    """The ticks of days without an entry."""
    bar: str
    """An amount or a day that was logged, as a bar."""
    trend: str
    """The line over such bars."""
    medicine: str
    therapy: str
    exercise: str
    other: str
    """The lanes of treatments by their kind."""


LIGHT = Palette(
    ink="#1f2937",
    muted="#5f6b7a",
    line="#e5e9ef",
    field="#7c899a",
    ground="#f7f8fa",
    card="#ffffff",
    chip="#eef1f5",
    accent="#1f5fa8",
    accent_strong="#184d8a",
    accent_soft="#dbe7f5",
    on_accent="#ffffff",
    warn="#c0322b",
    warn_soft="#fdeaea",
    alarm="#a3241d",
    on_alarm="#ffffff",
    amber="#7a5200",
    amber_soft="#fdf3dc",
    green="#17693f",
    green_soft="#e6f3ec",
    sand="#5f5138",
    sand_soft="#f1ebdf",
    limb="#a8741a",
    missing="#8592a3",
    bar="#9fb3c8",
    trend="#3d5a80",
    medicine="#7fa79a",
    therapy="#8aa3c8",
    exercise="#a9b98a",
    other="#b3a7bd",
)

DARK = Palette(
    ink="#e6ebf2",
    muted="#a3afbe",
    line="#313c4b",
    field="#7a8899",
    ground="#10161e",
    card="#18202b",
    chip="#263140",
    accent="#7fb2ee",
    accent_strong="#a9cdf6",
    accent_soft="#1f3a5c",
    on_accent="#0d1a2b",
    warn="#ff9a8f",
    warn_soft="#47211f",
    alarm="#cf3a30",
    on_alarm="#ffffff",
    amber="#f0c46c",
    amber_soft="#352b14",
    green="#7ed0a2",
    green_soft="#1b3b2b",
    sand="#d8c8a8",
    sand_soft="#39332a",
    limb="#dba24a",
    missing="#69778a",
    bar="#4e6682",
    trend="#a9c6e8",
    medicine="#5f8a7c",
    therapy="#6582ad",
    exercise="#7f9060",
    other="#8d8199",
)

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", sans-serif'

LARGE = 1.25
"""How much larger everything is for who asks for large text."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is drawn: in which palette, and how many times its usual size. Paper is always light."""

    palette: Palette = LIGHT
    scale: float = 1.0

    @property
    def text(self) -> float:
        """The usual size of words in pixels."""
        return 14 * self.scale

    @property
    def small(self) -> float:
        """The size in pixels of words at an axis, in a legend or a note."""
        return 13 * self.scale


PAPER = Look()


def soft(colour: str, opacity: float) -> str:
    """A `#rrggbb` colour seen through: `rgba(r,g,b,opacity)`."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def layout(look: Look) -> dict[str, Any]:
    """What every picture shares: type, ground, hover card."""
    palette = look.palette
    return {
        "font": {"family": FONT, "size": look.text, "color": palette.ink},
        "paper_bgcolor": palette.card,
        "plot_bgcolor": palette.card,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": palette.card,
            "bordercolor": palette.line,
            "align": "left",
            "font": {"family": FONT, "size": look.small, "color": palette.ink},
        },
    }
