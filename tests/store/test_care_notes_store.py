"""Notes and the plan as the store keeps them, and what becomes of an acknowledged red flag that is taken back."""

from datetime import date, timedelta

import pytest

from tests.store.people import DAY, NOW, World, a_flag, an_assessment
from tests.store.threads import at_once
from tracker.domain.care_notes import PhysicianNote, PlanLine
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.people import OPERATOR
from tracker.domain.red_flags import RedFlagAnswer, Urgency
from tracker.store import assessments, care_teams, flags, physician_notes, plan, red_flags

LATER = NOW + timedelta(hours=2)
ODD = ["nobody's", "", "\0", "\ud800"]


def write(world: World, text: str = "keeps a dog", corrects: str | None = None) -> PhysicianNote:
    with world.store.transaction() as tx:
        return physician_notes.add_note(tx, world.able.viewer, "anna", text, NOW, corrects=corrects)


def notes(world: World) -> dict[str, PhysicianNote]:
    with world.store.reading() as tx:
        return {each.text: each for each in physician_notes.notes(tx, world.able.viewer, "anna")}


def take_back(world: World, note_id: str) -> PhysicianNote:
    with world.store.transaction() as tx:
        return physician_notes.retract_note(tx, world.able.viewer, "anna", note_id, LATER)


def plan_of(world: World) -> tuple[PlanLine, ...]:
    with world.store.reading() as tx:
        return plan.lines(tx, world.able.viewer, "anna")


def test_a_note_comes_back_with_who_wrote_it_and_when(world: World) -> None:
    note = write(world)
    assert note == PhysicianNote(note.id, "anna", world.able.id, "Able", NOW, "keeps a dog")
    assert notes(world) == {"keeps a dog": note}


def test_a_corrected_note_stays_and_stands_again_where_the_correction_is_taken_back(world: World) -> None:
    first = write(world)
    second = write(world, "keeps a cat", first.id)
    found = notes(world)
    assert (found["keeps a dog"].retracted_at, found["keeps a dog"].retracted_by_name) == (NOW, "Able")
    assert (second.corrects, second.standing) == (first.id, True)
    assert take_back(world, second.id).retracted_at == LATER
    found = notes(world)
    assert found["keeps a dog"] == first
    assert (found["keeps a cat"].standing, found["keeps a cat"].retracted_by_name) == (False, "Able")


def test_what_does_not_stand_any_more_is_neither_corrected_nor_taken_back_again(world: World) -> None:
    first = write(world)
    second = write(world, "keeps a cat", first.id)
    before = notes(world)
    for note_id in [first.id, *ODD]:
        with pytest.raises(BadInput, match="was corrected or taken back already"):
            take_back(world, note_id)
        with pytest.raises(BadInput, match="was corrected or taken back already"):
            write(world, "keeps a bird", note_id)
    assert notes(world) == before
    take_back(world, second.id)
    with pytest.raises(BadInput):
        take_back(world, second.id)


def test_of_many_who_correct_at_once_one_does(world: World) -> None:
    first = write(world)

    def correct(number: int) -> None:
        write(world, f"correction {number}", first.id)

    refused = at_once(correct, 3)
    assert [type(each) for each in refused] == [BadInput] * 2
    assert sum(each.standing for each in notes(world).values()) == 1


def test_a_note_on_another_patient_is_out_of_reach(world: World) -> None:
    note = write(world)
    with world.store.transaction() as tx:
        care_teams.add_patient(tx, OPERATOR, world.team, "ben")
        with pytest.raises(BadInput):
            physician_notes.retract_note(tx, world.able.viewer, "ben", note.id, NOW)
        with pytest.raises(BadInput):
            physician_notes.add_note(tx, world.able.viewer, "ben", "mine", NOW, corrects=note.id)
    assert notes(world)["keeps a dog"].standing


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_that_cannot_be_kept_is_refused(world: World, text: str) -> None:
    with pytest.raises(BadInput, match="cannot be stored"):
        write(world, text)
    with world.store.transaction() as tx, pytest.raises(BadInput, match="cannot be stored"):
        plan.add_line(tx, world.able.viewer, "anna", text, NOW)
    assert (notes(world), plan_of(world)) == ({}, ())


def test_a_line_of_the_plan_is_closed_opened_again_and_taken_back(world: World) -> None:
    able, due = world.able.viewer, date(2026, 4, 1)
    with world.store.transaction() as tx:
        written = plan.add_line(tx, able, "anna", "check SI block", NOW, due=due)
        assert written == PlanLine(written.id, "anna", world.able.id, "Able", NOW, "check SI block", due)
        closed = plan.close_line(tx, able, "anna", written.id, LATER)
        assert (closed.open, closed.done_at, closed.done_by_name) == (False, LATER, "Able")
        assert plan.reopen_line(tx, able, "anna", written.id) == written
        gone = plan.retract_line(tx, able, "anna", written.id, LATER)
    assert (gone.standing, gone.retracted_at, gone.retracted_by_name) == (False, LATER, "Able")
    assert plan_of(world) == (gone,)


def test_a_line_that_changed_meanwhile_is_left_as_it_is(world: World) -> None:
    able = world.able.viewer
    with world.store.transaction() as tx:
        written = plan.add_line(tx, able, "anna", "check SI block", NOW)
        for line_id in ODD:
            with pytest.raises(BadInput, match="was changed meanwhile"):
                plan.close_line(tx, able, "anna", line_id, NOW)
        with pytest.raises(BadInput, match="was changed meanwhile"):
            plan.reopen_line(tx, able, "anna", written.id)
        closed = plan.close_line(tx, able, "anna", written.id, LATER)
        with pytest.raises(BadInput):
            plan.close_line(tx, able, "anna", written.id, NOW)
        with pytest.raises(BadInput):
            plan.retract_line(tx, able, "anna", written.id, NOW)
    assert plan_of(world) == (closed,)
    with world.store.transaction() as tx:
        plan.reopen_line(tx, able, "anna", written.id)
        plan.retract_line(tx, able, "anna", written.id, LATER)
        with pytest.raises(BadInput):
            plan.close_line(tx, able, "anna", written.id, NOW)
    assert [each.standing for each in plan_of(world)] == [False]


def kept(world: World, who: str = "anna") -> bool:
    with world.store.reading() as tx:
        return physician_notes.are_kept(tx, getattr(world, who).viewer, who)


@pytest.mark.parametrize("what", ["note", "note taken back", "plan", "review", "red flag"])
def test_the_patient_learns_that_something_was_written_whatever_it_was(world: World, what: str) -> None:
    able = world.able.viewer
    assert not kept(world)
    with world.store.transaction() as tx:
        assessments.put_assessments(tx, OPERATOR, [an_assessment("anna", a_flag())], NOW)
        red_flags.add_answer(tx, OPERATOR, RedFlagAnswer("r", "anna", NOW, DAY, ("fall",), Urgency.SOON))
        (flag,) = flags.flags(tx, able)
        if what.startswith("note"):
            note = physician_notes.add_note(tx, able, "anna", "keeps a dog", NOW)
            if what == "note taken back":
                physician_notes.retract_note(tx, able, "anna", note.id, NOW)
        elif what == "plan":
            plan.add_line(tx, able, "anna", "check SI block", NOW)
        elif what == "review":
            flags.acknowledge(tx, able, flag.id, "called her", NOW)
        else:
            red_flags.acknowledge(tx, able, "anna", ["r"], note="called her", now=NOW)
    assert kept(world)
    assert not kept(world, "ben")


def test_an_acknowledgement_without_words_is_no_note(world: World) -> None:
    able = world.able.viewer
    with world.store.transaction() as tx:
        assessments.put_assessments(tx, OPERATOR, [an_assessment("anna", a_flag())], NOW)
        (flag,) = flags.flags(tx, able)
        flags.acknowledge(tx, able, flag.id, "", NOW)
    assert not kept(world)


@pytest.fixture
def answered(world: World) -> World:
    with world.store.transaction() as tx:
        red_flags.add_answer(tx, OPERATOR, RedFlagAnswer("r", "anna", NOW, DAY, ("fall",), Urgency.SOON))
        red_flags.acknowledge(tx, world.able.viewer, "anna", ["r"], note="called her", now=NOW)
    return world


def red_flag(world: World, who: str = "able", *, open_only: bool = False) -> tuple[RedFlagAnswer, ...]:
    with world.store.reading() as tx:
        return red_flags.answers(tx, getattr(world, who).viewer, open_only=open_only)


def undo_red_flag(world: World) -> RedFlagAnswer:
    (answer,) = red_flag(world)
    with world.store.transaction() as tx:
        return red_flags.undo(tx, world.able.viewer, answer.acknowledgements[-1].id, LATER)


def test_a_red_flag_that_is_taken_back_waits_again_and_keeps_who_saw_it_and_who_undid_it(answered: World) -> None:
    undone = undo_red_flag(answered)
    assert (undone.open, undone.acknowledgement) == (True, None)
    (seen,) = undone.acknowledgements
    assert (seen.name, seen.at, seen.note, seen.undone_at, seen.undone_by_name) == (
        *("Able", NOW, "called her"),
        *(LATER, "Able"),
    )
    assert red_flag(answered, open_only=True) == (undone,)
    assert [each.acknowledgements for each in red_flag(answered, "anna")] == [()], "the patient is told what stands"


def test_it_may_be_acknowledged_again_and_a_second_undo_of_the_first_is_refused(answered: World) -> None:
    undo_red_flag(answered)
    with answered.store.transaction() as tx:
        (again,) = red_flags.acknowledge(tx, answered.able.viewer, "anna", ["r"], note="", now=LATER)
        assert [each.standing for each in again.acknowledgements] == [False, True]
        first = again.acknowledgements[0].id
    with pytest.raises(BadInput, match="was undone already"), answered.store.transaction() as tx:
        red_flags.undo(tx, answered.able.viewer, first, LATER + timedelta(1))
    assert red_flag(answered) == (again,), "the newer one stands"


@pytest.mark.parametrize("acknowledgement_id", ODD)
def test_an_acknowledgement_that_is_not_there_is_refused(answered: World, acknowledgement_id: str) -> None:
    with pytest.raises(NotAllowed), answered.store.transaction() as tx:
        red_flags.undo(tx, answered.able.viewer, acknowledgement_id, NOW)
