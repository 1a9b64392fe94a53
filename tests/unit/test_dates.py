"""Dates and times in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.web.components import dates

TODAY = date(2026, 5, 21)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (TODAY, "Thu 21 May"),
        (TODAY - timedelta(days=182), "Thu 20 Nov"),
        (TODAY - timedelta(days=183), "Wed 19 Nov 2025"),
        (TODAY + timedelta(days=183), "Fri 20 Nov 2026"),
    ],
)
def test_the_year_is_said_where_it_could_be_another(on: date, said: str) -> None:
    assert dates.short_date(on, TODAY) == said
    assert said.endswith(dates.day_month(on, TODAY))


def test_a_long_date_has_its_weekday_in_full() -> None:
    assert dates.long_date(date(2026, 5, 3)) == "Sunday 3 May"


@pytest.mark.parametrize(
    ("zone", "said"), [("Europe/Madrid", "21 May, 00:30"), ("UTC", "20 May, 22:30"), ("Asia/Tokyo", "21 May, 07:30")]
)
def test_a_moment_in_the_record_always_has_its_date(zone: str, said: str) -> None:
    assert dates.local_moment(datetime(2026, 5, 20, 22, 30, tzinfo=UTC), zone, TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (96, ("day 96", "after surgery")),
        (1, ("day 1", "after surgery")),
        (0, ("day of surgery", "")),
        (-1, ("1 day before surgery", "")),
        (-3, ("3 days before surgery", "")),
    ],
)
def test_the_clock_of_the_surgery(day: int, said: tuple[str, str]) -> None:
    assert dates.clock_day(day) == said


@pytest.mark.parametrize(
    ("on", "said"),
    [(TODAY, "Today"), (date(2026, 5, 20), "Yesterday"), (date(2026, 5, 19), "Tuesday"), (date(2026, 5, 8), "Friday")],
)
def test_recent_days_have_names(on: date, said: str) -> None:
    assert dates.day_name(on, TODAY) == said


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        (datetime(2026, 5, 21, 12, 2, tzinfo=UTC), "Europe/Madrid", "14:02"),
        (datetime(2026, 5, 21, 12, 2, tzinfo=UTC), "America/New_York", "08:02"),
        (datetime(2026, 5, 20, 22, 30, tzinfo=UTC), "Europe/Madrid", "00:30"),
        (datetime(2026, 5, 20, 21, 59, tzinfo=UTC), "Europe/Madrid", "20 May, 23:59"),
        (datetime(2026, 1, 3, 9, 0, tzinfo=UTC), "Europe/Madrid", "3 Jan, 10:00"),
        (datetime(2025, 1, 3, 9, 0, tzinfo=UTC), "Europe/Madrid", "3 Jan 2025, 10:00"),
    ],
)
def test_times_are_on_the_patients_own_clock(at: datetime, zone: str, said: str) -> None:
    assert dates.last_moment(at, zone, TODAY) == said
