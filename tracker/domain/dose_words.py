"""What the words of a dose come to, in English and Spanish.

A closed grammar: the names of the drug, one amount, one frequency and a short list of words that change nothing are
taken out of the words; what is left then is not understood, and the dose is not readable. So an unknown word never
goes by unseen. Whatever is not readable comes with its reason.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrugWords:
    """What is to be known of a drug to read its dose. `names` are what it may be called, `combinations` those of them
    that hold another drug too, and `companions` what that may be called, all in plain letters; `largest` is the most
    that is plausible at once, in mg, or in mcg/h where it is a patch; `most_times` a day."""

    names: tuple[str, ...]
    combinations: tuple[str, ...]
    companions: tuple[str, ...]
    largest: float
    most_times: int


def plain(words: str) -> str:
    """Words in small letters without accents, blanks single, and a hyphen between letters as a blank."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", words) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", bare.casefold()).split())


def holds_name(words: str, names: Iterable[str]) -> bool:
    """Whether plain words hold one of the names, as a whole word."""
    return any(re.search(rf"\b{re.escape(name)}\b", words) for name in names)


def milligrams_a_day(words: str, drug: DrugWords) -> float | str:
    """The milligrams of a day that plain words give, or why they cannot be told."""
    if _RANGE.search(words):
        return "gives a range"
    mixed = holds_name(words, (*drug.combinations, *drug.companions))
    rest = _without_names(words, (*drug.names, *(drug.companions if mixed else ())))
    amount = _part_of_pair(rest, drug.largest) if mixed else _one_amount(rest, _MILLIGRAMS, "milligrams")
    if isinstance(amount, str):
        return amount
    if amount > drug.largest:
        return f"gives more than one dose of it can be ({drug.largest:g} mg)"
    times = _times_a_day((_PAIR if mixed else _MILLIGRAMS).sub(_GONE, rest), drug.most_times, mixed=mixed)
    return times if isinstance(times, str) else amount * times


def micrograms_per_hour(words: str, drug: DrugWords) -> float | str:
    """What a patch gives an hour by plain words, however often it is changed; or why that cannot be told."""
    if _RANGE.search(words):
        return "gives a range"
    rest = _without_names(words, drug.names)
    amount = _one_amount(rest, _PER_HOUR, "micrograms per hour")
    if isinstance(amount, str):
        return amount
    if amount > drug.largest:
        return f"gives more than one dose of it can be ({drug.largest:g} mcg/h)"
    rest = _without(rest, _PER_HOUR, _CHANGED, _PATCH)
    return next(_obstacles(_without(words, _CHANGED), rest), amount)


_GONE = "|"
"""Stands where words were taken out, so that what stood before and after never reads as one."""

_AMOUNT = r"(?<![\w./,'’+-])(?P<amount>[0-9]+(?:[.,][0-9]+)?)\s*"
_NO_OTHER_UNIT = r"(?!\s*/(?!\s*(?:day|dia)\b))"
_MG = r"(?:mgs?|milligrams?|miligramos?)\b"
_MILLIGRAMS = re.compile(_AMOUNT + _MG + _NO_OTHER_UNIT)
_PAIR = re.compile(
    _AMOUNT + rf"(?:{_MG}\s*)?/\s*(?P<other>[0-9]+(?:[.,][0-9]+)?)\s*" + _MG + r"(?!\s*/\s*[0-9])" + _NO_OTHER_UNIT
)
_PER_HOUR = re.compile(
    _AMOUNT + r"(?:mcg|µg|μg|ug|micrograms?|microgramos?)\s*(?:/|per|an|a|por)\s*(?:h|hr|hour|hora)\b"
)
_RANGE = re.compile(r"[0-9]\s*(?:-|–|to|or|a|o)\s*[0-9]")


def _one_amount(words: str, unit: re.Pattern[str], wanted: str) -> float | str:
    """The one amount that the words give in a unit, or why it cannot be told."""
    found = [match["amount"] for match in unit.finditer(words)]
    if len(found) != 1:
        return f"gives more than one amount in {wanted}" if found else f"gives no amount in {wanted}"
    return _amount(found[0])


def _part_of_pair(words: str, largest: float) -> float | str:
    """The opioid's strength of the two of a combination ("5/325 mg"): the only one that can be a dose of it."""
    found = list(_PAIR.finditer(words))
    if len(found) != 1:
        return "is a combination, and does not give the strength of each part"
    parts = _amount(found[0]["amount"]), _amount(found[0]["other"])
    if why := next((each for each in parts if isinstance(each, str)), None):
        return why
    plausible = [each for each in parts if not isinstance(each, str) and each <= largest]
    return plausible[0] if len(plausible) == 1 else "is a combination, and which strength is the opioid's is not clear"


def _amount(figures: str) -> float | str:
    """An amount in figures, with a point or a comma before one or two decimals: three may be thousands."""
    whole, _, decimals = figures.replace(",", ".").partition(".")
    if len(decimals) > 2:
        return "gives an amount that can be read in two ways"
    amount = float(f"{whole}.{decimals}") if decimals else float(whole)
    return amount if amount > 0 else "gives no amount above zero"


# How often

_NUMBERS = {
    **{"once": 1, "one": 1, "una": 1, "un": 1, "twice": 2, "two": 2, "dos": 2, "thrice": 3, "three": 3, "tres": 3},
    **{"four": 4, "cuatro": 4, "five": 5, "cinco": 5, "six": 6, "seis": 6, "eight": 8, "ocho": 8, "twelve": 12},
    **{"doce": 12, "twenty four": 24, "veinticuatro": 24},
}
_NUMBER = rf"\b(?P<number>[0-9]{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_DAY = r"(?:\s*(?:a|per|each|al|por|/|every|cada)?\s*(?:day|daily|dia)\b)"
_EVERY = re.compile(rf"\b(?:every|each|cada|q)\s*{_NUMBER.removeprefix(chr(92) + 'b')}\s*(?:h|hrs?|hours?|horas?)\b")
_TIMES = re.compile(rf"{_NUMBER}\s*(?:times|time|x|×|veces|vez){_DAY}")
_ONCE_TWICE = re.compile(rf"\b(?P<number>once|twice|thrice){_DAY}")
_SO_MANY = re.compile(rf"{_NUMBER}\s*(?:(?:doses?|dosis)\s*)?(?:(?:a|per|al|por|/)\s*(?:day|dia)|daily|diari[ao]s?)\b")
_SHORT = {"bid": 2, "b.i.d.": 2, "tid": 3, "t.i.d.": 3, "qid": 4, "q.i.d.": 4}
_SHORT_FORM = re.compile(r"(?<![\w.])(bid|b\.i\.d\.|tid|t\.i\.d\.|qid|q\.i\.d\.)(?!\w)")
_WHOLE_DAY = re.compile(
    r"\b(?:total diario|dosis diaria|daily total|daily dose|todos los dias|a diario|diari[ao]|diariamente|daily|"
    r"(?:(?:in )?total )?(?:a|per|each|every|al|por|cada) (?:day|dia))\b|/\s*(?:day|dia)\b"
)
_PARTS = (
    # Alone, "mañana" may be tomorrow.
    r"mornings?|desayuno|breakfast|(?<=la )manana|(?<=cada )manana|(?<=las )mananas|manana(?=\s*(?:,|y\b))",
    r"noon|midday|lunch|mediodia|almuerzo",
    r"afternoon|tarde",
    r"evening|dinner|cena",
    r"nights?|bedtime|bed|noche|acostarse|dormir",
)
_LEAD = r"(?:(?:in the|at|with|before|after|every|each|por la|en la|a la|al|con el|con la|cada|todas las|antes de) )?"
_PART = rf"{_LEAD}(?:{'|'.join(_PARTS)})"
_PARTS_OF_A_DAY = re.compile(rf"\b{_PART}(?:(?:\s*,\s*|\s+)(?:and|y) {_PART})*\b")
_CHANGED = re.compile(
    r"\b(?:changed? |cambiar )?(?:(?:every|cada|q)\s*(?:48|72)\s*(?:h|hrs?|hours?|horas?)|"
    r"(?:every|cada) (?:2|3|two|three|dos|tres) (?:days|dias))\b"
)

# What changes nothing

_FORM = r"(?:tablets?|tabs?|pills?|capsules?|caps?|comprimidos?|pastillas?|tabletas?|capsulas?)"
_ONE_PIECE = re.compile(rf"(?<![\w./])(?:1|one|una?|an?)\s+{_FORM}\b")
_HARMLESS = re.compile(
    rf"\b(?:{_FORM}|by mouth|oral|orally|(?:por )?via oral|por boca|take[ns]?|taking|tom(?:ar|a|o|e)|er|sr|xr|cr|mr|lp|"
    r"retard|(?:extended|slow|sustained|modified|prolonged) release|(?:de )?liberacion prolongada|with food|with water|"
    r"con comida|con agua)\b"
)
_PATCH = re.compile(r"\b(?:patch|parche(?: de)?|transdermal|transdermico)(?!\w)")
_WITH = re.compile(r"\b(?:with|con|and|y)\b|(?<=\|)\s*/\s*(?=\|)")
_PUNCTUATION = re.compile(r"[\s|,;:.()]|(?<=\s)[-–](?=\s)")

# Reasons that are told in words of their own; the closed grammar holds without them.

_PIECES = re.compile(
    r"(?P<count>[0-9]+(?:[.,][0-9]+)?|½|\b(?:half|media|medio|two|three|four|five|six|dos|tres|cuatro|cinco|seis))\s*"
    rf"(?:x\s*|an?\s+|una?\s+)?(?:{_FORM}|drops?|gotas?|ml|patch(?:es)?|parches?)\b"
)
_OPEN = re.compile(
    r"\b(?:as needed|if|when|sos|prn|p\.r\.n|as required|up ?to|max(?:imum|imo)?|no more|no mas|como mucho|segun|"
    r"cuando|hasta|si|a demanda|rescue|rescate|sometimes|a veces)\b"
)
_NOT_DAILY = re.compile(
    r"\b(?:other day|other night|weeks?|weekly|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"fortnightly|months?|monthly|semanas?|semanal|semanalmente|quincenal|mes|every \w+ days|cada \w+ dias|alternos|"
    r"alternate|un dia si|not every|no todos|some (?:days|nights|mornings)|except|stopped|taper(?:ing|ed)?)\b"
)
_ROUTE = re.compile(
    r"\b(?:intrathecal|intratecal|epidural|pump|bomba|iv|i\.v|im|i\.m|sc|s\.c|intravenous|intravenos[ao]|subcutaneous|"
    r"subcutane[ao]|intramuscular|injections?|inject(?:ed)?|inyeccion|inyectad[ao]|infusion|rectal|suppository|"
    r"supositorio|nasal|spray)\b"
)


def _times_a_day(words: str, most: int, *, mixed: bool) -> int | str:
    """How many times a day is said by words of which names and amount are taken out, or why that cannot be told. Two
    ways of saying it have to agree; a day as a whole ("a day", "total a day") is once."""
    rest, said = _ONE_PIECE.sub(_GONE, words, count=1), set[int]()
    hours = [_count(match["number"]) for match in _EVERY.finditer(rest)]
    if any(not each or 24 % each for each in hours):
        return next(_obstacles(words, ""), "gives hours that do not divide a day")
    said |= {24 // each for each in hours}
    rest = _without(rest, _EVERY)
    for pattern in (_TIMES, _ONCE_TWICE, _SO_MANY):
        said |= {_count(match["number"]) for match in pattern.finditer(rest)}
        rest = _without(rest, pattern)
    said |= {_SHORT[match[1]] for match in _SHORT_FORM.finditer(rest)}
    rest = _without(rest, _SHORT_FORM)
    if _WHOLE_DAY.search(rest):
        said.add(1)
    rest = _without(rest, _WHOLE_DAY)
    rest = _without(rest, _HARMLESS)
    phrases = [match[0] for match in _PARTS_OF_A_DAY.finditer(rest)]
    if parts := sum(any(re.search(rf"\b(?:{part})\b", phrase) for phrase in phrases) for part in _PARTS):
        said.add(parts)
    rest = _without(rest, _PARTS_OF_A_DAY, *([_WITH] if mixed else []))
    if why := next(_obstacles(words, rest), None):
        return why
    if len(said) != 1:
        return "says how often in two ways" if said else "does not say how often a day"
    times = said.pop()
    return times if 0 < times <= most else "says how often in a number that can hardly be"


def _obstacles(words: str, rest: str) -> Iterator[str]:
    """Why words are not readable of which `rest` is left, the plainest reason first; nothing where nothing is left."""
    if _OPEN.search(words):
        yield "is taken as needed, so that how often is not known"
    if any(match["count"] != "1" for match in _PIECES.finditer(words)):
        yield "gives a number of tablets beside the amount"
    if _NOT_DAILY.search(words):
        yield "is not taken every day alike"
    if _ROUTE.search(words):
        yield "is not taken by mouth"
    left = _PUNCTUATION.sub(" ", f" {rest} ").split()
    if any(sign.isnumeric() for sign in "".join(left)):
        yield "holds a number that is not understood"
    if left:
        kind = "word" if re.search(r"\w", left[0]) else "sign"
        yield f'holds a {kind} that is not understood: "{left[0]}"'


def _without_names(words: str, names: Iterable[str]) -> str:
    """Words without the names, the longest first: one may hold another."""
    longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.sub(rf"\b(?:{longest})\b", _GONE, words)


def _without(words: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        words = pattern.sub(_GONE, words)
    return words


def _count(words: str) -> int:
    """A number in figures or words."""
    return _NUMBERS[words] if words in _NUMBERS else int(words)
