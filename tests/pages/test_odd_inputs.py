"""Odd words and junk on the pages: words are shown as they were typed, junk is no answer, and no page breaks."""

from datetime import timedelta
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import follow, unfold, visit
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    PATIENT,
    admit_patient,
    answer,
    choose,
    entry_of,
    field,
    have_listed,
    log,
    question,
    save,
    stored,
    words,
)
from tests.pages.moment import NOW, TODAY
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.people import OPERATOR, Account
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store, diary

NOTES = {
    "a script": "<script>alert(document.cookie)</script>",
    "an image that runs": '<img src=x onerror="alert(1)">',
    "an end of the table": "</td></tr></table></div><h1>gone</h1>",
    "right to left": "ظهري يؤلمني اليوم (5) !",
    "both directions": "כאב 7 (back) מאוד",
    "direction turned over": "pain\u202eniap<b>",
    "emoji": "better 😀👨‍👩‍👧‍👦",
    "10,000 letters": "<b>x</b> & " * 909,
    "Markdown": "**bold** $x^2$ :red[b] [a](javascript:alert(1))",
}


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    return admit_patient(store, time.now)


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_the_own_log_shows_a_note_as_it_was_typed(
    store: Store, time: Clock, sign_in: SignIn, account: Account, note: str
) -> None:
    log(store, DiaryEntry(TODAY, axial=3, note=note), time.now)
    page = sign_in(account).run().switch_page("../../pages/my_recovery.py").run()
    assert not page.exception
    assert f"<bdi>{escape(note)}</bdi>" in words(page)
    assert sum(note in str(getattr(each, "value", "")) for each in page.get("html")) == (note == escape(note))


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_the_physician_reads_a_note_as_it_was_typed(
    store: Store, sign_in: SignIn, able: Account, clinic: str, note: str
) -> None:
    follow(store, clinic, "eve", 30, dict.fromkeys(range(20), 5))
    with store.transaction() as tx:
        diary.save_entry(tx, OPERATOR, "eve", DiaryEntry(TODAY, axial=3, note=note), now=NOW, origin=Origin.PAGE)
    page = unfold(visit(sign_in(able), "patient", patient="eve"), "eve")
    assert not page.exception
    (table,) = (each.value for each in page.dataframe if "Note" in each.value)
    assert table["Note"].iloc[0] == note
    assert note not in words(page), "in the table alone, which draws text and nothing else"
    (picture,) = page.get("plotly_chart")
    assert "<script" not in picture.proto.spec.replace("\\u003c", "<")


@pytest.mark.parametrize("name", ["Nothing", "  nothing ", "**Nothing**", "<script>", "😀", "مسكن", "$x$ :smile:"])
def test_a_treatment_of_any_name_is_ticked_by_its_own_chip(
    store: Store, sign_in: SignIn, account: Account, name: str
) -> None:
    have_listed(store, Treatment("odd", PATIENT, TreatmentKind.OTHER, name, TODAY))
    page = sign_in(account).run()
    save(answer(page, field(page, "taken"), ["odd"]))
    assert not page.exception
    assert entry_of(store).taken == frozenset({"odd"})


def test_two_chips_never_read_alike(store: Store, sign_in: SignIn, account: Account) -> None:
    """A line that ended before a day on which it was ticked stands there beside its successor."""
    ended = TODAY - timedelta(days=1)
    have_listed(
        store,
        Treatment("old", PATIENT, TreatmentKind.MEDICINE, "Ibuprofen", TODAY - timedelta(days=9), ended),
        Treatment("new", PATIENT, TreatmentKind.MEDICINE, "Ibuprofen", TODAY),
    )
    log(store, DiaryEntry(TODAY, axial=3, taken=frozenset({"old"})), NOW)
    page = sign_in(account).run()
    chips = question(page, field(page, "taken"))[0]["options"]
    assert [each["words"] for each in chips] == ["Ibuprofen", "Ibuprofen (2)", "Nothing"]
    save(answer(page, field(page, "taken"), ["new"]))
    assert entry_of(store).taken == frozenset({"new"})


JUNK = [None, "7", 7.5, True, [7], {"value": 7}, "😀", 10**400, -(10**400), [[None]], {}, "<script>", "x" * 100_000]


@pytest.mark.parametrize("title", ["Back pain, on average", "Back pain, worst"])
def test_junk_on_a_scale_is_no_answer(store: Store, sign_in: SignIn, account: Account, title: str) -> None:
    page = sign_in(account).run()
    for junk in JUNK:
        page = choose(page, title, junk)
        assert not page.exception
        assert stored(store) is None
    assert "Nothing entered yet" in words(page)


def test_junk_in_the_note_is_no_answer(store: Store, sign_in: SignIn, account: Account) -> None:
    page = sign_in(account).run()
    for junk in (each for each in JUNK if not isinstance(each, str)):
        page = choose(page, "Note, in your own words", junk)
        assert not page.exception
    assert "Nothing entered yet" in words(page)


@pytest.mark.parametrize(
    ("title", "sent", "said"),
    [
        ("Back pain, on average", -1, "Back pain, on average &#x27;-1&#x27; is not a whole number from 0 to 10"),
        ("Back pain, on average", 10**9, "Back pain, on average &#x27;1000000000&#x27; is not a whole number from"),
        ("Note, in your own words", "bad\0day", "Note holds a character that cannot be stored"),
        ("Note, in your own words", "bad\ud83dday", "Note holds a character that cannot be stored"),
        ("Note, in your own words", "😀" * 10_001, "Note has 10,001 characters. Shorten it to 10,000 or fewer"),
    ],
)
def test_what_is_refused_is_named_as_the_page_calls_it(
    store: Store, sign_in: SignIn, account: Account, title: str, sent: object, said: str
) -> None:
    page = save(choose(sign_in(account).run(), title, sent))
    assert not page.exception
    assert said in words(page)
    assert stored(store) is None


@pytest.mark.parametrize("typed", [-1.0, -0.5, 1e9, 1e300, 12.5, 5e-324])
def test_an_odd_number_of_minutes_is_refused_with_its_name(
    store: Store, sign_in: SignIn, account: Account, typed: float
) -> None:
    page = sign_in(account).run()
    page = save(answer(page, field(page, "walking_minutes"), typed))
    assert not page.exception
    assert "is not a whole number from 0 to 1440" in words(page)
    assert stored(store) is None


@pytest.mark.parametrize("typed", [float("nan"), float("inf"), float("-inf"), 10**400, "7", True, [7], {"a": 7}])
def test_a_number_that_is_none_is_no_answer(sign_in: SignIn, account: Account, typed: object) -> None:
    page: AppTest = sign_in(account).run()
    page = answer(page, field(page, "steps"), typed)
    assert not page.exception
    assert "Nothing entered yet" in words(page)
