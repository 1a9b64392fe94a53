"""Questions for a visit, as the store keeps them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.store.people import NOW, World
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.people import OPERATOR, Viewer
from tracker.domain.visit import VisitQuestion
from tracker.store import visit_questions
from tracker.store.tables import VisitQuestionRow

FIRST = VisitQuestion("first", "anna", "¿Puedo nadar? 🏊\nAnd <b>when</b>?", NOW)
SECOND = VisitQuestion("second", "anna", "May I drive?", NOW + timedelta(minutes=5))
OF_BEN = VisitQuestion("of ben", "ben", "May I lift?", NOW)


@pytest.fixture
def asked(world: World) -> World:
    with world.store.transaction() as tx:
        for question, who in ((SECOND, world.anna), (FIRST, world.anna), (OF_BEN, world.ben)):
            visit_questions.save_question(tx, who.viewer, question)
    return world


def of(world: World, viewer: Viewer, patient_id: str = "anna") -> tuple[VisitQuestion, ...]:
    with world.store.reading() as tx:
        return visit_questions.questions(tx, viewer, patient_id)


def test_questions_come_back_as_they_were_written_the_first_one_first(asked: World) -> None:
    assert of(asked, asked.anna.viewer) == (FIRST, SECOND)
    assert of(asked, asked.able.viewer) == (FIRST, SECOND)
    assert of(asked, OPERATOR, "ben") == (OF_BEN,)


def test_a_question_in_other_words_keeps_its_place(asked: World) -> None:
    again = replace(FIRST, text="Other words", written_at=NOW + timedelta(days=1))
    with asked.store.transaction() as tx:
        visit_questions.save_question(tx, asked.anna.viewer, again)
    assert of(asked, OPERATOR) == (replace(FIRST, text="Other words"), SECOND)


def test_a_question_that_was_removed_is_gone(asked: World) -> None:
    with asked.store.transaction() as tx:
        visit_questions.remove_question(tx, asked.anna.viewer, "anna", "first")
    assert of(asked, OPERATOR) == (SECOND,)


@pytest.mark.parametrize("question_id", ["of ben", "nobody's", "", "\0"])
def test_nobody_changes_or_removes_the_question_of_another(asked: World, question_id: str) -> None:
    with pytest.raises(NotAllowed), asked.store.transaction() as tx:
        visit_questions.remove_question(tx, asked.anna.viewer, "anna", question_id)
    with pytest.raises(NotAllowed), asked.store.transaction() as tx:
        visit_questions.save_question(tx, asked.anna.viewer, replace(OF_BEN, patient_id="anna", text="mine now"))
    assert of(asked, OPERATOR, "ben") == (OF_BEN,)


@pytest.mark.parametrize("text", ["a\0b", "half \ud800"])
def test_text_that_cannot_be_kept_is_refused(asked: World, text: str) -> None:
    with pytest.raises(BadInput, match="cannot be stored"), asked.store.transaction() as tx:
        visit_questions.save_question(tx, asked.anna.viewer, replace(FIRST, text=text))
    assert of(asked, OPERATOR) == (FIRST, SECOND)


@pytest.mark.parametrize("text", ["", "x" * 501])
def test_the_database_itself_refuses_a_question_that_cannot_be(asked: World, text: str) -> None:
    with pytest.raises(sa.exc.IntegrityError), asked.store.transaction() as tx:
        tx.connection.execute(sa.update(VisitQuestionRow).values(text=text))
    assert of(asked, OPERATOR) == (FIRST, SECOND)
