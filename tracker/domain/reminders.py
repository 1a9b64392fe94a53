"""Reminders to log a day: what a patient may choose, and when the next one is due.

Every time of day is one on the patient's own wall. Where the clocks change, a time that a day does not have is moved
forward by as much as the clocks were, and one that it has twice counts the first time; a calendar reads a time of day
in the same way (RFC 5545, section 3.3.5), so both kinds of reminder come together.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _

TRIED_FOR = timedelta(hours=1)
"""How long a reminder that could not be sent is tried again. Our choice: later it would remind of another moment."""

WEEKDAYS = tuple(range(7))
"""Monday is 0, as `date.weekday` counts."""

EMAIL_LENGTH = 254
"""Characters, the longest address that mail servers carry (RFC 5321, section 4.5.3.1.3, without its brackets)."""

_LOOK_AHEAD = 22
"""Days: three weeks, as the one chosen weekday may be logged already, and a quiet time where the clocks change."""

_LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"{_LOCAL_PART}@({_LABEL}\.)+{_LABEL}")


class Channel(StrEnum):
    """The way on which a reminder was sent. The values are stored: add, never rename."""

    EMAIL = "e-mail"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until just before `end`, over midnight where `end` is the earlier one."""

    start: time
    end: time

    def cover(self, at: time) -> bool:
        """Whether a time of day lies in them."""
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class ReminderTimes:
    """Whether, and when, a patient wants to be reminded: the local time of day, the weekdays, the quiet hours."""

    on: bool = False
    at: time = time(19)
    weekdays: frozenset[int] = frozenset(WEEKDAYS)
    quiet: QuietHours | None = QuietHours(time(21), time(8))


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a patient chose. Nothing is sent to `email` before it was `confirmed`; `calendar_since` is when the address
    of the calendar was made, aware UTC, None where there is none; `changed_at` is None where nothing was chosen yet."""

    times: ReminderTimes = ReminderTimes()
    email: str | None = None
    confirmed: bool = False
    calendar_since: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """What decides on which days there is a reminder: the surgery, the dates that have an entry, and those on which one
    was sent already. Dates are those of the patient's time zone, an IANA name."""

    time_zone: str
    surgery_date: date
    logged: frozenset[date] = frozenset()
    reminded: frozenset[date] = frozenset()

    def open(self, on: date) -> bool:
        """Whether a date may have a reminder at all."""
        return on >= self.surgery_date and on not in self.logged and on not in self.reminded


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is reminded by e-mail, at an address that was confirmed."""

    patient_id: str
    email: str
    times: ReminderTimes
    days: Days


def check_times(times: ReminderTimes) -> None:
    """Raises BadInput with every fault of what was chosen."""
    faults = []
    if times.on and not times.weekdays:
        remedy = _("Choose at least one day, or switch the reminder off.")
        faults.append(Fault(_("days"), None, _("are none"), remedy))
    if times.quiet is not None and times.quiet.start == times.quiet.end:
        problem, remedy = _("begin and end at the same time"), _("Choose when they end.")
        faults.append(Fault(_("quiet hours"), None, problem, remedy))
    elif times.quiet is not None and times.quiet.cover(times.at):
        remedy = _("Choose a time outside of them, or other quiet hours.")
        faults.append(Fault(_("time"), f"{times.at:%H:%M}", _("lies in the quiet hours"), remedy))
    if faults:
        raise BadInput(*faults)


def check_email(typed: str) -> str:
    """An e-mail address without blanks around it. Raises BadInput where no mail can be sent to it."""
    address = typed.strip()
    if len(address) > EMAIL_LENGTH or not _EMAIL.fullmatch(address):
        remedy = _("Write it as name@example.org, in plain letters.")
        raise BadInput(Fault(_("e-mail address"), address, _("is not one"), remedy))
    return address


def moment_on(times: ReminderTimes, time_zone: str, on: date) -> datetime | None:
    """When there is a reminder on a local date, aware UTC. None on a weekday that was not chosen, in quiet hours, and
    where the clocks skip the date or what is left of it."""
    if on.weekday() not in times.weekdays:
        return None
    at = _utc(on, times.at, time_zone)
    wall = at.astimezone(ZoneInfo(time_zone))
    if wall.date() != on or _is_quiet(times, wall):
        return None
    return at


def next_due(times: ReminderTimes, days: Days, after: datetime) -> datetime | None:
    """The first reminder at or after a moment, aware UTC; None where none comes within three weeks."""
    if not times.on:
        return None
    first = max(after.astimezone(ZoneInfo(days.time_zone)).date(), days.surgery_date)
    for on in (first + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD)):
        at = moment_on(times, days.time_zone, on)
        if at is not None and at >= after and days.open(on):
            return at
    return None


def due_date(times: ReminderTimes, days: Days, now: datetime) -> date | None:
    """The local date whose reminder is to be sent at a moment: from its time on for an hour, and never once quiet hours
    have begun. None where there is none."""
    if not times.on:
        return None
    wall = now.astimezone(ZoneInfo(days.time_zone))
    for on in (wall.date() - timedelta(days=1), wall.date()):
        at = moment_on(times, days.time_zone, on)
        if at is not None and at <= now < at + TRIED_FOR and days.open(on) and not _is_quiet(times, wall):
            return None if _quiet_began(times, days.time_zone, at, now) else on
    return None


def _is_quiet(times: ReminderTimes, wall: datetime) -> bool:
    return times.quiet is not None and times.quiet.cover(wall.time())


def _quiet_began(times: ReminderTimes, time_zone: str, at: datetime, now: datetime) -> bool:
    """Whether quiet hours began between two moments, even where they are over again."""
    if times.quiet is None:
        return False
    first = at.astimezone(ZoneInfo(time_zone)).date()
    return any(at < _utc(on, times.quiet.start, time_zone) <= now for on in (first, first + timedelta(days=1)))


def _utc(on: date, at: time, time_zone: str) -> datetime:
    """A moment of the wall clock, aware UTC: by the clock before the change where the time is not there or is twice."""
    return datetime.combine(on, at.replace(fold=0), ZoneInfo(time_zone)).astimezone(UTC)
