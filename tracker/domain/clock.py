"""The only place that reads the clock, so that a test can pin it and no statistic depends on it unseen."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from tracker.domain.errors import BadInput, Fault


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """Today's date where the clock on the wall shows `time_zone` (an IANA name such as "Europe/Madrid")."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def moment(on: date, at: time, time_zone: str) -> datetime:
    """The moment, aware UTC, at which the clock on the wall shows a date and time; the first one where it shows them
    twice. Raises BadInput where it never does, because the clocks went forward."""
    zone = ZoneInfo(time_zone)
    wall = datetime.combine(on, at.replace(fold=0, tzinfo=None))
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != wall:
        remedy = "The clocks went forward over it. Give the time that the clock showed."
        raise BadInput(Fault("time", f"{at:%H:%M}", f"did not exist on {on}", remedy))
    return found


def known_zone(time_zone: str) -> str:
    """`time_zone` itself where it is an IANA name; raises BadInput otherwise."""
    if time_zone not in available_timezones():
        raise BadInput(
            Fault("time zone", time_zone, "is not a known time zone", 'Use a name such as "America/New_York".')
        )
    return time_zone
