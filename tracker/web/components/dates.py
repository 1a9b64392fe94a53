"""Dates as a physician reads them: no longer than what is needed to place them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_HALF_A_YEAR = 182


def day_month(on: date, today: date) -> str:
    """ "22 May", with the year where more than half a year lies between: "22 May 2024"."""
    return f"{on.day} {on:%b}" if abs((on - today).days) <= _HALF_A_YEAR else f"{on.day} {on:%b %Y}"


def local_date(at: datetime, time_zone: str) -> date:
    """The date of a UTC time where the patient lives."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def local_moment(at: datetime, time_zone: str, today: date) -> str:
    """ "22 May, 14:02" on the patient's clock."""
    return f"{day_month(local_date(at, time_zone), today)}, {at.astimezone(ZoneInfo(time_zone)):%H:%M}"
