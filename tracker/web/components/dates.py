"""Dates and times in words, no longer than what is needed to place them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_HALF_A_YEAR = 182


def day_month(on: date, today: date) -> str:
    """ "22 May", with the year where more than half a year lies between: "22 May 2024"."""
    return f"{on.day} {on:%b}" if abs((on - today).days) <= _HALF_A_YEAR else f"{on.day} {on:%b %Y}"


def short_date(on: date, today: date) -> str:
    """ "Tue 19 May", with the year where `day_month` has it."""
    return f"{on:%a} {day_month(on, today)}"


def long_date(on: date) -> str:
    """ "Tuesday 19 May"."""
    return f"{on:%A} {on.day} {on:%B}"


def day_name(on: date, today: date) -> str:
    """What a patient calls a recent day: "Today", "Yesterday", "Tuesday"."""
    return {today: "Today", today - timedelta(days=1): "Yesterday"}.get(on, f"{on:%A}")


def clock_day(day: int) -> tuple[str, str]:
    """The post-operative day in words, with the part that can be left unseen apart: "day 96", "after surgery"."""
    if day == 0:
        return "day of surgery", ""
    if day < 0:
        return f"{-day} {'day' if day == -1 else 'days'} before surgery", ""
    return f"day {day}", "after surgery"


def local_date(at: datetime, time_zone: str) -> date:
    """The date of a UTC time where the patient lives."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def local_time(at: datetime, time_zone: str) -> str:
    """ "14:02" on the patient's clock."""
    return f"{at.astimezone(ZoneInfo(time_zone)):%H:%M}"


def local_moment(at: datetime, time_zone: str, today: date) -> str:
    """ "22 May, 14:02" on the patient's clock."""
    return f"{day_month(local_date(at, time_zone), today)}, {local_time(at, time_zone)}"


def last_moment(at: datetime, time_zone: str, today: date) -> str:
    """ "14:02" on the patient's clock, with the date before it where it was another day: for what was done just now or
    not long ago."""
    if local_date(at, time_zone) == today:
        return local_time(at, time_zone)
    return local_moment(at, time_zone, today)
