"""Flags of opioids past day 90 may be stored.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"

_BEFORE = (
    "'relapse', 'persistent', 'non_improvement', 'insufficient_data', "
    "'worse_than_before', 'new_limb_pain', 'early_watch', 'lost_contact', 'flare', 'walking_loss'"
)
_FURTHER = "'opioids_past_90'"


def upgrade() -> None:
    _allow(f"{_BEFORE}, {_FURTHER}")


def downgrade() -> None:
    """What the older version does not know is let go, with the answers to it."""
    op.execute(f"DELETE FROM review WHERE flag_id IN (SELECT id FROM flag WHERE kind IN ({_FURTHER}))")
    op.execute(f"DELETE FROM flag WHERE kind IN ({_FURTHER})")
    _allow(_BEFORE)


def _allow(kinds: str) -> None:
    with op.batch_alter_table("flag") as batch:
        batch.drop_constraint(op.f("ck_flag_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_flag_kind"), f"kind IN ({kinds})")
