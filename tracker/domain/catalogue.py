"""The catalogue of treatments: what a patient may look for instead of typing it, and what follows from the choice.

The file is in English, and so is what is stored of a choice; names, other names and units are spoken where they are
shown, and a search knows both languages.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from tracker.domain.errors import Fault
from tracker.domain.language import _
from tracker.domain.reference import FOLDER
from tracker.domain.treatments import Treatment, TreatmentKind

_LETTERS_TO_TELL = 3
_BLOCK = re.compile(r"\b(blocks?|bloqueos?)\b", re.IGNORECASE)
_DOSE = re.compile(r"(?P<amount>\d\S*) (?P<unit>[^,]+)(?P<words>,.*)?")
_BETWEEN = ", "


class Category(StrEnum):
    """What belongs together, in the English words that are shown."""

    THERAPY_AND_EXERCISE = "therapy and exercise"
    ANTI_INFLAMMATORY = "anti-inflammatory (NSAID or COX-2)"
    ACETAMINOPHEN = "acetaminophen"
    GABAPENTINOID = "gabapentinoid"
    SNRI = "SNRI"
    TRICYCLIC = "tricyclic (TCA)"
    MUSCLE_RELAXANT = "muscle relaxant"
    TOPICAL = "topical"
    STEROID_COURSE = "steroid course"
    OPIOID = "opioid"
    BENZODIAZEPINE = "benzodiazepine"
    HYPERBARIC_OXYGEN = "hyperbaric oxygen"
    DIAGNOSTIC_BLOCK = "diagnostic block"
    INJECTION = "injection"
    PROLOTHERAPY_AND_PRP = "prolotherapy and PRP"
    ABLATION = "ablation"
    NERVE_STIMULATION = "nerve stimulation"
    PUMP = "pump"
    SURGERY = "surgery"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One treatment of the catalogue, in English. `words` are other names to find it by, none with a comma; `unit` goes
    behind the number of a dose, "" where a number says nothing; `source` is "" where nothing needs one."""

    key: str
    name: str
    words: tuple[str, ...]
    kind: TreatmentKind
    category: Category
    unit: str = ""
    source: str = ""

    @property
    def listed_words(self) -> str:
        """The other names as one text. Another language has a list of its own for it, as they do not pair off."""
        return _BETWEEN.join(self.words)

    @property
    def said(self) -> tuple[str, ...]:
        """The name and the other names in the language spoken."""
        return (_(self.name), *filter(None, _(self.listed_words).split(_BETWEEN)))

    @property
    def found_by(self) -> str:
        """The name with its other words, for a search that compares letters: words with accents are there without them
        too."""
        name, *words = self.said
        found = dict.fromkeys((*words, *_without_accents(" ".join(self.said))))
        return f"{name} · {_BETWEEN.join(found)}" if found else name


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """The catalogue, from data/reference/treatments.toml, in its order."""
    return entries_of(tomllib.loads((FOLDER / "treatments.toml").read_text(encoding="utf-8"))["treatments"])


def catalogue_texts() -> Iterator[str]:
    """Every text of the catalogue that a patient reads, in English as it is on file."""
    for entry in catalogue():
        yield from filter(None, (entry.name, entry.listed_words, entry.unit, entry.category, entry.kind))


def entries_of(lines: Iterable[Mapping[str, Any]]) -> tuple[CatalogueEntry, ...]:
    """The entries that lines of the file make. Raises ValueError for a kind or category that there is not, for a word
    with a comma, and where a key, or a name or word in whatever case, leads to two entries."""
    entries = tuple(
        CatalogueEntry(
            **{
                **line,
                "words": tuple(line["words"]),
                "kind": TreatmentKind(line["kind"]),
                "category": Category(line["category"]),
            }
        )
        for line in lines
    )
    if torn := [word for entry in entries for word in entry.words if "," in word]:
        raise ValueError(f"a word of the catalogue has a comma: {torn[0]!r}")
    _check_unique("key", (entry.key for entry in entries))
    _check_unique("word", (said.casefold() for entry in entries for said in (entry.name, *entry.words)))
    return entries


def _check_unique(what: str, given: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in given:
        if each in seen:
            raise ValueError(f"two entries of the catalogue share the {what} {each!r}")
        seen.add(each)


@cache
def _by_key() -> Mapping[str, CatalogueEntry]:
    return {entry.key: entry for entry in catalogue()}


def _by_word() -> Mapping[str, CatalogueEntry]:
    """The entries by every name and word, in the language spoken and in English, which brands and short names share.
    Where the two differ, the language spoken goes before."""
    english = {_plain(said): entry for entry in catalogue() for said in (entry.name, *entry.words)}
    return english | {_plain(said): entry for entry in catalogue() for said in entry.said}


def _plain(words: str) -> str:
    """Words as they are compared: in whatever case, with or without accents and further blanks."""
    return " ".join(_bare(words).split()).casefold()


def _bare(words: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", words) if not unicodedata.combining(sign))


def _without_accents(words: str) -> Iterator[str]:
    """Those of the words that have an accent, without it."""
    for word in re.findall(r"\w+", words):
        if (bare := _bare(word)) != word:
            yield bare.lower()


def entry_of(treatment: Treatment) -> CatalogueEntry | None:
    """The entry that a treatment was chosen from; None for own words, and for a key that this version does not know."""
    return _by_key().get(treatment.catalogue)


def entry_called(words: str) -> CatalogueEntry | None:
    """The entry that is called exactly so, by its name or another word in English or the language spoken, in whatever
    case, with or without accents; None for own words."""
    return _by_word().get(_plain(words))


def name_to_keep(words: str, entry: CatalogueEntry | None) -> str:
    """The name under which a treatment is stored, of the words that were typed or chosen and the entry they lead to:
    the own words, but the English name where the words are those of the catalogue in another language, so that the
    rules and whoever reads the record know it."""
    if entry is None or _plain(words) in {_plain(said) for said in (entry.name, *entry.words)}:
        return words.strip()
    return entry.name


def name_of(treatment: Treatment) -> str:
    """What a patient reads as the name of a treatment: that of the catalogue is spoken, own words stay as they are."""
    entry = entry_of(treatment)
    return _(entry.name) if entry is not None and entry.name == treatment.name else treatment.name


def label_of(treatment: Treatment) -> str:
    """The name and the dose of a treatment as a patient reads them; in English, `Treatment.label`."""
    return f"{name_of(treatment)} {dose_spoken(treatment.dose)}".strip()


def dose_spoken(dose: str) -> str:
    """A dose as it is stored, with its unit in the language spoken. The number keeps its figures in every language: a
    point that turns into a comma may be misread."""
    return _with_unit(dose, {unit: _(unit) for unit in units()})


def dose_to_keep(dose: str) -> str:
    """A dose as it was typed, with the unit in English, as it is stored."""
    return _with_unit(dose, {_(unit): unit for unit in units()})


def _with_unit(dose: str, instead: Mapping[str, str]) -> str:
    parts = _DOSE.fullmatch(dose)
    if parts is None or parts["unit"] not in instead:
        return dose
    return f"{parts['amount']} {instead[parts['unit']]}{parts['words'] or ''}"


def units() -> tuple[str, ...]:
    """The units of doses in English, in the order of the catalogue."""
    return tuple(dict.fromkeys(entry.unit for entry in catalogue() if entry.unit))


def entries_beginning(words: str) -> tuple[CatalogueEntry, ...]:
    """The entries of which the name or another word begins so, as `entry_called` compares; none for fewer than three
    letters."""
    start = _plain(words)
    if len(start) < _LETTERS_TO_TELL:
        return ()
    return tuple(dict.fromkeys(entry for said, entry in _by_word().items() if said.startswith(start)))


def catalogue_faults(treatment: Treatment) -> tuple[Fault, ...]:
    """What is wrong with where a treatment says that it was chosen from; empty where nothing is."""
    if not treatment.catalogue:
        return ()
    entry = entry_of(treatment)
    if entry is None:
        return (Fault("catalogue", treatment.catalogue, _("is not in the catalogue"), _("Choose again.")),)
    if entry.kind is not treatment.kind:
        problem = _("is not that of {name} ({kind})").format(name=_(entry.name), kind=_(entry.kind))
        return (Fault("kind", treatment.kind, problem, _("Choose again.")),)
    return ()


def is_opioid(treatment: Treatment) -> bool:
    """Whether a treatment is an opioid: one of the catalogue, or a medicine in own words that names one ("oxycodone
    5 mg at night"). One too many costs a day without; one missed would tell of days without that were none."""
    entry = entry_of(treatment)
    if entry is not None:
        return entry.category is Category.OPIOID
    return treatment.kind is TreatmentKind.MEDICINE and names_opioid(treatment.label)


def names_opioid(words: str) -> bool:
    """Whether words name an opioid, in whatever case and language of the catalogue, with or without accents."""
    return _opioid_names().search(_bare(words)) is not None


@cache
def _opioid_names() -> re.Pattern[str]:
    """What opioids are called, by name or another word, as whole words in whatever case and without accents."""
    said = (said for entry in catalogue() if entry.category is Category.OPIOID for said in (entry.name, *entry.words))
    names = map(re.escape, map(_bare, (*said, *_OPIOIDS_IN_SPANISH)))
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE)


_OPIOIDS_IN_SPANISH = (
    *("buprenorfina", "codeína", "fentanilo", "hidrocodona", "hidromorfona", "metadona", "morfina"),
    *("oxicodona", "oximorfona", "tapentadol", "tramadol"),
)
"""Own words may be in Spanish whichever language the pages speak."""


def is_diagnostic_block(treatment: Treatment) -> bool:
    """Whether pain is to be logged by the hour after it: a block of the catalogue, or a procedure in own words that
    calls itself a block (in Spanish, "bloqueo")."""
    entry = entry_of(treatment)
    if entry is not None:
        return entry.category is Category.DIAGNOSTIC_BLOCK
    return treatment.kind is TreatmentKind.PROCEDURE and _BLOCK.search(treatment.name) is not None
