"""The hours after a block: asked on one page, saved at each tap, seen by the physician."""

from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_clock

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import follow, unfold, visit
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import PATIENT, admit_account, admit_patient, choose, components, shown, words
from tests.pages.moment import NOW, TODAY
from tracker.domain.patients import Region, Site
from tracker.domain.people import OPERATOR, Account
from tracker.domain.readings import Reading
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store, readings, sessions, treatments

BLOCK = Treatment("b", PATIENT, TreatmentKind.PROCEDURE, "Medial branch block", TODAY, catalogue="medial_branch_block")
ELEVEN = datetime(2026, 5, 21, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    return admit_patient(store, time.now)


def keep(store: Store, *, start: date = TODAY, done_at: datetime | None = None, name: str = BLOCK.name) -> None:
    line = Treatment(name, PATIENT, TreatmentKind.PROCEDURE, name, start, done_at=done_at)
    with store.transaction() as tx:
        treatments.save_treatment(tx, OPERATOR, line)


def stored(store: Store) -> list[tuple[datetime, Site, int]]:
    with store.reading() as tx:
        return [(each.at, each.site, each.pain) for each in readings.readings(tx, OPERATOR, PATIENT)]


def hours(page: AppTest, block: str = BLOCK.name) -> list[str]:
    return list(page.radio(key=f"block_hour_{block}").options)


def scales(page: AppTest) -> set[str]:
    return {title for title in components(page) if "pain" in title}


def test_without_a_block_the_page_says_when_there_is_something_to_log(sign_in: SignIn, account: Account) -> None:
    page = visit(sign_in(account), "after_block")
    assert "There is none on your list for today or yesterday" in words(page)


def test_the_time_is_asked_once_and_kept(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    keep(store)
    page = visit(sign_in(account), "after_block")
    assert scales(page) == set()
    page.button(key="block_time_save").click().run()
    assert "The time is empty. Say when the block was" in words(page).replace("\\", "")
    page.time_input(key=f"block_time_{BLOCK.name}").set_value(wall_clock(11, 0)).run()
    page.button(key="block_time_save").click().run()
    with store.reading() as tx:
        assert treatments.treatments(tx, OPERATOR, PATIENT)[0].done_at == ELEVEN, "11:00 in Madrid"
    time.forward(minutes=1)
    assert not visit(sign_in(account), "after_block").get("time_input"), "another browser does not ask again"


def test_a_time_to_come_is_refused_with_the_reason(store: Store, sign_in: SignIn, account: Account) -> None:
    keep(store)
    page = visit(sign_in(account), "after_block")
    page.time_input(key=f"block_time_{BLOCK.name}").set_value(wall_clock(14, 5)).run()  # it is 14:02
    page.button(key="block_time_save").click().run()
    assert "Not saved. The time '14:05' lies in the future" in words(page).replace("\\", "")


def test_the_rows_are_those_whose_hour_has_come_and_the_newest_is_open(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    keep(store, done_at=ELEVEN)
    page = visit(sign_in(account), "after_block")
    assert hours(page) == ["Before (11:00)", "1 h after (12:00)", "2 h after (13:00)", "3 h after (14:00)"]
    assert scales(page) == {"Back pain, 3 h after", "Leg pain, 3 h after"}
    assert "Still to come: 4 h after at 15:00, 5 h after at 16:00" in words(page)
    time.forward(hours=20)
    page = visit(sign_in(account), "after_block")
    assert len(hours(page)) == 9
    assert "Still to come" not in words(page)


def test_each_tap_is_saved_at_its_moment(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    keep(store, done_at=ELEVEN)
    page = visit(sign_in(account), "after_block")
    choose(page, "Leg pain, 3 h after", 2)
    page.radio(key=f"block_hour_{BLOCK.name}").set_value(0).run()
    choose(page, "Back pain, before", 7)
    assert stored(store) == [(ELEVEN, Site.AXIAL, 7), (ELEVEN + 3 * HOUR, Site.LIMB, 2)]
    captions = list(page.radio(key=f"block_hour_{BLOCK.name}").proto.captions)
    assert captions == ["back 7, leg –", "back –, leg –", "back –, leg –", "back –, leg 2"], "missing stays missing"
    time.forward(minutes=1)
    assert shown(visit(sign_in(account), "after_block"), "Leg pain, 3 h after")["value"] == 2


def test_a_score_is_put_right_and_taken_back(store: Store, sign_in: SignIn, account: Account) -> None:
    keep(store, done_at=ELEVEN)
    page = visit(sign_in(account), "after_block")
    for pain in (2, 4):
        choose(page, "Leg pain, 3 h after", pain)
    assert stored(store) == [(ELEVEN + 3 * HOUR, Site.LIMB, 4)]
    choose(page, "Leg pain, 3 h after", None)
    assert stored(store) == []


def test_the_time_can_be_put_right_until_pain_is_logged(store: Store, sign_in: SignIn, account: Account) -> None:
    keep(store, done_at=ELEVEN)
    page = visit(sign_in(account), "after_block")
    page.button(key="block_time_change").click().run()
    page.time_input(key=f"block_time_{BLOCK.name}").set_value(wall_clock(13, 0)).run()
    page.button(key="block_time_save").click().run()
    assert hours(page) == ["Before (13:00)", "1 h after (14:00)"]
    choose(page, "Back pain, 1 h after", 3)
    assert page.button(key="block_time_change").disabled, "it stays, so that nothing moves under a thumb"


def test_a_score_that_no_scale_has_is_refused_in_words(store: Store, sign_in: SignIn, account: Account) -> None:
    keep(store, done_at=ELEVEN)
    page = visit(sign_in(account), "after_block")
    choose(page, "Back pain, 3 h after", 11)
    assert "Not saved. Pain '11' is not a whole number from 0 to 10" in words(page).replace("\\", "")
    assert stored(store) == []


def test_a_sign_out_in_another_tab_stops_the_next_tap(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    keep(store, done_at=ELEVEN)
    page = visit(sign_in(account), "after_block")
    with store.transaction() as tx:
        sessions.end(tx, page.user["session_id"], time.now)
    choose(page, "Back pain, 3 h after", 5)
    assert stored(store) == []
    assert "You are signed out." in words(page)


def test_of_two_blocks_one_is_chosen(store: Store, sign_in: SignIn, account: Account) -> None:
    keep(store, done_at=ELEVEN)
    keep(store, name="Right facet block", done_at=ELEVEN + HOUR)
    page = visit(sign_in(account), "after_block")
    page.radio(key="block").set_value(BLOCK.name).run()
    assert hours(page)[0] == "Before (11:00)"
    page.radio(key="block").set_value("Right facet block").run()
    assert hours(page, "Right facet block")[0] == "Before (12:00)"


def test_the_sites_have_the_words_of_the_operated_region(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now, region=Region.CERVICAL)
    keep(store, done_at=ELEVEN)
    assert scales(visit(sign_in(account), "after_block")) == {"Neck pain, 3 h after", "Arm pain, 3 h after"}


def test_an_account_without_a_record_is_told_so(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = visit(sign_in(admit_account(store, time.now)), "after_block")
    assert "Your account is not linked to a record yet" in words(page)


@pytest.mark.parametrize(("days_ago", "noticed"), [(0, True), (1, True), (2, False)])
def test_my_recovery_leads_to_the_log_on_the_day_of_a_block_and_the_day_after(
    store: Store, sign_in: SignIn, account: Account, days_ago: int, noticed: bool
) -> None:
    keep(store, start=TODAY - timedelta(days=days_ago))
    page = visit(sign_in(account), "my_recovery")
    links = [getattr(link, "label", "") for link in page.get("page_link")]
    assert ("Log my pain after the block" in links) is noticed


def test_my_recovery_does_not_ask_after_another_procedure(store: Store, sign_in: SignIn, account: Account) -> None:
    keep(store, name="Epidural injection")
    page = visit(sign_in(account), "my_recovery")
    assert "Log my pain after the block" not in [getattr(link, "label", "") for link in page.get("page_link")]


def test_the_line_at_the_top_does_not_name_it(sign_in: SignIn, account: Account) -> None:
    page = sign_in(account).run()
    assert [getattr(link, "label", "") for link in page.get("page_link")] == ["Today", "My recovery", "Reminders"]


def test_the_physician_sees_the_hours_with_their_number(
    store: Store, sign_in: SignIn, able: Account, clinic: str
) -> None:
    follow(store, clinic, "cara", 60, dict.fromkeys(range(50), 5))
    block = Treatment("c", "cara", TreatmentKind.PROCEDURE, "Facet block", TODAY, done_at=NOW - 3 * HOUR)
    silent = Treatment("d", "cara", TreatmentKind.PROCEDURE, "Hip block", TODAY, done_at=NOW - 5.5 * HOUR)
    with store.transaction() as tx:
        for each in (block, silent):
            treatments.save_treatment(tx, OPERATOR, each)
        for hour, pain in ((0, 8), (2, 1)):
            readings.save_reading(tx, OPERATOR, Reading("cara", NOW + (hour - 3) * HOUR, Site.AXIAL, pain))
    page = unfold(visit(sign_in(able), "patient", patient="cara"), "cara")
    tables = [each.value for each in page.dataframe if "Hour" in each.value]
    assert len(tables) == 1, "a block without any hour logged has no table"
    assert list(tables[0]["Back"].dropna()) == [8, 1]
    assert list(tables[0]["Time"])[:3] == ["09:02", "10:02", "11:02"]
    assert tables[0]["Leg"].isna().all()
    assert "Facet block, 2026-05-21: n of 9 hours: back 2, leg 0" in words(page).replace("\\", "")
