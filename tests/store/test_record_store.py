"""Treatments, readings and the contracted frames."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.people import DAY, NOW, SURGERY, World, add_patient
from tests.store.statements import rolled_back
from tests.whole_day import whole_day
from tracker.domain.columns import ENTRIES, PATIENTS
from tracker.domain.diary import PAIN_FIELDS, RANGES, WORD_FIELDS, DiaryEntry, NumberRange, Origin, Saved
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.pain_words import ALLOWED, words_from
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR
from tracker.domain.readings import Reading
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Transaction, diary, patients, readings, treatments

PILLS = Treatment("pills", "anna", TreatmentKind.MEDICINE, "Gabapentin", date(2026, 1, 5), None, "300 mg")
BLOCK = Treatment(
    *("block", "anna", TreatmentKind.PROCEDURE, "Medial branch block", date(2026, 1, 2)),
    catalogue="medial_branch_block",
    added_on=date(2026, 1, 3),
    done_at=datetime(2026, 1, 2, 9, 30, tzinfo=UTC),
)


def test_treatments_come_back_as_saved_by_start(world: World) -> None:
    with world.store.transaction() as tx:
        for each in (PILLS, BLOCK):
            treatments.save_treatment(tx, world.anna.viewer, each)
        assert treatments.treatments(tx, OPERATOR, "anna") == (BLOCK, PILLS)
        assert treatments.treatments(tx, OPERATOR, "ben") == ()


def test_a_treatment_is_changed_by_its_id(world: World) -> None:
    stopped = replace(PILLS, end=date(2026, 2, 1), dose="600 mg", name="Gabapentin retard", kind=TreatmentKind.OTHER)
    with world.store.transaction() as tx:
        for each in (PILLS, stopped):
            treatments.save_treatment(tx, OPERATOR, each)
        assert treatments.treatments(tx, OPERATOR, "anna") == (stopped,)


def test_the_day_on_which_a_line_was_added_stays_whatever_is_changed(world: World) -> None:
    with world.store.transaction() as tx:
        for added in (DAY, None, DAY + timedelta(days=1)):
            treatments.save_treatment(tx, OPERATOR, replace(PILLS, added_on=added))
        assert treatments.treatments(tx, OPERATOR, "anna") == (replace(PILLS, added_on=DAY),)


def test_a_line_is_taken_off_the_list(world: World) -> None:
    with world.store.transaction() as tx:
        for each in (PILLS, BLOCK, replace(PILLS, id="other", patient_id="ben")):
            treatments.save_treatment(tx, OPERATOR, each)
        treatments.remove_treatment(tx, world.anna.viewer, "anna", "pills")
        assert treatments.treatments(tx, OPERATOR, "anna") == (BLOCK,)
        for not_there in ("pills", "other", "\0"):
            with pytest.raises(NotAllowed):
                treatments.remove_treatment(tx, world.anna.viewer, "anna", not_there)
        assert len(treatments.treatments(tx, OPERATOR, "ben")) == 1


def test_what_was_ticked_on_a_day_stays_on_the_list_until_it_is_unticked(world: World) -> None:
    entry = DiaryEntry(DAY, taken=frozenset({"pills"}))
    with world.store.transaction() as tx:
        treatments.save_treatment(tx, OPERATOR, PILLS)
        diary.save_entry(tx, OPERATOR, "anna", entry, now=NOW, origin=Origin.PAGE)
        with pytest.raises(BadInput, match=r"is ticked on 2026-02-27. Untick it there and save, or end it"):
            treatments.remove_treatment(tx, world.anna.viewer, "anna", "pills")
        diary.save_entry(tx, OPERATOR, "anna", replace(entry, taken=None), now=NOW, origin=Origin.PAGE)
        treatments.remove_treatment(tx, world.anna.viewer, "anna", "pills")
        assert treatments.treatments(tx, OPERATOR, "anna") == ()


def test_a_treatment_of_somebody_else_cannot_be_taken_over_by_its_id(world: World) -> None:
    with world.store.transaction() as tx:
        treatments.save_treatment(tx, OPERATOR, PILLS)
        with pytest.raises(NotAllowed):
            treatments.save_treatment(tx, world.ben.viewer, replace(PILLS, patient_id="ben", name="Mine"))
        assert treatments.treatments(tx, OPERATOR, "anna") == (PILLS,)


def test_a_name_that_cannot_be_kept_is_refused(world: World) -> None:
    with world.store.transaction() as tx, pytest.raises(BadInput, match="name holds"):
        treatments.save_treatment(tx, OPERATOR, replace(PILLS, name="a\0b"))


def test_readings_come_back_oldest_first(world: World) -> None:
    later, earlier = (Reading("anna", NOW + timedelta(hours=hours), Site.LIMB, 4, "after block") for hours in (1, 0))
    with world.store.transaction() as tx:
        for each in (later, earlier):
            readings.save_reading(tx, world.anna.viewer, each)
        assert readings.readings(tx, world.able.viewer, "anna") == (earlier, later)


def test_a_reading_takes_the_place_of_another_of_the_same_site_and_moment(world: World) -> None:
    reading = Reading("anna", NOW, Site.AXIAL, 4)
    with world.store.transaction() as tx:
        for each in (reading, replace(reading, site=Site.LIMB), replace(reading, pain=5, context="a block")):
            readings.save_reading(tx, OPERATOR, each)
        assert [(each.pain, each.context) for each in readings.readings(tx, OPERATOR, "anna")] == [
            (5, "a block"),
            (4, ""),
        ]


def test_a_reading_is_taken_back_by_its_moment_and_site_alone(world: World) -> None:
    reading = Reading("anna", NOW, Site.AXIAL, 4)
    later = replace(reading, at=NOW + timedelta(hours=1))
    others = {replace(reading, site=Site.LIMB), later, replace(reading, patient_id="ben")}
    with world.store.transaction() as tx:
        for each in (reading, *others):
            readings.save_reading(tx, OPERATOR, each)
        for _ in range(2):  # what is not there is no error
            readings.remove_reading(tx, world.anna.viewer, "anna", NOW, Site.AXIAL)
        left = {*readings.readings(tx, OPERATOR, "anna"), *readings.readings(tx, OPERATOR, "ben")}
    assert left == others


@pytest.mark.parametrize("pain", [-1, 11, 3.5])
def test_a_reading_outside_the_scale_is_refused(world: World, pain: int) -> None:
    with world.store.transaction() as tx, pytest.raises(BadInput, match="whole number from 0 to 10"):
        readings.save_reading(tx, OPERATOR, Reading("anna", NOW, Site.AXIAL, pain))


ENTRY_TYPES = {
    "patient_id": "str",
    "date": "datetime64[us]",
    **dict.fromkeys(RANGES, "float64"),
    "flare": "boolean",
    **dict.fromkeys((*WORD_FIELDS, "note"), "str"),
}
PATIENT_TYPES = {
    "patient_id": "str",
    "surgery_date": "datetime64[us]",
    "region": "str",
    "baseline_axial": "float64",
    "baseline_limb": "float64",
}


def types(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


def log(tx: Transaction, patient_id: str, *entries: DiaryEntry) -> None:
    diary.save_entries(tx, OPERATOR, patient_id, entries, now=NOW, origin=Origin.IMPORT)


def test_an_empty_frame_has_the_types_of_a_full_one(world: World) -> None:
    with world.store.transaction() as tx:
        assert types(diary.entries_frame(tx, OPERATOR)) == ENTRY_TYPES
        assert types(patients.patients_frame(tx, OPERATOR, [])) == PATIENT_TYPES
        assert types(diary.taken_frame(tx, OPERATOR, "anna")) == {"date": "datetime64[us]", "treatment_id": "str"}
        treatments.save_treatment(tx, OPERATOR, PILLS)
        log(tx, "anna", whole_day(DAY, taken=frozenset({"pills"})))
        log(tx, "anna", DiaryEntry(DAY - timedelta(1), note="only a note"))
        assert types(diary.entries_frame(tx, OPERATOR)) == ENTRY_TYPES
        assert types(patients.patients_frame(tx, OPERATOR)) == PATIENT_TYPES
        assert types(diary.taken_frame(tx, OPERATOR, "anna")) == {"date": "datetime64[us]", "treatment_id": "str"}


def test_frames_have_the_contracted_columns_in_their_order(world: World) -> None:
    with world.store.reading() as tx:
        assert list(diary.entries_frame(tx, OPERATOR).columns) == ENTRIES.names
        assert list(patients.patients_frame(tx, OPERATOR).columns) == PATIENTS.names


def test_what_is_not_known_is_missing_in_a_frame_and_not_zero(world: World) -> None:
    with world.store.transaction() as tx:
        log(tx, "anna", DiaryEntry(DAY, axial=0))
        (entry,) = diary.entries_frame(tx, OPERATOR).to_dict("records")
        anna, _ = patients.patients_frame(tx, OPERATOR).to_dict("records")
    assert (entry["axial"], entry["note"]) == (0.0, "")
    unanswered = {*ENTRIES.names} - {"patient_id", "date", "axial", "note"}
    assert all(pd.isna(entry[name]) for name in unanswered)
    assert (anna["surgery_date"], anna["region"]) == (pd.Timestamp(SURGERY), "lumbar")
    assert (anna["baseline_axial"], pd.isna(anna["baseline_limb"])) == (7.0, True)


@pytest.mark.parametrize(
    ("asked", "given"), [(None, ["anna", "ben"]), ([], []), (["ben", "nobody"], ["ben"]), (("it's", '"', "\0"), [])]
)
def test_a_frame_holds_those_who_were_asked_for_by_patient_and_date(
    world: World, asked: list[str] | None, given: list[str]
) -> None:
    with world.store.transaction() as tx:
        for patient_id in ("ben", "anna"):
            log(tx, patient_id, DiaryEntry(DAY, axial=1), DiaryEntry(DAY - timedelta(1), axial=2))
        entries = diary.entries_frame(tx, OPERATOR, asked)
        people = patients.patients_frame(tx, OPERATOR, asked)
    assert people["patient_id"].tolist() == given
    assert entries["patient_id"].tolist() == [each for each in given for _ in range(2)]
    assert entries["axial"].tolist() == [2.0, 1.0] * len(given)


@pytest.mark.parametrize("number", [1, 20, 21, 70_000])
def test_any_number_of_patients_may_be_asked_for(world: World, number: int) -> None:
    """SQLite and PostgreSQL take 32,766 and 65,535 parameters a statement."""
    last = f"patient {number - 1}"
    with world.store.transaction() as tx:
        add_patient(tx, last)
        frame = patients.patients_frame(tx, OPERATOR, [f"patient {each}" for each in range(number)])
    assert frame["patient_id"].tolist() == [last]


SCORE = st.none() | st.integers(0, 10)
NOTE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@st.composite
def entries(draw: st.DrawFn) -> DiaryEntry:
    """Any entry that may be stored."""
    axial, axial_worst = sorted_pair(draw)
    limb, limb_worst = sorted_pair(draw)
    answers: dict[str, Any] = {name: draw(_number(RANGES[name])) for name in RANGES if name not in PAIN_FIELDS}
    for name in WORD_FIELDS:
        answers[name] = draw(st.none() | st.frozensets(st.sampled_from(sorted(ALLOWED[name]))))
    return DiaryEntry(
        on=draw(st.dates(date(1900, 1, 1), date(2100, 12, 31))),
        axial=axial,
        axial_worst=axial_worst,
        limb=limb,
        limb_worst=limb_worst,
        **answers,
        taken=draw(st.none() | st.frozensets(st.sampled_from(["pills", "block"]))),
        flare=draw(st.none() | st.booleans()),
        note=draw(NOTE),
    )


def _number(allowed: NumberRange) -> st.SearchStrategy[Any]:
    if allowed.whole:
        return st.none() | st.integers(int(allowed.low), int(allowed.high))
    return st.none() | st.floats(allowed.low, allowed.high)


def sorted_pair(draw: st.DrawFn) -> tuple[int | None, int | None]:
    average, worst = draw(SCORE), draw(SCORE)
    if average is not None and worst is not None:
        return min(average, worst), max(average, worst)
    return average, worst


# The database stays from one example to the next: each example rolls back what it wrote.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(logged=st.lists(entries(), max_size=6))
def test_entries_come_back_as_they_were_logged_one_by_one_at_once_and_in_a_frame(
    world: World, logged: list[DiaryEntry]
) -> None:
    with rolled_back(world.store) as tx:
        for each in (PILLS, BLOCK):
            treatments.save_treatment(tx, OPERATOR, each)
        log(tx, "anna", *logged)
        newest = {each.on: each for each in logged}
        found = diary.latest(tx, OPERATOR, "anna", date.min)
        frame = diary.entries_frame(tx, OPERATOR)
        taken = diary.taken_frame(tx, OPERATOR, "anna")
        again = diary.save_entries(tx, OPERATOR, "anna", newest.values(), now=NOW, origin=Origin.PAGE)
        history = [each.entry for on in newest for each in diary.history(tx, OPERATOR, "anna", on)]
    assert {on: revision.entry for on, revision in found.items()} == newest
    assert list(found) == sorted(newest)
    assert set(again) <= {Saved.UNCHANGED}
    assert set(history) == set(logged)
    ordered = [newest[on] for on in sorted(newest)]
    assert [day.date() for day in frame["date"]] == sorted(newest)
    for name in ENTRIES.names[2:]:
        kept = [None if pd.isna(value) else value for value in frame[name]]
        if name in WORD_FIELDS:
            kept = [words_from(name, value) for value in kept]
        assert kept == [getattr(each, name) for each in ordered], name
    nothing: list[str | None] = [None]
    ticked = [(each.on, name) for each in ordered if each.taken is not None for name in sorted(each.taken) or nothing]
    kept = [(day.date(), None if pd.isna(name) else name) for day, name in taken.itertuples(index=False)]
    assert kept == ticked
