"""Red flags: signs that need a person now, the fixed advice on them, and what a patient answered. They rest on no
score and no rule of the engine. Only signs that are there are answered: that none is says nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _


class Urgency(StrEnum):
    """How soon a person is needed, the most urgent first. The values are stored: add, never rename."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"

    @property
    def rank(self) -> int:
        """Higher is more urgent."""
        return -list(Urgency).index(self)


@dataclass(frozen=True, slots=True)
class Call:
    """A link that calls or texts somebody: `href` is a tel: or sms: address."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class RedFlagSign:
    """One sign. `key` is what is stored, `words` what a patient reads, `short` what a physician reads in passing."""

    key: str
    words: str
    short: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class RedFlagGroup:
    """Signs with one route: where to turn, and whom a tap calls."""

    title: str
    urgency: Urgency
    signs: tuple[RedFlagSign, ...]
    route: str
    calls: tuple[Call, ...]
    source: str

    def among(self, keys: Collection[str]) -> tuple[RedFlagSign, ...]:
        """Those of its signs that are among the keys."""
        return tuple(sign for sign in self.signs if sign.key in keys)


@dataclass(frozen=True, slots=True)
class RedFlagAdvice:
    """The advice with the numbers of one country: fixed words in English, to be spoken where they are shown, no score,
    never a reassurance. `numbers_source` tells where the numbers are from."""

    opening: str
    emergency: tuple[Call, ...]
    crisis: tuple[Call, ...]
    crisis_words: str
    clinic_words: str
    numbers_source: str
    groups: tuple[RedFlagGroup, ...]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a physician has seen an answer: the account and its name, when (aware UTC), and the physician's own words,
    which are blank for the patient. One that was undone stays in the record: `undone_at`, `undone_by_name`."""

    id: str
    account_id: str
    name: str
    at: datetime
    note: str
    undone_at: datetime | None = None
    undone_by_name: str = ""

    @property
    def standing(self) -> bool:
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class RedFlagAnswer:
    """The signs that a patient ticked at a moment: `at` is aware UTC, `local_date` the date where the patient lives.
    `signs` are keys, at least one; `urgency` is that of the worst of them as it was then. `acknowledgements` are all
    that it was ever given, by time, those that were undone too; the patient is told of the one that stands."""

    id: str
    patient_id: str
    at: datetime
    local_date: date
    signs: tuple[str, ...]
    urgency: Urgency
    acknowledgements: tuple[Acknowledgement, ...] = ()

    @property
    def acknowledgement(self) -> Acknowledgement | None:
        """The one that stands, None while the answer waits for a physician."""
        return next((each for each in self.acknowledgements if each.standing), None)

    @property
    def open(self) -> bool:
        """Whether it still waits for a physician."""
        return self.acknowledgement is None


def check_signs(keys: Iterable[str], known: Mapping[str, RedFlagSign]) -> tuple[str, ...]:
    """The keys, each once, in the order of `known`. Raises BadInput for one that is not known, and where there is none:
    that nothing was ticked says nothing."""
    ticked = set(keys)
    if strangers := sorted(ticked - known.keys()):
        raise BadInput(
            *(Fault("warning sign", each, _("is not on the list"), _("Load the page again.")) for each in strangers)
        )
    if not ticked:
        raise BadInput(Fault("warning signs", None, _("were not ticked"), _("Tick those that you have.")))
    return tuple(key for key in known if key in ticked)


def worst(answers: Iterable[RedFlagAnswer | RedFlagSign]) -> Urgency:
    """The most urgent of several, at least one."""
    return max((each.urgency for each in answers), key=lambda urgency: urgency.rank)
