"""Patterns to discuss: which features of six often-discussed causes the log shows, lacks, or was never asked about.

Only examination and tests can tell: nothing here is a likelihood, and nothing a diagnosis."""

from dataclasses import dataclass
from enum import StrEnum


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
