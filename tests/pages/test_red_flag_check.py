"""The warning signs on the patient's page: all advice is in the browser before a tick, and the tick is kept apart from
the day."""

import json
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import PATIENT, admit_account, admit_patient, choose, components, send, stored, words
from tests.pages.moment import TODAY
from tracker.domain.people import OPERATOR, Account
from tracker.domain.red_flags import RedFlagAnswer
from tracker.domain.reference import red_flag_advice, red_flag_signs
from tracker.services import red_flags
from tracker.store import Store, sessions
from tracker.store import red_flags as kept
from tracker.web.components.red_flag_check import ticks
from tracker.web.red_flag_words import NOT_NOTED, noted_words

NAME = "Warning signs"
TICKED_AT = 1_779_364_920_000


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    return admit_patient(store, time.now)


def check(page: AppTest) -> dict[str, Any]:
    """What the check was given to show."""
    data: dict[str, Any] = components(page)[NAME][0]
    return data


def tick(page: AppTest, *ticked: object) -> AppTest:
    """What the browser sends: the boxes that are ticked by hand, each with the moment of the tick."""
    _, identity = components(page)[NAME]
    return send(page, WidgetState(id=identity, json_value=json.dumps({"ticks": ticked})))


def answers(store: Store) -> tuple[RedFlagAnswer, ...]:
    with store.reading() as tx:
        return kept.answers(tx, OPERATOR)


@pytest.mark.parametrize("country", ["US", "UK"])
def test_every_sign_with_its_route_and_numbers_is_in_the_browser_before_any_tick(
    sign_in: SignIn, account: Account, monkeypatch: pytest.MonkeyPatch, country: str
) -> None:
    monkeypatch.setenv("MENDLINE_COUNTRY", country)
    data, advice = check(sign_in(account).run()), red_flag_advice(country)
    assert data["opening"] == advice.opening
    for shown, group in zip(data["groups"], advice.groups, strict=True):
        assert (shown["title"], shown["route"]) == (group.title, group.route)
        assert [(call["words"], call["href"]) for call in shown["calls"]] == [(c.words, c.href) for c in group.calls]
        assert [(sign["key"], sign["words"]) for sign in shown["signs"]] == [(s.key, s.words) for s in group.signs]
    assert (data["ticked"], data["noted"]) == ([], "")


def test_a_tick_is_kept_at_once_without_save_and_leaves_the_day_alone(
    store: Store, sign_in: SignIn, account: Account
) -> None:
    page = choose(sign_in(account).run(), "Back pain, on average", 6)
    page = tick(page, ["bladder", TICKED_AT])
    assert [(each.patient_id, each.signs, each.local_date) for each in answers(store)] == [
        (PATIENT, ("bladder",), TODAY)
    ]
    assert check(page)["noted"] == noted_words("14:02")
    assert stored(store) is None
    assert "Not yet saved" in words(page)


def test_a_tick_is_handed_on_once_and_a_second_one_is_added(store: Store, sign_in: SignIn, account: Account) -> None:
    page = tick(sign_in(account).run(), ["bladder", TICKED_AT])
    page = tick(page, ["bladder", TICKED_AT]).run()
    page = tick(page, ["bladder", TICKED_AT], ["fall", TICKED_AT + 900])
    assert {each.signs for each in answers(store)} == {("bladder",), ("fall",)}


def test_ticked_again_after_a_physician_saw_it_is_another_answer(
    store: Store, time: Clock, sign_in: SignIn, account: Account, able: Account
) -> None:
    from tracker.store import care_teams

    page = tick(sign_in(account).run(), ["bladder", TICKED_AT])
    with store.transaction() as tx:
        team = care_teams.add_care_team(tx, OPERATOR, "Clinic").id
        care_teams.add_member(tx, OPERATOR, team, able.id)
        care_teams.add_patient(tx, OPERATOR, team, PATIENT)
    red_flags.acknowledge(store, able.viewer, PATIENT, [answers(store)[0].id], "seen")
    assert len(answers(store)) == 1, "a box that is still ticked says nothing new"
    page = tick(page, ["bladder", TICKED_AT]).run()
    assert len(answers(store)) == 1
    tick(page, ["bladder", TICKED_AT + 5_000])
    assert len(answers(store)) == 2


def test_taking_a_tick_away_takes_nothing_out_of_the_record(store: Store, sign_in: SignIn, account: Account) -> None:
    page = tick(sign_in(account).run(), ["bladder", TICKED_AT])
    tick(page)
    assert [each.signs for each in answers(store)] == [("bladder",)]


def test_after_a_reload_what_was_ticked_today_is_ticked_and_tomorrow_it_is_not(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    tick(sign_in(account).run(), ["bladder", TICKED_AT])
    time.forward(seconds=1)
    again = check(sign_in(account).run())
    assert (again["ticked"], again["noted"]) == (["bladder"], noted_words("14:02"))
    time.forward(days=1)
    later = check(sign_in(account).run())
    assert (later["ticked"], later["noted"]) == ([], "")
    assert later["mount"] != again["mount"]


def test_where_it_cannot_be_stored_the_advice_and_the_day_stay_and_it_is_tried_again(
    store: Store, sign_in: SignIn, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk")

    page = sign_in(account).run()
    with monkeypatch.context() as failing:
        failing.setattr(red_flags, "answer", broken)
        page = tick(page, ["bladder", TICKED_AT])
    assert not page.exception
    assert check(page)["noted"] == NOT_NOTED
    assert check(page)["groups"]
    assert page.button(key="save_day")
    page = page.run()
    assert check(page)["noted"] == noted_words("14:02")
    assert [each.signs for each in answers(store)] == [("bladder",)]


def test_after_a_sign_out_in_another_tab_nothing_is_kept(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    page = sign_in(account).run()
    with store.transaction() as tx:
        sessions.end(tx, page.user["session_id"], time.now)
    tick(page, ["bladder", TICKED_AT])
    assert answers(store) == ()


def test_nothing_shown_comforts_or_counts_up(sign_in: SignIn, account: Account) -> None:
    shown = json.dumps(check(tick(sign_in(account).run(), ["no_stool", TICKED_AT]))).lower()
    assert not [word for word in ("you are fine", "no red flag", "score", "risk", "%") if word in shown]


@pytest.mark.parametrize(
    "sent",
    [
        *(None, "bladder", 7, {"bladder": 1}, [["bladder"]], [["bladder", "1"]], [[7, 1]], ["bladder"]),
        *([["bladder", 1, 2]], [["blue_lips", 1]], [[["bladder"], 1]], [None]),
    ],
)
def test_what_is_no_tick_is_left_out(sent: object) -> None:
    assert ticks(sent) == frozenset()


def test_each_sign_can_be_ticked() -> None:
    assert {key for key, _ in ticks([[key, 1] for key in red_flag_signs()])} == set(red_flag_signs())


def test_an_account_without_a_record_has_the_link_and_no_check(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = sign_in(admit_account(store, time.now)).run()
    assert NAME not in components(page)
    assert "/red-flags" in words(page)
