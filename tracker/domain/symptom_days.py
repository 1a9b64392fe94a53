"""What one day of the log says of the pain: its scores, and the words that were chosen for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.patients import Site


@dataclass(frozen=True, slots=True)
class SymptomDay:
    """One day after surgery, with an entry (`logged`) or without.

    `scores` are the averages of the day (0-10) and `typical` the typical pain as of it, by site; `words` are the lists
    `sites`, `descriptors`, `worse` and `better`. What was not answered, or is not known, is not in them; a list that
    was answered with nothing is empty.
    """

    day: int
    logged: bool
    scores: Mapping[Site, float]
    typical: Mapping[Site, float]
    words: Mapping[str, frozenset[str]]
