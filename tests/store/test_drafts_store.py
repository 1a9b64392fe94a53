"""Drafts: what was typed for a day and not saved yet."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.store.people import DAY, NOW, World
from tests.whole_day import whole_day
from tracker.domain.diary import DiaryEntry, Draft
from tracker.domain.people import OPERATOR
from tracker.store import drafts


def test_a_draft_comes_back_as_it_was_typed_and_the_last_one_counts(world: World) -> None:
    whole, day_before = whole_day(DAY), DAY - timedelta(days=1)
    with world.store.transaction() as tx:
        drafts.keep(tx, world.anna.viewer, "anna", DiaryEntry(DAY, axial=3), based_on=0, now=NOW)
        drafts.keep(tx, world.anna.viewer, "anna", whole, based_on=2, now=NOW)
        drafts.keep(tx, OPERATOR, "anna", DiaryEntry(day_before, note="rain"), based_on=0, now=NOW)
        found = drafts.drafts(tx, world.anna.viewer, "anna", day_before)
        assert found == (Draft(DiaryEntry(day_before, note="rain"), 0, NOW), Draft(whole, 2, NOW))
        assert drafts.drafts(tx, OPERATOR, "anna", DAY) == found[1:]
        drafts.drop(tx, world.anna.viewer, "anna", DAY)
        assert drafts.drafts(tx, OPERATOR, "anna", day_before) == found[:1]


def test_what_was_typed_wrong_is_kept_as_it_is(world: World) -> None:
    wrong: Any = DiaryEntry(DAY, axial=11, walking_minutes=12.5, sleep_hours=-3.0, note="x" * 20_000)  # type: ignore[arg-type]
    with world.store.transaction() as tx:
        drafts.keep(tx, OPERATOR, "anna", wrong, based_on=0, now=NOW)
        assert [each.entry for each in drafts.drafts(tx, OPERATOR, "anna", DAY)] == [wrong]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_no_database_can_hold_is_left_out_and_the_rest_is_kept(world: World, number: float) -> None:
    odd = DiaryEntry(DAY, axial=3, sleep_hours=number, note="ra\0in\ud800 \U0001f327")
    with world.store.transaction() as tx:
        drafts.keep(tx, OPERATOR, "anna", odd, based_on=0, now=NOW)
        (found,) = drafts.drafts(tx, OPERATOR, "anna", DAY)
    assert found.entry == replace(odd, sleep_hours=None, note="rain \U0001f327")
