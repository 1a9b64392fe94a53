"""What physicians do about what they read: snoozed flags, red flags that are acknowledged and undone, notes, the plan;
and who operated.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)
_TO_COLUMNS = """
UPDATE red_flag_answer SET
    acknowledged_at = (SELECT a.acknowledged_at FROM red_flag_acknowledgement a
                       WHERE a.answer_id = red_flag_answer.id AND a.undone_at IS NULL),
    acknowledged_by = (SELECT a.acknowledged_by FROM red_flag_acknowledgement a
                       WHERE a.answer_id = red_flag_answer.id AND a.undone_at IS NULL),
    note = coalesce((SELECT a.note FROM red_flag_acknowledgement a
                     WHERE a.answer_id = red_flag_answer.id AND a.undone_at IS NULL), '')
"""


def _marked(table: str, done: str) -> list[sa.schema.SchemaItem]:
    """When something was done and by whom: both or neither."""
    return [
        sa.Column(f"{done}_at", MOMENT, nullable=True),
        sa.Column(f"{done}_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            f"({done}_at IS NULL) = ({done}_by IS NULL)", name=op.f(f"ck_{table}_{done}_by_someone")
        ),
        sa.ForeignKeyConstraint(
            [f"{done}_by"], ["account.id"], name=op.f(f"fk_{table}_{done}_by"), ondelete="RESTRICT"
        ),
    ]


def _written(table: str) -> list[sa.schema.SchemaItem]:
    """What a row of the physicians' own begins with: whose record it is in, and by whom and when it was written."""
    return [
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f(f"fk_{table}_patient_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f(f"fk_{table}_written_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    """What was acknowledged of red flags stays acknowledged, by the same account at the same time."""
    op.add_column("review", sa.Column("until", sa.Date(), nullable=True))
    op.add_column("episode", sa.Column("surgeon", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "red_flag_acknowledgement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("answer_id", sa.Text(), nullable=False),
        sa.Column("acknowledged_by", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_marked("red_flag_acknowledgement", "undone"),
        sa.CheckConstraint("length(note) <= 10000", name=op.f("ck_red_flag_acknowledgement_note")),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["red_flag_answer.id"],
            name=op.f("fk_red_flag_acknowledgement_answer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"],
            ["account.id"],
            name=op.f("fk_red_flag_acknowledgement_acknowledged_by"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_red_flag_acknowledgement")),
    )
    op.create_index(op.f("ix_red_flag_acknowledgement_answer_id"), "red_flag_acknowledgement", ["answer_id"])
    op.execute(
        "INSERT INTO red_flag_acknowledgement (id, answer_id, acknowledged_by, acknowledged_at, note) "
        "SELECT id, id, acknowledged_by, acknowledged_at, note FROM red_flag_answer WHERE acknowledged_at IS NOT NULL"
    )
    with op.batch_alter_table("red_flag_answer") as batch:
        batch.drop_constraint(op.f("ck_red_flag_answer_note"), type_="check")
        batch.drop_constraint(op.f("ck_red_flag_answer_acknowledged_by_someone"), type_="check")
        batch.drop_constraint(op.f("fk_red_flag_answer_acknowledged_by"), type_="foreignkey")
        for name in ("acknowledged_at", "acknowledged_by", "note"):
            batch.drop_column(name)
    op.create_table(
        "physician_note",
        *_written("physician_note"),
        sa.Column("corrects", sa.Text(), nullable=True),
        *_marked("physician_note", "retracted"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name=op.f("ck_physician_note_text")),
        sa.ForeignKeyConstraint(
            ["corrects"], ["physician_note.id"], name=op.f("fk_physician_note_corrects"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_physician_note_patient_id"), "physician_note", ["patient_id"])
    op.create_table(
        "plan_line",
        *_written("plan_line"),
        sa.Column("due", sa.Date(), nullable=True),
        *_marked("plan_line", "done"),
        *_marked("plan_line", "retracted"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 200", name=op.f("ck_plan_line_text")),
    )
    op.create_index(op.f("ix_plan_line_patient_id"), "plan_line", ["patient_id"])


def downgrade() -> None:
    """What the older version has no place for is let go: notes, the plan, what was undone, and answers that hold until
    a date only: without it they would hold for good, so that the flag waits for one again."""
    op.drop_table("plan_line")
    op.drop_table("physician_note")
    with op.batch_alter_table("red_flag_answer") as batch:
        batch.add_column(sa.Column("acknowledged_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("acknowledged_by", sa.Text(), nullable=True))
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.execute(_TO_COLUMNS)
    with op.batch_alter_table("red_flag_answer") as batch:
        batch.alter_column("note", server_default=None)
        batch.create_check_constraint(op.f("ck_red_flag_answer_note"), "length(note) <= 10000")
        batch.create_check_constraint(
            op.f("ck_red_flag_answer_acknowledged_by_someone"), "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)"
        )
        batch.create_foreign_key(
            op.f("fk_red_flag_answer_acknowledged_by"), "account", ["acknowledged_by"], ["id"], ondelete="RESTRICT"
        )
    op.drop_table("red_flag_acknowledgement")
    op.drop_column("episode", "surgeon")
    op.execute("DELETE FROM review WHERE until IS NOT NULL")
    op.drop_column("review", "until")
