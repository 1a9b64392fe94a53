"""The one palette and type of every screen and picture. Plain constants: pages may write them into CSS."""

from typing import Any

INK = "#1f2937"
MUTED = "#5f6b7a"
LINE = "#e5e9ef"
GROUND = "#f7f8fa"
CARD = "#ffffff"
ACCENT = "#1f5fa8"
ACCENT_SOFT = "#dbe7f5"
WARN = "#c0322b"
WARN_SOFT = "#fdeaea"
AMBER = "#7a5200"
AMBER_SOFT = "#fdf3dc"
GREEN = "#17693f"
GREEN_SOFT = "#e6f3ec"
GREY_CHIP = "#eef1f5"

OCHRE = "#a8741a"
"""Limb pain. Points of it are open circles and its line is broken, so that colour is never all that tells it apart."""

MISSING = "#a9b3c0"
"""The ticks of days without an entry."""

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", sans-serif'
FONT_SIZE = 14
SMALL = 13


def soft(colour: str, opacity: float) -> str:
    """A `#rrggbb` colour seen through: `rgba(r,g,b,opacity)`."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def layout() -> dict[str, Any]:
    """What every picture shares: type, ground, hover card."""
    return {
        "template": None,
        "font": {"family": FONT, "size": FONT_SIZE, "color": INK},
        "paper_bgcolor": CARD,
        "plot_bgcolor": CARD,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": CARD,
            "bordercolor": LINE,
            "align": "left",
            "font": {"family": FONT, "size": SMALL, "color": INK},
        },
    }
