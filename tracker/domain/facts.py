"""A number as a physician gets it: in words, with how many days it rests on, over which days, and by which source.

The page, the report and the CSV of one patient are all written from the same facts, so that no two of them can differ.
"""

from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """What a fact is about: the parts of a patient's page, in their order."""

    RED_FLAGS = "red flags"
    NOW = "where it stands"
    SINCE_LAST_VISIT = "since the last visit"
    FLAGS = "flags"
    TREATMENTS = "what helped"
    OPIOIDS = "opioids"
    ACTIVITY = "activity and sleep"
    PATTERNS = "patterns to discuss"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement with a value, in English, as it is shown. `key` is its stable name in files ("typical_axial");
    `label` what a reader sees beside it; `value` the number with its unit ("6.1 of 10"), or why there is none ("not
    assessable: 3 entries in 14 days"); `n` what it rests on ("12 of 14 days"); `window` over which days ("days
    176–189"); `source` the rule or paper that it follows. `n`, `window` and `source` are "" where they do not apply."""

    section: Section
    key: str
    label: str
    value: str
    n: str = ""
    window: str = ""
    source: str = ""
