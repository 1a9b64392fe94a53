"""The scripts and styles of the own components, as text."""

from pathlib import Path

_ASSETS = Path(__file__).parent / "assets"


def script(*names: str) -> str:
    """Scripts joined into one module: a component takes one file, and some share a part."""
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in names)


def style(name: str) -> str:
    """One style sheet."""
    return (_ASSETS / name).read_text(encoding="utf-8")
