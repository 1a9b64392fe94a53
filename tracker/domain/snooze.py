"""How long an acknowledged flag stays answered, and how far ahead a physician may plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import BadInput, Fault

AHEAD = timedelta(days=365)
"""The furthest that a date may lie ahead. Our choice: a year; what lies further is a slip of the hand."""


class Snooze(StrEnum):
    """What a physician chooses of when an acknowledged flag asks again; whatever is chosen, it does so as soon as it
    becomes more severe or recurs."""

    NONE = "only if worse"
    WEEK = "in 1 week"
    TWO_WEEKS = "in 2 weeks"
    FOUR_WEEKS = "in 4 weeks"
    FOLLOW_UP = "at the next follow-up"


_LENGTHS = {
    Snooze.WEEK: timedelta(weeks=1),
    Snooze.TWO_WEEKS: timedelta(weeks=2),
    Snooze.FOUR_WEEKS: timedelta(weeks=4),
}


def snoozes(today: date, follow_up: date | None) -> dict[Snooze, date | None]:
    """What there is to choose from on a day, and the date from which the flag asks again (None: no date). The next
    follow-up (None: none is planned) is a choice where it lies ahead, by no more than `AHEAD`."""
    offered: dict[Snooze, date | None] = {Snooze.NONE: None}
    offered |= {each: today + length for each, length in _LENGTHS.items()}
    if follow_up is not None and today < follow_up <= today + AHEAD:
        offered[Snooze.FOLLOW_UP] = follow_up
    return offered


def check_until(until: date, today: date) -> None:
    """Raises BadInput unless a flag that is acknowledged today can ask again from that date: tomorrow at the
    earliest."""
    if faults := tuple(ahead_faults("snooze until", until, today + timedelta(days=1), today)):
        raise BadInput(*faults)


def ahead_faults(field: str, on: date, first: date, today: date) -> Iterator[Fault]:
    """What is wrong with a date that has to lie on `first` or later, and no further ahead of today than `AHEAD`."""
    if on < first:
        yield Fault(field, on, f"lies before {first}", "Choose a later date.")
    if on > today + AHEAD:
        yield Fault(field, on, f"lies more than {AHEAD.days} days ahead", "Check the year.")
