"""What was typed and not saved outlives the page, the sign-in and the device; nobody else sees it."""

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    PATIENT,
    admit_patient,
    answer,
    answer_shown,
    choose,
    entry_of,
    field,
    go_to,
    log,
    save,
    shown,
    state,
    stored,
    words,
)
from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import OPERATOR
from tracker.store import Store, drafts

BACK, LEG, NOTE = "Back pain, on average", "Leg pain, on average", "Note, in your own words"


def kept(store: Store) -> list[DiaryEntry]:
    with store.reading() as tx:
        return [each.entry for each in drafts.drafts(tx, OPERATOR, PATIENT, TODAY - timedelta(days=13))]


def test_a_page_opened_anew_shows_what_was_typed_and_says_that_it_is_not_saved(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    account = admit_patient(store, time.now)
    page = choose(sign_in(account).run(), BACK, 3)
    choose(page, NOTE, "slept badly")
    again = sign_in(account).run()
    assert shown(again, BACK)["value"] == 3
    assert shown(again, NOTE)["value"] == "slept badly"
    assert "Not yet saved" in words(again)
    assert stored(store) is None
    save(again)
    assert entry_of(store) == DiaryEntry(TODAY, axial=3, note="slept badly")
    assert kept(store) == []


def test_a_draft_is_there_also_of_the_day_that_was_left_by_the_same_tap(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    account = admit_patient(store, time.now)
    page = sign_in(account).run()
    go_to(page, TODAY - timedelta(days=1), state(page, field(page, "walking_minutes"), 35))
    assert kept(store) == [DiaryEntry(TODAY, walking_minutes=35)]


def test_what_is_typed_back_is_no_draft(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(TODAY, axial=3), time.now)
    page = sign_in(account).run()
    choose(page, BACK, 5)
    assert kept(store) == [DiaryEntry(TODAY, axial=5)]
    choose(page, BACK, 3).run()
    assert kept(store) == []


def test_two_devices_that_answer_different_questions_end_with_both_answers(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    account = admit_patient(store, time.now)
    phone, tablet = sign_in(account).run(), sign_in(account).run()
    choose(phone, BACK, 3)
    choose(tablet, LEG, 4)
    save(phone.run())
    assert entry_of(store) == DiaryEntry(TODAY, axial=3, limb=4)


def test_what_another_device_types_after_a_save_is_found_here_and_not_dropped(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    account = admit_patient(store, time.now)
    phone = sign_in(account).run()
    save(choose(phone, BACK, 3))
    choose(sign_in(account).run(), BACK, 9)  # and that device is put away
    phone.run()
    assert kept(store) == [DiaryEntry(TODAY, axial=9)]
    assert _value(phone) == 9
    assert "Not yet saved" in words(phone)


def test_the_answer_to_a_question_of_two_versions_is_final(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    page = choose(sign_in(account).run(), BACK, 3)
    log(store, DiaryEntry(TODAY, axial=8), time.now)
    page.run()
    assert "This day was changed on another device" in words(page)
    page.button(key="conflict_take").click().run()
    assert kept(store) == []
    assert _value(sign_in(account).run()) == 8


def test_what_cannot_be_saved_is_kept_as_it_was_typed(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    page = sign_in(account).run()
    answer(page, field(page, "sleep_hours"), 25.0)
    save(page)
    again = sign_in(account).run()
    assert answer_shown(again, field(again, "sleep_hours", generation=1)) == 25.0


def _value(page: AppTest) -> object:
    return shown(page, BACK)["value"]
