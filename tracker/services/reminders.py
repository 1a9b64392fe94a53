"""Reminders to log a day: what a patient chooses, the calendar, and e-mail. Every change leaves a line in the trail."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from tracker.access import throttle, tokens
from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import NotLetIn
from tracker.domain.language import Language, _
from tracker.domain.mail import Mail, MailServer
from tracker.domain.patients import Patient
from tracker.domain.people import Viewer
from tracker.domain.reminders import (
    Channel,
    Days,
    Recipient,
    Reminder,
    ReminderTimes,
    check_email,
    check_times,
    due_date,
    next_due,
)
from tracker.exchange import calendar_feed, mail
from tracker.languages import catalogue
from tracker.store import Store, Transaction, accounts, audit, diary, patients
from tracker.store import reminders as stored

TODAY = "/today"
CONFIRM = "/mail/confirm/"
STOP = "/mail/stop/"
"""Where the links of e-mails lead to; the secret of a link stands after the last slash."""

ASKED_AGAIN_AFTER = timedelta(minutes=10)
"""How often an address can be asked whether it is the right one, so that nobody's is flooded. Our choice."""

ANSWERED_WITHIN = timedelta(days=3)
"""How long the link in that question holds. Our choice: a weekend without looking at e-mail."""

_Found = TypeVar("_Found")

_FAILED_LINKS = throttle.Throttle()
"""Counted apart from sign-ins: a phone that goes on asking for a calendar that was taken away keeps nobody out."""


class LinkRefused(NotLetIn):
    """A link that opens nothing."""


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """What the patient chose; `next_at` is when the next reminder is due, aware UTC, None where none is."""

    patient: Patient
    today: date
    reminder: Reminder
    next_at: datetime | None


@dataclass(slots=True)
class Sent:
    """What a run of sending did: reminders, and addresses asked whether they are the right ones. `refusals` are the
    words of the mail server, one for each e-mail of either kind that failed."""

    due: int = 0
    sent: int = 0
    to_ask: int = 0
    asked: int = 0
    refusals: list[str] = field(default_factory=list)


def reminder_page(store: Store, viewer: Viewer) -> ReminderPage:
    """The reminders of the patient who asks. Raises NotAllowed for an account without a patient."""
    now = clock.now()
    with store.reading() as tx:
        patient = patients.patient_of_account(tx, viewer)
        chosen = stored.reminder(tx, viewer, patient.id)
        today = clock.today(patient.time_zone)
        logged = frozenset(diary.latest(tx, viewer, patient.id, since=today))
    days = Days(patient.time_zone, patient.episode.surgery_date, logged)
    return ReminderPage(patient, today, chosen, next_due(chosen.times, days, now))


def save_times(store: Store, viewer: Viewer, times: ReminderTimes) -> None:
    """Stores when the patient who asks is to be reminded. Raises BadInput with every fault, NotAllowed."""
    check_times(times)
    quiet = f", quiet {times.quiet.start:%H:%M}-{times.quiet.end:%H:%M}" if times.quiet else ""
    days = "".join(str(day + 1) for day in sorted(times.weekdays))
    detail = f"on at {times.at:%H:%M}, weekdays {days}{quiet}" if times.on else "switched off"
    _change(store, viewer, detail, lambda tx, own, now: stored.save_times(tx, viewer, own.id, times, now))


def save_email(store: Store, viewer: Viewer, typed: str) -> None:
    """Stores another e-mail address of the patient who asks, to which nothing but a question is sent until that was
    answered; one that is confirmed already stays so. Raises BadInput where it is none, NotAllowed."""
    address = check_email(typed)
    with store.reading() as tx:
        known = stored.reminder(tx, viewer, patients.patient_of_account(tx, viewer).id)
    if known.confirmed and known.email == address:
        return
    _change(
        store,
        viewer,
        "e-mail address to be confirmed",
        lambda tx, own, now: stored.save_email(tx, viewer, own.id, address, now),
    )


def remove_email(store: Store, viewer: Viewer) -> None:
    """Takes the e-mail address of the patient who asks away. Raises NotAllowed."""
    _change(
        store,
        viewer,
        "e-mail address removed",
        lambda tx, own, now: stored.save_email(tx, viewer, own.id, None, now),
    )


def new_calendar(store: Store, viewer: Viewer) -> str:
    """A fresh secret for the calendar of the patient who asks; the one before opens nothing from now on. It is kept as
    a hash only, so it can be shown this once. Raises NotAllowed."""
    token = tokens.new_token()
    _change(
        store,
        viewer,
        "new address of the calendar",
        lambda tx, own, now: stored.set_calendar(tx, viewer, own.id, tokens.token_hash(token), now),
    )
    return token


def end_calendar(store: Store, viewer: Viewer) -> None:
    """Takes the calendar of the patient who asks away. Raises NotAllowed."""
    _change(
        store,
        viewer,
        "address of the calendar removed",
        lambda tx, own, now: stored.set_calendar(tx, viewer, own.id, None, now),
    )


def calendar(store: Store, token: str, address: str, base_address: str) -> bytes:
    """The calendar of a secret, asked for from a network address. Raises LinkRefused in the same words whether the
    secret never was or is no more, and before anything is compared after too many that were wrong."""
    feed = _opened(store, token, address, stored.feed)
    since = max(feed.surgery_date, feed.changed_at.astimezone(ZoneInfo(feed.time_zone)).date())
    return calendar_feed.calendar_feed(
        feed.times,
        feed.time_zone,
        since,
        identity=tokens.token_hash(tokens.token_hash(token)),
        link=base_address + TODAY,
        changed_at=feed.changed_at,
    )


def check_confirmation(store: Store, token: str, address: str) -> None:
    """Raises LinkRefused where the link of a question confirms no address."""
    _opened(store, token, address, _asked)


def confirm_email(store: Store, token: str, address: str) -> None:
    """The e-mail address that was asked is the right one. Raises LinkRefused as `check_confirmation`."""
    patient_id = _opened(store, token, address, _asked)
    _change_by_link(
        store,
        patient_id,
        "e-mail address confirmed",
        address,
        lambda tx, now: stored.confirm(tx, tokens.token_hash(token), now),
    )


def check_stop(store: Store, token: str, address: str) -> None:
    """Raises LinkRefused where the link of a reminder ends nothing."""
    _opened(store, token, address, stored.reminded)


def stop_email(store: Store, token: str, address: str) -> None:
    """Ends the e-mails of which one had this link. Raises LinkRefused as `check_stop`."""
    patient_id = _opened(store, token, address, stored.reminded)
    _change_by_link(
        store,
        patient_id,
        "e-mail address removed by a link",
        address,
        lambda tx, now: stored.stop_email(tx, tokens.token_hash(token), now),
    )


def send_due(store: Store, viewer: Viewer, server: MailServer, base_address: str) -> Sent:
    """Sends the reminders that are due, and the question to each new address; what the mail server does not take stays
    due. Each is noted before it is sent, so that of several runs at once only one sends it.

    Raises NotAllowed unless the viewer is the operator, MailRefused where the mail server cannot be used; it is asked
    only where something is due.
    """
    now = clock.now()
    with store.reading() as tx:
        due = [each for each in stored.recipients(tx, viewer, now) if _due(each, now) is not None]
        to_ask = stored.unconfirmed(tx, viewer, now - ASKED_AGAIN_AFTER)
    done = Sent()
    if due or to_ask:
        with mail.connected(server) as connection:
            this_round = _Round(store, viewer, connection, base_address, done)
            for recipient in due:
                this_round.remind(recipient.patient_id)
            for each in to_ask:
                this_round.ask(each)
    return done


@dataclass(frozen=True, slots=True)
class _Round:
    """One run of sending, on an open connection."""

    store: Store
    viewer: Viewer
    connection: mail.MailConnection
    base_address: str
    done: Sent

    def remind(self, patient_id: str) -> None:
        """Sends one reminder, if it still is to be sent: the ones before may have taken a while."""
        now, token = clock.now(), tokens.new_token()
        stop_hash = tokens.token_hash(token)
        with self.store.transaction() as tx:
            found = stored.recipients(tx, self.viewer, now, [patient_id])
            on = _due(found[0], now) if found else None
            if on is None or not stored.note_sent(
                tx, self.viewer, patient_id, on, channel=Channel.EMAIL, stop_hash=stop_hash, now=now
            ):
                return
            language = self._language_of(tx, patient_id)
        self.done.due += 1
        if self._handed_over(_reminder(found[0].email, self.base_address, token, language), now):
            self.done.sent += 1
        else:
            with self.store.transaction() as tx:
                stored.note_not_sent(tx, self.viewer, patient_id, on, Channel.EMAIL)

    def ask(self, who: stored.Unconfirmed) -> None:
        """Sends one question, if it still is to be sent."""
        now, token = clock.now(), tokens.new_token()
        confirmation_hash, asked_before = tokens.token_hash(token), now - ASKED_AGAIN_AFTER
        with self.store.transaction() as tx:
            if not stored.note_asked(
                tx, self.viewer, who, confirmation_hash=confirmation_hash, asked_before=asked_before, now=now
            ):
                return
            language = self._language_of(tx, who.patient_id)
        self.done.to_ask += 1
        if self._handed_over(_question(who.email, self.base_address, token, language), now):
            self.done.asked += 1
        else:
            with self.store.transaction() as tx:
                stored.note_not_asked(tx, self.viewer, confirmation_hash)

    def _language_of(self, tx: Transaction, patient_id: str) -> Language:
        """The language of a patient's account; English where there is none any more."""
        account_id = patients.patient(tx, self.viewer, patient_id).account_id
        account = accounts.account(tx, account_id) if account_id else None
        return account.language if account else Language.ENGLISH

    def _handed_over(self, letter: Mail, now: datetime) -> bool:
        try:
            self.connection.hand_over(letter, now)
        except mail.MailRefused as refused:
            self.done.refusals.append(str(refused))
            return False
        return True


def _reminder(to: str, base_address: str, token: str, language: Language) -> Mail:
    stop = f"{base_address}{STOP}{token}"
    with catalogue.speaking(language):
        said = (
            _("This is the reminder that you asked for."),
            _("Open Mendline: {address}").format(address=f"{base_address}{TODAY}"),
            _("No more of these e-mails: {address}").format(address=stop),
        )
        return Mail(to, _("Reminder from Mendline"), _letter(said), stop)


def _question(to: str, base_address: str, token: str, language: Language) -> Mail:
    confirm = f"{base_address}{CONFIRM}{token}"
    with catalogue.speaking(language):
        said = (
            _("Somebody, probably you, asked Mendline to send reminders to this address."),
            _("If it was you, confirm the address within three days: {address}").format(address=confirm),
            _("If it was not you, do nothing: no reminder is sent to you."),
        )
        return Mail(to, _("Mendline: is this your address?"), _letter(said))


def _letter(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def _due(recipient: Recipient, now: datetime) -> date | None:
    return due_date(recipient.times, recipient.days, now)


def _change(
    store: Store, viewer: Viewer, detail: str, change: Callable[[Transaction, Patient, datetime], None]
) -> None:
    """Changes something of the patient who asks, with a line in the trail."""
    now = clock.now()
    with store.transaction() as tx:
        own = patients.patient_of_account(tx, viewer)
        change(tx, own, now)
        _record(tx, own.id, viewer.account_id, detail, "", now)


def _change_by_link(
    store: Store, patient_id: str, detail: str, address: str, change: Callable[[Transaction, datetime], None]
) -> None:
    """Changes something for whoever holds a link, with a line in the trail that names nobody."""
    now = clock.now()
    with store.transaction() as tx:
        change(tx, now)
        _record(tx, patient_id, None, detail, address, now)


def _record(  # noqa: PLR0917 - the parts of a line
    tx: Transaction, patient_id: str, account_id: str | None, detail: str, address: str, now: datetime
) -> None:
    audit.record(
        tx,
        action=Action.REMINDER_CHANGED,
        account_id=account_id,
        patient_id=patient_id,
        detail=detail,
        address=address,
        now=now,
    )


def _asked(tx: Transaction, confirmation_hash: str) -> str | None:
    return stored.asked(tx, confirmation_hash, clock.now() - ANSWERED_WITHIN)


def _opened(store: Store, token: str, address: str, find: Callable[[Transaction, str], _Found | None]) -> _Found:
    """What a secret opens. Tries are counted as those of a sign-in are, the secret in the place of the user name."""
    key = tokens.token_hash(token)
    if wait := _FAILED_LINKS.wait_seconds(key, address, clock.now().timestamp()):
        words = _("Too many links that open nothing. Try again in {time}.")
        raise LinkRefused(words.format(time=throttle.in_words(wait)), wait)
    with store.reading() as tx:
        found = find(tx, key)
    if found is None:
        _FAILED_LINKS.failed(key, address)
        raise LinkRefused(_("This link opens nothing, or does not any more."))
    return found
