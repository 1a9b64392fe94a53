"""What somebody chose of how the pages are for them: the language, and larger text.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Columns are added in place: on SQLite, Alembic would else copy the table, and drop the one that others refer
    to."""
    op.execute(
        "ALTER TABLE account ADD COLUMN language VARCHAR(40) "
        "CONSTRAINT ck_account_language CHECK (language IN ('en', 'es'))"
    )
    op.add_column("account", sa.Column("large_text", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("account", "large_text")
    op.drop_column("account", "language")
