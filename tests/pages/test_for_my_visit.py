"""The page for a visit: own questions that are kept, and the own record in short, with little, much and no data."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import (
    PATIENT,
    SURGERY,
    admit_account,
    admit_patient,
    choose,
    components,
    have_listed,
    words,
)
from tests.pages.moment import TODAY
from tests.pages.test_my_recovery import a_relapse, interpretations, log_days
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import OPERATOR, Account
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.domain.visit import VisitQuestion
from tracker.services import review
from tracker.store import Store, visit_questions

NEW, OTHER_WORDS = "A question that you want to ask", "Your question, in other words"


def opened(browser: AppTest) -> AppTest:
    page = browser.run().switch_page("../../pages/for_my_visit.py").run()
    assert not page.exception
    return page


def ask(page: AppTest, text: str) -> AppTest:
    return choose(page, NEW, text).button(key="question_add").click().run()


def change(page: AppTest, place: int = 0) -> AppTest:
    buttons = [each for each in page.button if each.label == "Change"]
    return buttons[place].click().run()


def kept(store: Store) -> list[str]:
    with store.reading() as tx:
        return [each.text for each in visit_questions.questions(tx, OPERATOR, PATIENT)]


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    return admit_patient(store, time.now)


def test_a_question_is_kept_and_the_field_is_empty_for_the_next(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    page = ask(opened(sign_in(account)), "May I <b>swim</b>?")
    time.forward(minutes=1)
    assert components(page)[NEW][0]["value"] == ""
    page = ask(page, "May I drive?")
    assert kept(store) == ["May I <b>swim</b>?", "May I drive?"]
    text = words(opened(sign_in(account)))
    assert "<span>1.</span><span>May I &lt;b&gt;swim&lt;/b&gt;?</span>" in text
    assert "<span>2.</span><span>May I drive?</span>" in text


def test_the_browser_keeps_each_field_under_a_name_of_its_own_and_forgets_it_once_it_is_saved(
    sign_in: SignIn, account: Account
) -> None:
    page = opened(sign_in(account))
    before = components(page)[NEW][0]
    after = components(ask(page, "May I swim?"))[NEW][0]
    assert before["forget"] == ""
    assert after["forget"] == before["unsent"]["name"] != after["unsent"]["name"]


def test_what_is_typed_stays_while_the_page_is_drawn_again(store: Store, sign_in: SignIn, account: Account) -> None:
    page = choose(opened(sign_in(account)), NEW, "May I swim?").run().run()
    page.button(key="question_add").click().run()
    assert kept(store) == ["May I swim?"]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("", "is empty"), ("   ", "is empty"), ("x" * 501, "has 501 characters"), ("a\0b", "cannot be stored")],
)
def test_what_is_no_question_is_refused_in_words(
    typed: str, fault: str, store: Store, sign_in: SignIn, account: Account
) -> None:
    page = ask(opened(sign_in(account)), typed)
    assert fault in words(page)
    assert kept(store) == []


def test_the_same_question_twice_is_refused(store: Store, sign_in: SignIn, account: Account) -> None:
    page = ask(ask(opened(sign_in(account)), "May I swim?"), "may I swim?")
    assert "is on the list already" in words(page)
    assert kept(store) == ["May I swim?"]


def test_a_question_is_put_in_other_words(store: Store, sign_in: SignIn, account: Account) -> None:
    page = change(ask(opened(sign_in(account)), "May I swim?"))
    assert components(page)[OTHER_WORDS][0]["value"] == "May I swim?"
    choose(page, OTHER_WORDS, "May I swim in the sea?").button(key="question_save").click().run()
    assert kept(store) == ["May I swim in the sea?"]
    assert NEW in components(page)


def test_a_question_is_left_as_it_was(store: Store, sign_in: SignIn, account: Account) -> None:
    page = change(ask(opened(sign_in(account)), "May I swim?"))
    choose(page, OTHER_WORDS, "other").button(key="question_leave").click().run()
    assert kept(store) == ["May I swim?"]
    assert NEW in components(page)


def test_a_question_is_removed(store: Store, sign_in: SignIn, account: Account) -> None:
    page = change(ask(opened(sign_in(account)), "May I swim?"))
    page.button(key="question_remove").click().run()
    assert kept(store) == []
    assert "None yet." in words(page)


def test_a_question_that_another_device_removed_is_no_trap(store: Store, sign_in: SignIn, account: Account) -> None:
    page = change(ask(opened(sign_in(account)), "May I swim?"))
    with store.transaction() as tx:
        gone = visit_questions.questions(tx, OPERATOR, PATIENT)[0]
        visit_questions.remove_question(tx, OPERATOR, PATIENT, gone.id)
    page = page.run()
    assert "This question was removed on another device." in words(page)
    choose(page, OTHER_WORDS, "May I swim in May?").button(key="question_save").click().run()
    assert kept(store) == ["May I swim in May?"], "what was typed is not lost with the question"
    assert NEW in components(page)


def test_what_is_typed_stays_while_another_device_adds_a_question(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    page = choose(opened(sign_in(account)), NEW, "May I swim?")
    with store.transaction() as tx:
        visit_questions.save_question(tx, OPERATOR, VisitQuestion("other", PATIENT, "May I drive?", time.now))
    page = page.run()
    page.button(key="question_add").click().run()
    assert sorted(kept(store)) == ["May I drive?", "May I swim?"]


def test_a_full_list_takes_no_more(store: Store, sign_in: SignIn, account: Account) -> None:
    page = opened(sign_in(account))
    for number in range(20):
        page = ask(page, f"Question {number}?")
    assert NEW not in components(page)
    assert "The list is full." in words(page)


def test_with_no_entry_the_page_claims_nothing(sign_in: SignIn, account: Account) -> None:
    page = opened(sign_in(account))
    text = words(page)
    assert "Anna · L4-L5 fusion · day 96 after surgery. 0 of 97 days are logged." in text
    assert "Nothing was logged in the last eight weeks." in text
    assert "Your list of treatments is empty." in text
    assert "Not answered in the last 4 weeks." in text
    assert "Reached so far" not in text
    assert not page.get("plotly_chart")


def test_with_few_entries_no_middle_is_told(store: Store, time: Clock, sign_in: SignIn, account: Account) -> None:
    log_days(store, time, *(DiaryEntry(TODAY - timedelta(back), axial=5) for back in range(6)))
    text = words(opened(sign_in(account)))
    assert "<td>too few days <small>6 of 28 days</small></td><td>too few days <small>0 of 28 days</small></td>" in text
    assert "Leg pain, 0–10" not in text  # never answered: no line


def test_the_last_weeks_stand_beside_the_ones_before(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    days = [DiaryEntry(TODAY - timedelta(back), axial=3 if back < 28 else 6, sleep_hours=6.5) for back in range(50)]
    log_days(store, time, *days)
    text = words(opened(sign_in(account)))
    assert (
        '<th scope="row">Back pain, 0–10</th><td><strong>3</strong> <small>28 of 28 days</small></td>'
        "<td><strong>6</strong> <small>22 of 28 days</small></td>" in text
    )
    assert "<strong>6.5</strong>" in text


def test_soon_after_surgery_the_weeks_before_are_said_to_lie_before_it(
    store: Store, time: Clock, sign_in: SignIn
) -> None:
    account = admit_patient(store, time.now, surgery=TODAY - timedelta(9))
    log_days(store, time, *(DiaryEntry(TODAY - timedelta(back), axial=5) for back in range(9)))
    assert "<small>9 of 10 days</small></td><td>before surgery</td>" in words(opened(sign_in(account)))


def test_treatments_of_now_come_before_those_of_before(store: Store, sign_in: SignIn, account: Account) -> None:
    have_listed(
        store,
        Treatment("g", PATIENT, TreatmentKind.MEDICINE, "Gabapentin", SURGERY, dose="300 mg"),
        Treatment("o", PATIENT, TreatmentKind.MEDICINE, "Oxycodone", SURGERY, SURGERY + timedelta(9)),
        Treatment("b", PATIENT, TreatmentKind.PROCEDURE, "Facet block", TODAY),
        Treatment("x", PATIENT, TreatmentKind.PROCEDURE, "Old injection", SURGERY - timedelta(1)),
        Treatment("y", PATIENT, TreatmentKind.THERAPY, "Old massage", SURGERY - timedelta(9), SURGERY - timedelta(1)),
    )
    text = words(opened(sign_in(account)))
    now, before = text[text.index("<h3>Now</h3>") :].split("<h3>Before, and procedures</h3>")
    assert "Gabapentin 300 mg <span>since 14 Feb 2026</span>" in now
    assert "Oxycodone <span>14 Feb 2026 to 23 Feb 2026</span>" in before
    assert "Facet block <span>21 May 2026</span>" in before
    assert "Old" not in text


def test_what_makes_it_worse_is_told_with_its_days(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    log_days(
        store,
        time,
        DiaryEntry(TODAY, worse=frozenset({"sitting", "bending"}), better=frozenset()),
        DiaryEntry(TODAY - timedelta(1), worse=frozenset({"sitting"})),
    )
    text = words(opened(sign_in(account)))
    assert "What made it worse:</strong> sitting (2 days), bending (1 day); answered on 2 days" in text
    assert "What made it better:</strong> nothing; answered on 1 day" in text


def test_nothing_of_the_physicians_interpretation_is_on_the_sheet(
    store: Store, time: Clock, sign_in: SignIn, account: Account
) -> None:
    log_days(store, time, *a_relapse())
    review.refresh(store, OPERATOR)
    assert interpretations(opened(sign_in(account))) == set()


def test_it_can_be_printed_and_leads_back(sign_in: SignIn, account: Account) -> None:
    page = opened(sign_in(account))
    assert components(page)["mendline_print_button"][0]["words"] == "Print or save"
    assert "My recovery" in [getattr(link, "label", "") for link in page.get("page_link")]


def test_an_account_without_a_record_is_told_so(store: Store, time: Clock, sign_in: SignIn) -> None:
    assert "Your account is not linked to a record yet" in words(opened(sign_in(admit_account(store, time.now))))
