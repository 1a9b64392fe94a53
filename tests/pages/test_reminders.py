"""The patient's reminders: when, by e-mail after a confirmation, and by a calendar whose address is shown once."""

from datetime import time as wall
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import account as staff
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import PATIENT, admit_account, admit_patient, components, log, words
from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import OPERATOR, Account
from tracker.domain.reminders import QuietHours, Reminder, ReminderTimes
from tracker.store import Store, reminders

SITE = "https://mendline.example"


@pytest.fixture
def account(store: Store, time: Clock) -> Account:
    return admit_patient(store, time.now)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site sends e-mail."""
    monkeypatch.setenv("MENDLINE_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("MENDLINE_SMTP_SENDER", "care@example.org")
    monkeypatch.setenv("MENDLINE_BASE_ADDRESS", SITE)


def opened(browser: AppTest) -> AppTest:
    return browser.run().switch_page("../../pages/reminders.py").run()


def chosen(store: Store) -> Reminder:
    with store.reading() as tx:
        return reminders.reminder(tx, OPERATOR, PATIENT)


def errors(page: AppTest) -> str:
    return "\n".join(each.value for each in page.error)


def addresses(page: AppTest) -> list[str]:
    """The addresses of a calendar that the page shows: one, or none."""
    found = components(page).get("mendline_calendar_address")
    return [found[0]["address"]] if found else []


def press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


class TestTimes:
    def test_nothing_comes_until_somebody_wants_it(self, sign_in: SignIn, account: Account) -> None:
        page = opened(sign_in(account))
        assert not page.exception
        assert page.toggle(key="reminder_on").value is False
        assert "switched off" in words(page)

    def test_switching_on_and_saving_says_when_the_next_one_comes(
        self, store: Store, sign_in: SignIn, account: Account
    ) -> None:
        page = opened(sign_in(account))
        page.toggle(key="reminder_on").set_value(True)
        page = press(page, "reminder_save")
        assert chosen(store).times == ReminderTimes(on=True)
        assert "next: Thu 21 May, 19:00" in words(page)
        assert [each.value for each in page.toast] == ["Your reminders are saved."]

    def test_a_day_that_is_logged_is_not_reminded_of(
        self, store: Store, time: Clock, sign_in: SignIn, account: Account
    ) -> None:
        with store.transaction() as tx:
            reminders.save_times(tx, OPERATOR, PATIENT, ReminderTimes(on=True), time.now)
        log(store, DiaryEntry(TODAY, axial=2), time.now)
        assert "next: Fri 22 May, 19:00" in words(opened(sign_in(account)))

    def test_time_days_and_quiet_hours_are_the_patients_own(
        self, store: Store, time: Clock, sign_in: SignIn, account: Account
    ) -> None:
        page = opened(sign_in(account))
        page.toggle(key="reminder_on").set_value(True)
        page.time_input(key="reminder_at").set_value(wall(8, 15))
        page.pills(key="reminder_days").set_value([0, 6])
        page.time_input(key="reminder_quiet_start").set_value(wall(13))
        page.time_input(key="reminder_quiet_end").set_value(wall(15, 30))
        press(page, "reminder_save")
        wanted = ReminderTimes(True, wall(8, 15), frozenset({0, 6}), QuietHours(wall(13), wall(15, 30)))
        assert chosen(store).times == wanted
        time.forward(minutes=1)
        again = opened(sign_in(account))
        assert again.time_input(key="reminder_at").value == wall(8, 15)
        assert again.pills(key="reminder_days").value == [0, 6]

    def test_quiet_hours_can_be_left_out(self, store: Store, sign_in: SignIn, account: Account) -> None:
        page = opened(sign_in(account))
        page = page.toggle(key="reminder_quiet").set_value(False).run()
        assert [each.key for each in page.time_input] == ["reminder_at"]
        press(page, "reminder_save")
        assert chosen(store).times.quiet is None

    def test_a_time_in_the_quiet_hours_is_refused_with_what_to_do(
        self, store: Store, sign_in: SignIn, account: Account
    ) -> None:
        page = opened(sign_in(account))
        page.time_input(key="reminder_at").set_value(wall(22))
        page = press(page, "reminder_save")
        assert "lies in the quiet hours. Choose a time outside of them, or other quiet hours." in errors(page)
        assert chosen(store).changed_at is None

    def test_no_day_at_all_is_refused(self, store: Store, sign_in: SignIn, account: Account) -> None:
        page = opened(sign_in(account))
        page.toggle(key="reminder_on").set_value(True)
        page.pills(key="reminder_days").set_value([])
        assert "Choose at least one day" in errors(press(page, "reminder_save"))


def test_what_a_reminder_contains_is_said_first(sign_in: SignIn, account: Account) -> None:
    said = words(opened(sign_in(account)))
    assert "It holds no name and nothing about your health." in said
    assert said.index("It holds no name") < said.index("By e-mail</h2>")


class TestEmail:
    def test_a_site_without_e_mail_says_so_and_asks_for_no_address(self, sign_in: SignIn, account: Account) -> None:
        page = opened(sign_in(account))
        assert "E-mail is not set up on this site." in words(page)
        assert page.text_input.len == 0

    @pytest.mark.usefixtures("mail")
    def test_a_new_address_waits_for_its_confirmation(self, store: Store, sign_in: SignIn, account: Account) -> None:
        page = opened(sign_in(account))
        page.text_input(key="reminder_email").set_value("anna@example.org").run()
        page = press(page, "reminder_email_save")
        assert (chosen(store).email, chosen(store).confirmed) == ("anna@example.org", False)
        assert "Not confirmed yet." in words(page)
        assert "Until then nothing else is sent there." in words(page)

    @pytest.mark.usefixtures("mail")
    def test_a_confirmed_one_says_so_and_can_be_removed(
        self, store: Store, time: Clock, sign_in: SignIn, account: Account
    ) -> None:
        with store.transaction() as tx:
            reminders.save_email(tx, OPERATOR, PATIENT, "anna@example.org", time.now)
            who = reminders.Unconfirmed(PATIENT, "anna@example.org")
            reminders.note_asked(tx, OPERATOR, who, confirmation_hash="x", asked_before=time.now, now=time.now)
            reminders.confirm(tx, "x", time.now)
        page = opened(sign_in(account))
        assert "Confirmed: reminders are sent to it." in words(page)
        assert page.text_input(key="reminder_email").value == "anna@example.org"
        page = press(page, "reminder_email_remove")
        assert chosen(store).email is None
        assert page.text_input(key="reminder_email").value == ""
        assert "Confirmed" not in words(page)

    @pytest.mark.usefixtures("mail")
    @pytest.mark.parametrize(
        "typed", ["anna", "<script>alert(1)</script>", "a@b.example, c@d.example", "😀@example.org"]
    )
    def test_what_is_no_address_is_refused(self, store: Store, sign_in: SignIn, account: Account, typed: str) -> None:
        page = opened(sign_in(account))
        page.text_input(key="reminder_email").set_value(typed).run()
        assert "is not one. Write it as name@example.org" in errors(press(page, "reminder_email_save"))
        assert chosen(store).email is None


class TestCalendar:
    def test_its_address_is_made_on_request_and_shown_with_a_way_to_copy_it(
        self, store: Store, sign_in: SignIn, account: Account, mail: None
    ) -> None:
        page = opened(sign_in(account))
        assert addresses(page) == []
        page = press(page, "calendar_new")
        (address,) = addresses(page)
        assert address.startswith(f"{SITE}/calendar/")
        assert address.endswith(".ics")
        given = components(page)["mendline_calendar_address"][0]
        assert given["subscribe"] == address.replace("https:", "webcal:")
        assert "shown only this once" in words(page)
        assert chosen(store).calendar_since is not None

    def test_later_only_that_there_is_one_is_shown(self, sign_in: SignIn, account: Account, time: Clock) -> None:
        press(opened(sign_in(account)), "calendar_new")
        time.forward(days=2)
        page = opened(sign_in(account))
        assert addresses(page) == []
        assert "Your calendar has an address since 21 May." in words(page)

    def test_while_reminders_are_off_it_is_said_to_be_empty(self, sign_in: SignIn, account: Account) -> None:
        page = press(opened(sign_in(account)), "calendar_new")
        assert "the calendar stays empty" in words(page)
        page.toggle(key="reminder_on").set_value(True)
        assert "the calendar stays empty" not in words(press(page, "reminder_save"))

    def test_a_new_address_is_another_one(self, sign_in: SignIn, account: Account) -> None:
        page = press(opened(sign_in(account)), "calendar_new")
        first = addresses(page)
        assert len(first) == 1
        assert addresses(press(page, "calendar_new")) not in ([], first)

    def test_it_can_be_switched_off(self, store: Store, sign_in: SignIn, account: Account) -> None:
        page = press(opened(sign_in(account)), "calendar_new")
        page = press(page, "calendar_end")
        assert chosen(store).calendar_since is None
        assert addresses(page) == []
        assert "Make a calendar address" in [each.label for each in page.button]


def test_the_warning_signs_are_in_reach(sign_in: SignIn, account: Account) -> None:
    assert 'href="/red-flags"' in words(opened(sign_in(account)))


def test_an_account_without_a_record_is_told_so(store: Store, time: Clock, sign_in: SignIn) -> None:
    assert "Your account is not linked to a record yet" in words(opened(sign_in(admit_account(store, time.now))))


def test_a_physician_is_not_offered_it(store: Store, sign_in: SignIn) -> None:
    page = sign_in(staff(store, "able")).run()
    assert "Reminders" not in [getattr(link, "label", "") for link in page.get("page_link")]


def test_the_next_one_is_of_the_patients_own_clock(
    store: Store, sign_in: SignIn, account: Account, time: Clock
) -> None:
    with store.transaction() as tx:
        reminders.save_times(tx, OPERATOR, PATIENT, ReminderTimes(on=True), time.now)
    time.now += timedelta(hours=5)  # 19:02 in Madrid
    assert "next: Fri 22 May, 19:00" in words(opened(sign_in(account)))
