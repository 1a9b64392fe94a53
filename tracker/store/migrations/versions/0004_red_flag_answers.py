"""What patients answered of red flags, and who acknowledged it.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "red_flag_answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("length(signs) BETWEEN 1 AND 1000", name=op.f("ck_red_flag_answer_signs")),
        sa.CheckConstraint("urgency IN ('now', 'today', 'soon')", name=op.f("ck_red_flag_answer_urgency")),
        sa.CheckConstraint("length(note) <= 10000", name=op.f("ck_red_flag_answer_note")),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name=op.f("ck_red_flag_answer_acknowledged_by_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_red_flag_answer_patient_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["account.id"], name="fk_red_flag_answer_acknowledged_by", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_red_flag_answer"),
    )
    op.create_index("ix_red_flag_answer_patient_id", "red_flag_answer", ["patient_id"], unique=False)


def downgrade() -> None:
    """What patients answered is let go; the trail keeps that they did."""
    op.drop_index("ix_red_flag_answer_patient_id", table_name="red_flag_answer")
    op.drop_table("red_flag_answer")
