"""Which days after a treatment are compared with those before it: read from data/reference, by kind, each with its
source."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.domain.assessment import Threshold
from tracker.domain.catalogue import CatalogueEntry, catalogue, entry_of, is_diagnostic_block
from tracker.domain.reference import FOLDER
from tracker.domain.treatments import Treatment, TreatmentKind


@dataclass(frozen=True, slots=True)
class ResponseWindow:
    """The days (for a `block`, hours) `first` to `last` after the start of a kind of treatment, of which `entries` must
    be there. A treatment is of the kind by its entry in the catalogue (`keys`, `categories`), by a word of the name of
    a procedure in own words, or by its own kind. One that `outlasts` its end is compared beyond it."""

    name: str
    first: int
    last: int
    entries: int
    source: str
    block: bool = False
    outlasts: bool = False
    keys: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


_LISTS = ("keys", "categories", "words", "kinds")


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "response_windows.toml").read_text(encoding="utf-8"))


@cache
def response_windows() -> tuple[ResponseWindow, ...]:
    """The windows by kind of treatment, in the order in which they are tried."""
    return tuple(
        ResponseWindow(**{**line, **{name: frozenset(line.get(name, ())) for name in _LISTS}})
        for line in _file()["windows"]
    )


@cache
def response_rules() -> Mapping[str, Threshold]:
    """The numbers that a response is judged by, by name."""
    return {name: Threshold(name, **line) for name, line in _file().items() if name != "windows"}


def window_of(treatment: Treatment) -> ResponseWindow:
    """The window after a treatment: the first that fits."""
    return next(each for each in response_windows() if _fits(each, treatment))


def _fits(window: ResponseWindow, treatment: Treatment) -> bool:
    if window.block is not is_diagnostic_block(treatment):
        return False
    if treatment.kind in window.kinds:
        return True
    entry = entry_of(treatment) or _by_word().get(treatment.name.casefold())
    if entry is not None and entry.kind is treatment.kind:
        return entry.key in window.keys or entry.category in window.categories
    if treatment.kind not in _DONE_ONCE:
        return False
    return bool(window.words & set(re.findall(r"[a-z0-9]+", treatment.name.casefold())))


@cache
def _by_word() -> Mapping[str, CatalogueEntry]:
    """The entries by each of their English names, in lower case: own words may be one of these."""
    return {said.casefold(): entry for entry in catalogue() for said in (entry.name, *entry.words)}


_DONE_ONCE = (TreatmentKind.PROCEDURE, TreatmentKind.OTHER)
"""Kinds of which the name tells what it is: steroid tablets are a medicine, whatever an injection of that name is."""
