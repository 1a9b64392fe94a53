"""The queue: who stands where and why, and the way from it to a patient."""

from datetime import timedelta

import pytest

from tests.pages.clinic import account, follow, good, open_from_queue, queue, relapse, team, tick_signs
from tests.pages.conftest import SignIn
from tests.pages.diary_hands import components, words
from tests.pages.moment import NOW, TODAY
from tracker.domain.people import Account, Viewer
from tracker.services import review
from tracker.store import Store


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
    assert row["about"] == "L4–L5 fusion · day 190 · rosa"
    assert row["verdict"].startswith("Typical back pain 6")
    assert (row["levels"], row["levels_words"]) == ("6 / 7", "typical back pain 6, before surgery 7")
    assert (row["logged"], row["logged_words"]) == ("100 %", "28 of the last 28 days")
    assert (row["follow_up"], row["due"]) == ("today", True)
    assert row["reviewed"] == "–"
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
    assert [(chip["reason"], chip["count"]) for chip in chips] == [("Relapse", 2), ("Doing well", 1)]


def test_the_heading_counts_patients_and_follow_ups(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, follow_up=TODAY)
    assert "1 patient · 1 follow-up today" in words(sign_in(able).run())


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


@pytest.mark.parametrize("sent", [None, 7, {"patient": "rosa"}, ["rosa"]])
def test_what_is_no_id_opens_nothing(sign_in: SignIn, store: Store, able: Account, clinic: str, sent: object) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    page = open_from_queue(sign_in(able).run(), sent)
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
        ("gwen", "Red flag answered", "alarm"),
        ("rosa", "Relapse", "warn"),
    ]
    assert queue(page)[0]["verdict"] == (
        "Ticked “fever or chills” (20 May, 12:02); “bladder: retention, no feeling or leaking”, “a fall” "
        "(21 May, 12:02); was told to get help at once."
    )
    chips = components(page)["mendline_queue"][0]["chips"]
    assert [(chip["reason"], chip["count"]) for chip in chips][:2] == [("Red flag answered", 1), ("Relapse", 1)]


def test_a_red_flag_of_another_team_is_not_there(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, relapse())
    follow(store, team(store, "Elsewhere"), "hidden", 190, relapse())
    tick_signs(store, "hidden", "bladder")
    page = sign_in(able).run()
    assert [(row["id"], row["reason"]) for row in queue(page)] == [("rosa", "Relapse")]
