"""When a reminder is due: the wall clock of the patient decides, and whatever speaks for silence wins."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import BadInput
from tracker.domain.reminders import (
    Days,
    QuietHours,
    ReminderTimes,
    check_email,
    check_times,
    due_date,
    moment_on,
    next_due,
)

SURGERY = date(2024, 1, 1)
NIGHT = QuietHours(time(21), time(8))
ZONES = (
    "Pacific/Pago_Pago", "America/St_Johns", "America/New_York", "UTC", "Europe/Madrid", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati",
)  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(hour: int = 19, minute: int = 0, quiet: QuietHours | None = None, **more: object) -> ReminderTimes:
    return ReminderTimes(on=True, at=time(hour, minute), quiet=quiet, **more)  # type: ignore[arg-type]


def days(zone: str = "UTC", **more: object) -> Days:
    return Days(zone, **{"surgery_date": SURGERY, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "on", "wall", "moment"),
    [
        ("Pacific/Pago_Pago", date(2026, 6, 1), time(19), "2026-06-02T06:00"),  # UTC-11
        ("Pacific/Kiritimati", date(2026, 6, 1), time(19), "2026-06-01T05:00"),  # UTC+14
        ("Pacific/Kiritimati", date(2026, 6, 1), time(8), "2026-05-31T18:00"),
        ("Asia/Kathmandu", date(2026, 6, 1), time(19), "2026-06-01T13:15"),
        ("UTC", date(2024, 2, 29), time(23, 59), "2024-02-29T23:59"),  # the leap day
        ("Pacific/Pago_Pago", date(2024, 2, 29), time(19), "2024-03-01T06:00"),
        ("Pacific/Kiritimati", date(2024, 2, 29), time(8), "2024-02-28T18:00"),
        ("Europe/Madrid", date(2026, 3, 28), time(19), "2026-03-28T18:00"),  # the day before summer time
        ("Europe/Madrid", date(2026, 3, 29), time(19), "2026-03-29T17:00"),
        ("Europe/Madrid", date(2026, 3, 29), time(2, 30), "2026-03-29T01:30"),  # is not there: 03:30
        ("Europe/Madrid", date(2026, 3, 29), time(1, 59), "2026-03-29T00:59"),
        ("Europe/Madrid", date(2026, 3, 29), time(3, 0), "2026-03-29T01:00"),
        ("Europe/Madrid", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # comes twice: the first one
        ("Europe/Madrid", date(2026, 10, 25), time(3, 0), "2026-10-25T02:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:30"),  # 03:30
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:45"),  # by half an hour: 02:45
        ("America/Havana", date(2026, 3, 8), time(0, 30), "2026-03-08T05:30"),  # midnight is not there: 01:30
        ("Africa/Cairo", date(2026, 10, 29), time(23, 30), "2026-10-29T20:30"),  # the hour to midnight comes twice
    ],
)
def test_a_reminder_comes_at_the_time_on_the_wall(zone: str, on: date, wall: time, moment: str) -> None:
    assert moment_on(daily(wall.hour, wall.minute), zone, on) == at(moment)


def test_a_date_that_the_clocks_skip_has_no_reminder_and_its_neighbours_have_one_each() -> None:
    found = [moment_on(daily(), "Pacific/Apia", date(2011, 12, day)) for day in (29, 30, 31)]
    assert found == [at("2011-12-30T05:00"), None, at("2011-12-31T05:00")]


@pytest.mark.parametrize(
    ("wall", "quiet", "there"),
    [
        (time(20, 59), NIGHT, True),
        (time(21, 0), NIGHT, False),
        (time(0, 0), NIGHT, False),
        (time(7, 59), NIGHT, False),
        (time(8, 0), NIGHT, True),
        (time(12, 59), QuietHours(time(13), time(15)), True),
        (time(13, 0), QuietHours(time(13), time(15)), False),
        (time(14, 59), QuietHours(time(13), time(15)), False),
        (time(15, 0), QuietHours(time(13), time(15)), True),
        (time(3, 0), None, True),
    ],
)
def test_quiet_hours_win(wall: time, quiet: QuietHours | None, there: bool) -> None:
    found = moment_on(daily(wall.hour, wall.minute, quiet), "Europe/Madrid", date(2026, 6, 1))
    assert (found is not None) is there


def test_quiet_hours_win_over_a_time_that_the_clocks_moved_into_them() -> None:
    times = daily(2, 30, QuietHours(time(3), time(8)))
    assert moment_on(times, "Europe/Madrid", date(2026, 3, 28)) == at("2026-03-28T01:30")
    assert moment_on(times, "Europe/Madrid", date(2026, 3, 29)) is None


@pytest.mark.parametrize(
    ("after", "zone", "moment"),
    [
        ("2026-06-01T18:59", "UTC", "2026-06-01T19:00"),
        ("2026-06-01T19:00", "UTC", "2026-06-01T19:00"),
        ("2026-06-01T19:01", "UTC", "2026-06-02T19:00"),
        ("2026-06-01T06:01", "Pacific/Pago_Pago", "2026-06-02T06:00"),  # there it is still 31 May, 19:01
        ("2026-05-31T23:00", "Pacific/Kiritimati", "2026-06-01T05:00"),  # there it is 1 June, 13:00
    ],
)
def test_the_next_one_is_the_first_from_now_on(after: str, zone: str, moment: str) -> None:
    assert next_due(daily(), days(zone), at(after)) == at(moment)


def test_switched_off_there_is_none() -> None:
    off = ReminderTimes(on=False, at=time(19), quiet=None)
    assert next_due(off, days(), at("2026-06-01T12:00")) is None
    assert due_date(off, days(), at("2026-06-01T19:00")) is None


def test_a_day_that_has_an_entry_is_left_out() -> None:
    logged = days(logged=frozenset({date(2026, 6, 1), date(2026, 6, 2)}))
    assert next_due(daily(), logged, at("2026-06-01T12:00")) == at("2026-06-03T19:00")
    assert due_date(daily(), logged, at("2026-06-01T19:00")) is None


def test_a_day_that_was_reminded_of_is_left_out() -> None:
    reminded = days(reminded=frozenset({date(2026, 6, 1)}))
    assert next_due(daily(), reminded, at("2026-06-01T12:00")) == at("2026-06-02T19:00")
    assert due_date(daily(), reminded, at("2026-06-01T19:30")) is None


@pytest.mark.parametrize(
    ("surgery", "moment"),
    [
        (date(2026, 6, 1), "2026-06-01T19:00"),
        (date(2026, 6, 2), "2026-06-02T19:00"),
        (date(2027, 1, 1), "2027-01-01T19:00"),
    ],
)
def test_before_the_surgery_there_is_none(surgery: date, moment: str) -> None:
    waiting = days(surgery_date=surgery)
    assert next_due(daily(), waiting, at("2026-06-01T12:00")) == at(moment)
    assert due_date(daily(), waiting, at("2026-06-01T19:00")) == (surgery if surgery == date(2026, 6, 1) else None)


def test_only_the_chosen_weekdays_count() -> None:
    mondays = daily(weekdays=frozenset({0}))
    assert next_due(mondays, days(), at("2026-06-01T19:01")) == at("2026-06-08T19:00")
    assert due_date(mondays, days(), at("2026-06-02T19:00")) is None


def test_the_one_chosen_weekday_is_found_behind_a_quiet_one_and_a_logged_one() -> None:
    sundays = daily(2, 30, QuietHours(time(3), time(8)), weekdays=frozenset({6}))
    found = next_due(sundays, days("Europe/Madrid", logged=frozenset({date(2026, 4, 5)})), at("2026-03-29T00:00"))
    assert found == at("2026-04-12T00:30")


def test_where_no_day_is_left_there_is_none() -> None:
    assert next_due(daily(weekdays=frozenset()), days(), at("2026-06-01T12:00")) is None
    assert next_due(daily(22, 0, NIGHT), days(), at("2026-06-01T12:00")) is None


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-06-01T18:59:59", None),
        ("2026-06-01T19:00", date(2026, 6, 1)),
        ("2026-06-01T19:59:59", date(2026, 6, 1)),
        ("2026-06-01T20:00", None),
    ],
)
def test_it_is_due_for_an_hour(now: str, due: date | None) -> None:
    assert due_date(daily(), days(), at(now)) == due


def test_one_shortly_before_midnight_is_due_after_it_for_the_day_before() -> None:
    late = daily(23, 40)
    assert due_date(late, days(), at("2026-06-02T00:39")) == date(2026, 6, 1)
    assert due_date(late, days(logged=frozenset({date(2026, 6, 1)})), at("2026-06-02T00:39")) is None
    assert due_date(late, days(), at("2026-06-02T00:40")) is None


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-06-01T20:59", date(2026, 6, 1)),
        ("2026-06-01T21:00", None),  # the quiet hours begin
        ("2026-06-01T21:29", None),
    ],
)
def test_once_quiet_hours_have_begun_it_is_due_no_more(now: str, due: date | None) -> None:
    assert due_date(daily(20, 30, NIGHT), days(), at(now)) == due


def test_quiet_hours_that_are_over_already_have_begun_too() -> None:
    nap = daily(20, 30, QuietHours(time(20, 40), time(20, 50)))
    assert due_date(nap, days(), at("2026-06-01T20:39")) == date(2026, 6, 1)
    assert due_date(nap, days(), at("2026-06-01T20:55")) is None


def test_quiet_hours_that_begin_after_midnight_end_the_hour_too() -> None:
    late = daily(23, 40, QuietHours(time(0, 10), time(0, 20)))
    assert due_date(late, days(), at("2026-06-02T00:09")) == date(2026, 6, 1)
    assert due_date(late, days(), at("2026-06-02T00:25")) is None


def test_in_the_hour_that_comes_twice_it_is_due_once() -> None:
    times, madrid = daily(2, 30), days("Europe/Madrid")
    due = [due_date(times, madrid, at("2026-10-25T00:00") + timedelta(minutes=5 * step)) for step in range(36)]
    assert due == [None] * 6 + [date(2026, 10, 25)] * 12 + [None] * 18


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 2, 8, 12, 23])
def test_over_two_years_a_timer_of_five_minutes_finds_each_day_once(zone: str, hour: int) -> None:
    """Each moment is looked at on its own: from the first reminder on, always at the one after."""
    times, sent, now = daily(hour, 30), set[date](), at("2024-01-02T12:00")
    for _ in range(730):
        due = next_due(times, days(zone), now)
        assert due is not None
        on = due_date(times, days(zone, reminded=frozenset(sent)), due)
        assert on is not None
        assert on == due.astimezone(ZoneInfo(zone)).date()
        sent.add(on)
        assert due_date(times, days(zone, reminded=frozenset(sent)), due + timedelta(minutes=5)) is None
        now = due + timedelta(minutes=1)
    assert len(sent) == 730
    assert max(sent) - min(sent) == timedelta(days=729)


@given(
    st.sampled_from(ZONES),
    st.times(),
    st.times(),
    st.times(),
    st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: at("2023-01-01") + timedelta(minutes=minutes)),
)
def test_whatever_was_chosen_nothing_is_due_in_quiet_hours(
    zone: str, wall: time, start: time, end: time, now: datetime
) -> None:
    times = ReminderTimes(on=True, at=wall, quiet=QuietHours(start, end))
    due = next_due(times, Days(zone, SURGERY), now)
    if start == end or QuietHours(start, end).cover(wall):
        return
    assert due is not None
    assert due >= now
    for moment in (due, due + timedelta(minutes=30)):
        if due_date(times, Days(zone, SURGERY), moment) is not None:
            assert not QuietHours(start, end).cover(moment.astimezone(ZoneInfo(zone)).time())


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (daily(weekdays=frozenset()), "days are none"),
        (daily(21, 0, NIGHT), "time '21:00' lies in the quiet hours"),
        (daily(7, 59, NIGHT), "time '07:59' lies in the quiet hours"),
        (daily(12, 0, QuietHours(time(9), time(9))), "quiet hours begin and end at the same time"),
    ],
)
def test_what_could_never_come_is_refused(times: ReminderTimes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_times(times)


@pytest.mark.parametrize("times", [ReminderTimes(), daily(8, 0, NIGHT), daily(20, 59, NIGHT), daily(3, 0)])
def test_what_can_come_is_taken(times: ReminderTimes) -> None:
    check_times(times)


@pytest.mark.parametrize(
    "typed", ["anna@example.org", " a.b+mend@mail.example.co.uk\n", "x@y.museum", "o'neil_1@xn--bcher-kva.example"]
)
def test_an_address_is_taken_without_blanks_around_it(typed: str) -> None:
    assert check_email(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    ["", "anna", "anna@", "@example.org", "anna@example", "a b@example.org", "anna@example.org, eve@example.org",
     "anna@example.org\r\nBcc: eve@example.org", "Anna <anna@example.org>", "änna@example.org", "anna@exämple.org",
     "anna@-x.org", "anna@x..org", "a..b@example.org", ".a@example.org", "a@b@example.org", "anna@example.org\0",
     f"{'a' * 250}@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="e-mail address"):
        check_email(typed)
