"""The words that the catalogues of tracker/languages have to hold, gathered from the sources.

python -m docs.words     brings every catalogue up to date: new words without a translation, words no longer spoken out
"""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from tracker.domain.catalogue import catalogue_texts
from tracker.domain.language import Language
from tracker.domain.pain_words import BODY_SITES
from tracker.domain.reference import red_flag_texts
from tracker.languages.catalogue import catalogue, path_of

ROOT = Path(__file__).parents[1]
_ARGUMENTS = {"_": 1, "later": 1, "counted": 2}

Words = str | tuple[str, ...]
"""One message; or one for the singular and one for the plural."""


HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Mendline\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""What a catalogue begins with. Without dates, which would change it where no word has changed."""


def template() -> Catalog:
    """A catalogue of every word that a patient may read, with the files that speak it and no translation."""
    found = Catalog()
    for path in sorted([*(ROOT / "tracker").rglob("*.py"), *(ROOT / "pages").glob("*.py")]):
        for words in marked(path.read_text(encoding="utf-8")):
            found.add(words, locations=[(named(path), 0)])
    for path in sorted((ROOT / "tracker" / "web" / "templates").glob("*.html")):
        for _line, words, *_rest in extract_from_file("jinja2.ext:babel_extract", path, keywords={"_": None}):
            found.add(words, locations=[(named(path), 0)])
    for source, words in _of_the_data():
        found.add(words, locations=[(source, 0)])
    return found


def marked(source: str) -> Iterator[Words]:
    """The words that Python code marks by `_`, `later` and `counted` (tracker/domain/language.py), also within
    f-strings, in which Babel's own reader does not look."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ARGUMENTS:
            arguments = node.args[: _ARGUMENTS[node.func.id]]
            said = [each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if said:
                yield said[0] if len(said) == 1 else tuple(said)


def named(path: Path) -> str:
    """A file as the catalogues call it."""
    return path.relative_to(ROOT).as_posix()


def _of_the_data() -> Iterator[tuple[str, str]]:
    """Words that no call names: those that are put together, and those of the reference files."""
    yield from (("tracker/domain/pain_words.py", site.name) for site in BODY_SITES)
    yield from (("data/reference/red_flags.toml", words) for words in red_flag_texts())
    yield from (("data/reference/treatments.toml", words) for words in catalogue_texts())


def update(language: Language) -> Catalog:
    """The catalogue of a language with every word that is spoken now, translated as far as it was before."""
    known = catalogue(language)
    known.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    known.obsolete.clear()
    return known


def main() -> None:
    """Writes the catalogues, and says how many words wait for a translation."""
    for language in Language:
        if language is Language.ENGLISH:
            continue
        updated = update(language)
        with path_of(language).open("wb") as file:
            file.write(HEADER.format(language=language, plural=updated.plural_forms).encode())
            write_po(file, updated, width=110, sort_output=True, include_lineno=False, omit_header=True)
        print(f"{language}: {len(updated)} words, {len(untranslated(updated))} without a translation")


def untranslated(words: Catalog) -> list[str]:
    """The words of a catalogue that have no translation, or not one for each number."""
    return [str(each.id) for each in words if each.id and not all(_spoken(each.string))]


def _spoken(translation: str | Sequence[str] | None) -> Sequence[str | None]:
    return [translation] if translation is None or isinstance(translation, str) else translation


if __name__ == "__main__":
    main()
