"""Accounts, sign-in sessions, care teams, the audit trail.

Accounts are switched off, never deleted, once they have left a trace: what they signed keeps its author.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.audit import Action
from tracker.domain.language import Language
from tracker.domain.people import ACCOUNT_ROLES, Role
from tracker.store.tables.base import Base, one_of, owned_by_patient, written


class AccountRow(Base):
    """Someone who can sign in. `username` is kept in lower case, which makes it unique whatever the case."""

    __tablename__ = "account"
    __table_args__ = (
        one_of("role", ACCOUNT_ROLES),
        one_of("language", Language),
        written("username", 200),
        CheckConstraint("username = lower(username)", name="username_lower_case"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[Role]
    active: Mapped[bool]
    demo: Mapped[bool]
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]
    language: Mapped[Language | None]
    large_text: Mapped[bool] = mapped_column(server_default=false())
    password_hash: Mapped[str]


class SignInSessionRow(Base):
    """One signed-in browser, by the hash of its token."""

    __tablename__ = "sign_in_session"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="expires_after_start"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str]


class CareTeamRow(Base):
    """Physicians who follow the same patients."""

    __tablename__ = "care_team"
    __table_args__ = (written("name", 120),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class CareTeamMemberRow(Base):
    """Who belongs to a care team: the row is the right to see its patients."""

    __tablename__ = "care_team_member"

    care_team_id: Mapped[str] = mapped_column(ForeignKey("care_team.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)


class CareTeamPatientRow(Base):
    """Whom a care team follows."""

    __tablename__ = "care_team_patient"

    care_team_id: Mapped[str] = mapped_column(ForeignKey("care_team.id", ondelete="CASCADE"), primary_key=True)
    patient_id: Mapped[str] = owned_by_patient(primary_key=True, index=True)


class AuditEventRow(Base):
    """One line of the trail. `patient_id` refers to no row: the trail outlives the record, and tells of refused
    requests for records that never were."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "at", "id"),
        {"sqlite_autoincrement": True},  # the number of a line is never given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    action: Mapped[Action]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    patient_id: Mapped[str | None]
    detail: Mapped[str]
    address: Mapped[str]
