"""What patients answered of red flags, as the store keeps it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.store.people import DAY, NOW, World
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.people import OPERATOR, Viewer
from tracker.domain.red_flags import Acknowledgement, RedFlagAnswer, Urgency
from tracker.store import red_flags
from tracker.store.tables import RedFlagAnswerRow

FIRST = RedFlagAnswer("first", "anna", NOW, DAY, ("bladder", "fever"), Urgency.NOW)
SECOND = RedFlagAnswer("second", "anna", NOW + timedelta(minutes=5), DAY, ("fall",), Urgency.SOON)
OF_BEN = RedFlagAnswer("of ben", "ben", NOW, DAY, ("calf",), Urgency.TODAY)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def answered(world: World) -> World:
    with world.store.transaction() as tx:
        for answer, who in ((SECOND, world.anna), (FIRST, world.anna), (OF_BEN, world.ben)):
            red_flags.add_answer(tx, who.viewer, answer)
    return world


def of(world: World, viewer: Viewer, **which: Any) -> tuple[RedFlagAnswer, ...]:
    with world.store.reading() as tx:
        return red_flags.answers(tx, viewer, **which)


def acknowledge(world: World, *ids: str, note: str = "called her") -> tuple[RedFlagAnswer, ...]:
    with world.store.transaction() as tx:
        return red_flags.acknowledge(tx, world.able.viewer, "anna", ids, note=note, now=LATER)


def test_answers_come_back_as_they_were_given_by_patient_and_time(answered: World) -> None:
    assert of(answered, OPERATOR) == (FIRST, SECOND, OF_BEN)
    assert of(answered, OPERATOR, patient_ids=["ben"]) == (OF_BEN,)
    assert of(answered, answered.able.viewer) == (FIRST, SECOND)


def test_an_acknowledgement_says_who_when_and_with_what_note(answered: World) -> None:
    (first,) = acknowledge(answered, "first")
    (seen,) = first.acknowledgements
    assert seen == Acknowledgement(seen.id, answered.able.id, "Able", LATER, "called her")
    assert (first.acknowledgement, first.open) == (seen, False)
    assert of(answered, answered.able.viewer) == (replace(FIRST, acknowledgements=(seen,)), SECOND)


def test_what_was_not_named_stays_open(answered: World) -> None:
    acknowledge(answered, "first")
    assert of(answered, answered.able.viewer, open_only=True) == (SECOND,)


def test_the_note_is_not_for_the_patient(answered: World) -> None:
    acknowledge(answered, "first")
    first = of(answered, answered.anna.viewer)[0]
    assert first.acknowledgement is not None
    assert (first.acknowledgement.name, first.acknowledgement.note) == ("Able", "")


def test_nobody_acknowledges_twice(answered: World) -> None:
    acknowledge(answered, "first")
    with pytest.raises(BadInput, match="was acknowledged already, by Able"):
        acknowledge(answered, "first", "second", note="again")
    assert of(answered, answered.able.viewer, open_only=True) == (SECOND,)


@pytest.mark.parametrize("ids", [(), ("of ben",), ("first", "of ben"), ("first", "nobody's"), ("\0",)])
def test_what_is_not_of_this_patient_is_refused_and_nothing_changes(answered: World, ids: tuple[str, ...]) -> None:
    with pytest.raises(NotAllowed):
        acknowledge(answered, *ids)
    assert of(answered, OPERATOR, open_only=True) == (FIRST, SECOND, OF_BEN)


@pytest.mark.parametrize(("note", "fault"), [("x" * 10_001, "10,001 characters"), ("a\0b", "cannot be stored")])
def test_a_note_that_cannot_be_kept_is_refused(answered: World, note: str, fault: str) -> None:
    with pytest.raises(BadInput, match=fault):
        acknowledge(answered, "first", note=note)
    assert FIRST in of(answered, OPERATOR, open_only=True)


@pytest.mark.parametrize(
    "wrong",
    [{"signs": ""}, {"signs": "x" * 1001}, {"urgency": "later"}],
)
def test_the_database_itself_refuses_an_answer_that_cannot_be(answered: World, wrong: dict[str, object]) -> None:
    with pytest.raises((sa.exc.IntegrityError, sa.exc.StatementError)), answered.store.transaction() as tx:
        tx.connection.execute(sa.update(RedFlagAnswerRow).values(**wrong))
    assert of(answered, OPERATOR, patient_ids=["ben"]) == (OF_BEN,)
