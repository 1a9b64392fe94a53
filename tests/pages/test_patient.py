"""One patient as the physician sees them: verdict, picture, flags with their answers, and nothing without the right."""

import json
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from tests.pages.clinic import NO_RIGHT, account, follow, give, good, relapse, team, tick_signs, unfold, visit
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import words
from tests.pages.moment import NOW, TODAY
from tracker.domain.people import OPERATOR, Account, Role
from tracker.domain.visit import VisitQuestion
from tracker.store import Store, care_teams, patients, visit_questions


def follow_up_of(store: Store, patient_id: str) -> date | None:
    with store.reading() as tx:
        return patients.patient(tx, OPERATOR, patient_id).episode.next_follow_up


def note(page: AppTest) -> TextArea:
    """The field for a note on the first flag, asked for."""
    page = next(each for each in page.button if each.label == "With a note, or for a while").click().run()
    return next(each for each in page.text_area if each.label == "Note (optional)")


def acknowledge(page: AppTest) -> AppTest:
    """A click on the first button that acknowledges."""
    return next(each for each in page.button if each.label == "Acknowledge").click().run()


class TestWhatItShows:
    def test_name_operation_day_and_verdict_stand_on_top(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse())
        said = words(visit(sign_in(able), "patient", patient="rosa"))
        assert "<h1>Rosa</h1>" in said
        assert "L4–L5 fusion" in said
        assert "<strong>Relapse.</strong> Typical back pain 6" in said
        assert "Day 190 after surgery on 12 Nov 2025 · past the 6-month mark · 28 of the last 28 days logged" in said

    @pytest.mark.parametrize(("day", "mark"), [(89, ""), (90, "3-month mark"), (179, "3-month mark"), (180, "6-month")])
    def test_the_marks_of_the_clock_are_said_once_reached(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str, day: int, mark: str
    ) -> None:
        follow(store, clinic, "gwen", day, good(day))
        said = words(visit(sign_in(able), "patient", patient="gwen"))
        assert ("past the" in said) is bool(mark)
        assert mark in said

    def test_the_picture_comes_with_its_words(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
        follow(store, clinic, "rosa", 190, relapse())
        (chart,) = visit(sign_in(able), "patient", patient="rosa").get("plotly_chart")
        assert "Typical back pain 6.0 on day 190" in chart.proto.alt
        assert "Flag: Relapse of back pain" in chart.proto.alt
        assert "chronic-pain window" in chart.proto.spec

    def test_the_file_of_the_patient_is_one_click_away(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "a/b ?", 20)
        page = visit(sign_in(able), "patient", patient="a/b ?")
        assert [link.proto.url for link in page.get("link_button") if "export" in link.proto.url] == [
            "/export/patient/a%2Fb%20%3F.pdf?paper=a4",
            "/export/patient/a%2Fb%20%3F.pdf?paper=letter",
            "/export/review/a%2Fb%20%3F.csv",
            "/export/patient/a%2Fb%20%3F.csv",
        ]

    def test_the_three_numbers_carry_what_they_rest_on(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse())
        said = words(visit(sign_in(able), "patient", patient="rosa"))
        assert "6 of 10" in said
        assert "14 of 14 days, 90 % interval" in said
        assert "14 % better, 1 point" in said
        assert "7 of 10 before surgery; 14 of 14 days now" in said
        assert "days ago" in said
        assert "How these are worked out" in said

    @pytest.mark.parametrize(
        ("day", "offered"), [(30, []), (41, []), (42, ["6 weeks", "All"]), (190, ["6 weeks", "6 months", "All"])]
    )
    def test_only_windows_that_are_shorter_than_the_record_are_offered(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str, day: int, offered: list[str]
    ) -> None:
        follow(store, clinic, "gwen", day, good(day))
        page = visit(sign_in(able), "patient", patient="gwen")
        windows = [list(group.options) for group in page.segmented_control]
        assert windows == ([offered] if offered else [])

    def test_the_window_leaves_the_newest_days(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
        follow(store, clinic, "gwen", 190, good(190))
        page = visit(sign_in(able), "patient", patient="gwen")
        page = page.segmented_control[0].set_value("6 weeks").run()
        (chart,) = page.get("plotly_chart")
        assert "day 190" in chart.proto.spec
        assert "surgery" not in json.loads(chart.proto.spec)["layout"]["xaxis"]["ticktext"]

    def test_treatments_and_log_are_tables_newest_first(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "gwen", 30, {0: 7, 28: 3})
        give(store, "gwen", "Gabapentin", TODAY - timedelta(days=20))
        page = visit(sign_in(able), "patient", patient="gwen")
        assert not page.dataframe, "drawn for who opens them"
        treatments, log = (table.value for table in unfold(page, "gwen").dataframe)
        assert treatments[["Treatment", "Day", "To"]].to_numpy().tolist() == [["Gabapentin", 10, "goes on"]]
        assert list(log["Day"][:3]) == [30, 29, 28]
        assert log["Back"].isna().tolist()[:3] == [True, True, False]
        assert len(log) == 31, "missing days are rows too"


class TestWithLittleOrNothing:
    def test_without_entries_there_is_no_empty_picture(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "silas", 40)
        page = visit(sign_in(able), "patient", patient="silas")
        assert "Nothing is logged yet" in words(page)
        assert not page.get("plotly_chart")
        assert not page.exception

    @pytest.mark.parametrize("day", [0, 1, 14, 400])
    @pytest.mark.parametrize("baseline", [None, 0, 7])
    def test_one_entry_is_enough_to_draw(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str, day: int, baseline: int | None
    ) -> None:
        follow(store, clinic, "una", day, {day: 5}, baseline=baseline)
        page = visit(sign_in(able), "patient", patient="una")
        assert page.get("plotly_chart")
        assert not page.exception

    def test_the_source_of_the_band_is_told_only_where_there_is_one(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "with", 60, good(60))
        follow(store, clinic, "without", 60, good(60), baseline=None)
        browser = sign_in(able)
        assert "Phillips 2013" in words(visit(browser, "patient", patient="with"))
        assert "Phillips 2013" not in words(visit(browser, "patient", patient="without"))


class TestFlags:
    def page(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> AppTest:
        follow(store, clinic, "rosa", 190, relapse())
        return visit(sign_in(able), "patient", patient="rosa")

    def test_each_card_says_what_since_when_why_and_how_it_was_judged(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        said = words(self.page(sign_in, store, able, clinic))
        assert "Relapse · back pain" in said
        assert "against a relief level of" in said
        assert "Since day " in said
        assert "found on day " in said
        assert "How this was judged" in said
        assert "Stanton 2011" in said
        assert "Rules, version " in said

    def test_acknowledging_says_who_when_and_with_what_note(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page = self.page(sign_in, store, able, clinic)
        note(page).input("Seen, <b>MRI</b> ordered")
        page = acknowledge(page)
        assert "Acknowledged by Dr Able, 21 May, 12:02" in words(page)
        assert "Seen, &lt;b&gt;MRI&lt;/b&gt; ordered" in words(page)
        assert "<b>MRI" not in words(page)

    def test_an_undone_answer_stays_in_the_record(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page = self.page(sign_in, store, able, clinic)
        page = acknowledge(page)
        (undo,) = [button for button in page.button if button.label == "Undo"]
        page = undo.click().run()
        assert "Acknowledged by Dr Able, 21 May, 12:02. Undone by Dr Able, 21 May, 12:02." in words(page)
        assert not [button for button in page.button if button.label == "Undo"]

    def test_a_note_is_text_and_never_markup_once_it_is_undone_too(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page = self.page(sign_in, store, able, clinic)
        note(page).input("<b>MRI</b> ordered")
        page = acknowledge(page)
        page = next(button for button in page.button if button.label == "Undo").click().run()
        assert "“&lt;b&gt;MRI&lt;/b&gt; ordered”. Undone by" in words(page)
        assert "<b>MRI" not in words(page)

    def test_what_became_more_severe_asks_for_another_answer_and_shows_the_last_one(
        self, sign_in: SignIn, time: Clock, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 179, dict.fromkeys(range(180), 6))
        page = visit(sign_in(able), "patient", patient="rosa")
        while acknowledge := [each for each in page.button if each.label == "Acknowledge"]:
            page = acknowledge[0].click().run()
        time.forward(days=1)
        page = visit(sign_in(able), "patient", patient="rosa")
        assert "Acknowledged as review; now high." in words(page)
        assert "Acknowledged by Dr Able, 21 May, 12:02." in words(page)
        page = next(each for each in page.button if each.label == "Acknowledge").click().run()
        assert "✓ Acknowledged by Dr Able, 22 May, 12:02" in words(page)

    def test_a_note_too_long_is_refused_with_the_reason(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page = self.page(sign_in, store, able, clinic)
        note(page).input("x" * 10_001)
        page = acknowledge(page)
        assert "Shorten it to 10,000 or fewer" in words(page)
        assert "Acknowledged by" not in words(page)

    def test_what_is_for_information_asks_for_no_answer(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "gwen", 60, dict.fromkeys(range(53), 6))
        page = visit(sign_in(able), "patient", patient="gwen")
        assert "Early watch" in words(page)
        assert "Lost contact" in words(page)
        assert not [each for each in page.button if each.label == "Acknowledge"]

    def test_flares_are_a_list_beside_the_flags(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "gwen", 60, dict.fromkeys(range(61), 2) | {50: 5, 51: 5, 60: 6, 59: 6})
        said = words(visit(sign_in(able), "patient", patient="gwen"))
        assert "Flares (2)" in said
        assert "No flag is open." in said
        assert "Earlier flags" not in said
        assert "Since day 59: back pain 6, own level 2 (found 21 May)" in said
        assert "Days 50–52: back pain 5, own level 2 (found" in said

    def test_a_cleared_flag_is_history(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
        follow(store, clinic, "ruth", 250, {day: 2 if 20 <= day < 130 or day >= 190 else 7 for day in range(251)})
        page = visit(sign_in(able), "patient", patient="ruth")
        assert "No flag is open." in words(page)
        assert "Earlier flags (" in words(page)
        assert "cleared on day" in words(page)

    def test_without_any_flag_the_page_says_so(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
        follow(store, clinic, "gwen", 60, good(60))
        said = words(visit(sign_in(able), "patient", patient="gwen"))
        assert "No flag is open." in said
        assert "Earlier flags" not in said


class TestRedFlags:
    def page(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> AppTest:
        follow(store, clinic, "rosa", 190, relapse())
        tick_signs(store, "rosa", "fever", at=NOW - timedelta(hours=3))
        tick_signs(store, "rosa", "fall")
        return visit(sign_in(able), "patient", patient="rosa")

    def acknowledge(self, page: AppTest, note: str) -> AppTest:
        page.text_area(key="red_flag_note_rosa").input(note)
        return acknowledge(page)

    def test_the_card_stands_above_the_flags_with_the_signs_and_when(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        said = words(self.page(sign_in, store, able, clinic))
        parts = ["Red flag ticked", "21 May, 09:02", "Fever above 38 °C", "21 May, 12:02", "You fell", ">Flags<"]
        places = [said.index(part) for part in parts]
        assert places == sorted(places)
        assert "was told to call the same day" in said

    def test_acknowledging_says_who_when_and_with_what_note(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page = self.acknowledge(self.page(sign_in, store, able, clinic), "Called, <b>comes in</b>")
        said = words(page)
        assert "Red flag ticked" not in said
        assert "Red flags acknowledged (2)" in said
        assert "✓ Acknowledged by Dr Able, 21 May, 12:02" in said
        assert "Called, &lt;b&gt;comes in&lt;/b&gt;" in said
        assert "<b>comes" not in said
        assert "Relapse · back pain" in said

    def test_a_new_tick_opens_a_new_card_with_an_empty_note(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page = self.acknowledge(self.page(sign_in, store, able, clinic), "Called")
        tick_signs(store, "rosa", "bladder")
        page = page.run()
        assert "was told to get help at once" in words(page)
        assert page.text_area(key="red_flag_note_rosa").value == ""

    def test_a_note_too_long_is_refused_with_the_reason_and_the_card_stays(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        page = self.acknowledge(self.page(sign_in, store, able, clinic), "x" * 10_001)
        assert "Shorten it to 10,000 or fewer" in words(page)
        assert "Red flag ticked" in words(page)

    def test_acknowledged_meanwhile_by_somebody_else_it_says_so(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        baker = account(store, "baker")
        page = self.page(sign_in, store, able, clinic)
        with store.transaction() as tx:
            care_teams.add_member(tx, OPERATOR, clinic, baker.id)
        other = visit(sign_in(baker), "patient", patient="rosa")
        self.acknowledge(page, "first")
        other = self.acknowledge(other, "second")
        assert "Red flags acknowledged (2)" in words(other)
        assert "second" not in words(other)

    def test_without_an_answer_there_is_no_card_and_no_comfort(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse())
        assert "red flag" not in words(visit(sign_in(able), "patient", patient="rosa")).lower()


class TestTheQuestionsOfThePatient:
    def test_they_stand_in_the_patients_own_words_and_never_as_markup(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse())
        own = account(store, "rosa", Role.PATIENT)
        with store.transaction() as tx:
            patients.link_account(tx, OPERATOR, "rosa", own.id)
            question = VisitQuestion("q", "rosa", "May I <b>ride</b>?", NOW)
            visit_questions.save_question(tx, own.viewer, question)
        said = words(visit(sign_in(able), "patient", patient="rosa"))
        assert "May I &lt;b&gt;ride&lt;/b&gt;? <span>21 May</span>" in said

    def test_without_any_the_page_says_so(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
        follow(store, clinic, "rosa", 190, relapse())
        assert "No question was written for the visit." in words(visit(sign_in(able), "patient", patient="rosa"))


class TestTheNextFollowUp:
    def test_a_date_is_stored_as_soon_as_it_is_chosen(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190)
        page = visit(sign_in(able), "patient", patient="rosa")
        page.date_input(key="follow_up_rosa_None").set_value(date(2026, 6, 9)).run()
        assert follow_up_of(store, "rosa") == date(2026, 6, 9)

    def test_it_can_be_taken_away(self, sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
        follow(store, clinic, "rosa", 190, follow_up=TODAY)
        page = visit(sign_in(able), "patient", patient="rosa")
        page.date_input(key=f"follow_up_rosa_{TODAY}").set_value(None).run()
        assert follow_up_of(store, "rosa") is None

    def test_a_date_before_the_surgery_is_refused(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 10)
        page = visit(sign_in(able), "patient", patient="rosa")
        page = page.date_input(key="follow_up_rosa_None").set_value(date(2026, 1, 1)).run()
        assert "lies before the surgery" in words(page)
        assert follow_up_of(store, "rosa") is None


class TestSinceTheLastVisit:
    def test_what_changed_since_the_last_follow_up_date_is_told(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse(), follow_up=TODAY - timedelta(days=90))
        give(store, "rosa", "Gabapentin", TODAY - timedelta(days=20))
        said = words(visit(sign_in(able), "patient", patient="rosa"))
        assert "2 then, 6 now: 4 higher" in said
        assert "Relapse, day" in said
        assert "Gabapentin, day 170" in said
        assert "Day 100 to day 190" in said
        assert "No earlier visit is known" not in said

    @pytest.mark.parametrize("follow_up", [None, TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=191)])
    def test_without_a_visit_since_the_surgery_the_page_says_why(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str, follow_up: date | None
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse(), follow_up=follow_up)
        assert "No earlier visit is known" in words(visit(sign_in(able), "patient", patient="rosa"))


class TestWhoMayLook:
    @pytest.mark.parametrize("asked", ["hidden", "nobody", "", "'; drop table patient; --", "\x00", "x" * 5000])
    def test_what_is_not_theirs_is_not_told_from_what_is_not_there(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str, asked: str
    ) -> None:
        follow(store, clinic, "rosa", 190, name="Rosa Visible")
        follow(store, team(store, "Elsewhere"), "hidden", 190, relapse(), name="Hidden Harry")
        page = visit(sign_in(able), "patient", patient=asked)
        assert [error.value for error in page.error] == [NO_RIGHT]
        assert "Hidden Harry" not in words(page)
        assert not page.selectbox
        assert not page.get("plotly_chart")
        assert not page.button

    def test_the_list_offers_the_own_patients_only(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        follow(store, clinic, "rosa", 190, demo=True)
        follow(store, clinic, "gwen", 20)
        follow(store, team(store, "Elsewhere"), "hidden", 190)
        page = visit(sign_in(able), "patient")
        assert page.selectbox[0].options == ["Gwen · L4–L5 fusion · gwen", "Rosa (demo) · L4–L5 fusion · rosa"]
        page = page.selectbox[0].select("rosa").run()
        assert "<h1>Rosa</h1>" in words(page)
        assert page.query_params["patient"] == "rosa"

    def test_from_a_patients_page_another_is_chosen_out_of_a_list_that_is_read_only_then(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str
    ) -> None:
        for name in ("gwen", "rosa"):
            follow(store, clinic, name, 20)
        page = visit(sign_in(able), "patient", patient="gwen")
        assert not page.selectbox
        page.session_state["another_than_gwen"] = True
        page = page.run()
        page = page.selectbox[0].select("rosa").run()
        assert "<h1>Rosa</h1>" in words(page)
        assert not page.selectbox, "the list is folded again"

    def test_without_patients_the_page_says_who_can_add_some(self, sign_in: SignIn, able: Account, clinic: str) -> None:
        assert "An administrator adds patients" in words(visit(sign_in(able), "patient"))

    @pytest.mark.parametrize("role", [Role.PATIENT, Role.ADMINISTRATOR])
    def test_no_other_role_has_this_page(
        self, sign_in: SignIn, store: Store, able: Account, clinic: str, role: Role
    ) -> None:
        follow(store, clinic, "rosa", 190, relapse(), name="Rosa Visible")
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(sign_in(account(store, "other", role)), "patient", patient="rosa")


def test_what_people_type_is_shown_as_they_typed_it(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "eve", 190, relapse(), name="<script>alert(1)</script>")
    give(store, "eve", "<img src=x onerror=alert(1)>", TODAY)
    page = visit(sign_in(able), "patient", patient="eve")
    assert "<script>" not in words(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words(page)
    (chart,) = page.get("plotly_chart")
    assert "<img" not in chart.proto.spec.replace("\\u003c", "<")


def test_invented_patients_are_marked(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 190, demo=True)
    follow(store, clinic, "gwen", 190)
    browser = sign_in(able)
    assert "Demo data" in words(visit(browser, "patient", patient="rosa"))
    assert "Demo data" not in words(visit(browser, "patient", patient="gwen"))
