"""The daily dose of an opioid in morphine milligram equivalents, read from the words of the patient's list.

Nothing is guessed. A dose is read where it says one amount in milligrams and how often a day it is taken, or, of a
fentanyl patch, its micrograms per hour; every other one is not readable, and why is told. The dose counts on each day
on which its line was ticked, as if all of it was taken. Factors: data/reference/opioids.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tracker.domain.assessment import Threshold
from tracker.domain.catalogue import Category, catalogue, entry_of
from tracker.domain.reference import FOLDER
from tracker.domain.treatments import Treatment, TreatmentKind


@dataclass(frozen=True, slots=True)
class MmeFactor:
    """One opioid of the catalogue: `factor` times the milligrams of a day gives its MME, or times the micrograms per
    hour where it is a patch (`per_hour`); None where it has no factor. `names` are what it may be called, in plain
    letters."""

    key: str
    factor: float | None
    per_hour: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpioidReference:
    """What is on file of opioids. `sedatives` are the categories whose medicines add to them, `sedative_names` further
    names of these, in plain letters."""

    factors: tuple[MmeFactor, ...]
    source: str
    caution: str
    reassess_line: Threshold
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
    the catalogue is not in it, or one of it not in the catalogue."""
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
            tuple(_plain(name) for name in (listed[key].name, *listed[key].words, *line.get("also", ()))),
        )
        for key, line in given.items()
    )
    sedatives = tuple(Category(name) for name in file["sedatives"]["categories"])
    named = (name for entry in catalogue() if entry.category in sedatives for name in (entry.name, *entry.words))
    return OpioidReference(
        factors=factors,
        source=file["source"],
        caution=file["caution"],
        reassess_line=Threshold("reassess_line", **file["reassess_line"]),
        sedatives=sedatives,
        sedative_names=tuple(_plain(name) for name in (*named, *file["sedatives"]["also"])),
        sedatives_source=file["sedatives"]["source"],
    )


def daily_dose(treatment: Treatment) -> DailyDose:
    """What an opioid of the list comes to on a day on which it is ticked."""
    words = _plain(treatment.label)
    factor = _factor_of(treatment, words)
    if isinstance(factor, str):
        return DailyDose(None, factor)
    if factor.factor is None:
        return DailyDose(None, "has no factor and is left out")
    amount = _amount(words, _PER_HOUR if factor.per_hour else _MILLIGRAMS)
    if isinstance(amount, str):
        return DailyDose(None, amount)
    if factor.per_hour:
        return DailyDose(amount * factor.factor)
    times = _times_a_day(words)
    return DailyDose(None, times) if isinstance(times, str) else DailyDose(amount * times * factor.factor)


def is_sedative(treatment: Treatment) -> bool:
    """Whether a line is one of the medicines that add to an opioid: by the catalogue, or in own words by its name."""
    entry = entry_of(treatment)
    if entry is not None:
        return entry.category in opioid_reference().sedatives
    return treatment.kind is TreatmentKind.MEDICINE and _names(
        _plain(treatment.label), opioid_reference().sedative_names
    )


def _factor_of(treatment: Treatment, words: str) -> MmeFactor | str:
    """The factor of what the line names, or why there is none."""
    entry, factors = entry_of(treatment), opioid_reference().factors
    if entry is not None:
        return next(each for each in factors if each.key == entry.key)
    named = [each for each in factors if _names(words, each.names)]
    # "Buprenorphine patch" holds the name of both; neither has a factor.
    if not named:
        return "names no opioid with a factor"
    return named[0] if len({each.factor for each in named}) == 1 else "names more than one opioid"


def _names(words: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", words) for name in names)


def _plain(words: str) -> str:
    """Words in small letters without accents, blanks single."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", words) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


_AMOUNT = r"(?<![\d./,+-])(?P<amount>\d+(?:[.,]\d+)?)\s*"
_MILLIGRAMS = re.compile(_AMOUNT + r"(?:mg|milligrams?|miligramos?)\b(?!\s*/)")
_PER_HOUR = re.compile(
    _AMOUNT + r"(?:mcg|µg|μg|ug|micrograms?|microgramos?)\s*(?:/|per|an|a|por)\s*(?:h|hr|hour|hora)\b"
)
_RANGE = re.compile(r"\d\s*(?:-|–|to|or|a|o)\s*\d")
_OPEN = re.compile(
    r"\b(?:as needed|if needed|when needed|prn|as required|up to|max(?:imum)?|segun|cuando|hasta|"
    r"si (?:es|hace|me) \w+)\b"
)
_PIECES = re.compile(
    r"(?P<count>\d+(?:[.,]\d+)?|half|media|medio|one|two|three|four|un|una|dos|tres|cuatro|1/2|½)\s*"
    r"(?:x\s*|an?\s+|una?\s+)?(?:tablets?|tabs?|pills?|capsules?|caps?|comprimidos?|pastillas?|tabletas?|capsulas?|drops?|gotas?|ml)\b"
)
_NOT_DAILY = re.compile(
    r"\b(?:other day|weeks?|weekly|months?|monthly|semanas?|semanal|mes|every \w+ days|cada \w+ dias|alternos)\b"
)
_DAY = r"(?:\s*(?:a|per|each|al|por|/|every|cada)?\s*(?:day|daily|dia|d)\b)"
_NUMBERS = {
    **{"once": 1, "one": 1, "una": 1, "un": 1, "twice": 2, "two": 2, "dos": 2, "thrice": 3, "three": 3, "tres": 3},
    **{"four": 4, "cuatro": 4, "five": 5, "cinco": 5, "six": 6, "seis": 6, "eight": 8, "ocho": 8, "twelve": 12},
    **{"doce": 12, "twenty-four": 24, "veinticuatro": 24},
}
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_EVERY = re.compile(rf"\b(?:every|each|cada|q)\s*{_NUMBER}\s*(?:h|hrs?|hours?|horas?)\b")
_TIMES = re.compile(rf"\b{_NUMBER}\s*(?:times|time|x|×|veces|vez){_DAY}")
_ONCE_TWICE = re.compile(rf"\b(?P<number>once|twice|thrice){_DAY}")
_SO_MANY = re.compile(rf"\b{_NUMBER}\s*(?:a|per|al|por|/)\s*(?:day|dia)\b")
_SAID_TIMES = (_TIMES, _ONCE_TWICE, _SO_MANY)
_SHORT: Mapping[str, int] = {"bid": 2, "b.i.d.": 2, "tid": 3, "t.i.d.": 3, "qid": 4, "q.i.d.": 4}
_SHORT_FORM = re.compile(r"(?<![\w.])(bid|b\.i\.d\.|tid|t\.i\.d\.|qid|q\.i\.d\.)(?!\w)")
_WHOLE_DAY = re.compile(
    r"\b(?:daily|(?:a|per|each|every|al|por|cada) (?:day|dia)|todos los dias|diario|diaria)\b|/\s*(?:day|dia)\b"
)
_PARTS = (
    re.compile(r"\b(?:morning|mornings|manana|desayuno|breakfast)\b"),
    re.compile(r"\b(?:noon|midday|lunch|mediodia|comida|almuerzo)\b"),
    re.compile(r"\b(?:afternoon|tarde)\b"),
    re.compile(r"\b(?:evening|dinner|cena)\b"),
    re.compile(r"\b(?:night|nights|bedtime|noche|acostarse|dormir)\b"),
)


def _amount(words: str, unit: re.Pattern[str]) -> float | str:
    """The one amount that the words give in a unit, or why it cannot be told."""
    if _RANGE.search(words):
        return "gives a range"
    found = [match["amount"] for match in unit.finditer(words)]
    if len(found) != 1:
        wanted = "micrograms per hour" if unit is _PER_HOUR else "milligrams"
        return f"gives more than one amount in {wanted}" if found else f"gives no amount in {wanted}"
    whole, _, decimals = found[0].partition(",")
    if len(decimals) > 2:
        return "gives an amount that can be read in two ways"
    amount = float(f"{whole}.{decimals}") if decimals else float(whole)
    return amount if amount > 0 else "gives no amount above zero"


def _times_a_day(words: str) -> int | str:
    """How many times a day the words say, or why that cannot be told."""
    if (why := _obstacle(words)) is not None:
        return why
    said = {24 // _count(match["number"]) for match in _EVERY.finditer(words)}
    said |= {_count(match["number"]) for pattern in _SAID_TIMES for match in pattern.finditer(words)}
    said |= {_SHORT[match[1]] for match in _SHORT_FORM.finditer(words)}
    if parts := sum(part.search(words) is not None for part in _PARTS):
        said.add(parts)
    if not said and _WHOLE_DAY.search(words):
        return 1
    if len(said) != 1:
        return "says how often in two ways" if said else "does not say how often a day"
    return said.pop()


def _obstacle(words: str) -> str | None:
    """What keeps a frequency from being read; None where nothing does."""
    hours = [_count(match["number"]) for match in _EVERY.finditer(words)]
    rest = words
    for pattern in (_MILLIGRAMS, _PIECES, _EVERY, *_SAID_TIMES):
        rest = pattern.sub(" ", rest)
    ordered = (
        (_OPEN.search(words), "is taken as needed, so that how often is not known"),
        (
            any(_count(match["count"]) != 1 for match in _PIECES.finditer(words)),
            "gives a number of tablets beside the amount",
        ),
        (_NOT_DAILY.search(words), "is not taken every day alike"),
        (any(not each or 24 % each for each in hours), "gives hours that do not divide a day"),
        (re.search(r"\d", rest), "holds a number that is not understood"),
    )
    return next((why for holds, why in ordered if holds), None)


def _count(words: str) -> int:
    """A number in figures or words; 0 where it is no whole one."""
    return int(words) if words.isdigit() else _NUMBERS.get(words, 0)
