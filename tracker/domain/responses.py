"""What became of the pain around a treatment. What is said is what was seen, never that the treatment did it."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.patients import Site
from tracker.domain.treatments import Treatment


class Grade(StrEnum):
    """How much less pain there was: 30 % or more is a response, 50 % or more a strong one (Dworkin 2008). A diagnostic
    block has the one line of 50 %: it is STRONG (positive) or BELOW."""

    STRONG = "strong response"
    RESPONSE = "response"
    BELOW = "below 30 %"
    NOT_ASSESSABLE = "not assessable"


@dataclass(frozen=True, slots=True)
class Level:
    """Mean pain (0-10) over days after surgery `first_day` to `last_day`, or over the hours after a block where `unit`
    is "hours". `entries` of `asked` are there; `mean` is None where they are too few."""

    first_day: int
    last_day: int
    entries: int
    asked: int
    mean: float | None
    unit: str = "days"


@dataclass(frozen=True, slots=True)
class Response:
    """Pain at one site before and after one treatment.

    - `change` is after minus before in points (negative: less pain), `relief` the share of the level before that is
      gone (negative: more pain), each with its 90 % interval; None where `grade` is NOT_ASSESSABLE, and `reason` then
      says why in a sentence ("5 entries in the 14 days before; 8 are needed").
    - `lasted_days`: from the start to the first of two weeks in a row below 30 % relief, None where there was no
      response; `lasting` tells that it still went on at the last day that is known, so that it may be longer.
      `lasted_entries` of all these days, the first and the last included, are there. `joined_by` is the first of what
      else began after the day of the start and before that end: from then on the relief cannot be told apart.
    - `confounded_by`: what else began within the days that are compared.
    - `expected_change`: what the typical course alone brings between the two windows, in points; None where the pain
      before surgery is not known. It is illustrative, and no target.
    - `window_source`: where the window after this kind of treatment comes from.
    """

    treatment: Treatment
    site: Site
    before: Level
    after: Level
    grade: Grade
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    relief: float | None = None
    relief_low: float | None = None
    relief_high: float | None = None
    lasted_days: int | None = None
    lasting: bool = False
    lasted_entries: int = 0
    joined_by: Treatment | None = None
    confounded_by: tuple[Treatment, ...] = ()
    expected_change: float | None = None
    reason: str = ""
    window_source: str = ""
