"""Words are put where they cover least."""

import numpy as np
import pytest

from tracker.charts.clock_axis import Clock
from tracker.charts.placement import BOTTOM, TOP, Box, Field
from tracker.charts.theme import soft

CLOCK = Clock(200, 12)
PANEL = (900.0, 380.0)


def inside(box: Box, x: float, y: float) -> bool:
    return abs(x - box.x) < box.width / 2 and abs(y - box.y) < box.height / 2


def test_an_empty_panel_gives_the_place_asked_for() -> None:
    box = Field(CLOCK, PANEL).place((200, 60), (100.0, 5.0))
    assert box.x == pytest.approx(100, abs=CLOCK.span / 90)
    assert box.y == pytest.approx(5, abs=0.2)


def test_the_box_keeps_off_what_is_drawn() -> None:
    field = Field(CLOCK, PANEL)
    day = np.arange(200.0)
    level = np.where(day > 120, 6.0, 3.0)
    field.draw(day, level, 1.0)
    box = field.place((200, 60), (120.0, 6.0))
    assert not any(inside(box, x, y) for x, y in zip(day, level, strict=True))


@pytest.mark.parametrize("near", [(-50.0, 5.0), (500.0, 5.0), (100.0, -9.0), (100.0, 40.0)])
def test_the_box_lies_inside_the_panel(near: tuple[float, float]) -> None:
    box = Field(CLOCK, PANEL).place((200, 60), near)
    assert box.x - box.width / 2 >= CLOCK.start - 1e-9
    assert box.x + box.width / 2 <= CLOCK.end + CLOCK.span / 90
    assert box.y - box.height / 2 >= BOTTOM - 1e-9
    assert box.y + box.height / 2 <= TOP + 0.21


def test_a_box_on_a_line_stands_on_it_and_moves_along_it() -> None:
    field = Field(CLOCK, PANEL)
    field.draw(np.arange(40.0), np.full(40, 7.2), 1.0)
    box = field.place((120, 17), (0.0, 7.0), on_line=7.0)
    assert box.y - box.height / 2 == pytest.approx(7.0)
    assert box.x - box.width / 2 >= 39


def test_a_box_that_was_placed_keeps_others_off() -> None:
    field = Field(CLOCK, PANEL)
    first = field.place((200, 60), (100.0, 5.0))
    field.fill(first, 1.0)
    second = field.place((200, 60), (100.0, 5.0))
    assert abs(first.x - second.x) >= first.width - CLOCK.span / 45 or abs(first.y - second.y) >= first.height - 0.4


def test_missing_values_and_those_outside_count_for_nothing() -> None:
    field = Field(CLOCK, PANEL)
    field.draw(np.array([np.nan, 5.0, 1e6, -1e6]), np.array([5.0, np.nan, 5.0, 99.0]), 1.0)
    box = field.place((200, 60), (100.0, 5.0))
    assert box.y == pytest.approx(5, abs=0.2)


def test_a_colour_seen_through() -> None:
    assert soft("#1f5fa8", 0.5) == "rgba(31,95,168,0.5)"
