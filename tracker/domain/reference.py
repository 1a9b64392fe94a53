"""The reference data that the rules and pages rest on: read from data/reference, each line with its source."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tracker.domain.assessment import Threshold
from tracker.domain.red_flags import Call, RedFlagAdvice, RedFlagGroup, RedFlagSign, Urgency

FOLDER = Path(__file__).parents[2] / "data" / "reference"


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The rules' version and every number in them, by name. Ask `value` in formulas and `cite` in evidence."""

    rule_version: str
    by_name: dict[str, Threshold]
    _cited: dict[tuple[str, ...], tuple[Threshold, ...]] = field(default_factory=dict, compare=False, repr=False)

    def value(self, name: str) -> float:
        return float(self.by_name[name].value)  # a whole number on file may be an int

    def days(self, name: str) -> int:
        """A threshold that counts days or entries, as a whole number."""
        return int(self.by_name[name].value)

    def cite(self, *names: str) -> tuple[Threshold, ...]:
        if names not in self._cited:  # every flag of a kind cites the same
            self._cited[names] = tuple(self.by_name[name] for name in names)
        return self._cited[names]


@cache
def thresholds() -> Thresholds:
    """Every threshold of the engine, from data/reference/thresholds.toml."""
    file = _read("thresholds.toml")
    version = file.pop("rule_version")
    return Thresholds(version, {name: Threshold(name, **line) for name, line in file.items()})


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The share of the own baseline that is typically left on a day: lower quartile, middle, upper quartile."""

    day: int
    lower: float
    middle: float
    upper: float


@dataclass(frozen=True, slots=True)
class ExpectedBand:
    """What is typical after surgery, not a target; `label` and `source` go wherever the band is drawn."""

    label: str
    source: str
    points: tuple[BandPoint, ...]


@cache
def expected_band() -> ExpectedBand:
    """The expected recovery, from data/reference/expected_recovery.toml."""
    file = _read("expected_recovery.toml")
    return ExpectedBand(file["label"], file["source"], tuple(BandPoint(**point) for point in file["points"]))


@cache
def countries() -> tuple[str, ...]:
    """The countries of which the numbers to call are known, from data/reference/red_flags.toml."""
    return tuple(_read("red_flags.toml")["countries"])


@cache
def red_flag_advice(country: str) -> RedFlagAdvice:
    """The red-flag advice with the numbers of one of `countries`, from data/reference/red_flags.toml."""
    file = _read("red_flags.toml")
    words = file["countries"][country]
    calls = {kind: tuple(Call(**call) for call in words[kind]) for kind in ("emergency", "crisis", "clinic")}
    return RedFlagAdvice(
        opening=file["opening"],
        emergency=calls["emergency"],
        crisis=calls["crisis"],
        crisis_words=words["crisis_words"],
        clinic_words=words["clinic_words"],
        numbers_source=words["source"],
        groups=tuple(
            RedFlagGroup(
                title=group["title"],
                urgency=Urgency(group["urgency"]),
                signs=tuple(RedFlagSign(**sign, urgency=Urgency(group["urgency"])) for sign in group["signs"]),
                route=group["route"].format_map(words),
                calls=tuple(call for kind in group["calls"] for call in calls[kind]),
                source=group["source"],
            )
            for group in file["groups"]
        ),
    )


def red_flag_texts() -> Iterator[str]:
    """Every text of the advice that a patient reads, in English as it is on file, with the numbers of each country.
    What is read from the file stays English: it is spoken where it is shown."""
    for country in countries():
        advice = red_flag_advice(country)
        yield from (advice.opening, advice.crisis_words, advice.clinic_words, advice.numbers_source)
        yield from (call.words for call in (*advice.emergency, *advice.crisis))
        for group in advice.groups:
            yield from (group.title, group.route, group.source)
            yield from (call.words for call in group.calls)
            yield from (sign.words for sign in group.signs)


@cache
def red_flag_signs() -> dict[str, RedFlagSign]:
    """Every sign by its key, in the order of the list: the same in each country."""
    return {sign.key: sign for group in red_flag_advice(countries()[0]).groups for sign in group.signs}


def red_flag_sign(key: str) -> RedFlagSign:
    """The sign of a key that is stored. One that this version does not know is as urgent as any, and is named by its
    key: it must neither vanish nor keep the page from being shown."""
    name = key.replace("_", " ")
    return red_flag_signs().get(key) or RedFlagSign(key, name, name, Urgency.NOW)


@dataclass(frozen=True, slots=True)
class ProcedureKind:
    """Procedures that may ease pain for a time: by which words they are known, and from which to which day after them
    relief usually wears off."""

    name: str
    words: tuple[str, ...]
    returns_from: int
    returns_to: int
    source: str


@cache
def procedure_kinds() -> tuple[ProcedureKind, ...]:
    """The kinds of procedures, from data/reference/procedures.toml."""
    return tuple(
        ProcedureKind(**{**line, "words": tuple(line["words"])}) for line in _read("procedures.toml")["procedures"]
    )


@cache
def procedure_kind(kind: str, name: str) -> ProcedureKind | None:
    """What kind of procedure a treatment is by its kind and name; None where it is none (a medicine, therapy, ...)."""
    said = {word for word in re.split(r"[^a-z0-9]+", f"{kind} {name}".casefold()) if word}
    if kind.casefold() in _NO_PROCEDURE:
        return None
    return next((each for each in procedure_kinds() if said & set(each.words)), None)


_NO_PROCEDURE = frozenset({"medicine", "therapy", "exercise"})
"""Kinds of treatments that are no procedures whatever their name says: steroid tablets are a medicine."""
