"""User names: one spelling for each, so that "Anna" and " anna" are one account."""

import re

from tracker.domain.errors import BadInput, Fault

_SHAPE = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,63}")


def plain(typed: str) -> str:
    """What somebody typed, as user names are stored: trimmed and lower-cased."""
    return typed.strip().lower()


def is_username(name: str) -> bool:
    """Whether a plain name can be one: 3 to 64 of a-z, 0-9, and . _ @ + - after the first character."""
    return _SHAPE.fullmatch(name) is not None


def check_username(typed: str) -> str:
    """The plain form of a new user name; raises BadInput where it cannot be one."""
    name = plain(typed)
    if not is_username(name):
        problem = "is not 3 to 64 letters (a-z), digits, or . _ @ + -, with a letter or digit first"
        raise BadInput(Fault("user name", typed, problem, "Choose for example anna.berg, or an e-mail address."))
    return name
