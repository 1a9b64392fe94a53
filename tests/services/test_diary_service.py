"""Saving a day: what may be saved, and that the entry and what follows from it are stored together or not at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.services.conftest import NOW, SURGERY, TODAY, Clinic
from tracker.domain import clock
from tracker.domain.assessment import FlagKind
from tracker.domain.audit import Action
from tracker.domain.diary import DiaryEntry, Saved
from tracker.domain.errors import BadInput, EditedElsewhere, NotAllowed
from tracker.domain.people import OPERATOR
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import diary as service
from tracker.services import review
from tracker.store import assessments, audit, diary, treatments


def save(clinic: Clinic, entry: DiaryEntry, *, who: str = "patient A", based_on: int | None = 0) -> service.SavedEntry:
    return service.save_entry(clinic.store, clinic.who(who), "A", entry, based_on=based_on)


def stored(clinic: Clinic, on: date) -> DiaryEntry | None:
    with clinic.store.reading() as tx:
        found = diary.revision(tx, OPERATOR, "A", on)
    return found.entry if found else None


def test_the_page_offers_the_last_fourteen_days_and_what_is_stored_of_them(clinic: Clinic) -> None:
    page = service.diary_page(clinic.store, clinic.who("patient A"))
    assert page.today == TODAY
    assert page.open_dates == tuple(TODAY - timedelta(days=back) for back in range(13, -1, -1))
    assert min(page.revisions) < page.open_dates[0], "as far as the questions of weeks look back"
    assert page.revisions[TODAY - timedelta(days=1)].entry.axial == 6
    assert [each.name for each in page.treatments] == ["Gabapentin"]


@pytest.mark.parametrize("who", ["physician of A", "administrator"])
def test_only_a_patient_has_a_diary_page(clinic: Clinic, who: str) -> None:
    with pytest.raises(NotAllowed):
        service.diary_page(clinic.store, clinic.who(who))


def test_saving_tells_what_it_did_and_the_revision_that_the_next_edit_is_based_on(clinic: Clinic) -> None:
    assert save(clinic, DiaryEntry(TODAY, axial=5)) == service.SavedEntry(Saved.STORED, 1, NOW)
    assert save(clinic, DiaryEntry(TODAY, axial=4), based_on=1) == service.SavedEntry(Saved.CHANGED, 2, NOW)


def test_saving_the_same_again_changes_nothing_and_keeps_the_time_of_the_save_before(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(clinic, DiaryEntry(TODAY, axial=5))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    assert save(clinic, DiaryEntry(TODAY, axial=5), based_on=1) == service.SavedEntry(Saved.UNCHANGED, 1, NOW)


@pytest.mark.parametrize(("back", "allowed"), [(0, True), (13, True), (14, False), (30, False)])
def test_a_day_can_be_logged_for_fourteen_days(clinic: Clinic, back: int, allowed: bool) -> None:
    on = TODAY - timedelta(days=back)
    if allowed:
        assert save(clinic, DiaryEntry(on, axial=3), based_on=None).outcome in {Saved.STORED, Saved.CHANGED}
    else:
        before = stored(clinic, on)
        with pytest.raises(BadInput, match="more than 14 days ago"):
            save(clinic, DiaryEntry(on, axial=3), based_on=None)
        assert stored(clinic, on) == before


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (DiaryEntry(TODAY, axial=11), "axial '11' is not a whole number from 0 to 10"),
        (DiaryEntry(TODAY, limb_worst=-1), "limb worst '-1' is not a whole number from 0 to 10"),
        (DiaryEntry(TODAY, axial=5, axial_worst=4), "axial worst '4' is below the average of 5"),
        (DiaryEntry(TODAY, walking_minutes=1441), "walking minutes '1441' is not"),
        (DiaryEntry(TODAY, sleep_hours=float("nan")), "sleep hours 'nan' is not a number from 0 to 24"),
        (DiaryEntry(TODAY + timedelta(days=1), axial=5), "lies in the future"),
        (DiaryEntry(TODAY, note="x" * 10_001), "note has 10,001 characters"),
        (DiaryEntry(TODAY), "entry is empty"),
        (DiaryEntry(TODAY, note="   "), "entry is empty"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_and_nothing_is_stored(
    clinic: Clinic, entry: DiaryEntry, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        save(clinic, entry)
    assert stored(clinic, entry.on) is None


@pytest.mark.parametrize("who", ["patient B", "physician of A", "physician of B", "administrator"])
def test_nobody_logs_for_somebody_else(clinic: Clinic, who: str) -> None:
    with pytest.raises(NotAllowed):
        save(clinic, DiaryEntry(TODAY, axial=1), who=who)
    assert stored(clinic, TODAY) is None


def test_a_second_device_does_not_overwrite_what_the_first_one_saved(clinic: Clinic) -> None:
    save(clinic, DiaryEntry(TODAY, axial=5))
    with pytest.raises(EditedElsewhere):
        save(clinic, DiaryEntry(TODAY, axial=2), based_on=0)
    assert stored(clinic, TODAY) == DiaryEntry(TODAY, axial=5)


def test_a_save_judges_the_episode_anew_in_the_same_breath(clinic: Clinic) -> None:
    viewer = clinic.who("physician of A")
    with clinic.store.reading() as tx:
        assert assessments.assessment(tx, viewer, "A") is None
    save(clinic, DiaryEntry(TODAY, axial=6))
    with clinic.store.reading() as tx:
        judged = assessments.assessment(tx, viewer, "A")
    assert judged is not None
    assert judged.as_of == TODAY
    assert judged.last_entry == TODAY
    assert FlagKind.PERSISTENT in {flag.kind for flag in judged.flags if flag.open}


def test_where_the_judgement_fails_the_entry_is_not_stored_either(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(review, "assess", fail)
    with pytest.raises(RuntimeError):
        save(clinic, DiaryEntry(TODAY, axial=6))
    assert stored(clinic, TODAY) is None


def test_a_save_leaves_a_trace_without_clinical_values(clinic: Clinic) -> None:
    save(clinic, DiaryEntry(TODAY, axial=9, note="very private"))
    with clinic.store.reading() as tx:
        event = next(each for each in audit.events(tx, OPERATOR) if each.action is Action.ENTRY_SAVED)
    assert (event.account_name, event.patient_id) == ("patient A", "A")
    assert event.detail == f"{TODAY} revision 1"


def test_a_treatment_is_added_to_the_own_list_and_a_future_one_is_refused(clinic: Clinic) -> None:
    viewer = clinic.who("patient A")
    walk = Treatment("w", "A", TreatmentKind.EXERCISE, "Walking", TODAY)
    service.save_treatment(clinic.store, viewer, walk)
    with pytest.raises(BadInput, match="lies in the future"):
        service.save_treatment(
            clinic.store, viewer, Treatment("f", "A", TreatmentKind.MEDICINE, "Later", TODAY + timedelta(days=1))
        )
    with pytest.raises(BadInput, match="lies before the start"):
        service.save_treatment(
            clinic.store, viewer, Treatment("w", "A", TreatmentKind.EXERCISE, "Walking", TODAY, end=SURGERY)
        )
    with clinic.store.reading() as tx:
        assert replace(walk, added_on=TODAY) in treatments.treatments(tx, viewer, "A")


@pytest.mark.parametrize("who", ["patient B", "physician of A", "administrator"])
def test_nobody_adds_a_treatment_for_somebody_else(clinic: Clinic, who: str) -> None:
    with pytest.raises(NotAllowed):
        service.save_treatment(clinic.store, clinic.who(who), Treatment("x", "A", TreatmentKind.OTHER, "Tea", TODAY))


@pytest.mark.parametrize(
    ("kind", "name", "dose", "start", "refused"),
    [
        (TreatmentKind.MEDICINE, "gabapentin", "300 MG", TODAY, True),
        (TreatmentKind.MEDICINE, "Gabapentin", "600 mg", TODAY, False),
        (TreatmentKind.OTHER, "Gabapentin", "300 mg", TODAY, False),
    ],
)
def test_what_is_on_the_list_already_is_not_added_again(
    clinic: Clinic, kind: TreatmentKind, name: str, dose: str, start: date, refused: bool
) -> None:
    viewer, again = clinic.who("patient A"), Treatment("again", "A", kind, name, start, dose=dose)
    if refused:
        with pytest.raises(BadInput, match="is on the list already, since"):
            service.save_treatment(clinic.store, viewer, again)
    else:
        service.save_treatment(clinic.store, viewer, again)
    with clinic.store.reading() as tx:
        assert (replace(again, added_on=TODAY) in treatments.treatments(tx, viewer, "A")) is not refused


def test_what_ended_can_be_begun_again_and_the_own_line_changed(clinic: Clinic) -> None:
    viewer = clinic.who("patient A")
    ended = Treatment("t", "A", TreatmentKind.MEDICINE, "Gabapentin", SURGERY, TODAY - timedelta(days=1), "300 mg")
    service.save_treatment(clinic.store, viewer, ended)
    again = replace(ended, id="again", start=TODAY, end=None)
    service.save_treatment(clinic.store, viewer, again)
    with clinic.store.reading() as tx:
        assert {ended, replace(again, added_on=TODAY)} <= set(treatments.treatments(tx, viewer, "A"))
