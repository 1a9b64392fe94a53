"""The queue: who stands where and why, and the way from it to a patient."""

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import (
    NO_RIGHT,
    account,
    ask_queue,
    follow,
    good,
    open_from_queue,
    queue,
    relapse,
    team,
    tick_signs,
    visit,
)
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import components, words
from tests.pages.moment import NOW, TODAY
from tracker.domain.people import Account, Viewer
from tracker.services import review
from tracker.store import Store, flags
from tracker.web.components.queue import comes


def test_the_worst_comes_first_with_one_reason_each(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "gwen", 150, good())
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, clinic, "silas", 120)
    page = sign_in(able).run()
    assert [(row["name"], row["reason"]) for row in queue(page)] == [
        ("Rosa", "Relapse"),
        ("Silas", "Lost contact"),
        ("Gwen", "Doing well"),
    ]


def test_a_course_of_which_little_can_be_said_is_not_called_on_course(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    follow(store, clinic, "early", 20, dict.fromkeys(range(21), 3))
    follow(store, clinic, "flat", 41, dict.fromkeys(range(42), 8), baseline=8)
    page = sign_in(able).run()
    assert [(row["id"], row["reason"]) for row in queue(page)] == [("flat", "Level"), ("early", "Too early to say")]
    tones = [chip["tone"] for chip in components(page)["mendline_queue"][0]["chips"]]
    assert len(set(tones)) == len(tones)


def test_a_row_says_in_words_what_a_physician_asks(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, relapse(), follow_up=TODAY)
    (row,) = queue(sign_in(able).run())
    assert row["about"] == ["L4–L5 fusion", "day 190", "rosa"]
    assert row["verdict"].startswith("Typical back pain 6")
    assert (row["levels"], row["levels_words"]) == ("6 / 7", "typical back pain 6, before surgery 7")
    assert (row["logged"], row["logged_words"]) == ("100 %", "28 of the last 28 days")
    assert (row["follow_up"], row["due"]) == ("today", True)
    assert row["reviewed"] == "–"
    assert row["age"] == "open seven weeks"
    assert (row["change"], row["change_words"]) == ("±0 in 4 wk", "the same as four weeks ago")
    assert row["last_entry"] == "last today"
    assert row["link"] == "/patient?patient=rosa"
    assert len(row["spark"]) == 90
    assert row["spark_words"].startswith("Typical back pain in the last 90 days: from 2 to 6, lowest 2, highest 6")


def test_what_is_not_known_is_a_dash_and_never_a_zero(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    follow(store, clinic, "silas", 120, baseline=None)
    (row,) = queue(sign_in(able).run())
    assert row["levels"] == "– / –"
    assert row["before"] is None
    assert set(row["spark"]) == {None}
    assert row["spark_words"] == "No typical back pain in the last 90 days"
    assert row["follow_up"] == "–"
    assert (row["change"], row["last_entry"]) == ("", "no entry yet")


@pytest.mark.parametrize(
    ("in_days", "words_", "due"), [(-30, "was 21 Apr", True), (0, "today", True), (1, "22 May", False)]
)
def test_a_follow_up_that_has_come_stands_out(
    sign_in: SignIn, store: Store, able: Account, clinic: str, in_days: int, words_: str, due: bool
) -> None:
    follow(store, clinic, "rosa", 190, follow_up=TODAY + timedelta(days=in_days))
    (row,) = queue(sign_in(able).run())
    assert (row["follow_up"], row["due"]) == (words_, due)


def test_the_filters_count_each_reason_that_occurs(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "gwen", 150, good())
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, clinic, "ruth", 190, relapse())
    chips = components(sign_in(able).run())["mendline_queue"][0]["chips"]
    assert [(chip["word"], chip["count"]) for chip in chips] == [("Relapse", 2), ("Doing well", 1)]


def test_the_heading_counts_patients_and_follow_ups(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, follow_up=TODAY)
    assert "1 to review · 1 patient · 1 follow-up today" in words(sign_in(able).run())
    acknowledge_all(store, able.viewer)
    assert "nobody to review · 1 patient · 1 follow-up today" in words(sign_in(able).run())


@pytest.mark.parametrize("name", ["review", "patient", "panel", "export"])
def test_who_follows_nobody_is_told_so_under_the_name_of_the_page(sign_in: SignIn, able: Account, name: str) -> None:
    page = visit(sign_in(able), name)
    assert "An administrator adds patients to a care team" in page.info[0].value
    assert f"<h1>{name.capitalize()}</h1>" in "".join(each.proto.body for each in page.get("html"))


def test_a_review_names_who_gave_it_and_calls_the_reader_you(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    baker = account(store, "baker")
    with_both = team(store, "Both", able, baker)
    follow(store, with_both, "rosa", 190, relapse())
    acknowledge_all(store, able.viewer)
    assert queue(sign_in(able).run())[0]["reviewed"] == "21 May, you"
    assert queue(sign_in(baker).run())[0]["reviewed"] == "21 May, Dr Able"


def acknowledge_all(store: Store, viewer: Viewer) -> None:
    for row in review.panel(store, viewer).rows:
        for stored in row.flags:
            review.acknowledge(store, viewer, stored.id, "")


def test_patients_of_another_team_are_not_there(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, team(store, "Elsewhere"), "hidden", 190, relapse())
    assert [row["id"] for row in queue(sign_in(able).run())] == ["rosa"]


def test_without_patients_the_page_says_who_can_add_some(sign_in: SignIn, able: Account, clinic: str) -> None:
    page = sign_in(able).run()
    assert "An administrator adds patients to a care team" in words(page)
    assert "mendline_queue" not in components(page)


def test_invented_patients_are_marked(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, demo=True)
    page = sign_in(able).run()
    assert queue(page)[0]["demo"] is True
    assert "Demo data" in words(page)


def test_choosing_a_patient_opens_the_page_of_that_patient(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    page = open_from_queue(sign_in(able).run(), "rosa")
    assert "<h1>Rosa</h1>" in words(page)
    assert page.query_params["patient"] == "rosa"


@pytest.mark.parametrize("sent", [None, 7, "rosa", {"patient": "rosa"}, {"id": 7}, ["rosa"]])
def test_what_is_no_id_opens_nothing(sign_in: SignIn, store: Store, able: Account, clinic: str, sent: object) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    page = ask_queue(sign_in(able).run(), "opened", sent)
    assert not page.exception
    assert queue(page)


def test_a_red_flag_comes_first_and_the_verdict_names_the_signs_and_when(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, clinic, "gwen", 150, good())
    tick_signs(store, "gwen", "fever", at=NOW - timedelta(days=1))
    tick_signs(store, "gwen", "bladder", "fall")
    page = sign_in(able).run()
    assert [(row["id"], row["reason"], row["tone"]) for row in queue(page)] == [
        ("gwen", "Red flag", "alarm"),
        ("rosa", "Relapse", "warn"),
    ]
    assert queue(page)[0]["verdict"] == (
        "Ticked “fever or chills” (20 May, 12:02); “bladder: retention, no feeling or leaking”, “a fall” "
        "(21 May, 12:02); was told to get help at once."
    )
    chips = components(page)["mendline_queue"][0]["chips"]
    assert [(chip["word"], chip["count"]) for chip in chips][:2] == [("Red flag", 1), ("Relapse", 1)]


def test_a_red_flag_of_another_team_is_not_there(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, team(store, "Elsewhere"), "hidden", 190, relapse())
    tick_signs(store, "hidden", "bladder")
    page = sign_in(able).run()
    assert [(row["id"], row["reason"]) for row in queue(page)] == [("rosa", "Relapse")]


def data(page: AppTest) -> dict[str, Any]:
    """What the queue was given."""
    given: dict[str, Any] = components(page)["mendline_queue"][0]
    return given


def acknowledge_in_queue(page: AppTest, patient_id: str) -> AppTest:
    """The key `a` on a row."""
    (row,) = (row for row in queue(page) if row["id"] == patient_id)
    return ask_queue(page, "acknowledged", {"id": patient_id, "flags": row["waiting"]})


def test_what_was_acknowledged_in_the_queue_leaves_the_top_and_comes_back_by_an_undo(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, clinic, "ruth", 120)
    page = acknowledge_in_queue(sign_in(able).run(), "rosa")
    assert [row["id"] for row in queue(page)] == ["ruth", "rosa"]
    assert (queue(page)[1]["reviewed"], queue(page)[1]["waiting"]) == ("21 May, you", [])
    assert (data(page)["said"], data(page)["undoable"]) == ("2 flags acknowledged.", True)
    assert data(page)["short"]["standings"] == [0, 1]
    page = ask_queue(page, "undone", True)
    assert [row["id"] for row in queue(page)] == ["rosa", "ruth"]
    assert (data(page)["said"], data(page)["undoable"]) == ("Acknowledgement undone.", False)
    assert data(page.run())["said"] == "", "it is said once"


def test_a_red_flag_is_not_answered_from_the_queue(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    tick_signs(store, "rosa", "bladder")
    page = acknowledge_in_queue(sign_in(able).run(), "rosa")
    assert "Open the record" in data(page)["said"]
    (row,) = queue(page)
    assert (row["red_flag"], len(row["waiting"])) == (True, 2)
    with store.reading() as tx:
        assert not any(each.reviews for each in flags.flags(tx, able.viewer))


def test_a_colleague_who_was_faster_leaves_nothing_to_acknowledge(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    page = sign_in(able).run()
    shown = queue(page)[0]["waiting"]
    acknowledge_all(store, able.viewer)
    page = ask_queue(page, "acknowledged", {"id": "rosa", "flags": shown})
    assert (data(page)["said"], data(page)["undoable"]) == ("Nothing waits there any more.", False)


def test_nothing_of_another_team_is_acknowledged(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    baker = account(store, "baker")
    follow(store, team(store, "Elsewhere", baker), "hidden", 190, relapse())
    (theirs,) = review.panel(store, baker.viewer).rows
    asked = {"id": "hidden", "flags": [each.id for each in theirs.waiting]}
    page = ask_queue(sign_in(able).run(), "acknowledged", asked)
    assert data(page)["said"] == NO_RIGHT
    with store.reading() as tx:
        assert not any(each.reviews for each in flags.flags(tx, baker.viewer))


def test_what_got_worse_since_it_was_reviewed_waits_again_and_says_so(
    sign_in: SignIn, store: Store, able: Account, clinic: str, time: Clock
) -> None:
    follow(store, clinic, "sam", 179, dict.fromkeys(range(190), 6), baseline=None)
    acknowledge_all(store, able.viewer)
    (row,) = queue(sign_in(able).run())
    assert (row["reason"], row["waiting"]) == ("Not improving past 3 months", [])
    time.forward(days=1)
    (row,) = queue(sign_in(able).run())
    assert row["reason"] == "Persistent past 6 months"
    assert row["waiting"]
    assert row["reviewed"] == "back since 21 May, you"


def test_a_row_names_all_that_one_press_answers(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    (row,) = queue(sign_in(able).run())
    assert row["reason"] == "Relapse"
    assert row["asks"] == "To answer: Relapse, Persistent pain"
    assert len(row["waiting"]) == 2


def test_doing_well_is_never_to_review(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "gwen", 150, good())
    follow(store, clinic, "early", 20, dict.fromkeys(range(21), 3))
    assert data(sign_in(able).run())["short"]["standings"] == [2, 2]


THURSDAY = TODAY


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (None, ""),
        (THURSDAY - timedelta(days=4), "o"),
        (THURSDAY - timedelta(days=3), "wo"),
        (THURSDAY - timedelta(days=1), "wo"),
        (THURSDAY, "tw"),
        (THURSDAY + timedelta(days=1), "w"),
        (THURSDAY + timedelta(days=3), "w"),
        (THURSDAY + timedelta(days=4), ""),
    ],
)
def test_a_week_is_from_monday_to_sunday_and_overdue_is_before_today(on: date | None, found: str) -> None:
    assert THURSDAY.strftime("%A") == "Thursday"
    assert comes(on, THURSDAY) == found


def test_a_choice_is_offered_where_patients_differ_in_it(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, clinic, "gwen", 150, good())
    assert data(sign_in(able).run())["short"]["choices"] == [], "all of one team, one procedure, no surgeon"
    follow(store, team(store, "Trial", able), "ruth", 150, good())
    follow(store, team(store, "Elsewhere"), "hidden", 150, good())
    assert data(sign_in(able).run())["short"]["choices"] == [
        {"title": "Care team", "values": ["Spine clinic", "Trial"], "of_row": [[0], [0], [1]]}
    ]


def test_the_first_rows_come_in_words_and_all_patients_in_short(
    sign_in: SignIn, store: Store, able: Account, clinic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.components.queue.AT_A_TIME", 2)
    for name in ("rosa", "ruth", "rita"):
        follow(store, clinic, name, 190, relapse())
    page = sign_in(able).run()
    assert [row["id"] for row in queue(page)] == ["rita", "rosa"]
    assert data(page)["short"]["ids"] == ["rita", "rosa", "ruth"]


STEPS = """
import streamlit as st
from tracker.web.components.queue import Opened, keep_order, queue_steps
if st.session_state.get("order"):
    keep_order(Opened("b", st.session_state["order"]))
left = queue_steps(st.query_params["patient"])
st.text(f"left {left}")
"""


def steps(order: tuple[str, ...], patient_id: str) -> AppTest:
    page = AppTest.from_string(STEPS)
    page.session_state["order"] = order
    page.query_params["patient"] = patient_id
    return page.run()


@pytest.mark.parametrize(
    ("order", "at", "given"),
    [
        (("a", "b", "c"), "a", {"where": "1 of 3", "previous": None, "next": "b"}),
        (("a", "b", "c"), "b", {"where": "2 of 3", "previous": "a", "next": "c"}),
        (("a", "b", "c"), "c", {"where": "3 of 3", "previous": "b", "next": None}),
        (("a",), "a", {"where": "1 of 1", "previous": None, "next": None}),
        (("a", "b"), "x", {"where": "", "previous": None, "next": None}),
        ((), "a", {"where": "", "previous": None, "next": None}),
    ],
)
def test_the_steps_go_by_the_order_out_of_which_a_patient_was_chosen(
    order: tuple[str, ...], at: str, given: dict[str, object]
) -> None:
    assert components(steps(order, at))["mendline_queue_steps"][0] == given


def test_a_step_goes_into_the_address_and_the_way_back_is_told() -> None:
    page = ask_queue(steps(("a", "b"), "a"), "stepped", "b", "mendline_queue_steps")
    assert page.query_params["patient"] == "b"
    assert components(page)["mendline_queue_steps"][0]["where"] == "2 of 2"
    assert [each.value for each in page.text] == ["left False"]
    page = ask_queue(page, "left", True, "mendline_queue_steps")
    assert [each.value for each in page.text] == ["left True"]


def test_the_order_of_the_filters_is_kept_for_the_patients_page(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    for name in ("rosa", "ruth"):
        follow(store, clinic, name, 190, relapse())
    page = open_from_queue(sign_in(able).run(), "rosa", "ruth", "rosa")
    assert page.session_state["queue_order"] == ("ruth", "rosa")
