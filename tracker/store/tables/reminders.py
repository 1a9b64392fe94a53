"""Reminders: what a patient chose, and what was sent. Secrets are kept as hashes only."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.reminders import EMAIL_LENGTH, Channel
from tracker.store.tables.base import Base, one_of, owned_by_patient, written


class ReminderRow(Base):
    """What one patient chose. `weekdays` is a list of numbers, Monday 0. The hash of a confirmation is there from when
    its e-mail was sent until it was answered."""

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint("(quiet_start IS NULL) = (quiet_end IS NULL)", name="quiet_hours_whole"),
        CheckConstraint(
            "email IS NOT NULL OR (email_confirmed_at IS NULL AND confirmation_hash IS NULL)",
            name="answers_for_an_email",
        ),
        CheckConstraint("(calendar_hash IS NULL) = (calendar_since IS NULL)", name="calendar_whole"),
        written("email", EMAIL_LENGTH),
    )

    patient_id: Mapped[str] = owned_by_patient(primary_key=True)
    active: Mapped[bool]
    at: Mapped[time]
    weekdays: Mapped[list[Any]]
    quiet_start: Mapped[time | None]
    quiet_end: Mapped[time | None]
    email: Mapped[str | None]
    email_confirmed_at: Mapped[datetime | None]
    confirmation_hash: Mapped[str | None] = mapped_column(unique=True)
    confirmation_sent_at: Mapped[datetime | None]
    calendar_hash: Mapped[str | None] = mapped_column(unique=True)
    calendar_since: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class ReminderSentRow(Base):
    """One reminder that was sent, or is being sent: the row is written first, so that nobody else sends it too. The
    hash of the link that ends these e-mails goes when their address does."""

    __tablename__ = "reminder_sent"
    __table_args__ = (one_of("channel", Channel),)

    patient_id: Mapped[str] = owned_by_patient(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    stop_hash: Mapped[str | None] = mapped_column(unique=True)
