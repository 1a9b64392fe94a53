"""Reminders from the choice to the mail server, on SQLite and PostgreSQL."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.mail_server import MailBox, receiving
from tests.services.conftest import NOW, SURGERY, TODAY, Clinic
from tests.store.threads import at_once
from tracker.access import throttle, tokens
from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.mail import MailServer, Security
from tracker.domain.people import OPERATOR, Viewer
from tracker.domain.reminders import QuietHours, ReminderTimes
from tracker.exchange.mail import MailRefused
from tracker.services import reminders
from tracker.services.reminders import LinkRefused, Sent
from tracker.store import audit, diary

SITE = "https://mendline.example"
EMAIL = "anna@example.org"
HERE = "192.0.2.7"
NOON = ReminderTimes(True, time(12), quiet=QuietHours(time(12, 30), time(8)))
"""Due at the fixed moment of these tests, for half an hour: then quiet hours begin."""


@pytest.fixture(autouse=True)
def no_failed_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "_FAILED_LINKS", throttle.Throttle())


@pytest.fixture
def box() -> Iterator[MailBox]:
    with receiving() as opened:
        yield opened


def patient(clinic: Clinic) -> Viewer:
    return clinic.who("patient A")


def send(clinic: Clinic, box: MailBox) -> Sent:
    server = MailServer("localhost", box.port, Security.NONE, "care@mendline.example")
    return reminders.send_due(clinic.store, OPERATOR, server, SITE)


def counts(done: Sent) -> tuple[int, int, int]:
    return done.due, done.sent, len(done.refusals)


def link(box: MailBox, kind: str) -> str:
    """The secret of a link in the last e-mail."""
    found = re.search(rf"{SITE}/mail/{kind}/(\S+)", box.mails[-1].get_content())
    assert found is not None
    return found[1]


def confirmed(clinic: Clinic, box: MailBox, times: ReminderTimes = NOON) -> None:
    """Patient A wants e-mails at an address that is confirmed; the box is empty again."""
    reminders.save_times(clinic.store, patient(clinic), ReminderTimes())
    reminders.save_email(clinic.store, patient(clinic), EMAIL)
    send(clinic, box)
    reminders.confirm_email(clinic.store, link(box, "confirm"), HERE)
    reminders.save_times(clinic.store, patient(clinic), times)
    box.raw.clear()


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    moment = NOW + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)


def trail(clinic: Clinic) -> list[tuple[str | None, str | None, str, str]]:
    """Changes of reminders, oldest first: who, whose, what, from where."""
    with clinic.store.reading() as tx:
        found = audit.events(tx, OPERATOR, actions=[Action.REMINDER_CHANGED])
    return [(each.account_id, each.patient_id, each.detail, each.address) for each in reversed(found)]


class TestChoosing:
    def test_the_page_says_what_was_chosen_and_when_the_next_one_comes(self, clinic: Clinic) -> None:
        reminders.save_times(clinic.store, patient(clinic), NOON)
        page = reminders.reminder_page(clinic.store, patient(clinic))
        assert (page.patient.id, page.today, page.reminder.times, page.next_at) == ("A", TODAY, NOON, NOW)

    def test_a_day_that_is_logged_is_not_the_next_one(self, clinic: Clinic) -> None:
        reminders.save_times(clinic.store, patient(clinic), NOON)
        log_today(clinic)
        assert reminders.reminder_page(clinic.store, patient(clinic)).next_at == NOW + timedelta(days=1)

    @pytest.mark.parametrize("name", ["physician of A", "administrator", "operator"])
    def test_only_a_patient_has_reminders(self, clinic: Clinic, name: str) -> None:
        who = clinic.who(name)
        for attempt in (
            lambda: reminders.reminder_page(clinic.store, who),
            lambda: reminders.save_times(clinic.store, who, NOON),
            lambda: reminders.save_email(clinic.store, who, EMAIL),
            lambda: reminders.remove_email(clinic.store, who),
            lambda: reminders.new_calendar(clinic.store, who),
            lambda: reminders.end_calendar(clinic.store, who),
        ):
            with pytest.raises(NotAllowed):
                attempt()
        assert trail(clinic) == []

    def test_what_makes_no_sense_is_refused_and_nothing_stored(self, clinic: Clinic) -> None:
        before = reminders.reminder_page(clinic.store, patient(clinic)).reminder
        with pytest.raises(BadInput, match="lies in the quiet hours"):
            reminders.save_times(clinic.store, patient(clinic), ReminderTimes(True, time(23)))
        with pytest.raises(BadInput, match="e-mail address"):
            reminders.save_email(clinic.store, patient(clinic), "anna")
        assert reminders.reminder_page(clinic.store, patient(clinic)).reminder == before
        assert trail(clinic) == []

    def test_every_change_leaves_a_line_that_holds_no_address(self, clinic: Clinic, box: MailBox) -> None:
        who = patient(clinic)
        confirmed(clinic, box, ReminderTimes(True, time(9, 5), frozenset({0, 6}), None))
        reminders.new_calendar(clinic.store, who)
        reminders.end_calendar(clinic.store, who)
        reminders.remove_email(clinic.store, who)
        assert trail(clinic) == [
            (who.account_id, "A", "switched off", ""),
            (who.account_id, "A", "e-mail address to be confirmed", ""),
            (None, "A", "e-mail address confirmed", HERE),
            (who.account_id, "A", "on at 09:05, weekdays 17", ""),
            (who.account_id, "A", "new address of the calendar", ""),
            (who.account_id, "A", "address of the calendar removed", ""),
            (who.account_id, "A", "e-mail address removed", ""),
        ]


class TestConfirming:
    def test_nothing_but_one_question_goes_to_a_new_address(self, clinic: Clinic, box: MailBox) -> None:
        reminders.save_times(clinic.store, patient(clinic), NOON)
        reminders.save_email(clinic.store, patient(clinic), f" {EMAIL} ")
        assert counts(send(clinic, box)) == (0, 0, 0)
        assert counts(send(clinic, box)) == (0, 0, 0)
        (mail,) = box.mails
        assert (mail["To"], mail["Subject"]) == (EMAIL, "Mendline: is this your address?")

    def test_the_link_confirms_and_then_reminders_come(self, clinic: Clinic, box: MailBox) -> None:
        confirmed(clinic, box)
        assert reminders.reminder_page(clinic.store, patient(clinic)).reminder.confirmed
        assert counts(send(clinic, box)) == (1, 1, 0)

    def test_looking_at_the_link_confirms_nothing(self, clinic: Clinic, box: MailBox) -> None:
        reminders.save_email(clinic.store, patient(clinic), EMAIL)
        send(clinic, box)
        reminders.check_confirmation(clinic.store, link(box, "confirm"), HERE)
        assert not reminders.reminder_page(clinic.store, patient(clinic)).reminder.confirmed

    def test_the_link_holds_for_three_days(self, clinic: Clinic, box: MailBox, monkeypatch: pytest.MonkeyPatch) -> None:
        reminders.save_email(clinic.store, patient(clinic), EMAIL)
        send(clinic, box)
        later(monkeypatch, days=3)
        with pytest.raises(LinkRefused):
            reminders.confirm_email(clinic.store, link(box, "confirm"), HERE)
        later(monkeypatch, days=3, seconds=-1)
        reminders.confirm_email(clinic.store, link(box, "confirm"), HERE)

    def test_a_question_that_was_refused_is_sent_again(self, clinic: Clinic, box: MailBox) -> None:
        reminders.save_email(clinic.store, patient(clinic), EMAIL)
        box.refuse.add(EMAIL)
        done = send(clinic, box)
        assert (done.to_ask, done.asked, len(done.refusals)) == (1, 0, 1)
        box.refuse.clear()
        done = send(clinic, box)
        assert (done.to_ask, done.asked, len(done.refusals)) == (1, 1, 0)

    def test_saving_a_confirmed_address_again_leaves_it_confirmed(self, clinic: Clinic, box: MailBox) -> None:
        confirmed(clinic, box)
        reminders.save_email(clinic.store, patient(clinic), f"{EMAIL} ")
        assert reminders.reminder_page(clinic.store, patient(clinic)).reminder.confirmed
        reminders.save_email(clinic.store, patient(clinic), "other@example.org")
        assert not reminders.reminder_page(clinic.store, patient(clinic)).reminder.confirmed


class TestSending:
    def test_a_reminder_is_sent_once_however_often_the_timer_runs(self, clinic: Clinic, box: MailBox) -> None:
        confirmed(clinic, box)
        assert [counts(send(clinic, box)) for _ in range(3)] == [(1, 1, 0), (0, 0, 0), (0, 0, 0)]
        assert [mail["To"] for mail in box.mails] == [EMAIL]

    def test_of_several_runs_at_once_one_sends(self, clinic: Clinic, box: MailBox) -> None:
        confirmed(clinic, box)

        def run(_: int) -> None:
            send(clinic, box)

        assert at_once(run, 4) == []
        assert len(box.mails) == 1

    def test_it_holds_a_link_to_today_and_one_that_ends_it_and_nothing_of_anybody(
        self, clinic: Clinic, box: MailBox
    ) -> None:
        confirmed(clinic, box)
        send(clinic, box)
        (mail,) = box.mails
        stop = link(box, "stop")
        assert mail["List-Unsubscribe"] == f"<{SITE}/mail/stop/{stop}>"
        assert mail.get_content().splitlines() == [
            "This is the reminder that you asked for.",
            "",
            f"Open Mendline: {SITE}/today",
            "",
            f"No more of these e-mails: {SITE}/mail/stop/{stop}",
        ]
        for word in ("Patient A", "patient", "surgery", "pain", "lumbar", "diary", "day "):
            assert word not in mail.as_string()

    def test_the_next_day_has_its_own(self, clinic: Clinic, box: MailBox, monkeypatch: pytest.MonkeyPatch) -> None:
        confirmed(clinic, box)
        send(clinic, box)
        first = link(box, "stop")
        later(monkeypatch, days=1)
        assert counts(send(clinic, box)) == (1, 1, 0)
        assert link(box, "stop") != first

    def test_a_day_that_is_logged_has_none(self, clinic: Clinic, box: MailBox) -> None:
        confirmed(clinic, box)
        log_today(clinic)
        assert counts(send(clinic, box)) == (0, 0, 0)

    def test_what_failed_is_tried_again_until_quiet_hours_begin(
        self, clinic: Clinic, box: MailBox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        confirmed(clinic, box)
        box.refuse.add(EMAIL)
        assert counts(send(clinic, box)) == (1, 0, 1)
        later(monkeypatch, minutes=29)
        assert counts(send(clinic, box)) == (1, 0, 1)
        box.refuse.clear()
        later(monkeypatch, minutes=30)
        assert counts(send(clinic, box)) == (0, 0, 0)
        later(monkeypatch, minutes=29)
        assert counts(send(clinic, box)) == (1, 1, 0)

    def test_what_failed_is_tried_again_within_its_hour(
        self, clinic: Clinic, box: MailBox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        confirmed(clinic, box, ReminderTimes(True, time(12), quiet=None))
        later(monkeypatch, hours=1)
        assert counts(send(clinic, box)) == (0, 0, 0)
        later(monkeypatch, minutes=59)
        assert counts(send(clinic, box)) == (1, 1, 0)

    def test_a_mail_server_that_is_not_there_leaves_everything_due(self, clinic: Clinic, box: MailBox) -> None:
        confirmed(clinic, box)
        nobody = MailServer("localhost", 1, Security.NONE, "care@mendline.example")
        with pytest.raises(MailRefused, match="cannot be used"):
            reminders.send_due(clinic.store, OPERATOR, nobody, SITE)
        assert counts(send(clinic, box)) == (1, 1, 0)

    def test_where_nothing_is_due_the_mail_server_is_left_alone(self, clinic: Clinic) -> None:
        nobody = MailServer("localhost", 1, Security.NONE, "care@mendline.example")
        assert counts(reminders.send_due(clinic.store, OPERATOR, nobody, SITE)) == (0, 0, 0)

    def test_nobody_but_the_operator_sends(self, clinic: Clinic, box: MailBox) -> None:
        server = MailServer("localhost", box.port, Security.NONE, "care@mendline.example")
        for who in clinic.viewers.values():
            with pytest.raises(NotAllowed):
                reminders.send_due(clinic.store, who, server, SITE)


class TestStopping:
    def test_the_link_of_a_reminder_ends_them_and_opens_nothing_afterwards(
        self, clinic: Clinic, box: MailBox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        confirmed(clinic, box)
        send(clinic, box)
        stop = link(box, "stop")
        reminders.check_stop(clinic.store, stop, HERE)
        reminders.stop_email(clinic.store, stop, HERE)
        later(monkeypatch, days=1)
        assert counts(send(clinic, box)) == (0, 0, 0)
        assert reminders.reminder_page(clinic.store, patient(clinic)).reminder.email is None
        assert trail(clinic)[-1] == (None, "A", "e-mail address removed by a link", HERE)
        with pytest.raises(LinkRefused, match="opens nothing"):
            reminders.check_stop(clinic.store, stop, HERE)

    def test_a_link_of_one_kind_is_none_of_another(self, clinic: Clinic, box: MailBox) -> None:
        confirmed(clinic, box)
        send(clinic, box)
        stop, secret = link(box, "stop"), reminders.new_calendar(clinic.store, patient(clinic))
        for attempt in (
            lambda: reminders.confirm_email(clinic.store, stop, HERE),
            lambda: reminders.calendar(clinic.store, stop, HERE, SITE),
            lambda: reminders.stop_email(clinic.store, secret, HERE),
        ):
            with pytest.raises(LinkRefused):
                attempt()
        assert reminders.reminder_page(clinic.store, patient(clinic)).reminder.confirmed


class TestCalendar:
    def test_its_secret_is_beyond_guessing_and_kept_as_a_hash(self, clinic: Clinic) -> None:
        first, second = (reminders.new_calendar(clinic.store, patient(clinic)) for _ in range(2))
        assert len(first) == 43
        assert first != second
        with pytest.raises(LinkRefused):
            reminders.calendar(clinic.store, tokens.token_hash(second), HERE, SITE)

    def test_a_new_address_ends_the_one_before_and_switching_off_ends_both(self, clinic: Clinic) -> None:
        first, second = (reminders.new_calendar(clinic.store, patient(clinic)) for _ in range(2))
        assert b"BEGIN:VCALENDAR" in reminders.calendar(clinic.store, second, HERE, SITE)
        with pytest.raises(LinkRefused) as gone:
            reminders.calendar(clinic.store, first, HERE, SITE)
        reminders.end_calendar(clinic.store, patient(clinic))
        with pytest.raises(LinkRefused):
            reminders.calendar(clinic.store, second, HERE, SITE)
        with pytest.raises(LinkRefused) as never:
            reminders.calendar(clinic.store, "never", HERE, SITE)
        assert str(gone.value) == str(never.value)

    def test_it_follows_what_is_chosen_from_today_on(self, clinic: Clinic) -> None:
        secret = reminders.new_calendar(clinic.store, patient(clinic))
        assert b"VEVENT" not in reminders.calendar(clinic.store, secret, HERE, SITE)
        reminders.save_times(clinic.store, patient(clinic), NOON)
        feed = reminders.calendar(clinic.store, secret, HERE, SITE)
        assert f"DTSTART:{TODAY:%Y%m%d}T120000Z".encode() in feed
        assert f"URL:{SITE}/today".encode() in feed

    def test_before_the_surgery_there_is_no_event(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        before = datetime.combine(SURGERY - timedelta(days=5), time(12), UTC)
        monkeypatch.setattr(clock, "now", lambda: before)
        secret = reminders.new_calendar(clinic.store, patient(clinic))
        reminders.save_times(clinic.store, patient(clinic), NOON)
        feed = reminders.calendar(clinic.store, secret, HERE, SITE)
        assert f"DTSTART:{SURGERY:%Y%m%d}T120000Z".encode() in feed

    def test_it_holds_nothing_of_anybody(self, clinic: Clinic) -> None:
        secret = reminders.new_calendar(clinic.store, patient(clinic))
        reminders.save_times(clinic.store, patient(clinic), NOON)
        feed = reminders.calendar(clinic.store, secret, HERE, SITE).decode()
        assert secret not in feed
        assert tokens.token_hash(secret)[:20] not in feed
        for word in ("Patient", "patient", "surgery", "pain", "lumbar", "diary", "reminder "):
            assert word not in feed

    def test_too_many_wrong_secrets_from_one_address_have_to_wait(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = reminders.new_calendar(clinic.store, patient(clinic))
        monkeypatch.setattr("time.time", NOW.timestamp)
        for number in range(30):
            with pytest.raises(LinkRefused) as refused:
                reminders.calendar(clinic.store, f"wrong {number}", HERE, SITE)
            assert refused.value.retry_after is None
        for token in ("wrong", secret):
            with pytest.raises(LinkRefused) as refused:
                reminders.calendar(clinic.store, token, HERE, SITE)
            assert refused.value.retry_after == 900
        assert reminders.calendar(clinic.store, secret, "192.0.2.8", SITE)


def log_today(clinic: Clinic) -> None:
    with clinic.store.transaction() as tx:
        diary.save_entry(tx, OPERATOR, "A", DiaryEntry(TODAY, limb=2), now=NOW, origin=Origin.PAGE)
