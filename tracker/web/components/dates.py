"""Dates and times in words, no longer than what is needed to place them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.language import _, counted
from tracker.languages.formats import clock, written

_HALF_A_YEAR = 182


def day_month(on: date, today: date) -> str:
    """ "22 May", with the year where more than half a year lies between: "22 May 2024"."""
    return written(on, "day month" + _year(on, today))


def short_date(on: date, today: date) -> str:
    """ "Tue 19 May", with the year where `day_month` has it."""
    return written(on, "weekday day month" + _year(on, today))


def _year(on: date, today: date) -> str:
    return "" if abs((on - today).days) <= _HALF_A_YEAR else " year"


def long_date(on: date) -> str:
    """ "Tuesday 19 May"."""
    return written(on, "whole weekday day month")


def day_name(on: date, today: date) -> str:
    """What a patient calls a recent day: "Today", "Yesterday", "Tuesday"."""
    if on == today:
        return _("Today")
    if on == today - timedelta(days=1):
        return _("Yesterday")
    weekday = written(on, "weekday")
    return weekday[:1].upper() + weekday[1:]


def clock_day(day: int) -> tuple[str, str]:
    """The post-operative day in words, with the part that can be left unseen apart: "day 96", "after surgery"."""
    if day == 0:
        return _("day of surgery"), ""
    if day < 0:
        return counted("{number} day before surgery", "{number} days before surgery", -day), ""
    return _("day {number}").format(number=day), _("after surgery")


def local_date(at: datetime, time_zone: str) -> date:
    """The date of a UTC time where the patient lives."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def local_time(at: datetime, time_zone: str) -> str:
    """ "14:02" on the patient's clock."""
    return clock(at.astimezone(ZoneInfo(time_zone)))


def local_moment(at: datetime, time_zone: str, today: date) -> str:
    """ "22 May, 14:02" on the patient's clock."""
    return f"{day_month(local_date(at, time_zone), today)}, {local_time(at, time_zone)}"


def last_moment(at: datetime, time_zone: str, today: date) -> str:
    """ "14:02" on the patient's clock, with the date before it where it was another day: for what was done just now or
    not long ago."""
    if local_date(at, time_zone) == today:
        return local_time(at, time_zone)
    return local_moment(at, time_zone, today)
