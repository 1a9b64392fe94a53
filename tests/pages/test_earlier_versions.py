"""Today: every version of a day can be seen, and what was changed from one to the next."""

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import PATIENT, admit_patient, choose, go_to, have_listed, log, save, words
from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store

TITLE = "Earlier versions of this day"
BACK = "Back pain, on average"


def unfolded(page: AppTest) -> str:
    page.session_state["fold_versions"] = True
    text = words(page.run())
    return text[text.index('<ol class="versions"') :] if '<ol class="versions"' in text else ""


def test_a_day_that_was_saved_once_has_no_earlier_version(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(TODAY, axial=3), time.now)
    log(store, DiaryEntry(TODAY, axial=3), time.now)  # the same again is no edit
    assert TITLE not in words(sign_in(account).run())


def test_versions_come_newest_first_with_when_and_what_was_changed(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    have_listed(store, Treatment("p", PATIENT, TreatmentKind.MEDICINE, "Gabapentin", TODAY))
    log(store, DiaryEntry(TODAY, axial=3, note="<i>wet</i>"), time.now)
    time.forward(minutes=65)
    log(store, DiaryEntry(TODAY, axial=5, note="<i>wet</i>", taken=frozenset({"p"})), time.now)
    newest, first = unfolded(sign_in(account).run()).split("<li>")[1:]
    assert "21 May, 15:07, changed" in newest
    assert f'<th scope="row">{BACK}</th><td>3</td><td>5</td>' in newest
    assert "<td>not answered</td><td>Gabapentin</td>" in newest
    assert "wet" not in newest  # the note was not changed
    assert "21 May, 14:02, first saved" in first
    assert f'<th scope="row">{BACK}</th><td>3</td>' in first
    assert "&lt;i&gt;wet&lt;/i&gt;" in first


def test_what_was_taken_back_is_seen_too(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    log(store, DiaryEntry(TODAY, axial=3, limb=4), time.now)
    log(store, DiaryEntry(TODAY, axial=3), time.now)
    assert "<td>4</td><td>not answered</td>" in unfolded(sign_in(account).run())


def test_the_row_appears_with_the_second_save_and_is_of_the_day_shown(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    page = save(choose(sign_in(admit_patient(store, time.now)).run(), BACK, 3))
    assert TITLE not in words(page)
    page = save(choose(page, BACK, 4))
    assert TITLE in words(page)
    assert "<td>3</td><td>4</td>" in unfolded(page)
    assert TITLE not in words(go_to(page, TODAY - timedelta(days=1)))


def test_folded_nothing_of_it_is_sent(store: Store, time: Clock, sign_in: SignIn) -> None:
    account = admit_patient(store, time.now)
    for score in (3, 4):
        log(store, DiaryEntry(TODAY, axial=score), time.now)
    text = words(sign_in(account).run())
    assert TITLE in text
    assert "first saved" not in text
