"""The own list of treatments: another dose, and taking back what was added by mistake."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.services.conftest import NOW, SURGERY, TODAY, Clinic
from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.diary import DiaryEntry
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import diary as service
from tracker.services import readings as block_service
from tracker.store import audit, treatments

DAY = timedelta(days=1)
GABAPENTIN = Treatment("t", "A", TreatmentKind.MEDICINE, "Gabapentin", SURGERY, dose="300 mg")
BLOCK = Treatment("b", "A", TreatmentKind.PROCEDURE, "Medial branch block", TODAY, catalogue="medial_branch_block")


def the_list(clinic: Clinic) -> dict[str, Treatment]:
    with clinic.store.reading() as tx:
        return {each.dose: each for each in treatments.treatments(tx, OPERATOR, "A")}


def change_dose(clinic: Clinic, dose: str, start: date, who: str = "patient A") -> None:
    service.change_dose(clinic.store, clinic.who(who), "A", "t", dose=dose, start=start)


def undo(clinic: Clinic, treatment_id: str, who: str = "patient A") -> None:
    service.undo_treatment(clinic.store, clinic.who(who), "A", treatment_id)


def test_another_dose_ends_the_old_line_and_begins_a_new_one(clinic: Clinic) -> None:
    change_dose(clinic, "600 mg", TODAY)
    lines = the_list(clinic)
    assert lines["300 mg"] == replace(GABAPENTIN, end=TODAY - DAY)
    assert lines["600 mg"] == replace(GABAPENTIN, id=lines["600 mg"].id, start=TODAY, dose="600 mg")
    assert lines["600 mg"].id != "t"


def test_a_dose_can_be_raised_and_lowered_again(clinic: Clinic) -> None:
    change_dose(clinic, "600 mg", TODAY - 2 * DAY)
    service.change_dose(
        clinic.store, clinic.who("patient A"), "A", the_list(clinic)["600 mg"].id, dose="200 mg", start=TODAY
    )
    assert {dose: (line.start, line.end) for dose, line in the_list(clinic).items()} == {
        "300 mg": (SURGERY, TODAY - 3 * DAY),
        "600 mg": (TODAY - 2 * DAY, TODAY - DAY),
        "200 mg": (TODAY, None),
    }


@pytest.mark.parametrize(
    ("dose", "start", "said"),
    [
        ("600 mg", TODAY + DAY, "lies in the future"),
        ("600 mg", SURGERY - DAY, "is no day on which Gabapentin 300 mg is under way"),
        ("300 mg", TODAY, "is what the list says already"),
        ("x" * 81, TODAY, "Shorten it to 80 or fewer"),
        ("900 MG", TODAY, "is on the list already, since"),
    ],
)
def test_a_dose_that_cannot_be_changes_neither_line(clinic: Clinic, dose: str, start: date, said: str) -> None:
    other = replace(GABAPENTIN, id="other", dose="900 mg", start=TODAY - DAY)
    service.save_treatment(clinic.store, clinic.who("patient A"), other)
    before = the_list(clinic)
    with pytest.raises(BadInput, match=said):
        change_dose(clinic, dose, start)
    assert the_list(clinic) == before


def test_what_is_not_on_the_list_has_no_dose_to_change(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        service.change_dose(clinic.store, clinic.who("patient B"), "B", "t", dose="600 mg", start=TODAY)


def test_what_was_added_today_can_be_taken_back(clinic: Clinic) -> None:
    before = the_list(clinic)
    service.save_treatment(clinic.store, clinic.who("patient A"), replace(BLOCK, start=TODAY - 9 * DAY))
    assert the_list(clinic) != before
    undo(clinic, "b")
    assert the_list(clinic) == before
    with clinic.store.reading() as tx:
        last = audit.events(tx, OPERATOR, 1)[0]
    assert (last.action, last.patient_id, last.account_name) == (Action.TREATMENT_REMOVED, "A", "patient A")


def test_from_the_next_day_on_what_was_added_stays(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    service.save_treatment(clinic.store, clinic.who("patient A"), BLOCK)
    midnight = datetime.combine(TODAY + DAY, datetime.min.time(), UTC)
    monkeypatch.setattr(clock, "now", lambda: midnight)
    with pytest.raises(BadInput, match=r"was not added today. End it instead"):
        undo(clinic, "b")
    monkeypatch.setattr(clock, "now", lambda: midnight - timedelta(seconds=1))
    undo(clinic, "b")


def test_changing_a_line_does_not_make_it_one_of_today(clinic: Clinic) -> None:
    service.save_treatment(clinic.store, clinic.who("patient A"), replace(GABAPENTIN, end=TODAY))
    with pytest.raises(BadInput, match="was not added today"):
        undo(clinic, "t")


def test_what_was_ticked_or_has_pain_logged_is_not_taken_back(clinic: Clinic) -> None:
    viewer = clinic.who("patient A")
    service.save_treatment(clinic.store, viewer, BLOCK)
    service.save_entry(clinic.store, viewer, "A", DiaryEntry(TODAY, taken=frozenset({"b"})), based_on=0)
    with pytest.raises(BadInput, match="is ticked on"):
        undo(clinic, "b")
    service.save_entry(clinic.store, viewer, "A", DiaryEntry(TODAY, taken=frozenset()), based_on=1)
    block_service.set_block_time(clinic.store, viewer, "A", "b", NOW.time())
    block_service.save_block_score(clinic.store, viewer, "A", "b", hour=0, site=Site.AXIAL, pain=7)
    with pytest.raises(BadInput, match="has pain logged by the hour"):
        undo(clinic, "b")
    block_service.save_block_score(clinic.store, viewer, "A", "b", hour=0, site=Site.AXIAL, pain=None)
    undo(clinic, "b")
    assert set(the_list(clinic)) == {"300 mg"}


@pytest.mark.parametrize("who", ["patient B", "physician of A", "administrator"])
def test_nobody_changes_the_list_of_somebody_else(clinic: Clinic, who: str) -> None:
    service.save_treatment(clinic.store, clinic.who("patient A"), BLOCK)
    with pytest.raises(NotAllowed):
        change_dose(clinic, "600 mg", TODAY, who)
    with pytest.raises(NotAllowed):
        undo(clinic, "b", who)
    assert set(the_list(clinic)) == {"300 mg", ""}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"catalogue": "no such key"}, "is not in the catalogue"),
        ({"kind": TreatmentKind.OTHER}, "is not that of Medial branch block"),
    ],
)
def test_what_names_an_entry_falsely_is_refused(clinic: Clinic, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        service.save_treatment(clinic.store, clinic.who("patient A"), replace(BLOCK, **changed))
