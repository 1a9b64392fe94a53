"""The own record as the patient sees it: a picture, a table, a file; gaps in words; nothing interpreted."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import PATIENT, SURGERY, admit_account, admit_patient, words
from tests.pages.moment import TODAY
from tracker.domain.assessment import FlagKind, State
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.people import OPERATOR, Account
from tracker.services import review
from tracker.store import Store, diary

INTERPRETATIONS = {
    word
    for kind in FlagKind
    if kind is not FlagKind.FLARE  # the patient's own word: the diary asks for it
    for word in (kind.value, kind.value.replace("_", " "))
} | {
    *(state.value for state in State),
    "flag",
    "persistent",
    "chronic",
    "expected",
}


def opened(browser: AppTest) -> AppTest:
    page = browser.run()
    return page.switch_page("../../pages/my_recovery.py").run() if not page.exception else page


def log_days(store: Store, now: Clock, *entries: DiaryEntry) -> None:
    with store.transaction() as tx:
        diary.save_entries(tx, OPERATOR, PATIENT, entries, now=now(), origin=Origin.PAGE)


def a_relapse() -> list[DiaryEntry]:
    """Pain that went and came back: what a physician would be told, and the patient is not."""
    levels = {day: 7 if day < 10 else 2 if day < 60 else 8 for day in range(96)}
    return [
        DiaryEntry(SURGERY + timedelta(days=day), axial=level, axial_worst=level, walking_minutes=20)
        for day, level in levels.items()
    ]


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    return admit_patient(store, time.now)


def test_with_no_entry_the_page_says_what_will_appear_and_leads_to_today(sign_in: SignIn, account: Account) -> None:
    page = opened(sign_in(account))
    assert "Once you have logged a first day" in words(page)
    assert "they are not counted as free of pain" in words(page)
    assert "Log today" in [getattr(link, "label", "") for link in page.get("page_link")]
    assert not page.get("plotly_chart")


def test_the_picture_comes_with_its_words(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    log_days(store, time, *a_relapse())
    page = opened(sign_in(account))
    assert not page.exception
    (picture,) = page.get("plotly_chart")
    assert "96 of 97 days have an entry." in picture.proto.alt


def test_the_table_has_the_newest_day_first_and_says_which_have_no_entry(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    log_days(
        store,
        time,
        DiaryEntry(TODAY, axial=3, axial_worst=5, limb=0, walking_minutes=35, sleep_hours=7.5, flare=False),
        DiaryEntry(TODAY - timedelta(days=2), limb_worst=4, note="first\nsecond"),
    )
    text = words(opened(sign_in(account)))
    rows = text[text.index("<tbody") :].split("<tr ")[1:]
    assert len(rows) == 4
    assert all(part in rows[0] for part in ("Thu 21 May", ">3 (worst 5)<", ">0<", ">35 min<", ">7.5 h<", ">no<"))
    assert "Wed 20 May" in rows[1]
    assert "no entry" in rows[1]
    assert all(part in rows[2] for part in ("Tue 19 May", ">worst 4<", "first\nsecond"))
    assert "Sat 14 Feb to Mon 18 May" in rows[3]
    assert "0 to 93" in rows[3]
    assert "nan" not in text.lower()


def interpretations(page: AppTest) -> set[str]:
    """The words on a page with a picture that are for the physician alone."""
    (picture,) = page.get("plotly_chart")
    everything = f"{words(page)} {picture.proto}".lower().replace("/red-flags", "")
    return {word for word in INTERPRETATIONS if word in everything}


def test_nothing_of_the_physicians_interpretation_is_shown(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    log_days(store, time, *a_relapse())
    review.refresh(store, OPERATOR)
    assert interpretations(opened(sign_in(account))) == set()


def test_a_long_log_shows_its_newest_rows_and_the_rest_on_request(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    log_days(store, time, *a_relapse())
    page = opened(sign_in(account))
    assert words(page).count("rowheader") == 28
    page.toggle(key="log_whole").set_value(True).run()
    assert words(page).count("rowheader") == 97


def test_the_own_file_is_one_tap_away(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    log_days(store, time, DiaryEntry(TODAY, axial=3))
    assert 'href="/export/my-diary.csv" download' in words(opened(sign_in(account)))


def test_the_warning_signs_are_in_reach(sign_in: SignIn, account: Account) -> None:
    assert 'href="/red-flags"' in words(opened(sign_in(account)))


def test_a_note_is_text_and_never_markup(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    log_days(store, time, DiaryEntry(TODAY, note="<img src=x onerror=alert(1)>"))
    text = words(opened(sign_in(account)))
    assert "<img" not in text
    assert "&lt;img" in text


def test_invented_data_is_marked(store: Store, time: Clock, sign_in: SignIn) -> None:
    page = opened(sign_in(admit_patient(store, time.now, demo=True)))
    assert "Demo data" in words(page)


def test_an_account_without_a_record_is_told_so(store: Store, time: Clock, sign_in: SignIn) -> None:
    assert "Your account is not linked to a record yet" in words(opened(sign_in(admit_account(store, time.now))))
