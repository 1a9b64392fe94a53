"""The diary: one entry a date, every edit kept, nothing lost between two who save at once."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.store.people import DAY, NOW, World
from tests.store.statements import counted
from tests.store.threads import at_once
from tracker.domain.columns import JUDGED
from tracker.domain.diary import DiaryEntry, Origin, Revision, Saved
from tracker.domain.errors import BadInput, EditedElsewhere
from tracker.domain.people import OPERATOR, Viewer
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import diary, treatments

LATER = NOW + timedelta(hours=1)


def save(world: World, entry: DiaryEntry, *, now: datetime = NOW, based_on: int | None = None) -> tuple[Saved, int]:
    with world.store.transaction() as tx:
        return diary.save_entry(tx, world.anna.viewer, "anna", entry, now=now, origin=Origin.PAGE, based_on=based_on)


def stored(world: World, on: date = DAY) -> Revision | None:
    with world.store.reading() as tx:
        return diary.revision(tx, OPERATOR, "anna", on)


def history(world: World) -> tuple[Revision, ...]:
    with world.store.reading() as tx:
        return diary.history(tx, OPERATOR, "anna", DAY)


def list_pills(world: World, *names: str) -> None:
    with world.store.transaction() as tx:
        for name in names:
            treatments.save_treatment(tx, OPERATOR, Treatment(name, "anna", TreatmentKind.MEDICINE, name, DAY))


def test_the_first_save_of_a_date_is_revision_one(world: World) -> None:
    entry = DiaryEntry(DAY, axial=4, sleep_hours=6.5, flare=False, note="slept badly")
    assert save(world, entry) == (Saved.STORED, 1)
    assert stored(world) == Revision(1, entry, NOW, world.anna.id, Origin.PAGE)


def test_a_date_without_an_entry_has_no_revision(world: World) -> None:
    assert stored(world) is None
    assert history(world) == ()


def test_a_change_keeps_what_it_replaces(world: World) -> None:
    first, second = DiaryEntry(DAY, axial=4, note="first"), DiaryEntry(DAY, axial=5)
    save(world, first)
    assert save(world, second, now=LATER) == (Saved.CHANGED, 2)
    assert [(each.number, each.entry, each.saved_at) for each in history(world)] == [
        (1, first, NOW),
        (2, second, LATER),
    ]
    assert stored(world) == history(world)[-1]


def test_the_same_values_again_add_no_revision(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=4))
    assert save(world, DiaryEntry(DAY, axial=4), now=LATER) == (Saved.UNCHANGED, 1)
    assert [each.saved_at for each in history(world)] == [NOW]


def test_a_value_may_be_taken_back(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=4, limb=2))
    assert save(world, DiaryEntry(DAY, axial=4)) == (Saved.CHANGED, 2)
    with world.store.reading() as tx:
        assert diary.entries_frame(tx, OPERATOR)["limb"].isna().all()


def test_zero_and_not_answered_are_two_things(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=0, flare=False))
    assert save(world, DiaryEntry(DAY, axial=0)) == (Saved.CHANGED, 2)
    assert save(world, DiaryEntry(DAY, flare=False)) == (Saved.CHANGED, 3)


def test_nothing_taken_and_not_answered_are_two_things(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=4, taken=frozenset()))
    found = stored(world)
    assert found is not None
    assert found.entry.taken == frozenset()
    assert save(world, DiaryEntry(DAY, axial=4)) == (Saved.CHANGED, 2)
    found = stored(world)
    assert found is not None
    assert found.entry.taken is None


def test_what_was_taken_follows_the_newest_revision(world: World) -> None:
    list_pills(world, "a", "b", "c")
    save(world, DiaryEntry(DAY, taken=frozenset({"a", "b"})))
    save(world, DiaryEntry(DAY, taken=frozenset({"b", "c"})))
    with world.store.reading() as tx:
        frame = diary.taken_frame(tx, OPERATOR, "anna")
    assert frame["treatment_id"].tolist() == ["b", "c"]
    assert [each.entry.taken for each in history(world)] == [frozenset("ab"), frozenset("bc")]


def opioid_taken(world: World, viewer: Viewer = OPERATOR, ids: list[str] | None = None) -> list[bool | None]:
    with world.store.reading() as tx:
        told = diary.entries_frame(tx, viewer, ids, JUDGED)["opioid_taken"]
    return [None if pd.isna(each) else bool(each) for each in told]


def test_whether_an_opioid_was_taken_is_told_apart_from_not_answered(world: World) -> None:
    list_pills(world, "Ibuprofen", "Oxicodona 5 mg", "Percocet")
    ticks = (None, (), ("Ibuprofen",), ("Ibuprofen", "Oxicodona 5 mg"), ("Oxicodona 5 mg", "Percocet"))
    for later, ticked in enumerate(ticks):
        save(world, DiaryEntry(DAY + timedelta(later), axial=4, taken=None if ticked is None else frozenset(ticked)))
    assert opioid_taken(world) == [None, False, False, True, True]
    assert opioid_taken(world, world.able.viewer, ["anna"]) == [None, False, False, True, True]
    save(world, DiaryEntry(DAY + timedelta(3), axial=4, taken=frozenset({"Ibuprofen"})))
    assert opioid_taken(world) == [None, False, False, False, True]


def test_without_an_opioid_on_any_list_the_answered_days_are_without(world: World) -> None:
    save(world, DiaryEntry(DAY, taken=frozenset()))
    save(world, DiaryEntry(DAY + timedelta(1), axial=4))
    assert opioid_taken(world) == [False, None]


def test_the_opioids_of_a_panel_take_no_statement_for_each_patient(world: World) -> None:
    def statements(ids: list[str]) -> int:
        with world.store.reading() as tx, counted(tx) as seen:
            diary.entries_frame(tx, OPERATOR, ids, JUDGED)
        return len(seen)

    assert statements(["anna"]) == statements(["anna", "ben", *(f"no {number}" for number in range(500))]) == 2


def test_a_treatment_that_is_not_on_the_list_is_refused_by_name(world: World) -> None:
    with pytest.raises(BadInput, match="'morphine' is not on the list"):
        save(world, DiaryEntry(DAY, axial=4, taken=frozenset({"morphine"})))
    assert stored(world) is None


@pytest.mark.parametrize("based_on", [0, None])
def test_a_first_entry_may_say_that_there_was_none_before(world: World, based_on: int | None) -> None:
    assert save(world, DiaryEntry(DAY, axial=4), based_on=based_on) == (Saved.STORED, 1)


def test_an_edit_of_what_somebody_else_changed_meanwhile_is_refused(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=4))
    save(world, DiaryEntry(DAY, axial=5), based_on=1)
    with pytest.raises(EditedElsewhere, match="Nothing was overwritten"):
        save(world, DiaryEntry(DAY, axial=6), based_on=1)
    assert [each.entry.axial for each in history(world)] == [4, 5]


def test_an_edit_that_says_the_same_as_the_one_between_is_no_conflict(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=4))
    assert save(world, DiaryEntry(DAY, axial=4), based_on=0) == (Saved.UNCHANGED, 1)


def test_an_edit_of_the_newest_revision_is_taken(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=4))
    assert save(world, DiaryEntry(DAY, axial=5), based_on=1) == (Saved.CHANGED, 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("axial", 3.5),
        ("axial", -1),
        ("limb_worst", 11),
        ("walking_minutes", 1441),
        ("sleep_hours", 24.5),
        ("sleep_hours", float("nan")),
    ],
)
def test_a_value_that_no_column_can_hold_is_refused_by_name(world: World, field: str, value: Any) -> None:
    with pytest.raises(BadInput, match=field.replace("_", " ")):
        save(world, DiaryEntry(DAY, **{field: value}))
    assert stored(world) is None


@pytest.mark.parametrize("note", ["a\0b", "\ud83d"])
def test_a_character_that_a_database_cannot_keep_is_refused_by_both(world: World, note: str) -> None:
    with pytest.raises(BadInput, match="note holds a character"):
        save(world, DiaryEntry(DAY, axial=4, note=note))


def test_numbers_of_numpy_are_stored_as_numbers(world: World) -> None:
    entry: Any = DiaryEntry(DAY, axial=np.int64(4), sleep_hours=np.float64(6.5), flare=np.bool_(True))  # type: ignore[arg-type]
    save(world, entry)
    found = stored(world)
    assert found is not None
    assert (found.entry.axial, found.entry.sleep_hours, found.entry.flare) == (4, 6.5, True)
    with world.store.reading() as tx:
        assert diary.entries_frame(tx, OPERATOR)["axial"].tolist() == [4.0]


def test_the_newest_of_each_date_since_a_date_comes_in_order(world: World) -> None:
    days = [DAY - timedelta(back) for back in (3, 1, 2, 0)]
    for day in days:
        save(world, DiaryEntry(day, axial=1))
    save(world, DiaryEntry(DAY, axial=2))
    with world.store.reading() as tx:
        found = diary.latest(tx, OPERATOR, "anna", DAY - timedelta(2))
    assert list(found) == sorted(days)[1:]
    assert [(each.number, each.entry.axial) for each in found.values()] == [(1, 1), (1, 1), (2, 2)]


def test_many_at_once_are_counted_by_what_they_did(world: World) -> None:
    save(world, DiaryEntry(DAY, axial=4))
    save(world, DiaryEntry(DAY - timedelta(1), axial=4))
    entries = [DiaryEntry(DAY - timedelta(back), axial=4 if back else 5) for back in range(5)]
    with world.store.transaction() as tx:
        counts = diary.save_entries(tx, OPERATOR, "anna", entries, now=LATER, origin=Origin.IMPORT)
    assert counts == Counter({Saved.STORED: 3, Saved.CHANGED: 1, Saved.UNCHANGED: 1})
    with world.store.reading() as tx:
        assert [each.entry for each in diary.latest(tx, OPERATOR, "anna", date.min).values()] == entries[::-1]


def test_a_date_that_comes_twice_among_many_keeps_both_edits(world: World) -> None:
    entries = [DiaryEntry(DAY, axial=4), DiaryEntry(DAY, axial=5)]
    with world.store.transaction() as tx:
        counts = diary.save_entries(tx, OPERATOR, "anna", entries, now=NOW, origin=Origin.IMPORT)
    assert counts == Counter({Saved.STORED: 1, Saved.CHANGED: 1})
    assert [(each.number, each.entry.axial, each.origin) for each in history(world)] == [
        (1, 4, Origin.IMPORT),
        (2, 5, Origin.IMPORT),
    ]


def test_many_at_once_are_all_refused_for_one_that_is_wrong(world: World) -> None:
    entries = [DiaryEntry(DAY - timedelta(1), axial=4), DiaryEntry(DAY, axial=11)]
    with pytest.raises(BadInput, match="11"), world.store.transaction() as tx:
        diary.save_entries(tx, OPERATOR, "anna", entries, now=NOW, origin=Origin.IMPORT)
    assert stored(world, DAY - timedelta(1)) is None


@pytest.mark.parametrize("number", [1, 1_200])
def test_many_at_once_take_the_same_few_statements(world: World, number: int) -> None:
    list_pills(world, "a")
    entries = [DiaryEntry(DAY - timedelta(back), axial=4, taken=frozenset({"a"})) for back in range(number)]
    with world.store.transaction() as tx, counted(tx) as statements:
        diary.save_entries(tx, OPERATOR, "anna", entries, now=NOW, origin=Origin.IMPORT)
    assert len(statements) <= 7


def test_of_many_who_save_the_same_date_at_once_no_edit_is_lost_or_doubled(world: World) -> None:
    notes = [[f"worker {worker}, edit {edit}" for edit in range(8)] for worker in range(4)]

    def edit(worker: int) -> None:
        for note in notes[worker]:
            save(world, DiaryEntry(DAY, axial=worker, note=note))

    assert at_once(edit, 4) == []
    kept = history(world)
    assert [each.number for each in kept] == list(range(1, 33))
    assert sorted(each.entry.note for each in kept) == sorted(note for each in notes for note in each)
    assert stored(world) == kept[-1]


def test_of_many_who_first_log_a_date_at_once_one_wins_and_the_others_are_told(world: World) -> None:
    raised = at_once(lambda worker: void(save(world, DiaryEntry(DAY, axial=worker), based_on=0)), 4)
    assert [type(error) for error in raised] == [EditedElsewhere] * 3
    assert [each.number for each in history(world)] == [1]


def test_of_many_who_save_the_same_values_at_once_one_is_stored(world: World) -> None:
    outcomes: list[Saved] = []
    assert at_once(lambda worker: outcomes.append(save(world, DiaryEntry(DAY, axial=4))[0]), 4) == []
    assert sorted(outcomes) == [Saved.STORED, *[Saved.UNCHANGED] * 3]


def void(_: object) -> None:
    """For a worker whose result does not matter."""
