"""What is typed and not yet saved outlives the page.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.CheckConstraint("based_on >= 0", name=op.f("ck_draft_based_on")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_draft_patient_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", "local_date", name="pk_draft"),
    )


def downgrade() -> None:
    op.drop_table("draft")
