"""The calendar that reminds: one event that comes again and again, and says nothing of health or of anybody (RFC 5545).

The calendar of a phone reads the time of day as `tracker.domain.reminders` does; it knows nothing of days that have an
entry already, as telling it would tell of the diary.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from tracker.domain.reminders import ReminderTimes

NAME = "Mendline"
READ_AGAIN_AFTER = timedelta(hours=12)
"""How often a phone is asked to read the calendar again."""

_BY_WEEKDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LASTS = timedelta(minutes=5)
_CLOCKS_FOR_YEARS = 15
"""How far the changes of the clocks are written out: a phone reads the calendar again long before."""

_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Change:
    """The clocks of a zone go from one distance to UTC to another. `wall` is what they show then, before they are
    moved; `name` is what the time is called from then on, `summer` whether it is summer time."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def calendar_feed(
    times: ReminderTimes, time_zone: str, since: date, *, identity: str, link: str, changed_at: datetime
) -> bytes:
    """The calendar, with an event on each chosen weekday from `since` on, and without one where reminders are switched
    off. `identity` tells this calendar's event from others and must tell nothing else; `changed_at` is aware."""
    feed = Calendar()
    feed.add("prodid", "-//Mendline//Reminders//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", NAME)
    feed.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT12H")
    feed.add_component(_clocks(time_zone, since.year - 1))
    if times.on:
        feed.add_component(_event(times, time_zone, since, identity=identity, link=link, changed_at=changed_at))
    return bytes(feed.to_ical())


def _event(
    times: ReminderTimes, time_zone: str, since: date, *, identity: str, link: str, changed_at: datetime
) -> Event:
    event = Event()
    event.add("uid", f"{identity}@mendline")
    event.add("dtstamp", changed_at)
    event.add("dtstart", datetime.combine(_first(times, since), times.at, ZoneInfo(time_zone)))
    event.add("duration", _LASTS)
    event.add("rrule", {"freq": "weekly", "byday": [_BY_WEEKDAY[each] for each in sorted(times.weekdays)]})
    event.add("summary", NAME)
    event.add("url", link)
    event.add("description", link)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # takes no time away from whoever looks for a free hour
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", NAME)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def _first(times: ReminderTimes, since: date) -> date:
    """The first chosen weekday: the start of an event must be one of its days."""
    return next(on for on in (since + timedelta(days=ahead) for ahead in range(7)) if on.weekday() in times.weekdays)


def _clocks(time_zone: str, first_year: int) -> Timezone:
    """When the clocks of a zone change. Written here, as what the library writes is an hour off in spring and leaves
    out a second change of a year."""
    zone = Timezone()
    zone.add("tzid", time_zone)
    alike: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {}
    for change in _changes(time_zone, first_year):
        alike.setdefault((change.before, change.after, change.name, change.summer), []).append(change.wall)
    for (before, after, name, summer), (first, *later) in alike.items():
        part = TimezoneDaylight() if summer else TimezoneStandard()
        part.add("dtstart", first)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        if later:
            part.add("rdate", later)
        zone.add_component(part)
    return zone


@lru_cache(maxsize=64)
def _changes(time_zone: str, first_year: int) -> tuple[_Change, ...]:
    """What holds at the beginning of a year, and every change of the years after it, oldest first."""
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    return tuple(_find_changes(ZoneInfo(time_zone), start, start + timedelta(days=366 * _CLOCKS_FOR_YEARS)))


def _find_changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[_Change]:
    def at(moment: datetime) -> tuple[timedelta, str, bool]:
        wall = moment.astimezone(zone)
        return wall.utcoffset() or _NONE, wall.tzname() or "", bool(wall.dst())

    before, name, summer = at(start)
    yield _Change((start + before).replace(tzinfo=None), before, before, name, summer)
    while start < end:
        following = start + timedelta(days=1)
        if (found := at(following)) != (before, name, summer):
            low, high = start, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if at(middle) == (before, name, summer) else (low, middle)
            moment = high.replace(microsecond=0)
            yield _Change((moment + before).replace(tzinfo=None), before, *found)
            before, name, summer = found
        start = following
