"""The catalogue of treatments: what a patient may look for instead of typing it, and what follows from the choice."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from tracker.domain.errors import Fault
from tracker.domain.reference import FOLDER
from tracker.domain.treatments import Treatment, TreatmentKind

_LETTERS_TO_TELL = 3
_BLOCK = re.compile(r"\bblocks?\b", re.IGNORECASE)


class Category(StrEnum):
    """What belongs together, in the words that are shown."""

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
    """One treatment of the catalogue. `words` are other names to find it by; `unit` goes behind the number of a dose,
    "" where a number says nothing; `source` is "" where nothing needs one."""

    key: str
    name: str
    words: tuple[str, ...]
    kind: TreatmentKind
    category: Category
    unit: str = ""
    source: str = ""

    @property
    def found_by(self) -> str:
        """The name with its other words, for a search."""
        return f"{self.name} · {', '.join(self.words)}" if self.words else self.name


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """The catalogue, from data/reference/treatments.toml, in its order."""
    return entries_of(tomllib.loads((FOLDER / "treatments.toml").read_text(encoding="utf-8"))["treatments"])


def entries_of(lines: Iterable[Mapping[str, Any]]) -> tuple[CatalogueEntry, ...]:
    """The entries that lines of the file make. Raises ValueError for a kind or category that there is not, and where a
    key, or a name or word in whatever case, leads to two entries."""
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


@cache
def _by_word() -> Mapping[str, CatalogueEntry]:
    return {said.casefold(): entry for entry in catalogue() for said in (entry.name, *entry.words)}


def entry_of(treatment: Treatment) -> CatalogueEntry | None:
    """The entry that a treatment was chosen from; None for own words, and for a key that this version does not know."""
    return _by_key().get(treatment.catalogue)


def entry_called(words: str) -> CatalogueEntry | None:
    """The entry that is called exactly so, by its name or another word, in whatever case; None for own words."""
    return _by_word().get(" ".join(words.split()).casefold())


def entries_beginning(words: str) -> tuple[CatalogueEntry, ...]:
    """The entries of which the name or another word begins so, in whatever case; none for fewer than three letters."""
    start = " ".join(words.split()).casefold()
    if len(start) < _LETTERS_TO_TELL:
        return ()
    return tuple(dict.fromkeys(entry for said, entry in _by_word().items() if said.startswith(start)))


def catalogue_faults(treatment: Treatment) -> tuple[Fault, ...]:
    """What is wrong with where a treatment says that it was chosen from; empty where nothing is."""
    if not treatment.catalogue:
        return ()
    entry = entry_of(treatment)
    if entry is None:
        return (Fault("catalogue", treatment.catalogue, "is not in the catalogue", "Choose again."),)
    if entry.kind is not treatment.kind:
        return (Fault("kind", treatment.kind, f"is not that of {entry.name} ({entry.kind})", "Choose again."),)
    return ()


def is_diagnostic_block(treatment: Treatment) -> bool:
    """Whether pain is to be logged by the hour after it: a block of the catalogue, or a procedure in own words that
    calls itself a block."""
    entry = entry_of(treatment)
    if entry is not None:
        return entry.category is Category.DIAGNOSTIC_BLOCK
    return treatment.kind is TreatmentKind.PROCEDURE and _BLOCK.search(treatment.name) is not None
