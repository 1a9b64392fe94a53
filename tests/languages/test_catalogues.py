"""Every language is whole: each word that a patient may read has a translation, and each translation its blanks."""

import re
from collections.abc import Iterable, Sequence

import pytest
from babel.messages.catalog import Message

from docs import words
from tracker.domain.language import NAMES, Language
from tracker.languages.catalogue import catalogue, path_of

TRANSLATED = [language for language in Language if language is not Language.ENGLISH]


def forms(said: str | Sequence[str] | None) -> Sequence[str]:
    return [] if said is None else [said] if isinstance(said, str) else said


def messages(language: Language) -> Iterable[Message]:
    return (message for message in catalogue(language) if message.id)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_waits_for_a_translation(language: Language) -> None:
    """Mend it with `make words`, which adds the words to the catalogue, and a translation there."""
    known = {str(message.id) for message in messages(language)}
    assert {str(message.id) for message in words.template() if message.id} == known
    assert words.untranslated(catalogue(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_what_the_word_does(language: Language) -> None:
    for message in messages(language):
        spoken = forms(message.string)
        blanks = {*re.findall(r"{(\w*)}", " ".join(forms(message.id)))}
        for form in spoken:
            assert {*re.findall(r"{(\w*)}", form)} == blanks, message.id
            assert form.format(**dict.fromkeys(blanks, "")) is not None


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_as_the_word_does(language: Language) -> None:
    """A full stop that was forgotten joins two sentences into one."""
    for message in messages(language):
        ends = {form[-1] for form in forms(message.id) if form[-1] in ".?:"}
        assert {form[-1] for form in forms(message.string) if form[-1] in ".?:"} == ends, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_word_begins_with_a_capital_where_its_translation_does(language: Language) -> None:
    for message in messages(language):
        for said, spoken in zip(forms(message.id), forms(message.string), strict=False):
            first, translated = said[0], spoken.lstrip("¿¡(")[0]
            if first.isalpha() and translated.isalpha() and first.islower():
                assert translated.islower(), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_says_nothing_of_its_own_making(language: Language) -> None:
    header = path_of(language).read_text(encoding="utf-8").split("\n\n")[0]
    assert "Date" not in header
    assert "Generated" not in header


def test_each_language_is_called_as_it_calls_itself() -> None:
    assert set(NAMES) == set(Language)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("one")', ["one"]),
        ("f'<b>{escape(_(\"one\"))}</b>'", ["one"]),
        ('_("a long " "sentence")', ["a long sentence"]),
        ('counted("{number} day", "{number} days", days)', [("{number} day", "{number} days")]),
        ('WORDS = (later("aching"), later("numb"))', ["aching", "numb"]),
        ("_(word)", []),
        ('gettext("one")', []),
    ],
)
def test_words_are_found_wherever_they_are_marked(source: str, found: list[object]) -> None:
    assert list(words.marked(source)) == found
