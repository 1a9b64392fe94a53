"""Reminders to log a day: what a patient chose, and what was sent.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("quiet_start", sa.Time(), nullable=True),
        sa.Column("quiet_end", sa.Time(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmation_hash", sa.Text(), nullable=True),
        sa.Column("confirmation_sent_at", MOMENT, nullable=True),
        sa.Column("calendar_hash", sa.Text(), nullable=True),
        sa.Column("calendar_since", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("(quiet_start IS NULL) = (quiet_end IS NULL)", name=op.f("ck_reminder_quiet_hours_whole")),
        sa.CheckConstraint(
            "email IS NOT NULL OR (email_confirmed_at IS NULL AND confirmation_hash IS NULL)",
            name=op.f("ck_reminder_answers_for_an_email"),
        ),
        sa.CheckConstraint("(calendar_hash IS NULL) = (calendar_since IS NULL)", name=op.f("ck_reminder_calendar_whole")),
        sa.CheckConstraint("length(email) BETWEEN 1 AND 254", name=op.f("ck_reminder_email")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_reminder_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("confirmation_hash", name=op.f("uq_reminder_confirmation_hash")),
        sa.UniqueConstraint("calendar_hash", name=op.f("uq_reminder_calendar_hash")),
    )
    op.create_table(
        "reminder_sent",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("stop_hash", sa.Text(), nullable=True),
        sa.CheckConstraint("channel IN ('e-mail')", name=op.f("ck_reminder_sent_channel")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_reminder_sent_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "local_date", "channel", name=op.f("pk_reminder_sent")),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_reminder_sent_stop_hash")),
    )


def downgrade() -> None:
    op.drop_table("reminder_sent")
    op.drop_table("reminder")
