"""What a patient has reached since surgery, in numbers that can only grow: nothing here is lost again by a worse week,
and what was not reached is not told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tracker.domain.patients import Site
from tracker.domain.reference import thresholds


@dataclass(frozen=True, slots=True)
class MilestoneDay:
    """A logged day. `day` counts from the surgery, which is 0; `pain` has the averages of the last 24 hours, 0-10, of
    the sites that were answered; `walking_minutes` and `opioid` (whether one was taken) are None where not answered."""

    day: int
    pain: Mapping[Site, float] = field(default_factory=dict)
    walking_minutes: float | None = None
    opioid: bool | None = None


@dataclass(frozen=True, slots=True)
class WeekReached:
    """A whole week, counted from the surgery on: the median of its answers and how many days had one."""

    first_day: int
    typical: float
    answered: int


@dataclass(frozen=True, slots=True)
class MostWalked:
    """The day with the most minutes walked; of several the first."""

    day: int
    minutes: float


@dataclass(frozen=True, slots=True)
class WithoutOpioid:
    """Days without an opioid, of the days on which it was answered what was taken."""

    days: int
    answered: int


@dataclass(frozen=True, slots=True)
class Milestones:
    """What was reached; None, or missing in `low_pain`, where it was not or is not known."""

    days_logged: int
    low_pain: Mapping[Site, WeekReached]
    walking_week: WeekReached | None
    most_walked: MostWalked | None
    without_opioid: WithoutOpioid | None


def milestones(days: Collection[MilestoneDay], today: int, *, opioid_listed: bool) -> Milestones:
    """The milestones of logged days as of the day `today`. A week counts once it is over, from the fewest entries of
    the thresholds on (`week_entries`): one that still goes on could take back what was said of it. `opioid_listed`
    tells whether the list of treatments has one, ever; else nothing is said of opioids."""
    pain = {site: [(each.day, each.pain[site]) for each in days if site in each.pain] for site in Site}
    walks = [(each.day, each.walking_minutes) for each in days if each.walking_minutes is not None]
    walking_weeks = [week for week in _weeks(walks, today) if week.typical > 0]
    answered = [each.opioid for each in days if each.opioid is not None]
    low = {site: _first_low(_weeks(pain[site], today)) for site in Site}
    return Milestones(
        days_logged=len(days),
        low_pain={site: week for site, week in low.items() if week is not None},
        walking_week=max(walking_weeks, key=lambda week: (week.typical, -week.first_day), default=None),
        most_walked=_most_walked(walks),
        without_opioid=WithoutOpioid(answered.count(False), len(answered)) if opioid_listed else None,
    )


def _weeks(answers: Sequence[tuple[int, float]], today: int) -> list[WeekReached]:
    """The weeks since surgery that are over and have enough answers, oldest first."""
    length, fewest = thresholds().days("week_days"), thresholds().days("week_entries")
    by_week: dict[int, list[float]] = {}
    for day, answer in answers:
        if day >= 0 and day - day % length + length <= today:
            by_week.setdefault(day - day % length, []).append(answer)
    return [
        WeekReached(first, median(by_week[first]), len(by_week[first]))
        for first in sorted(by_week)
        if len(by_week[first]) >= fewest
    ]


def _first_low(weeks: Sequence[WeekReached]) -> WeekReached | None:
    return next((week for week in weeks if week.typical < thresholds().value("persistent_level")), None)


def _most_walked(walks: Sequence[tuple[int, float]]) -> MostWalked | None:
    day, minutes = max(walks, key=lambda walk: (walk[1], -walk[0]), default=(0, 0.0))
    return MostWalked(day, minutes) if minutes > 0 else None
