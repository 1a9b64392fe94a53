"""The words of each language. A catalogue is `<language>/mendline.po`, as translators know it; it is read as it stands
(no compiled copy that could be out of date)."""

from contextlib import AbstractContextManager
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tracker.domain import language
from tracker.domain.language import Language

FOLDER = Path(__file__).parent


def path_of(spoken: Language) -> Path:
    """Where the catalogue of a language lies. English has none: its words stand in the code."""
    return FOLDER / spoken / "mendline.po"


def catalogue(spoken: Language) -> Catalog:
    """The catalogue of a language as it stands in its file."""
    with path_of(spoken).open("rb") as file:
        return read_po(file, locale=spoken)


@cache
def words(spoken: Language) -> NullTranslations:
    """What turns English words into a language: read once for a process."""
    if spoken is Language.ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(spoken))
    compiled.seek(0)
    return GNUTranslations(compiled)


def speak(spoken: Language) -> None:
    """Speaks a language from here on, in this thread of work."""
    language.speak(spoken, words(spoken))


def speaking(spoken: Language) -> AbstractContextManager[None]:
    """Speaks a language for a while."""
    return language.speaking(spoken, words(spoken))
