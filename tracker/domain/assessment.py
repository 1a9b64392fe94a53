"""What the engine says: states, flags with their evidence, and the reviews that answer them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from tracker.domain.patients import Site


class State(StrEnum):
    """Where one site stands as of a day. Exactly one holds; the first that fits, top to bottom."""

    NOT_ASSESSABLE = "not assessable"
    EARLY = "early recovery"
    RELAPSE = "relief then return"
    NOT_IMPROVING = "not improving"
    DOING_WELL = "doing well"
    IMPROVING = "improving"
    LEVEL = "level"


class FlagKind(StrEnum):
    """What is raised for review. The values are stored and written to CSV: add, never rename."""

    RELAPSE = "relapse"
    PERSISTENT = "persistent"
    NON_IMPROVEMENT = "non_improvement"
    INSUFFICIENT_DATA = "insufficient_data"
    WORSE_THAN_BEFORE = "worse_than_before"
    NEW_LIMB_PAIN = "new_limb_pain"
    EARLY_WATCH = "early_watch"
    LOST_CONTACT = "lost_contact"
    FLARE = "flare"
    WALKING_LOSS = "walking_loss"
    OPIOIDS_PAST_90 = "opioids_past_90"


class Improvement(StrEnum):
    """How much of the pain before surgery is gone: `meaningful` is 2 points and 30 % of it or more, `substantial` 2
    points and 50 % or more."""

    NONE = "none"
    MEANINGFUL = "meaningful"
    SUBSTANTIAL = "substantial"


class Severity(StrEnum):
    """How soon a flag wants a look: `info` at leisure, `review` before the next visit, `high` first."""

    INFO = "info"
    REVIEW = "review"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Higher wants a look sooner."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number that a rule rests on, with its unit and where it comes from."""

    name: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a flag was raised, in numbers that a physician can check by eye.

    The record stands alone: `rule`, `rule_version` and `site` are those of its flag. All days are days after surgery.

    - `day`: the day that the numbers are as of, which is the day of detection.
    - `entries_used` of `days_asked`: the days with an entry among those that `level` speaks of, which end at `day`.
      (That of `persistent` and `non_improvement` is the mean of the fitted course over them, which rests on up to 84.)
    - `level`, in `unit` ("0-10", "minutes" or "days"), with its 90 % interval `level_low` to `level_high`.
      `lost_contact` and `insufficient_data` are about entries and have none; walking minutes and days with an opioid
      have no interval.
    - `reference_name`, `reference_level`, `reference_first_day` to `reference_last_day`: the level compared with, in
      the same unit, what it is called and the days it rests on. Pain before surgery rests on no day after it; for
      `persistent`, `insufficient_data`, `lost_contact`, `opioids_past_90` and a `flare` that only the patient's own
      word opened, with too few entries before it, there is none.
    - `onset_day`: when what was found began; `onset_first_day` to `onset_last_day` is the range that it lies in.
    - `baseline`: pain before surgery (0-10), None where not known or where the rule is not about the pain of a site.
    - `declared`: whether the patient called a day of the flare one; None for all but `flare`.
    - `thresholds`: the numbers of the rule, each with unit and source.

    Which of them are None for which rule is held by tests/unit/trends/test_shape_of_evidence.py. Records that were
    stored by earlier versions lack the fields that came later; these then have the defaults below.
    """

    day: int
    entries_used: int
    days_asked: int
    level: float | None = None
    level_low: float | None = None
    level_high: float | None = None
    reference_name: str = ""
    reference_level: float | None = None
    reference_first_day: int | None = None
    reference_last_day: int | None = None
    onset_day: int | None = None
    baseline: float | None = None
    thresholds: tuple[Threshold, ...] = ()
    rule: FlagKind | None = None
    rule_version: str = ""
    site: Site | None = None
    unit: str = "0-10"
    onset_first_day: int | None = None
    onset_last_day: int | None = None
    declared: bool | None = None

    def to_json(self) -> str:
        """The record as JSON, the thresholds last and the other keys sorted; `from_json` gives back an equal record."""
        return evidence_texts(1, {name: getattr(self, name) for name in self.__dataclass_fields__})[0]

    @classmethod
    def from_json(cls, text: str) -> "Evidence":
        own, _, cited = text.partition(_CITED)
        if not cited.endswith("]}"):  # stored by an earlier version, in another order
            own, cited = text[:-1], f"{json.dumps(json.loads(text)['thresholds'])}}}"
        fields: Mapping[str, Any] = json.loads(f"{own}}}")
        typed = {
            "thresholds": _thresholds(cited[:-1]),
            "rule": FlagKind(fields["rule"]) if fields.get("rule") else None,
            "site": Site(fields["site"]) if fields.get("site") else None,
        }
        return cls(**{**fields, **typed})


def evidence_texts(count: int, fields: Mapping[str, object]) -> list[str]:
    """So many records as JSON, see `Evidence.to_json`. A field that is a list has one value a record; any other value
    holds for all of them, and so does the default of a field that is not given."""
    parts, columns = [], []
    for name in sorted(Evidence.__dataclass_fields__):
        value = fields.get(name, Evidence.__dataclass_fields__[name].default)
        if name == "thresholds":
            continue
        if isinstance(value, list):
            parts.append(f'"{name}": %s')
            columns.append([json.dumps(each) for each in value] if name in _WORDS else _texts(value))
        else:
            parts.append(f'"{name}": {json.dumps(value)}'.replace("%", "%%"))
    cited = _cited_json(fields.get("thresholds", ())).replace("%", "%%")
    template = f"{{{', '.join(parts)}{_CITED}{cited}}}"
    return [template % row for row in zip(*columns, strict=True)] if columns else [template % ()] * count


_WORDS = frozenset({"reference_name"})
"""Fields of free words that may differ between the records of one rule."""


def _texts(numbers: list[object]) -> list[str]:
    """Each of some numbers, or None, as JSON."""
    return json.dumps(numbers)[1:-1].split(", ")


_CITED = ', "thresholds": '
"""Stands before the last part of a record. Quotes within words are escaped, so that it stands nowhere else."""


@lru_cache
def _thresholds(cited: str) -> tuple[Threshold, ...]:
    """The reverse of `_cited_json`: read once for all the flags of a rule, of which a panel has thousands."""
    return tuple(Threshold(**item) for item in json.loads(cited))


@lru_cache
def _cited_json(thresholds: tuple[Threshold, ...]) -> str:
    """Thresholds as JSON: the longest part of every record, and the same in all of a rule."""
    return json.dumps([{name: getattr(each, name) for name in each.__dataclass_fields__} for each in thresholds])


@dataclass(frozen=True, slots=True)
class Flag:
    """One stretch for which a rule held: on every day d with `detected_on` <= d < `cleared_on`.

    `site` is None where the rule is about the log as a whole. `onset_date` is when what was found began, as far as
    the log tells. `severity` is as of the last day on which the flag was on.
    """

    kind: FlagKind
    severity: Severity
    site: Site | None
    onset_date: date
    detected_on: date
    cleared_on: date | None
    rule_version: str
    evidence: Evidence

    @property
    def open(self) -> bool:
        return self.cleared_on is None


@dataclass(frozen=True, slots=True)
class Review:
    """A physician's answer to a flag as severe as it was then (`severity`). Undone reviews stay in the record. Times
    are aware UTC. `until` is the patient's date from which the flag asks again, None where it was not snoozed."""

    id: str
    flag_id: str
    reviewed_by: str
    reviewer_name: str
    reviewed_at: datetime
    note: str
    severity: Severity
    undone_at: datetime | None = None
    undone_by_name: str = ""
    until: date | None = None

    @property
    def standing(self) -> bool:
        return self.undone_at is None

    def covers(self, severity: Severity, today: date) -> bool:
        """Whether it answers a flag of that severity on a day of the patient's: what became worse since then was not
        answered, and what was snoozed asks again from the day that it was snoozed to."""
        return self.answers(severity) and (self.until is None or today < self.until)

    def answers(self, severity: Severity) -> bool:
        """Whether it was given to a flag as severe as that or more severe, and stands, snoozed or not."""
        return self.standing and self.severity.rank >= severity.rank


def covering(reviews: Iterable[Review], severity: Severity, today: date) -> Review | None:
    """The newest of the reviews that answer a flag of that severity, None where its snooze has ended: an older answer
    without an end does not come to life again behind a newer one that asked to be reminded."""
    newest = max((r for r in reviews if r.answers(severity)), key=lambda r: r.reviewed_at, default=None)
    return newest if newest is not None and newest.covers(severity, today) else None


@dataclass(frozen=True, slots=True)
class StoredFlag:
    """A flag as the store keeps it. `withdrawn_at` is set where a later edit of the diary took its ground away:
    the flag and its reviews stay in the record, but it no longer counts as open."""

    id: str
    patient_id: str
    flag: Flag
    reviews: tuple[Review, ...] = ()
    withdrawn_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether the flag is on, and the diary still bears it out."""
        return self.flag.open and self.withdrawn_at is None

    @property
    def asks_for_answer(self) -> bool:
        """Whether a physician is to acknowledge it: what is for information asks for nothing."""
        return self.flag.severity is not Severity.INFO

    @property
    def standing_review(self) -> Review | None:
        """The newest review that was not undone, also where the flag became more severe since."""
        return max((r for r in self.reviews if r.standing), key=lambda r: r.reviewed_at, default=None)

    def covering_review(self, today: date) -> Review | None:
        """The review that answers the flag as severe as it is now on a day of the patient's (`covering`); None where it
        wants one."""
        return covering(self.reviews, self.flag.severity, today)


@dataclass(frozen=True, slots=True)
class SiteAssessment:
    """One site as of one date. Levels on the 0-10 scale, None where too few entries; `relief` is the share of the
    baseline that is gone (negative: worse), None without a baseline or with a baseline of 0. `entries_used` counts
    the diary days in the window of `window_days` that `typical` rests on. `improvement` is None without typical pain,
    without a baseline, or with one below 4, of which only the level is told; `acceptable` tells whether typical pain is
    3 or less, None where it is not known."""

    site: Site
    state: State
    typical: float | None
    low: float | None
    high: float | None
    entries_used: int
    window_days: int
    relief: float | None
    change_28d: float | None
    improvement: Improvement | None = None
    acceptable: bool | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the engine says of one episode as of one date.

    `sparkline` holds the typical pain of the leading site (`leading`) on each of the last 90 days, oldest first, None
    on days without one. `days_asked_28d` is 28, or fewer where surgery is more recent.
    """

    patient_id: str
    as_of: date
    day: int
    sites: tuple[SiteAssessment, ...]
    flags: tuple[Flag, ...]
    entries_28d: int
    days_asked_28d: int
    last_entry: date | None
    leading: Site
    sparkline: tuple[float | None, ...]
    rule_version: str

    @property
    def coverage_28d(self) -> float | None:
        """Share of the days asked in the last 28 that have an entry; None before any day was asked."""
        return self.entries_28d / self.days_asked_28d if self.days_asked_28d else None

    def site(self, site: Site) -> SiteAssessment:
        return next(each for each in self.sites if each.site is site)
