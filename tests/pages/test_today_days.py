"""Any of the last fourteen days can be logged, and leaving a day loses nothing that was typed on it."""

from datetime import timedelta

import pytest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    admit_patient,
    answer_shown,
    choose,
    entry_of,
    field,
    go_to,
    log,
    save,
    shown,
    stored,
    words,
)
from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry
from tracker.store import Store

BACK, NOTE = "Back pain, on average", "Note, in your own words"
YESTERDAY = TODAY - timedelta(days=1)
STRIP = "mendline_week_strip"


def test_the_strip_offers_the_last_fourteen_days_and_says_which_are_logged(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(YESTERDAY, axial=2), time.now)
    days = shown(sign_in(account).run(), STRIP)["days"]
    assert [day["date"] for day in days] == [str(TODAY - timedelta(days=back)) for back in reversed(range(14))]
    assert [day["date"] for day in days if day["logged"]] == [str(YESTERDAY)]
    assert days[-2]["words"] == "Wednesday 20 May, day 95 after surgery, logged"
    assert days[-1]["words"] == "Today, Thursday 21 May, day 96 after surgery, not logged"
    assert [day["name"] for day in days[-8:]] == ["Thu 14", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed", "Today"]


def test_choosing_a_day_loads_what_is_stored_of_it(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(YESTERDAY, axial=2, walking_minutes=40, note="rain"), time.now)
    page = go_to(sign_in(account).run(), YESTERDAY)
    assert ">Yesterday</h1>" in words(page)
    assert shown(page, BACK)["value"] == 2
    assert answer_shown(page, field(page, "walking_minutes", YESTERDAY)) == 40
    assert shown(page, NOTE)["value"] == "rain"


def test_the_oldest_of_the_open_days_can_be_logged(store: Store, time: Clock, sign_in: SignIn) -> None:
    oldest = TODAY - timedelta(days=13)
    page = go_to(sign_in(admit_patient(store, time.now)).run(), oldest)
    assert page.button(key="save_day").label == "Save Fri 8 May"
    save(choose(page, BACK, 4))
    assert entry_of(store, oldest) == DiaryEntry(oldest, axial=4)


@pytest.mark.parametrize(
    "sent", [TODAY + timedelta(days=1), TODAY - timedelta(days=14), "yesterday", None, "2026-13-01"]
)
def test_a_day_that_is_not_open_cannot_be_chosen(store: Store, time: Clock, sign_in: SignIn, sent: object) -> None:
    page = go_to(sign_in(admit_patient(store, time.now)).run(), sent)
    assert not page.exception
    assert shown(page, STRIP)["shown"] == str(TODAY)


def test_unsaved_changes_wait_on_the_day_that_was_left(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, 3)
    choose(page, NOTE, "half a sen")
    go_to(page, YESTERDAY)
    assert shown(page, BACK)["value"] is None, "one day's answers do not show on another"
    today = shown(page, STRIP)["days"][-1]
    assert today["unsaved"]
    assert today["words"].endswith("changes not yet saved")
    page.button(key="back_to_today").click().run()
    assert shown(page, BACK)["value"] == 3
    assert shown(page, NOTE)["value"] == "half a sen"
    assert "Not yet saved" in words(page)
    save(page)
    assert entry_of(store) == DiaryEntry(TODAY, axial=3, note="half a sen")
    assert not shown(page, STRIP)["days"][-1]["unsaved"]


def test_saving_one_day_leaves_the_unsaved_other_alone(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, 3)
    save(choose(go_to(page, YESTERDAY), BACK, 7))
    assert entry_of(store, YESTERDAY).axial == 7
    assert stored(store, TODAY) is None
    assert shown(page, STRIP)["days"][-1]["unsaved"]


def test_a_refusal_stays_with_its_day(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = save(sign_in(admit_patient(store, time.now)).run())
    assert "Not saved." in words(page)
    assert "Not saved." not in words(go_to(page, YESTERDAY))
    assert "Not saved." in words(go_to(page, TODAY))


def test_yesterdays_answer_is_a_mark_and_not_an_answer(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(YESTERDAY, axial=4), time.now)
    page = sign_in(account).run()
    assert shown(page, BACK)["yesterday"] == 4
    assert shown(page, BACK)["value"] is None
    assert shown(page, "Leg pain, on average")["yesterday"] is None
    assert "Nothing entered yet" in words(page)
    assert shown(go_to(page, YESTERDAY), BACK)["yesterday"] is None


def test_a_new_day_is_followed_where_nothing_is_typed(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    save(choose(page, BACK, 3))
    time.forward(hours=11)
    page.run()
    assert "Fri 22 May · day 97" in words(page)
    assert shown(page, BACK)["value"] is None
    assert shown(page, BACK)["yesterday"] == 3


def test_at_midnight_the_page_stays_on_the_day_that_holds_unsaved_answers(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, 3)
    time.forward(hours=11)
    page.run()
    assert ">Yesterday</h1>" in words(page)
    save(page)
    assert entry_of(store, TODAY) == DiaryEntry(TODAY, axial=3)
    assert stored(store, TODAY + timedelta(days=1)) is None


def test_a_day_chosen_on_purpose_stays_when_a_new_day_comes(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = go_to(sign_in(admit_patient(store, time.now)).run(), TODAY - timedelta(days=3))
    time.forward(hours=11)
    page.run()
    assert "Mon 18 May · day 93" in words(page)


def test_the_days_are_those_of_the_patients_own_clock(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    time.forward(hours=10, minutes=30)  # 22:32 UTC on the 21st is already the 22nd in Madrid
    page = sign_in(account).run()
    assert "Fri 22 May · day 97" in words(page)
    save(choose(page, BACK, 3))
    assert "Saved 00:32" in words(page)


def test_days_before_the_surgery_are_not_asked_for(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now, surgery=TODAY - timedelta(days=2))
    page = sign_in(account).run()
    assert [day["date"] for day in shown(page, STRIP)["days"]] == ["2026-05-19", "2026-05-20", "2026-05-21"]
    assert shown(page, STRIP)["days"][0]["words"] == "Tuesday 19 May, day of surgery, not logged"
