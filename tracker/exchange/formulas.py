"""Cells that a spreadsheet would run as a formula, made harmless and back.

A text cell that starts with = + - @ (also in full width), tab, or a line break runs, or may run, as a formula when the
file is opened (OWASP, "CSV Injection"). One apostrophe in front makes it plain text. Numbers are never touched.
"""

import re

# Apostrophes in front are matched as well: so that a cell that was written with one comes back with exactly that one.
_RISKY = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """The text as it can go into a cell. `unguard(guard(text)) == text` for every text."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given; text that `guard` left alone stays as it is."""
    return text[1:] if text.startswith("'") and _RISKY.match(text) else text
