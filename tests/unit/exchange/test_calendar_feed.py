"""The calendar as a phone reads it: when the event comes, what the clocks do, and that it says nothing of anybody."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tracker.domain.reminders import QuietHours, ReminderTimes, moment_on
from tracker.exchange.calendar_feed import calendar_feed

CHANGED = datetime(2026, 5, 21, 12, 2, tzinfo=UTC)
LINK = "https://mendline.example/today"
ZONES = (
    "Pacific/Pago_Pago", "America/St_Johns", "America/Havana", "Europe/Madrid", "Europe/Dublin", "Africa/Casablanca",
    "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati", "UTC",
    "Etc/GMT+11",
)  # fmt: skip


def text(times: ReminderTimes, zone: str = "Europe/Madrid", since: date = date(2026, 5, 21)) -> str:
    return calendar_feed(times, zone, since, identity="abc", link=LINK, changed_at=CHANGED).decode()


def read(times: ReminderTimes, zone: str = "Europe/Madrid", since: date = date(2026, 5, 21)) -> Any:
    return Calendar.from_ical(text(times, zone, since))


def daily(hour: int = 19, minute: int = 0, **more: Any) -> ReminderTimes:
    return ReminderTimes(on=True, at=time(hour, minute), quiet=None, **more)


def the_event(calendar: Any) -> Any:
    (event,) = calendar.walk("VEVENT")
    return event


def offset(calendar: Any, moment: datetime) -> timedelta:
    """What the calendar's own table of the clocks says at a moment in UTC: each change is written in the time that the
    clocks showed before it (RFC 5545, section 3.6.5)."""
    (zone,) = calendar.walk("VTIMEZONE")
    changes = []
    for part in zone.subcomponents:
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        walls = (
            [part["DTSTART"].dt, *(each.dt for each in part["RDATE"].dts)] if "RDATE" in part else [part["DTSTART"].dt]
        )
        changes += [(wall - before, after) for wall in walls]
    naive = moment.replace(tzinfo=None)
    held: timedelta = max(change for change in changes if change[0] <= naive)[1]
    return held


@pytest.mark.parametrize("zone", ZONES)
def test_the_clocks_are_those_of_the_zone_in_every_half_hour_of_four_years(zone: str) -> None:
    calendar = read(daily(), zone)
    (table,) = calendar.walk("VTIMEZONE")
    assert table["TZID"] == zone
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for month in range(48):
        moments = [start + timedelta(days=30.5 * month, minutes=30 * step) for step in range(0, 1464, 48)]
        assert [offset(calendar, each) for each in moments] == [
            each.astimezone(ZoneInfo(zone)).utcoffset() for each in moments
        ]


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Madrid", "2027-03-28T01:00"),
        ("Europe/Madrid", "2027-10-31T01:00"),
        ("America/Havana", "2027-03-14T05:00"),
        ("Australia/Lord_Howe", "2026-10-03T15:30"),
        ("Pacific/Chatham", "2026-09-26T14:00"),
        ("Africa/Casablanca", "2027-02-07T02:00"),
        ("Africa/Casablanca", "2027-03-14T02:00"),
    ],
)
def test_each_change_is_right_to_the_second(zone: str, change: str) -> None:
    calendar, moment = read(daily(), zone), datetime.fromisoformat(change).replace(tzinfo=UTC)
    for each in (moment - timedelta(seconds=1), moment):
        assert offset(calendar, each) == each.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset(calendar, moment - timedelta(seconds=1)) != offset(calendar, moment)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 2, 19, 23])
def test_the_phone_reminds_when_the_e_mail_would(zone: str, hour: int) -> None:
    times = daily(hour, 30)
    start = the_event(read(times, zone, date(2026, 3, 1)))["DTSTART"].dt
    for ahead in range(365):
        on = date(2026, 3, 1) + timedelta(days=ahead)
        read_as = datetime.combine(on, start.timetz().replace(tzinfo=None), ZoneInfo(zone)).astimezone(UTC)
        assert read_as == moment_on(times, zone, on)


def test_the_event_begins_on_its_first_day_and_comes_on_the_chosen_weekdays() -> None:
    event = the_event(read(daily(18, 45, weekdays=frozenset({0, 2, 6})), since=date(2026, 5, 21)))  # a Thursday
    assert event["DTSTART"].to_ical() == b"20260524T184500"
    assert event["DTSTART"].params["TZID"] == "Europe/Madrid"
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO,WE,SU"


def test_a_leap_day_is_a_day() -> None:
    event = the_event(read(daily(), since=date(2028, 2, 29)))
    assert event["DTSTART"].to_ical() == b"20280229T190000"


def test_a_sound_is_asked_for_at_the_very_time() -> None:
    (alarm,) = the_event(read(daily())).walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt, alarm["DESCRIPTION"]) == ("DISPLAY", timedelta(0), "Mendline")


def test_the_calendar_says_its_name_and_its_link_and_nothing_else() -> None:
    calendar = read(daily())
    event = the_event(calendar)
    assert {name: str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "URL", "CLASS", "UID")} == {
        "SUMMARY": "Mendline",
        "DESCRIPTION": LINK,
        "URL": LINK,
        "CLASS": "PRIVATE",
        "UID": "abc@mendline",
    }
    assert set(event) == {
        *("SUMMARY", "DESCRIPTION", "URL", "CLASS", "UID", "DTSTAMP", "DTSTART", "DURATION", "RRULE", "TRANSP"),
    }
    assert calendar["X-WR-CALNAME"] == "Mendline"
    assert event["DTSTAMP"].dt == CHANGED


def test_quiet_hours_are_nobody_elses_business() -> None:
    assert text(daily()) == text(ReminderTimes(True, time(19), quiet=QuietHours(time(22), time(6))))


def test_switched_off_there_is_no_event_and_still_a_calendar() -> None:
    calendar = read(ReminderTimes(on=False))
    assert calendar.walk("VEVENT") == []
    assert calendar.subcomponents  # one without any part is none (RFC 5545, section 3.6)


def test_lines_end_and_are_folded_as_calendars_ask_for() -> None:
    lines = text(daily()).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert max(len(line.encode()) for line in lines) <= 75
    assert not any("\n" in line for line in lines)
