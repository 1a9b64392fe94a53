"""Acting on what a page says: acknowledging with a snooze, the follow-up, plan and notes, each with its way back."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import DateInput

from tests.pages.clinic import follow, good, relapse, tick_signs, visit
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import PATIENT, admit_patient, log, words
from tests.pages.moment import NOW, TODAY
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import OPERATOR, Account
from tracker.services import physician_notes as noting
from tracker.services import plan as planning
from tracker.store import Store, care_teams, flags, patients, plan, red_flags
from tracker.web import database


def hands() -> None:
    """A page that has nothing on it but what a physician does about a patient."""
    from tracker.services.recovery import recovery
    from tracker.web.components.follow_up import follow_up
    from tracker.web.components.notice import show_notice
    from tracker.web.components.physician_notes import physician_notes
    from tracker.web.components.plan_lines import plan_lines
    from tracker.web.session import store, viewer

    show_notice()
    record = recovery(store(), viewer(), "rosa")
    plan_lines(record)
    follow_up(record)
    physician_notes(record)


@pytest.fixture
def page(store: Store, time: Clock, able: Account, clinic: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(database, "store", lambda: store)
    follow(store, clinic, "rosa", 60, good(60), follow_up=date(2026, 6, 9))
    return opened(able)


def opened(account: Account) -> AppTest:
    page = AppTest.from_function(hands, default_timeout=20)
    page.session_state["signed_in_account"] = account
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    return next(each for each in page.button if each.label == label).click().run()


def labels(page: AppTest) -> list[str]:
    return [each.label for each in page.button]


def follow_up_of(store: Store) -> date | None:
    with store.reading() as tx:
        return patients.patient(tx, OPERATOR, "rosa").episode.next_follow_up


class TestTheFollowUp:
    def field(self, page: AppTest) -> DateInput:
        return next(each for each in page.date_input if each.label == "Next follow-up")

    def test_a_quick_choice_counts_from_today_and_can_be_undone(self, page: AppTest, store: Store) -> None:
        for weeks in (2, 6, 12):
            assert "Undo" not in str(labels(page))
            page = page.button_group[0].select(weeks).run()
            assert follow_up_of(store) == TODAY + timedelta(weeks=weeks)
            assert self.field(page).value == TODAY + timedelta(weeks=weeks)
            page = press(page, "Undo (was Tue 9 Jun)")
            assert follow_up_of(store) == self.field(page).value == date(2026, 6, 9)
        assert "Undo" not in str(labels(page))

    def test_a_date_is_stored_as_soon_as_it_is_chosen_and_can_be_taken_away(self, page: AppTest, store: Store) -> None:
        page = self.field(page).set_value(date(2026, 7, 1)).run()
        assert follow_up_of(store) == date(2026, 7, 1)
        self.field(page).set_value(None).run()
        assert follow_up_of(store) is None

    def test_what_a_colleague_chose_meanwhile_is_not_overwritten_by_a_redraw(self, page: AppTest, store: Store) -> None:
        self.field(page).set_value(date(2026, 7, 1)).run()
        with store.transaction() as tx:
            patients.set_follow_up(tx, OPERATOR, "rosa", date(2026, 8, 1), TODAY)
        assert self.field(page.run()).value == date(2026, 8, 1)
        assert follow_up_of(store) == date(2026, 8, 1)


class TestThePlan:
    def add(self, page: AppTest, text: str, due: date | None = None) -> AppTest:
        page.text_input(key="plan_words_rosa").input(text)
        if due is not None:
            page.date_input(key="plan_due_rosa").set_value(due)
        return press(page, "Add")

    def test_a_line_is_on_top_at_the_next_visit_ticked_off_and_back(
        self, page: AppTest, store: Store, time: Clock, able: Account
    ) -> None:
        self.add(page, "check SI block")
        time.forward(days=30)
        page = opened(able)
        (line,) = page.checkbox
        assert line.label == "Plan from 21 May\\: check SI block"
        page = line.check().run()
        assert not page.checkbox
        assert "✓ Done: check SI block" in words(page)
        page = press(page, "Undo")
        assert [each.label for each in page.checkbox] == ["Plan from 21 May\\: check SI block"]
        page.checkbox[0].check().run()
        time.forward(days=1)
        page = opened(able)
        assert "✓ Done" not in words(page)
        assert "check SI block (done by Dr Able, 20 Jun, 12:02)" in words(page)

    def test_what_waits_stands_before_what_is_for_later(self, page: AppTest, time: Clock) -> None:
        for text, due in (("later", TODAY + timedelta(days=1)), ("today", TODAY), ("next visit", None)):
            page = self.add(page, text, due)
            time.forward(minutes=1)
        assert [each.label.split("\\: ")[1] for each in page.checkbox] == ["today", "next visit", "later"]
        assert "for 22 May" in page.checkbox[2].label
        assert page.text_input(key="plan_words_rosa").value == "", "the field is empty for the next one"

    def test_a_line_is_taken_back_and_a_bad_one_refused_in_words(self, page: AppTest) -> None:
        page = self.add(page, "  ")
        assert "plan is empty" in words(page)
        page = self.add(page, "**MRI** <b>")
        assert page.checkbox[0].label.endswith(r"\*\*MRI\*\* \<b\>")
        page = press(page, "Take back")
        assert not page.checkbox

    def test_a_line_that_a_colleague_closed_meanwhile_says_so(self, page: AppTest, store: Store, able: Account) -> None:
        page = self.add(page, "MRI")
        with store.transaction() as tx:
            (line,) = plan.lines(tx, able.viewer, "rosa")
            plan.close_line(tx, able.viewer, "rosa", line.id, NOW)
        # The page still shows it open: its tick comes to nothing, and the line is shown as it is.
        page = page.checkbox[0].check().run()
        assert "✓ Done: MRI" in words(page)


class TestNotes:
    def keep(self, page: AppTest, text: str) -> AppTest:
        page.text_area(key="new_note_rosa").input(text)
        return press(page, "Keep note")

    def test_one_is_kept_corrected_and_taken_back(self, page: AppTest) -> None:
        page = self.keep(page, "Keeps a <b>dog</b>")
        assert "Dr Able, 21 May, 12:02" in words(page)
        assert "Keeps a &lt;b&gt;dog&lt;/b&gt;" in words(page)
        assert page.text_area(key="new_note_rosa").value == ""
        (field,) = [each for each in page.text_area if each.key != "new_note_rosa"]
        field.input("Keeps a cat")
        page = press(page, "Keep")
        assert "21 May, 12:02, corrected" in words(page)
        assert "Corrected or taken back (1)" in words(page)
        assert "Corrected by Dr Able, 21 May, 12:02." in words(page)
        page = press(page, "Take back")
        assert "Taken back by Dr Able" in words(page)
        page = press(page, "Take back")
        assert "Corrected or taken back (2)" in words(page)
        assert "Take back" not in labels(page)

    def test_an_empty_one_is_refused_in_words(self, page: AppTest) -> None:
        assert "note is empty" in words(self.keep(page, " "))

    def test_it_says_that_the_patient_is_told_of_notes_and_not_what_they_say(self, page: AppTest) -> None:
        assert "not what they say" in words(page)


class TestAcknowledging:
    def first_card(self, page: AppTest, store: Store) -> str:
        with store.reading() as tx:
            open_flags = [each for each in flags.flags(tx, OPERATOR, ["rosa"]) if each.open and each.asks_for_answer]
        return next(each.id for each in open_flags if page.button(key=f"acknowledge_{each.id}"))

    def until(self, store: Store) -> list[date | None]:
        with store.reading() as tx:
            return [review.until for each in flags.flags(tx, OPERATOR, ["rosa"]) for review in each.reviews]

    def card(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> tuple[AppTest, str]:
        """The page, and the id of a flag whose note and snooze are asked for."""
        follow(store, clinic, "rosa", 190, relapse(), follow_up=date(2026, 6, 9))
        page = visit(sign_in(able), "patient", patient="rosa")
        flag_id = self.first_card(page, store)
        return page.button(key=f"ask_more_{flag_id}").click().run(), flag_id

    def submit(self, page: AppTest, flag_id: str) -> AppTest:
        (button,) = [each for each in page.button if each.form_id == f"answer_{flag_id}"]
        return button.click().run()

    def test_one_click_acknowledges_without_a_snooze(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse())
        page = visit(sign_in(able), "patient", patient="rosa")
        page = page.button(key=f"acknowledge_{self.first_card(page, store)}").click().run()
        assert self.until(store) == [None]

    def test_who_asks_for_more_is_offered_each_end_with_its_date(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page, flag_id = self.card(sign_in, store, able, clinic)
        assert page.selectbox(key=f"snooze_{flag_id}").options == [
            *("only if worse", "in 1 week (28 May)", "in 2 weeks (4 Jun)", "in 4 weeks (18 Jun)"),
            "at the next follow-up (9 Jun)",
        ]
        assert f"acknowledge_{flag_id}" not in [each.key for each in page.button], "a note typed is not passed over"

    @pytest.mark.parametrize(
        ("choice", "on", "until"),
        [
            (1, None, date(2026, 5, 28)),
            (3, None, date(2026, 6, 18)),
            (4, None, date(2026, 6, 9)),
            (0, date(2026, 5, 22), date(2026, 5, 22)),
        ],
    )
    def test_a_snooze_says_when_it_asks_again_and_the_card_does_so_on_that_day(
        self,
        sign_in: SignIn,
        time: Clock,
        store: Store,
        able: Account,
        clinic: str,
        choice: int,
        on: date | None,
        until: date,
    ) -> None:
        page, flag_id = self.card(sign_in, store, able, clinic)
        page.selectbox(key=f"snooze_{flag_id}").select_index(choice)
        if on is not None:
            page.date_input(key=f"until_{flag_id}").set_value(on)
        page = self.submit(page, flag_id)
        said = f"{until.day} {until:%b}"
        assert self.until(store) == [until]
        assert f"21 May, 12:02, asks again on {said}" in words(page)
        time.forward(days=(until - TODAY).days)
        page = visit(sign_in(able), "patient", patient="rosa")
        assert f"Snoozed until {said}; asks again." in words(page)
        assert page.button(key=f"acknowledge_{flag_id}"), "as it was at first"

    def test_two_ends_at_once_are_refused_in_words(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page, flag_id = self.card(sign_in, store, able, clinic)
        page.selectbox(key=f"snooze_{flag_id}").select_index(1)
        page.date_input(key=f"until_{flag_id}").set_value(date(2026, 6, 1))
        page = self.submit(page, flag_id)
        assert "is given beside “in 1 week”" in words(page)
        assert self.until(store) == []

    def test_an_acknowledged_red_flag_is_taken_back_and_says_who_saw_it_before(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 60, good(60))
        tick_signs(store, "rosa", "fever")
        with store.transaction() as tx:
            ids = [each.id for each in red_flags.answers(tx, OPERATOR)]
            red_flags.acknowledge(tx, able.viewer, "rosa", ids, note="<b>called</b>", now=NOW)
        page = press(visit(sign_in(able), "patient", patient="rosa"), "Undo")
        assert "Red flag ticked" in words(page)
        assert "Acknowledged by Dr Able, 21 May, 12:02: “&lt;b&gt;called&lt;/b&gt;”. Undone by Dr Able" in words(page)


NOTICE = "Your care team keeps notes of its own about your recovery."


def test_the_patient_reads_beside_the_file_that_notes_exist_and_nothing_of_them(
    sign_in: SignIn, store: Store, time: Clock, able: Account, clinic: str
) -> None:
    anna = admit_patient(store, time.now)
    log(store, DiaryEntry(TODAY, axial=4), time.now)
    with store.transaction() as tx:
        care_teams.add_patient(tx, OPERATOR, clinic, PATIENT)
    assert NOTICE not in words(visit(sign_in(anna), "my_recovery"))
    noting.add(store, able.viewer, PATIENT, "Vermilion")
    planning.add(store, able.viewer, PATIENT, "Cinnabar")
    for name in ("my_recovery", "today", "for_my_visit"):
        said = words(visit(sign_in(anna), name))
        assert (NOTICE in said) is (name == "my_recovery")
        assert "Vermilion" not in said
        assert "Cinnabar" not in said
