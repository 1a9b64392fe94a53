"""The daily dose of an opioid in morphine milligram equivalents, read from the words of the patient's list.

Nothing is guessed. A dose is read where it says one amount in milligrams and how often a day it is taken, or, of a
fentanyl patch, its micrograms per hour, and nothing that is not understood (tracker/domain/dose_words.py); every other
one is not readable, and why is told. The dose counts on each day on which its line was ticked, as if all of it was
taken. Factors: data/reference/opioids.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tracker.domain.assessment import Threshold
from tracker.domain.catalogue import Category, catalogue, entry_of
from tracker.domain.dose_words import DrugWords, holds_name, micrograms_per_hour, milligrams_a_day, plain
from tracker.domain.reference import FOLDER
from tracker.domain.treatments import Treatment, TreatmentKind


@dataclass(frozen=True, slots=True)
class MmeFactor:
    """One opioid of the catalogue: `factor` times the milligrams of a day gives its MME, or times the micrograms per
    hour where it is a patch (`per_hour`); None where it has no factor. `names` are what it may be called, in plain
    letters, and `combinations` those of them that hold another drug too; `largest` is the most that is plausible at
    once, in mg or mcg/h, None where there is no factor."""

    key: str
    factor: float | None
    per_hour: bool
    names: tuple[str, ...]
    combinations: tuple[str, ...]
    largest: float | None


@dataclass(frozen=True, slots=True)
class OpioidReference:
    """What is on file of opioids. `companions` are what the other drug of a combination may be called, in plain
    letters; `most_times` is the most that a dose is plausible a day; `rise` are the numbers of domain/dose_and_pain.py,
    by name. `sedatives` are the categories whose medicines add to them, `sedative_names` further names of these, in
    plain letters."""

    factors: tuple[MmeFactor, ...]
    source: str
    caution: str
    reassess_line: Threshold
    companions: tuple[str, ...]
    most_times: Threshold
    rise: Mapping[str, Threshold]
    sedatives: tuple[Category, ...]
    sedative_names: tuple[str, ...]
    sedatives_source: str


@dataclass(frozen=True, slots=True)
class DailyDose:
    """What a line of the list comes to a day in MME; None where that cannot be told, and `why` then says the reason."""

    mme: float | None
    why: str = ""


@cache
def opioid_reference() -> OpioidReference:
    """The factors, the line and the sedatives, from data/reference/opioids.toml. Raises ValueError where an opioid of
    the catalogue is not in it, or one of it not in the catalogue, or a combination is none of its names."""
    file = tomllib.loads((FOLDER / "opioids.toml").read_text(encoding="utf-8"))
    listed = {entry.key: entry for entry in catalogue() if entry.category is Category.OPIOID}
    given = {line["key"]: line for line in file["opioids"]}
    if strangers := set(listed) ^ set(given):
        raise ValueError(f"opioids.toml and the catalogue differ in {', '.join(sorted(strangers))}")
    factors = tuple(
        MmeFactor(
            key,
            line.get("factor"),
            line.get("per_hour", False),
            tuple(plain(name) for name in (listed[key].name, *listed[key].words, *line.get("also", ()))),
            tuple(plain(name) for name in line.get("combinations", ())),
            line["largest"] if "factor" in line else None,
        )
        for key, line in given.items()
    )
    for each in factors:
        if unnamed := set(each.combinations) - set(each.names):
            raise ValueError(f"opioids.toml: {', '.join(sorted(unnamed))} is no name of {each.key}")
    sedatives = tuple(Category(name) for name in file["sedatives"]["categories"])
    named = (name for entry in catalogue() if entry.category in sedatives for name in (entry.name, *entry.words))
    return OpioidReference(
        factors=factors,
        source=file["source"],
        caution=file["caution"],
        reassess_line=Threshold("reassess_line", **file["reassess_line"]),
        companions=tuple(plain(name) for name in file["companions"]),
        most_times=Threshold("most_times", **file["most_times"]),
        rise={name: Threshold(name, **rule) for name, rule in file["rise"].items()},
        sedatives=sedatives,
        sedative_names=tuple(plain(name) for name in (*named, *file["sedatives"]["also"])),
        sedatives_source=file["sedatives"]["source"],
    )


def daily_dose(treatment: Treatment) -> DailyDose:
    """What an opioid of the list comes to on a day on which it is ticked."""
    words = plain(treatment.label)
    opioid = _factor_of(treatment, words)
    if isinstance(opioid, str):
        return DailyDose(None, opioid)
    if opioid.factor is None or opioid.largest is None:
        return DailyDose(None, "has no factor and is left out")
    reference = opioid_reference()
    drug = DrugWords(
        names=opioid.names,
        combinations=opioid.combinations,
        companions=reference.companions,
        largest=opioid.largest,
        most_times=int(reference.most_times.value),
    )
    read = (micrograms_per_hour if opioid.per_hour else milligrams_a_day)(words, drug)
    return DailyDose(None, read) if isinstance(read, str) else DailyDose(read * opioid.factor)


def is_sedative(treatment: Treatment) -> bool:
    """Whether a line is one of the medicines that add to an opioid: by the catalogue, or in own words by its name."""
    entry = entry_of(treatment)
    if entry is not None:
        return entry.category in opioid_reference().sedatives
    return treatment.kind is TreatmentKind.MEDICINE and holds_name(
        plain(treatment.label), opioid_reference().sedative_names
    )


def _factor_of(treatment: Treatment, words: str) -> MmeFactor | str:
    """The factor of what the line names, or why there is none."""
    entry, factors = entry_of(treatment), opioid_reference().factors
    if entry is not None:
        return next(each for each in factors if each.key == entry.key)
    named = [each for each in factors if holds_name(words, each.names)]
    # "Buprenorphine patch" holds the name of both; neither has a factor.
    if not named:
        return "names no opioid with a factor"
    return named[0] if len({each.factor for each in named}) == 1 else "names more than one opioid"
