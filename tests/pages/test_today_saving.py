"""A day typed on the page is in the store; what cannot be stored says why; nothing typed is lost."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    admit_account,
    admit_patient,
    answer,
    answer_shown,
    choose,
    entry_of,
    field,
    fold_state,
    go_to,
    log,
    save,
    shown,
    stored,
    words,
)
from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry
from tracker.domain.patients import Region
from tracker.store import Store, sessions

BACK, LEG, NOTE = "Back pain, on average", "Leg pain, on average", "Note, in your own words"


def test_a_day_saved_on_the_page_is_in_the_store_with_its_revision(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, 3)
    choose(page, LEG, 0)
    answer(page, field(page, "walking_minutes"), 35)
    answer(page, field(page, "sleep_hours"), 7.5)
    answer(page, field(page, "flare"), False)
    choose(page, NOTE, " slept on the left side ")
    save(page)
    assert not page.exception
    revision = stored(store)
    assert revision is not None
    assert revision.number == 1
    assert revision.entry == DiaryEntry(
        TODAY, axial=3, limb=0, walking_minutes=35, sleep_hours=7.5, flare=False, note="slept on the left side"
    )


def test_a_second_save_changes_the_day_and_keeps_the_rest(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    save(choose(choose(page, BACK, 3), LEG, 1))
    save(choose(page, BACK, 5))
    revision = stored(store)
    assert revision is not None
    assert (revision.number, revision.entry.axial, revision.entry.limb) == (2, 5, 1)


def test_one_answer_is_enough(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    save(choose(page, LEG, 4))
    assert entry_of(store) == DiaryEntry(TODAY, limb=4)


def test_an_answer_can_be_taken_back(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    save(choose(choose(page, BACK, 3), LEG, 1))
    save(choose(page, LEG, None))
    assert entry_of(store) == DiaryEntry(TODAY, axial=3)


def test_the_state_of_saving_is_said_in_words(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    page = sign_in(account).run()
    assert "Nothing entered yet" in words(page)
    choose(page, BACK, 3)
    assert "Not yet saved" in words(page)
    assert "kept as a draft" in words(page)
    save(page)
    assert "Saved 14:02" in words(page)
    choose(page, BACK, 4)
    assert "Not yet saved" in words(page)
    assert "last saved 14:02" in words(page)
    choose(page, BACK, 3)
    time.forward(hours=3)
    assert "Saved 14:02" in words(sign_in(account).run()), "after a reload, from the stored revision"


def test_a_day_saved_on_another_day_says_which(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(TODAY - timedelta(days=1), axial=2), time.now - timedelta(days=1, hours=3))
    page = go_to(sign_in(account).run(), TODAY - timedelta(days=1))
    assert "Saved 20 May, 11:02" in words(page)


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("walking_minutes", 1441, "Walking &#x27;1441&#x27; is not a whole number from 0 to 1440. Leave it empty"),
        ("walking_minutes", 12.5, "Walking &#x27;12.5&#x27; is not a whole number from 0 to 1440. Leave it empty"),
        ("walking_minutes", -5, "Walking &#x27;-5&#x27; is not a whole number from 0 to 1440. Leave it empty"),
        ("sleep_hours", 24.5, "Sleep &#x27;24.5&#x27; is not a number from 0 to 24. Leave it empty"),
    ],
)
def test_a_number_out_of_range_is_refused_with_field_value_and_what_to_do(
    store: Store, time: Clock, sign_in: SignIn, key: str, typed: float, said: str
) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, 3)
    answer(page, field(page, key), typed)
    save(page)
    assert said in words(page)
    assert "Not saved." in words(page)
    assert stored(store) is None, "nothing half-written"
    assert answer_shown(page, field(page, key)) == typed, "what was typed stays"
    assert shown(page, BACK)["value"] == 3
    answer(page, field(page, key), None)
    save(page)
    assert entry_of(store) == DiaryEntry(TODAY, axial=3)
    assert "Not saved." not in words(page)


@pytest.mark.parametrize(
    ("region", "worst", "average"),
    [
        (Region.LUMBAR, "Back pain, worst", "Back pain, on average"),
        (Region.LUMBAR, "Leg pain, worst", "Leg pain, on average"),
        (Region.CERVICAL, "Neck pain, worst", "Neck pain, on average"),
        (Region.CERVICAL, "Arm pain, worst", "Arm pain, on average"),
        (Region.THORACIC, "Back pain, worst", "Back pain, on average"),
    ],
)
def test_a_worst_below_the_average_is_refused_in_the_words_of_the_region(
    store: Store, time: Clock, sign_in: SignIn, region: Region, worst: str, average: str
) -> None:
    page = sign_in(admit_patient(store, time.now, region=region)).run()
    choose(choose(page, average, 6), worst, 3)
    save(page)
    assert f"{worst} &#x27;3&#x27; is below the average of 6." in words(page)
    assert stored(store) is None


@pytest.mark.parametrize("sent", [11, -1])
def test_a_score_that_no_button_has_is_refused(store: Store, time: Clock, sign_in: SignIn, sent: int) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    save(choose(page, BACK, sent))
    assert f"Back pain, on average &#x27;{sent}&#x27; is not a whole number from 0 to 10" in words(page)
    assert stored(store) is None


@pytest.mark.parametrize("sent", ["7", 3.5, True, [3], {"a": 1}])
def test_what_is_no_score_at_all_counts_as_not_answered(
    store: Store, time: Clock, sign_in: SignIn, sent: object
) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, sent)
    assert not page.exception
    assert "Nothing entered yet" in words(page)


def test_a_reason_goes_away_with_the_answer_that_it_was_about(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    answer(page, field(page, "walking_minutes"), 2000)
    answer(page, field(page, "sleep_hours"), 25.0)
    save(page)
    assert "for the reason above" in words(page)
    answer(page, field(page, "walking_minutes"), 20)
    assert "Walking &#x27;2000&#x27;" not in words(page)
    assert "Sleep &#x27;25&#x27;" in words(page)
    answer(page, field(page, "sleep_hours"), 5.0)
    assert "Not saved." not in words(page)
    assert "Not yet saved" in words(page)


def test_an_empty_day_is_refused_with_words(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = save(sign_in(admit_patient(store, time.now)).run())
    assert "Answer at least one question." in words(page)
    assert stored(store) is None


def test_a_note_that_is_too_long_is_refused_and_kept(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, NOTE, "x" * 10_001)
    save(page)
    assert "Note has 10,001 characters. Shorten it to 10,000 or fewer." in words(page)
    assert shown(page, NOTE)["value"] == "x" * 10_001


def test_user_text_is_never_markup(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    page = sign_in(account).run()
    choose(page, BACK, 3)
    log(store, DiaryEntry(TODAY, note="<script>alert(1)</script>"), time.now)
    page.run()
    assert "<script>" not in words(page)
    assert "&lt;script&gt;" in words(page)


@pytest.fixture
def contested(store: Store, time: Clock, sign_in: SignIn) -> AppTest:
    """A day saved after another device had changed it."""
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, 3)
    log(store, DiaryEntry(TODAY, axial=8, note="from the tablet"), time.now)
    return save(page)


def test_another_device_changed_the_day_and_the_patient_keeps_what_was_typed(store: Store, contested: AppTest) -> None:
    page = contested
    assert "This day was changed on another device, 14:02." in words(page)
    assert "<td>3</td><td>8</td>" in words(page)
    assert "<td>none</td><td>from the tablet</td>" in words(page)
    assert entry_of(store).axial == 8, "nothing was overwritten"
    page.button(key="conflict_keep").click().run()
    assert entry_of(store) == DiaryEntry(TODAY, axial=3)
    assert "another device" not in words(page)
    assert "Saved 14:02" in words(page)


def test_another_device_changed_the_day_and_the_patient_takes_the_other(store: Store, contested: AppTest) -> None:
    page = contested
    page.button(key="conflict_take").click().run()
    assert shown(page, BACK)["value"] == 8
    assert shown(page, NOTE)["value"] == "from the tablet"
    assert "Saved 14:02" in words(page)
    revision = stored(store)
    assert revision is not None
    assert revision.number == 1


def test_a_page_on_which_nothing_was_typed_follows_the_other_device(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    log(store, DiaryEntry(TODAY, axial=8), time.now)
    page.run()
    assert shown(page, BACK)["value"] == 8
    assert "another device" not in words(page)


def test_a_sign_out_in_another_tab_stops_saving(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(page, BACK, 3)
    with store.transaction() as tx:
        sessions.end(tx, page.user["session_id"], time.now)
    page.button(key="save_day").click().run()
    assert stored(store) is None
    assert "You are signed out." in words(page)


def test_an_account_without_a_record_is_told_so_and_still_finds_the_warning_signs(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    page = sign_in(admit_account(store, time.now)).run()
    assert "Your account is not linked to a record yet" in words(page)
    assert "/red-flags" in words(page)
    assert not page.exception


@pytest.mark.parametrize(("demo", "said"), [(True, True), (False, False)])
def test_invented_data_is_marked(store: Store, time: Clock, sign_in: SignIn, *, demo: bool, said: bool) -> None:
    page = sign_in(admit_patient(store, time.now, demo=demo)).run()
    assert ("Demo data" in words(page)) is said


def test_the_heading_says_the_date_and_the_day_after_surgery(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    assert ">Today</h1>" in words(page)
    assert "Thu 21 May · day 96" in words(page)
    assert date(2026, 5, 21) == TODAY


def test_where_and_how_it_hurts_is_stored_in_words(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    choose(opened(page, "fold_sites"), "Where it hurts", ["right calf", "low back", "L4/5"])
    answer(opened(page, "fold_feels"), field(page, "descriptors"), ["burning"])
    answer(opened(page, "fold_feels"), field(page, "worse"), ["sitting", "rest"])
    save(page)
    assert not page.exception
    assert entry_of(store) == DiaryEntry(
        TODAY,
        sites=frozenset({"right calf", "low back", "L4/5"}),
        descriptors=frozenset({"burning"}),
        worse=frozenset({"sitting", "rest"}),
    )
    assert fold_state(page, "sites") == "L4/5, low back, right calf"


@pytest.mark.parametrize("sent", [["left knee"], ["low back", "<script>"]])
def test_a_part_of_the_body_that_is_not_on_the_map_is_refused(
    store: Store, time: Clock, sign_in: SignIn, sent: list[str]
) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    opened(page, "fold_sites")
    save(choose(page, "Where it hurts", sent))
    assert "is not on the list" in words(page)
    assert stored(store) is None


@pytest.mark.parametrize("sent", ["low back", {"a": 1}, [1, None], None])
def test_what_is_no_list_of_words_is_no_answer(store: Store, time: Clock, sign_in: SignIn, sent: object) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    opened(page, "fold_sites")
    choose(page, "Where it hurts", sent)
    assert "Nothing entered yet" in words(page)


def test_what_was_answered_in_a_row_that_is_closed_again_is_kept(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    opened(page, "fold_distress")
    choose(page, "How distressed did you feel today?", 6)
    page.session_state["fold_distress"] = False
    page.run()
    save(page)
    assert entry_of(store) == DiaryEntry(TODAY, distress=6)


def test_the_questions_of_the_week_are_asked_once_a_week(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(TODAY - timedelta(days=7), peg_pain=3), time.now)
    page = sign_in(account).run()
    for question, score in (
        ("Your pain on average in the past week", 4),
        ("How pain interfered with your enjoyment of life in the past week", 3),
        ("How pain interfered with your general activity in the past week", 5),
    ):
        choose(opened(page, "fold_peg"), question, score)
    save(page)
    assert entry_of(store) == DiaryEntry(TODAY, peg_pain=4, peg_enjoyment=3, peg_activity=5)
    assert fold_state(page, "peg") == "answered"
    go_to(page, TODAY - timedelta(days=1))
    assert "Your past week" not in words(page)


def test_mood_and_change_are_asked_every_four_weeks(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_patient(store, time.now)).run()
    answer(opened(page, "fold_phq_4"), field(page, "phq_worry"), 0)
    answer(opened(page, "fold_global_change"), field(page, "global_change"), 2)
    assert fold_state(page, "phq_4") == "1 of 4"
    save(page)
    assert entry_of(store) == DiaryEntry(TODAY, phq_worry=0, global_change=2)


def opened(page: AppTest, *folds: str) -> AppTest:
    """The page with some of the rows open that are drawn once they are."""
    for fold in folds:
        page.session_state[fold] = True
    return page.run()
