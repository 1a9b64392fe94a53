"""The only place that reads the clock, so that a test can pin it and no statistic depends on it unseen."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

from tracker.domain.errors import BadInput, Fault


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """Today's date where the clock on the wall shows `time_zone` (an IANA name such as "Europe/Madrid")."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def known_zone(time_zone: str) -> str:
    """`time_zone` itself where it is an IANA name; raises BadInput otherwise."""
    if time_zone not in available_timezones():
        raise BadInput(
            Fault("time zone", time_zone, "is not a known time zone", 'Use a name such as "America/New_York".')
        )
    return time_zone
