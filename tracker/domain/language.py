"""The language at hand: English words as they stand in the code, and what turns them into another language.

Words are English in the code, `_("Save today")`, and double as the keys of the catalogues; what varies stands in
braces and is filled in afterwards: `_("Save {day}").format(day=...)`. The language belongs to the thread of work at
hand: it is chosen where a request, a run of a page or an e-mail begins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from gettext import NullTranslations


class Language(StrEnum):
    """A language that is complete. The values are stored and are those of HTML's `lang`: add, never rename."""

    ENGLISH = "en"
    SPANISH = "es"


NAMES = {Language.ENGLISH: "English", Language.SPANISH: "Español"}
"""Each language as it calls itself."""


_SPOKEN: ContextVar[tuple[Language, NullTranslations]] = ContextVar("spoken")
_ENGLISH = (Language.ENGLISH, NullTranslations())


def language() -> Language:
    """The language spoken now; English where none was chosen."""
    return _SPOKEN.get(_ENGLISH)[0]


def speak(chosen: Language, words: NullTranslations) -> None:
    """Speaks a language, with its words, from here on."""
    _SPOKEN.set((chosen, words))


@contextmanager
def speaking(chosen: Language, words: NullTranslations) -> Iterator[None]:
    """Speaks a language for a while."""
    before = _SPOKEN.set((chosen, words))
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def _(message: str) -> str:
    """The message in the language spoken now; itself where that is English."""
    return _SPOKEN.get(_ENGLISH)[1].gettext(message) if message else ""


def counted(one: str, many: str, number: int) -> str:
    """`one` or `many`, as the language has it for a number, with "{number}" filled in: "1 day", "3 days"."""
    return _SPOKEN.get(_ENGLISH)[1].ngettext(one, many, number).format(number=number)


def sentence(words: str) -> str:
    """Words as a sentence begins: with a capital letter."""
    return words[:1].upper() + words[1:]


def whole(number: int) -> str:
    """A whole number with its thousands apart, within a sentence: "10,000", in both languages as in
    tracker/languages/formats.py."""
    return f"{number:,}"


def later(message: str) -> str:
    """The message as it stands: marks words that are kept in English and spoken later, by `_`."""
    return message
