"""The hours after a block: by the clock that goes on evenly, whatever the clock on the wall does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tracker.domain import clock
from tracker.domain.errors import BadInput
from tracker.domain.patients import Site
from tracker.domain.readings import HOURS, BlockLog, Reading, block_log, block_logs, hour_words, log_is_open
from tracker.domain.treatments import Treatment, TreatmentKind

MADRID = "Europe/Madrid"
HOUR = timedelta(hours=1)


def a_block(on: date, at: time | None = None, time_zone: str = MADRID, name: str = "Medial branch block") -> Treatment:
    done_at = None if at is None else clock.moment(on, at, time_zone)
    return Treatment(name, "anna", TreatmentKind.PROCEDURE, name, on, done_at=done_at)


def on_the_wall(log: BlockLog, time_zone: str = MADRID) -> list[str]:
    moments = [log.moment(hour) for hour in HOURS]
    return [f"{at.astimezone(ZoneInfo(time_zone)):%H:%M}" for at in moments if at]


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2026, 5, 20), ["23:30", "00:30", "01:30", "02:30", "03:30", "04:30", "05:30", "06:30", "07:30"]),
        (date(2026, 3, 28), ["23:30", "00:30", "01:30", "03:30", "04:30", "05:30", "06:30", "07:30", "08:30"]),
        (date(2026, 10, 24), ["23:30", "00:30", "01:30", "02:30", "02:30", "03:30", "04:30", "05:30", "06:30"]),
    ],
    ids=["any night", "clocks go forward", "clocks go back"],
)
def test_the_hours_are_hours_across_daylight_saving(on: date, shown: list[str]) -> None:
    log = block_log(a_block(on, time(23, 30)), [])
    assert on_the_wall(log) == shown
    moments = [log.moment(hour) for hour in HOURS]
    assert {later - earlier for earlier, later in pairwise(moments) if later and earlier} == {HOUR}


def test_a_time_that_the_clocks_left_out_is_refused_and_one_shown_twice_is_the_first() -> None:
    with pytest.raises(BadInput, match=r"'02:30' did not exist on 2026-03-29. The clocks went forward"):
        clock.moment(date(2026, 3, 29), time(2, 30), MADRID)
    assert clock.moment(date(2026, 10, 25), time(2, 30), MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock.moment(date(2026, 10, 25), time(2, 30, fold=1), MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Pacific/Kiritimati", datetime(2026, 5, 20, 19, 0, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 5, 21, 20, 0, tzinfo=UTC)),
    ],
)
def test_the_time_is_on_the_patients_own_clock(zone: str, moment: datetime) -> None:
    assert clock.moment(date(2026, 5, 21), time(9, 0), zone) == moment


def test_an_hour_without_a_score_stays_missing() -> None:
    block = a_block(date(2026, 5, 21), time(9, 0))
    assert block.done_at is not None
    scores = {(0, Site.AXIAL): 7, (8, Site.AXIAL): 2, (1, Site.LIMB): 0}
    logged = [Reading("anna", block.done_at + hour * HOUR, site, pain) for (hour, site), pain in scores.items()]
    elsewhere = [
        Reading("anna", block.done_at + 9 * HOUR, Site.AXIAL, 9),
        Reading("anna", block.done_at + HOUR / 2, Site.AXIAL, 9),
    ]
    log = block_log(block, logged + elsewhere)
    assert log.scores == scores
    assert (log.answered(Site.AXIAL), log.answered(Site.LIMB)) == (2, 1)


@pytest.mark.parametrize(("minutes", "come"), [(-1, 0), (0, 1), (59, 1), (60, 2), (479, 8), (480, 9), (5000, 9)])
def test_an_hour_can_be_filled_in_from_its_moment_on(minutes: int, come: int) -> None:
    log = block_log(a_block(date(2026, 5, 21), time(9, 0)), [])
    assert log.block.done_at is not None
    assert log.hours_come(log.block.done_at + timedelta(minutes=minutes)) == tuple(range(come))


def test_a_block_of_unknown_time_has_no_hours() -> None:
    log = block_log(a_block(date(2026, 5, 21)), [])
    assert log.hours_come(datetime(2027, 1, 1, tzinfo=UTC)) == ()
    assert {log.moment(hour) for hour in HOURS} == {None}


def test_the_blocks_of_a_list_come_newest_first_and_nothing_else_does() -> None:
    first, second = (a_block(date(2026, 5, day)) for day in (1, 2))
    other = replace(first, name="Epidural injection")
    pills = replace(first, kind=TreatmentKind.MEDICINE)
    assert [log.block for log in block_logs([first, other, second, pills], [])] == [second, first]


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_log_is_open_on_the_day_of_the_block_and_the_day_after(days: int, is_open: bool) -> None:
    block = a_block(date(2026, 5, 21))
    today = date(2026, 5, 21) + timedelta(days=days)
    assert log_is_open(block, today) is is_open
    assert not log_is_open(replace(block, name="Epidural injection"), today)


def test_the_rows_are_named_for_a_person() -> None:
    assert [hour_words(hour) for hour in (0, 1, 8)] == ["before", "1 h after", "8 h after"]
