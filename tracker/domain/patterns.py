"""Patterns to discuss: which features of six often-discussed causes the log shows, lacks, or was never asked about.

Only examination and tests can tell: nothing here is a likelihood, and nothing a diagnosis."""

from dataclasses import dataclass
from enum import StrEnum

STANDING_WORDS = "Only examination and tests can tell. It may be none of these, or several at once."
"""Said wherever a pattern is shown."""


class Finding(StrEnum):
    """What the log says of one feature."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a pattern. `words` name it; `basis` says on what the finding rests, with its n and days ("12 of 15
    days that were answered, days 160–189"); `source` where the feature comes from."""

    key: str
    words: str
    finding: Finding
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern with its features in the order of the table. `onset` is that of the clock among them; `tests` is what
    a clinician may use to tell; `source` where the pattern comes from."""

    key: str
    name: str
    onset: Feature
    features: tuple[Feature, ...]
    tests: str
    source: str

    def found(self, finding: Finding) -> tuple[Feature, ...]:
        """The features of a finding, without the onset."""
        return tuple(each for each in self.features if each.finding is finding)


@dataclass(frozen=True, slots=True)
class PatternsToDiscuss:
    """What there is to discuss as of a day. Where the section is hidden, `hidden` says why in a sentence and there is
    nothing else; else it is "", and `shown` has two patterns or more, `folded` the others. `entries` of `window_days`
    days have an entry, on days after surgery `first_day` to `last_day`, in which the words were looked for. `note` says
    where nothing was found present, "" elsewhere."""

    shown: tuple[Pattern, ...] = ()
    folded: tuple[Pattern, ...] = ()
    entries: int = 0
    first_day: int = 0
    last_day: int = 0
    note: str = ""
    hidden: str = ""

    @property
    def window_days(self) -> int:
        return self.last_day - self.first_day + 1
