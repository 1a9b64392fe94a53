"""The follow-up dates that have come, so that it can be told what changed since the last one.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "past_follow_up",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_past_follow_up_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "local_date", name=op.f("pk_past_follow_up")),
    )


def downgrade() -> None:
    op.drop_table("past_follow_up")
