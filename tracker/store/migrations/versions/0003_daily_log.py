"""The whole daily log: where and how it hurts, sitting, steps, sleep, distress, and the questions of weeks.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WHOLE = {
    "steps": (0, 200_000),
    "sitting_minutes": (0, 1440),
    **dict.fromkeys(("sleep_quality", "distress", "peg_pain", "peg_enjoyment", "peg_activity"), (0, 10)),
    "global_change": (1, 7),
    **dict.fromkeys(("phq_nervous", "phq_worry", "phq_interest", "phq_down"), (0, 3)),
}
_WORDS = ("sites", "descriptors", "worse", "better")


def upgrade() -> None:
    with op.batch_alter_table("diary_entry") as batch:
        for name, (low, high) in _WHOLE.items():
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_check_constraint(
                op.f(f"ck_diary_entry_{name}"), f"{name} BETWEEN {low} AND {high} AND {name} = CAST({name} AS INTEGER)"
            )
        for name in _WORDS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    """What the older version does not know is let go; the history of edits keeps it."""
    with op.batch_alter_table("diary_entry") as batch:
        for name in _WHOLE:
            batch.drop_constraint(op.f(f"ck_diary_entry_{name}"), type_="check")
        for name in (*_WHOLE, *_WORDS):
            batch.drop_column(name)
