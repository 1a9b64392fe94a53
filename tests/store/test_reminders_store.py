"""What is kept of reminders: choices, what was sent, and links by their hash only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from tests.store.people import DAY, NOW, SURGERY, World
from tests.store.threads import at_once
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.errors import BadInput
from tracker.domain.people import OPERATOR
from tracker.domain.reminders import Channel, Days, QuietHours, Recipient, Reminder, ReminderTimes
from tracker.store import Transaction, accounts, diary, reminders

TIMES = ReminderTimes(True, time(18, 45), frozenset({0, 2, 6}), QuietHours(time(22, 30), time(6, 15)))
EMAIL = "anna@example.org"
MINE = reminders.Unconfirmed("anna", EMAIL)
TEN_MINUTES_AGO = NOW - timedelta(minutes=10)


@contextmanager
def writing(world: World) -> Iterator[Transaction]:
    with world.store.transaction() as tx:
        yield tx


def choose(tx: Transaction, *, times: ReminderTimes = TIMES, confirmed: bool = True) -> None:
    reminders.save_times(tx, OPERATOR, "anna", times, NOW)
    reminders.save_email(tx, OPERATOR, "anna", EMAIL, NOW)
    if confirmed:
        assert ask(tx, "question")
        reminders.confirm(tx, "question", NOW)


def ask(tx: Transaction, confirmation_hash: str, *, asked_before: object = NOW, now: object = NOW) -> bool:
    return reminders.note_asked(
        tx,
        OPERATOR,
        MINE,
        confirmation_hash=confirmation_hash,
        asked_before=asked_before,  # type: ignore[arg-type]
        now=now,  # type: ignore[arg-type]
    )


def send(tx: Transaction, on: date = DAY, stop_hash: str = "stop") -> bool:
    return reminders.note_sent(tx, OPERATOR, "anna", on, channel=Channel.EMAIL, stop_hash=stop_hash, now=NOW)


def test_without_a_choice_reminders_are_off(world: World) -> None:
    with world.store.reading() as tx:
        assert reminders.reminder(tx, world.anna.viewer, "anna") == Reminder()
    assert not Reminder().times.on


@pytest.mark.parametrize(
    "times",
    [TIMES, ReminderTimes(quiet=None), ReminderTimes(True, time(0, 0), frozenset(), QuietHours(time(23, 59), time(0)))],
)
def test_what_was_chosen_comes_back_as_it_was(world: World, times: ReminderTimes) -> None:
    with writing(world) as tx:
        reminders.save_times(tx, world.anna.viewer, "anna", times, NOW)
        assert reminders.reminder(tx, world.anna.viewer, "anna") == Reminder(times, changed_at=NOW)


def test_each_part_is_changed_on_its_own(world: World) -> None:
    with writing(world) as tx:
        choose(tx)
        reminders.set_calendar(tx, OPERATOR, "anna", "calendar", NOW)
        reminders.save_times(tx, OPERATOR, "anna", ReminderTimes(), NOW)
        assert reminders.reminder(tx, OPERATOR, "anna") == Reminder(ReminderTimes(), EMAIL, True, NOW, NOW)


def test_another_address_is_not_confirmed_and_links_of_the_one_before_open_nothing(world: World) -> None:
    with writing(world) as tx:
        choose(tx)
        assert send(tx)
        reminders.save_email(tx, OPERATOR, "anna", "other@example.org", NOW)
        found = reminders.reminder(tx, OPERATOR, "anna")
        assert (found.email, found.confirmed) == ("other@example.org", False)
        assert reminders.reminded(tx, "stop") is None
        assert reminders.recipients(tx, OPERATOR, NOW) == ()


def test_an_address_that_cannot_be_kept_is_refused(world: World) -> None:
    with writing(world) as tx, pytest.raises(BadInput):
        reminders.save_email(tx, OPERATOR, "anna", "a\0@example.org", NOW)


class TestRecipients:
    def test_they_come_with_all_that_decides_whether_a_reminder_is_due(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx)
            today = NOW.date()
            for on in (today, today - timedelta(days=2), today - timedelta(days=3)):
                diary.save_entry(tx, OPERATOR, "anna", DiaryEntry(on, axial=4), now=NOW, origin=Origin.PAGE)
            send(tx, today - timedelta(days=1))
            logged = frozenset({today, today - timedelta(days=2)})  # older ones decide nothing any more
            days = Days("Europe/Madrid", SURGERY, logged, frozenset({today - timedelta(days=1)}))
            assert reminders.recipients(tx, OPERATOR, NOW) == (Recipient("anna", EMAIL, TIMES, days),)
            assert reminders.recipients(tx, OPERATOR, NOW, ["ben"]) == ()

    def test_an_address_that_nobody_confirmed_gets_nothing(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, confirmed=False)
            assert reminders.recipients(tx, OPERATOR, NOW) == ()

    def test_who_switched_reminders_off_gets_nothing(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, times=ReminderTimes(on=False))
            assert reminders.recipients(tx, OPERATOR, NOW) == ()

    def test_an_account_that_was_switched_off_gets_nothing_and_its_calendar_is_gone(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx)
            reminders.set_calendar(tx, OPERATOR, "anna", "calendar", NOW)
            assert reminders.feed(tx, "calendar") is not None
            accounts.set_active(tx, OPERATOR, world.anna.id, active=False)
            assert reminders.recipients(tx, OPERATOR, NOW) == ()
            assert reminders.feed(tx, "calendar") is None


class TestSending:
    def test_a_date_is_sent_once(self, world: World) -> None:
        with writing(world) as tx:
            assert send(tx)
            assert not send(tx, stop_hash="other")
            assert send(tx, DAY + timedelta(days=1), "other")

    def test_what_failed_can_be_sent_again(self, world: World) -> None:
        with writing(world) as tx:
            send(tx)
            send(tx, DAY + timedelta(days=1), "other")
            reminders.note_not_sent(tx, OPERATOR, "anna", DAY, Channel.EMAIL)
            assert send(tx)
            assert not send(tx, DAY + timedelta(days=1), "another")

    def test_of_several_at_once_one_sends(self, world: World) -> None:
        took = []

        def run(number: int) -> None:
            with writing(world) as tx:
                took.append(send(tx, stop_hash=f"stop {number}"))

        assert at_once(run, 8) == []
        assert sorted(took) == [False] * 7 + [True]


class TestAsking:
    def test_of_several_at_once_one_asks(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, confirmed=False)
        took = []

        def run(number: int) -> None:
            with writing(world) as tx:
                took.append(ask(tx, f"question {number}"))

        assert at_once(run, 8) == []
        assert sorted(took) == [False] * 7 + [True]

    def test_an_address_is_asked_until_the_question_was_sent(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, confirmed=False)
            assert reminders.unconfirmed(tx, OPERATOR, NOW) == (MINE,)
            assert ask(tx, "question")
            assert reminders.unconfirmed(tx, OPERATOR, NOW + timedelta(days=9)) == ()
            reminders.note_not_asked(tx, OPERATOR, "question")
            assert reminders.unconfirmed(tx, OPERATOR, NOW) == (MINE,)

    def test_a_patient_who_changes_the_address_again_and_again_is_asked_at_most_every_while(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, confirmed=False)
            assert ask(tx, "question", now=TEN_MINUTES_AGO)
            reminders.save_email(tx, OPERATOR, "anna", EMAIL, NOW)
            assert reminders.unconfirmed(tx, OPERATOR, TEN_MINUTES_AGO) == ()
            assert not ask(tx, "again", asked_before=TEN_MINUTES_AGO)
            assert ask(tx, "again", asked_before=TEN_MINUTES_AGO + timedelta(seconds=1))

    def test_the_question_is_not_sent_to_an_address_that_changed_meanwhile(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, confirmed=False)
            reminders.save_email(tx, OPERATOR, "anna", "other@example.org", NOW)
            assert not ask(tx, "question")

    def test_a_link_confirms_once_in_time_and_only_the_address_that_it_was_sent_to(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, confirmed=False)
            ask(tx, "question")
            assert reminders.asked(tx, "question", NOW) is None
            assert reminders.asked(tx, "other", TEN_MINUTES_AGO) is None
            assert reminders.asked(tx, "question", TEN_MINUTES_AGO) == "anna"
            reminders.confirm(tx, "question", NOW)
            assert reminders.reminder(tx, OPERATOR, "anna").confirmed
            assert reminders.asked(tx, "question", TEN_MINUTES_AGO) is None

    def test_a_link_of_an_address_that_was_changed_confirms_nothing(self, world: World) -> None:
        with writing(world) as tx:
            choose(tx, confirmed=False)
            ask(tx, "question")
            reminders.save_email(tx, OPERATOR, "anna", "other@example.org", NOW)
            reminders.confirm(tx, "question", NOW)
            assert not reminders.reminder(tx, OPERATOR, "anna").confirmed


def test_a_link_ends_the_e_mails_and_opens_nothing_afterwards(world: World) -> None:
    with writing(world) as tx:
        choose(tx)
        send(tx)
        send(tx, DAY + timedelta(days=1), "later")
        assert reminders.reminded(tx, "stop") == "anna"
        reminders.stop_email(tx, "stop", NOW)
        found = reminders.reminder(tx, OPERATOR, "anna")
        assert (found.email, found.confirmed, found.times) == (None, False, TIMES)
        assert reminders.reminded(tx, "later") is None


def test_a_link_that_is_none_ends_nothing(world: World) -> None:
    with writing(world) as tx:
        choose(tx)
        send(tx)
        reminders.stop_email(tx, "other", NOW)
        assert reminders.reminder(tx, OPERATOR, "anna").email == EMAIL


def test_a_calendar_is_found_by_its_newest_secret_only(world: World) -> None:
    with writing(world) as tx:
        reminders.save_times(tx, OPERATOR, "anna", TIMES, NOW)
        reminders.set_calendar(tx, OPERATOR, "anna", "first", NOW)
        assert reminders.feed(tx, "first") == reminders.Feed(TIMES, "Europe/Madrid", SURGERY, NOW)
        reminders.set_calendar(tx, OPERATOR, "anna", "second", NOW)
        assert reminders.feed(tx, "first") is None
        reminders.set_calendar(tx, OPERATOR, "anna", None, NOW)
        assert reminders.feed(tx, "second") is None
        assert reminders.reminder(tx, OPERATOR, "anna").calendar_since is None


@pytest.mark.parametrize(
    "broken",
    [
        {"quiet_end": None},
        {"email": ""},
        {"email": None, "email_confirmed_at": NOW},
        {"email": None, "confirmation_hash": "x"},
        {"calendar_hash": "x"},
        {"calendar_since": NOW},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(world: World, broken: dict[str, object]) -> None:
    from tracker.store.tables import ReminderRow

    with writing(world) as tx:
        reminders.save_times(tx, OPERATOR, "anna", TIMES, NOW)
    with pytest.raises(sa.exc.IntegrityError), writing(world) as tx:
        tx.connection.execute(sa.update(ReminderRow).values(**broken))
