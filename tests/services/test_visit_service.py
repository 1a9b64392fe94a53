"""The page for a visit and its questions: for the patient self, in numbers that say on how many days they rest."""

from datetime import timedelta

import pytest

from tests.services.conftest import NOW, SURGERY, TODAY, Clinic
from tests.store.statements import rolled_back
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.milestones import WithoutOpioid
from tracker.domain.people import OPERATOR
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.domain.visit import QUESTIONS, MostOften, TypicalOf, VisitQuestion
from tracker.services import visit
from tracker.services.recovery import recovery
from tracker.store import audit, diary, treatments, visit_questions


def questions(clinic: Clinic) -> list[str]:
    """What patient A asks, by the alphabet: the clock of these tests stands still."""
    return sorted(each.text for each in visit.visit_page(clinic.store, clinic.who("patient A")).questions)


def save(clinic: Clinic, text: str, seen: VisitQuestion | None = None) -> None:
    visit.save_question(clinic.store, clinic.who("patient A"), text, seen)


def first(clinic: Clinic) -> VisitQuestion:
    asked = visit.visit_page(clinic.store, clinic.who("patient A")).questions
    return min(asked, key=lambda question: question.text)


def store_days(clinic: Clinic, *entries: DiaryEntry) -> None:
    with clinic.store.transaction() as tx:
        diary.save_entries(tx, OPERATOR, "A", entries, now=NOW, origin=Origin.IMPORT)


def test_the_last_four_weeks_stand_beside_the_four_before(clinic: Clinic) -> None:
    # A logged 6 on every day but each seventh up to yesterday: 24 of 27 days and today, of which none is logged yet.
    page = visit.visit_page(clinic.store, clinic.who("patient A"))
    assert page.weeks["axial"] == (TypicalOf(6, 23, 28), TypicalOf(6, 24, 28))
    assert page.weeks["limb"][0].middle == 1
    assert page.weeks["sleep_hours"] == (TypicalOf(None, 0, 28), TypicalOf(None, 0, 28))


def test_what_makes_it_worse_or_better_is_of_the_last_four_weeks_only(clinic: Clinic) -> None:
    store_days(
        clinic,
        DiaryEntry(TODAY, worse=frozenset({"sitting", "bending"}), better=frozenset()),
        DiaryEntry(TODAY - timedelta(27), worse=frozenset({"sitting"})),
        DiaryEntry(TODAY - timedelta(28), worse=frozenset({"walking"})),
    )
    page = visit.visit_page(clinic.store, clinic.who("patient A"))
    assert page.worse == MostOften((("sitting", 2), ("bending", 1)), 2)
    assert page.better == MostOften((), 1)


def test_with_nothing_logged_the_page_is_there_and_claims_nothing(clinic: Clinic) -> None:
    page = visit.visit_page(clinic.store, clinic.who("patient B"))
    assert {each for pair in page.weeks.values() for each in pair} == {TypicalOf(None, 0, 28)}
    assert page.worse == page.better == MostOften((), 0)
    assert (page.questions, page.record.milestones().days_logged) == ((), 0)


@pytest.mark.parametrize("name", ["physician of A", "administrator", "operator"])
def test_the_page_is_for_patients(name: str, clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        visit.visit_page(clinic.store, clinic.who(name))
    with pytest.raises(NotAllowed):
        visit.save_question(clinic.store, clinic.who(name), "May A swim?")


def test_a_question_is_kept_changed_and_taken_away(clinic: Clinic) -> None:
    save(clinic, "  May I swim? ")
    save(clinic, "May I drive?")
    assert questions(clinic) == ["May I drive?", "May I swim?"]
    save(clinic, "May I drive a lorry?", first(clinic))
    assert questions(clinic) == ["May I drive a lorry?", "May I swim?"]
    visit.remove_question(clinic.store, clinic.who("patient A"), first(clinic).id)
    assert questions(clinic) == ["May I swim?"]


def test_other_words_do_not_silently_replace_those_of_another_device(clinic: Clinic) -> None:
    save(clinic, "May I swim?")
    seen = first(clinic)
    save(clinic, "May I swim in May?", seen)
    with pytest.raises(BadInput, match="changed on another device: “May I swim in May"):
        save(clinic, "May I swim, and how long?", seen)
    assert questions(clinic) == ["May I swim in May?"]
    save(clinic, "May I swim in May?", seen)
    assert questions(clinic) == ["May I swim in May?"], "the same words twice are no quarrel"


def test_the_physician_of_the_patient_may_read_the_questions(clinic: Clinic) -> None:
    save(clinic, "May I swim?")
    with clinic.store.reading() as tx:
        assert [each.text for each in visit_questions.questions(tx, clinic.who("physician of A"), "A")] == [
            "May I swim?"
        ]
        with pytest.raises(NotAllowed):
            visit_questions.questions(tx, clinic.who("physician of B"), "A")


def test_one_more_than_the_limit_is_refused_and_a_change_is_not(clinic: Clinic) -> None:
    for number in range(QUESTIONS):
        save(clinic, f"Question {number}?")
    with pytest.raises(BadInput, match="Take one away first"):
        save(clinic, "One more?")
    save(clinic, "Other words?", first(clinic))
    assert len(questions(clinic)) == QUESTIONS


def test_another_patients_question_is_neither_changed_nor_taken_away(clinic: Clinic) -> None:
    save(clinic, "May I swim?")
    theirs = first(clinic)
    with pytest.raises(NotAllowed):
        visit.save_question(clinic.store, clinic.who("patient B"), "Mine now", theirs)
    with pytest.raises(NotAllowed):
        visit.remove_question(clinic.store, clinic.who("patient B"), theirs.id)
    assert questions(clinic) == ["May I swim?"]


def test_the_trail_tells_that_a_question_was_written_and_not_what_it_says(clinic: Clinic) -> None:
    save(clinic, "May I swim?")
    visit.remove_question(clinic.store, clinic.who("patient A"), first(clinic).id)
    with rolled_back(clinic.store) as tx:
        lines = [event for event in audit.events(tx, OPERATOR, 50, patient_id="A") if "question" in event.action]
    assert [line.action.value for line in lines] == ["visit question removed", "visit question saved"]
    assert {line.detail for line in lines} == {""}


def test_milestones_count_days_without_an_opioid_only_where_it_was_answered_what_was_taken(clinic: Clinic) -> None:
    patient = clinic.who("patient A")
    assert recovery(clinic.store, patient).milestones().without_opioid is None  # gabapentin is none
    with clinic.store.transaction() as tx:
        pills = Treatment("o", "A", TreatmentKind.MEDICINE, "Oxycodone", SURGERY)
        treatments.save_treatment(tx, OPERATOR, pills)
    store_days(
        clinic,
        DiaryEntry(TODAY, taken=frozenset()),
        DiaryEntry(TODAY - timedelta(1), taken=frozenset({"o", "t"})),
        DiaryEntry(TODAY - timedelta(2), axial=6),
    )
    # The first day after surgery was answered too, with gabapentin alone.
    assert recovery(clinic.store, patient).milestones().without_opioid == WithoutOpioid(2, 3)


def test_milestones_count_from_surgery_on(clinic: Clinic) -> None:
    # What A logged before surgery is no day of the recovery.
    found = recovery(clinic.store, clinic.who("patient A")).milestones()
    assert found.days_logged == len([day for day in range(1, 200) if day % 7])
