"""A treatment knows the entry of the catalogue that it was chosen from, when it was listed, and when it was done.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_COLUMNS = ("catalogue", "added_on", "done_at")


def upgrade() -> None:
    # In two steps: what is listed already were own words, while a new line has to say what it is.
    with op.batch_alter_table("treatment") as batch:
        batch.add_column(sa.Column("catalogue", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("added_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("treatment") as batch:
        batch.alter_column("catalogue", server_default=None)
        batch.create_check_constraint(
            op.f("ck_treatment_moment_of_a_procedure"), "kind = 'procedure' OR done_at IS NULL"
        )


def downgrade() -> None:
    """What the older version does not know is let go."""
    with op.batch_alter_table("treatment") as batch:
        batch.drop_constraint(op.f("ck_treatment_moment_of_a_procedure"), type_="check")
        for name in _COLUMNS:
            batch.drop_column(name)
