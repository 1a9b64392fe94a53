"""Reminders. The patient and the operator read and write what was chosen; only the operator sends.

What is asked by the hash of a secret takes nobody who asks: whoever holds the secret may, as with a sign-in.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.domain.people import Viewer
from tracker.domain.reminders import Channel, Days, QuietHours, Recipient, Reminder, ReminderTimes
from tracker.store.engine import Query, Row, Transaction
from tracker.store.scope import Condition, among, check_operates, check_own, check_writes_diary
from tracker.store.tables import (
    AccountRow,
    DiaryEntryRow,
    EpisodeRow,
    PatientRow,
    ReminderRow,
    ReminderSentRow,
)
from tracker.store.text import check_text

_SENDING = "Sending reminders"
_TIMES = (ReminderRow.active, ReminderRow.at, ReminderRow.weekdays, ReminderRow.quiet_start, ReminderRow.quiet_end)
_RECENT = timedelta(days=2)
"""Two days span every local date that a reminder may be due for, wherever the patient lives."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar is made of; `changed_at` is aware UTC."""

    times: ReminderTimes
    time_zone: str
    surgery_date: date
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An address to which the question is to be sent whether it is the right one."""

    patient_id: str
    email: str


def reminder(tx: Transaction, viewer: Viewer, patient_id: str) -> Reminder:
    """What a patient chose; as it is without a choice where there is none. Raises NotAllowed unless the viewer is the
    patient or the operator."""
    check_own(tx, viewer, patient_id)
    query: Query = sa.select(
        *_TIMES,
        ReminderRow.email,
        ReminderRow.email_confirmed_at.is_not(None),
        ReminderRow.calendar_since,
        ReminderRow.changed_at,
    ).where(ReminderRow.patient_id == patient_id)
    row = tx.connection.execute(query).one_or_none()
    return Reminder() if row is None else Reminder(_times(row), *row[len(_TIMES) :])


def save_times(tx: Transaction, viewer: Viewer, patient_id: str, times: ReminderTimes, now: datetime) -> None:
    """Store when a patient is to be reminded. Raises NotAllowed as `reminder`. Whether it makes sense is for the caller
    to check (`check_times`)."""
    check_writes_diary(tx, viewer, patient_id)
    _save(tx, patient_id, now, **_plain(times))


def save_email(tx: Transaction, viewer: Viewer, patient_id: str, email: str | None, now: datetime) -> None:
    """Store another address, not confirmed yet, or none; links that were sent to the one before open nothing any more.
    When the last question was sent is kept. Raises NotAllowed as `reminder`. Whether it is an address is for the caller
    to check (`check_email`)."""
    check_writes_diary(tx, viewer, patient_id)
    check_text(**{"e-mail address": email or ""})
    _save(tx, patient_id, now, email=email, email_confirmed_at=None, confirmation_hash=None)
    _forget_links(tx, patient_id)


def set_calendar(tx: Transaction, viewer: Viewer, patient_id: str, calendar_hash: str | None, now: datetime) -> None:
    """Give the calendar another address, by the hash of its secret, or none; the one before opens nothing any more.
    Raises NotAllowed as `reminder`."""
    check_writes_diary(tx, viewer, patient_id)
    since = None if calendar_hash is None else now
    _save(tx, patient_id, now, calendar_hash=calendar_hash, calendar_since=since)


def feed(tx: Transaction, calendar_hash: str) -> Feed | None:
    """What the calendar of a secret is made of; None where the secret is nobody's, or the account is switched off."""
    query: Query = _people(*_TIMES, PatientRow.time_zone, EpisodeRow.surgery_date, ReminderRow.changed_at).where(
        ReminderRow.calendar_hash == calendar_hash
    )
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else Feed(_times(row), *row[len(_TIMES) :])


def recipients(
    tx: Transaction, viewer: Viewer, now: datetime, patient_ids: Collection[str] | None = None
) -> tuple[Recipient, ...]:
    """Everybody (of `patient_ids`, where given) who is reminded by e-mail at a confirmed address and whose account is
    in use, by id, with the entries and reminders of the days around `now`. Raises NotAllowed unless the viewer is the
    operator."""
    check_operates(viewer, _SENDING)
    query = (
        _people(*_TIMES, PatientRow.id, ReminderRow.email, PatientRow.time_zone, EpisodeRow.surgery_date)
        .where(ReminderRow.active, ReminderRow.email_confirmed_at.is_not(None), among(tx, PatientRow.id, patient_ids))
        .order_by(PatientRow.id)
    )
    rows = tx.connection.execute(query).all()
    around = (now - _RECENT).date()
    ids = [row.id for row in rows]
    logged = _dates(tx, DiaryEntryRow, around, among(tx, DiaryEntryRow.patient_id, ids))
    reminded = _dates(tx, ReminderSentRow, around, among(tx, ReminderSentRow.patient_id, ids))
    return tuple(
        Recipient(
            row.id,
            row.email,
            _times(row),
            Days(row.time_zone, row.surgery_date, logged[row.id], reminded[row.id]),
        )
        for row in rows
    )


def note_sent(
    tx: Transaction, viewer: Viewer, patient_id: str, on: date, *, channel: Channel, stop_hash: str, now: datetime
) -> bool:
    """Note that the reminder of a date is sent, before it is; False where that was noted already, so that of two who
    are about to send it one does. `stop_hash` is that of the link that ends these e-mails. Raises NotAllowed unless the
    viewer is the operator."""
    check_operates(viewer, _SENDING)
    insert = tx.insert(ReminderSentRow).values(
        patient_id=patient_id, local_date=on, channel=channel, at=now, stop_hash=stop_hash
    )
    return tx.took(insert.on_conflict_do_nothing(index_elements=["patient_id", "local_date", "channel"]))


def note_not_sent(tx: Transaction, viewer: Viewer, patient_id: str, on: date, channel: Channel) -> None:
    """Take back that the reminder of a date was sent, so that it is tried again. Raises NotAllowed as `note_sent`."""
    check_operates(viewer, _SENDING)
    tx.connection.execute(
        sa.delete(ReminderSentRow).where(
            ReminderSentRow.patient_id == patient_id,
            ReminderSentRow.local_date == on,
            ReminderSentRow.channel == channel,
        )
    )


def unconfirmed(tx: Transaction, viewer: Viewer, asked_before: datetime) -> tuple[Unconfirmed, ...]:
    """The addresses to which the question is still to be sent whether they are right, by id of the patient; not those
    of a patient for whom one was sent at `asked_before` or since. Raises NotAllowed as `recipients`."""
    check_operates(viewer, _SENDING)
    query = _people(PatientRow.id, ReminderRow.email).where(*_to_ask(asked_before)).order_by(PatientRow.id)
    return tuple(Unconfirmed(*row) for row in tx.connection.execute(query))


def note_asked(
    tx: Transaction, viewer: Viewer, who: Unconfirmed, *, confirmation_hash: str, asked_before: datetime, now: datetime
) -> bool:
    """Note that the question is sent, before it is, with the hash of the link that answers it; False where it need not
    be sent any more. Raises NotAllowed as `recipients`."""
    check_operates(viewer, _SENDING)
    update = (
        sa.update(ReminderRow)
        .where(ReminderRow.patient_id == who.patient_id, ReminderRow.email == who.email, *_to_ask(asked_before))
        .values(confirmation_hash=confirmation_hash, confirmation_sent_at=now)
    )
    return tx.connection.execute(update).rowcount == 1


def note_not_asked(tx: Transaction, viewer: Viewer, confirmation_hash: str) -> None:
    """Take back that the question was sent, so that it is tried again. Raises NotAllowed as `recipients`."""
    check_operates(viewer, _SENDING)
    taken_back = {"confirmation_hash": None, "confirmation_sent_at": None}
    tx.connection.execute(
        sa.update(ReminderRow).where(ReminderRow.confirmation_hash == confirmation_hash).values(**taken_back)
    )


def asked(tx: Transaction, confirmation_hash: str, sent_after: datetime) -> str | None:
    """The patient whose address the link of a question confirms; None where the link is none, was used, is of an
    address since changed, or was sent at `sent_after` or before."""
    query = sa.select(ReminderRow.patient_id).where(
        ReminderRow.confirmation_hash == confirmation_hash, ReminderRow.confirmation_sent_at > sent_after
    )
    return tx.connection.execute(query).scalar_one_or_none()


def confirm(tx: Transaction, confirmation_hash: str, now: datetime) -> None:
    """The address of a question is right. The link opens nothing any more."""
    tx.connection.execute(
        sa.update(ReminderRow)
        .where(ReminderRow.confirmation_hash == confirmation_hash)
        .values(email_confirmed_at=now, confirmation_hash=None, changed_at=now)
    )


def reminded(tx: Transaction, stop_hash: str) -> str | None:
    """The patient whose e-mails the link of a reminder ends; None where the link is none, or is of an address that was
    changed or taken away since."""
    query = sa.select(ReminderSentRow.patient_id).where(ReminderSentRow.stop_hash == stop_hash)
    return tx.connection.execute(query).scalar_one_or_none()


def stop_email(tx: Transaction, stop_hash: str, now: datetime) -> None:
    """Take the address away to which a reminder was sent: nothing is sent any more. The link opens nothing any more."""
    if (patient_id := reminded(tx, stop_hash)) is not None:
        _save(tx, patient_id, now, email=None, email_confirmed_at=None, confirmation_hash=None)
        _forget_links(tx, patient_id)


def _save(tx: Transaction, patient_id: str, now: datetime, **changed: object) -> None:
    """Change these columns of a patient's row; made with what holds without a choice where there is none."""
    insert = tx.insert(ReminderRow).values(
        patient_id=patient_id, changed_at=now, **{**_plain(ReminderTimes()), **changed}
    )
    stored = {name: insert.excluded[name] for name in (*changed, "changed_at")}
    tx.connection.execute(insert.on_conflict_do_update(index_elements=["patient_id"], set_=stored))


def _plain(times: ReminderTimes) -> dict[str, object]:
    return {
        "active": times.on,
        "at": times.at,
        "weekdays": sorted(times.weekdays),
        "quiet_start": times.quiet.start if times.quiet else None,
        "quiet_end": times.quiet.end if times.quiet else None,
    }


def _times(row: Row) -> ReminderTimes:
    quiet = None if row.quiet_start is None else QuietHours(row.quiet_start, row.quiet_end)
    return ReminderTimes(row.active, row.at, frozenset(row.weekdays), quiet)


def _people(*columns: Any) -> Query:
    """Reminders of patients whose account is in use, with these columns."""
    return (
        sa.select(*columns)
        .select_from(ReminderRow)
        .join(PatientRow, PatientRow.id == ReminderRow.patient_id)
        .join(EpisodeRow, EpisodeRow.patient_id == PatientRow.id)
        .join(AccountRow, AccountRow.id == PatientRow.account_id)
        .where(AccountRow.active)
    )


def _to_ask(asked_before: datetime) -> tuple[Condition, ...]:
    return (
        ReminderRow.email.is_not(None),
        ReminderRow.email_confirmed_at.is_(None),
        ReminderRow.confirmation_hash.is_(None),
        sa.or_(ReminderRow.confirmation_sent_at.is_(None), ReminderRow.confirmation_sent_at < asked_before),
    )


def _dates(
    tx: Transaction, table: type[DiaryEntryRow | ReminderSentRow], since: date, which: Condition
) -> defaultdict[str, frozenset[date]]:
    """The dates of a table from `since` on, by patient; none for who has none."""
    query = sa.select(table.patient_id, table.local_date).where(table.local_date >= since, which)
    found: defaultdict[str, frozenset[date]] = defaultdict(frozenset)
    for patient_id, on in tx.connection.execute(query):
        found[patient_id] |= {on}
    return found


def _forget_links(tx: Transaction, patient_id: str) -> None:
    tx.connection.execute(
        sa.update(ReminderSentRow).where(ReminderSentRow.patient_id == patient_id).values(stop_hash=None)
    )
