"""My recovery: the days by month, what was reached, what is known of the months after surgery."""

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    PATIENT,
    SURGERY,
    admit_patient,
    choose,
    components,
    have_listed,
    tap_calendar,
    words,
)
from tests.pages.moment import TODAY
from tests.pages.test_my_recovery import INTERPRETATIONS, log_days, opened
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import Account
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store

OLDER, MISSED, OPEN = date(2026, 3, 10), date(2026, 3, 11), TODAY - timedelta(days=13)


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    return admit_patient(store, time.now)


@pytest.fixture
def logged(store: Store, time: Clock, account: Account) -> Account:
    """Anna, with pills on her list, one older day, today and one day that can still be logged."""
    have_listed(store, Treatment("p", PATIENT, TreatmentKind.MEDICINE, "Gabapentin", SURGERY))
    older = DiaryEntry(
        OLDER, axial=7, limb=0, walking_minutes=35, sleep_hours=6.5, taken=frozenset({"p"}), note="<b>rain</b>"
    )
    log_days(store, time, older, DiaryEntry(OPEN, axial=4), DiaryEntry(TODAY, limb=2))
    return account


def calendar(page: AppTest) -> dict[str, Any]:
    given: dict[str, Any] = components(page)["mendline_recovery_calendar"][0]
    return given


def day(page: AppTest, on: date) -> dict[str, Any]:
    return next(each for month in calendar(page)["months"] for each in month["days"] if each["date"] == str(on))


def test_the_calendar_has_whole_months_from_surgery_to_today(sign_in: SignIn, account: Account) -> None:
    months = calendar(opened(sign_in(account)))["months"]
    assert [month["title"] for month in months] == ["February 2026", "March 2026", "April 2026", "May 2026"]
    assert [len(month["days"]) for month in months] == [28, 31, 30, 31]
    assert [month["first_weekday"] for month in months] == [6, 6, 2, 4]


@pytest.mark.parametrize(
    ("on", "said", "kind"),
    [
        (SURGERY - timedelta(1), "Friday 13 February, before surgery", ""),
        (SURGERY, "Saturday 14 February, day of surgery, not logged", "missed"),
        (OLDER, "Tuesday 10 March, day 24 after surgery, logged, back pain 7, severe, leg pain 0, no pain", "logged"),
        (MISSED, "Wednesday 11 March, day 25 after surgery, not logged", "missed"),
        (OPEN - timedelta(1), "Thursday 7 May, day 82 after surgery, not logged", "missed"),
        (OPEN, "Friday 8 May, day 83 after surgery, logged, back pain 4, moderate, leg pain not answered", "logged"),
        (OPEN + timedelta(1), "Saturday 9 May, day 84 after surgery, not logged, can still be logged", "missed"),
        (TODAY, "today, Thursday 21 May, day 96 after surgery, logged, back pain not answered, leg pain 2, mild",
         "logged"),
        (TODAY + timedelta(1), "Friday 22 May, not yet", ""),
    ],
)  # fmt: skip
def test_each_day_says_in_words_what_its_shades_show(
    on: date, said: str, kind: str, sign_in: SignIn, logged: Account
) -> None:
    found = day(opened(sign_in(logged)), on)
    assert (found["words"], found["kind"]) == (said, kind)


def test_today_without_an_entry_is_not_logged_yet(sign_in: SignIn, account: Account) -> None:
    assert day(opened(sign_in(account)), TODAY)["words"].endswith("not logged yet")


def test_a_tapped_older_day_shows_what_was_logged(sign_in: SignIn, logged: Account) -> None:
    text = words(tap_calendar(opened(sign_in(logged)), OLDER))
    shown = text[text.index('class="logged_day"') :]
    for part in ("Tue 10 Mar", "day 24 after surgery", "<dd>7</dd>", "<dd>35 min</dd>", "<dd>6.5 h</dd>", "Gabapentin"):
        assert part in shown
    assert "&lt;b&gt;rain&lt;/b&gt;" in shown
    assert "not answered" not in shown


def test_a_tapped_older_day_without_an_entry_says_so(sign_in: SignIn, logged: Account) -> None:
    assert "Nothing was logged on this day." in words(tap_calendar(opened(sign_in(logged)), MISSED))


@pytest.mark.parametrize("on", [OPEN, OPEN + timedelta(1), TODAY])
def test_a_tapped_day_that_can_still_be_logged_is_opened_on_today(on: date, sign_in: SignIn, logged: Account) -> None:
    page = tap_calendar(opened(sign_in(logged)), on)
    assert not page.exception
    assert components(page)["mendline_week_strip"][0]["shown"] == str(on)
    choose(page, "Leg pain, on average", 5)
    assert not page.exception


@pytest.mark.parametrize("sent", ["", "yesterday", "2026-13-40", None, str(SURGERY - timedelta(1)), "9999-12-31"])
def test_what_is_no_day_of_the_record_changes_nothing(sent: object, sign_in: SignIn, logged: Account) -> None:
    page = tap_calendar(opened(sign_in(logged)), sent)
    assert not page.exception
    assert "<h1>My recovery" in words(page)


def test_milestones_name_what_was_reached_with_its_days(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    have_listed(store, Treatment("o", PATIENT, TreatmentKind.MEDICINE, "Oxycodone", SURGERY, catalogue="oxycodone"))
    days = [DiaryEntry(SURGERY + timedelta(ahead), axial=7, walking_minutes=10 + ahead) for ahead in range(7)]
    days += [DiaryEntry(SURGERY + timedelta(7 + ahead), axial=3, taken=frozenset()) for ahead in range(4)]
    log_days(store, time, *days, DiaryEntry(TODAY, taken=frozenset({"o"})))
    text = words(opened(sign_in(account)))
    assert "12 days logged" in text
    assert "First week below 4: back pain" in text
    assert "week from Sat 21 Feb: typically 3, with 4 of 7 days answered" in text
    assert "Walking 13 minutes a day" in text
    assert "4 days without an opioid" in text
    assert "of 5 days with an answer on what was taken" in text


def test_what_was_not_reached_is_not_told(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    log_days(store, time, DiaryEntry(TODAY, axial=8))
    text = words(opened(sign_in(account)))
    assert "1 day logged" in text
    for unsaid in ("below 4", "Walk", "opioid"):
        assert unsaid not in text[text.index("Reached so far") : text.index("For my visit")]


def test_with_no_entry_there_are_no_milestones_and_the_calendar_is_there(sign_in: SignIn, account: Account) -> None:
    page = opened(sign_in(account))
    assert "Reached so far" not in words(page)
    assert day(page, TODAY)["open"]


def test_on_the_day_of_surgery_the_page_is_whole(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = opened(sign_in(admit_patient(store, time.now, surgery=TODAY)))
    assert not page.exception
    assert [month["title"] for month in calendar(page)["months"]] == ["May 2026"]


@pytest.mark.parametrize(
    ("days", "title"), [(30, "The first three months"), (120, "Between three and six months"), (400, "From six months")]
)
def test_what_is_known_of_these_months_is_told_with_sources_and_nothing_is_interpreted(
    days: int, title: str, store: Store, time: Clock, sign_in: SignIn
) -> None:
    page = opened(sign_in(admit_patient(store, time.now, surgery=TODAY - timedelta(days))))
    text = words(page)
    assert title in text
    assert "Sources: " in text
    assert "Whom to ask" in text
    told = {word for word in INTERPRETATIONS if word in text.lower().replace("/red-flags", "")}
    assert not told


def test_the_way_to_the_page_for_the_visit_is_there(sign_in: SignIn, account: Account) -> None:
    links = [getattr(link, "label", "") for link in opened(sign_in(account)).get("page_link")]
    assert "Open the page for my visit" in links
