"""The first tables.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORD = sa.String(40)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_sign_in_at", MOMENT, nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('patient', 'physician', 'administrator')", name=op.f("ck_account_role")),
        sa.CheckConstraint("length(username) BETWEEN 1 AND 200", name=op.f("ck_account_username")),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_account_username_lower_case")),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("username", name="uq_account_username"),
    )
    op.create_table(
        "care_team",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_care_team_name")),
        sa.PrimaryKeyConstraint("id", name="pk_care_team"),
        sa.UniqueConstraint("name", name="uq_care_team_name"),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("action", WORD, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_audit_event_account_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_event_at_id", "audit_event", ["at", "id"], unique=False)
    op.create_table(
        "care_team_member",
        sa.Column("care_team_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_care_team_member_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["care_team_id"], ["care_team.id"], name="fk_care_team_member_care_team_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("care_team_id", "account_id", name="pk_care_team_member"),
    )
    op.create_index("ix_care_team_member_account_id", "care_team_member", ["account_id"], unique=False)
    op.create_table(
        "patient",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 200", name=op.f("ck_patient_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_patient_account_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
        sa.UniqueConstraint("account_id", name="uq_patient_account_id"),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_sign_in_session_expires_after_start")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_sign_in_session_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_session"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_session_token_hash"),
    )
    op.create_index("ix_sign_in_session_account_id", "sign_in_session", ["account_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("sites", sa.JSON(), nullable=False),
        sa.Column("entries_28d", sa.Integer(), nullable=False),
        sa.Column("days_asked_28d", sa.Integer(), nullable=False),
        sa.Column("last_entry", sa.Date(), nullable=True),
        sa.Column("leading_site", WORD, nullable=False),
        sa.Column("sparkline", sa.JSON(), nullable=False),
        sa.Column("rule_version", sa.Text(), nullable=False),
        sa.Column("assessed_at", MOMENT, nullable=False),
        sa.CheckConstraint("leading_site IN ('axial', 'limb')", name=op.f("ck_assessment_leading_site")),
        sa.CheckConstraint("entries_28d BETWEEN 0 AND days_asked_28d", name=op.f("ck_assessment_entries_28d")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_assessment_patient_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", name="pk_assessment"),
    )
    op.create_table(
        "care_team_patient",
        sa.Column("care_team_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["care_team_id"], ["care_team.id"], name="fk_care_team_patient_care_team_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_care_team_patient_patient_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("care_team_id", "patient_id", name="pk_care_team_patient"),
    )
    op.create_index("ix_care_team_patient_patient_id", "care_team_patient", ["patient_id"], unique=False)
    op.create_table(
        "diary_entry",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("axial", sa.Integer(), nullable=True),
        sa.Column("axial_worst", sa.Integer(), nullable=True),
        sa.Column("limb", sa.Integer(), nullable=True),
        sa.Column("limb_worst", sa.Integer(), nullable=True),
        sa.Column("walking_minutes", sa.Integer(), nullable=True),
        sa.Column("sleep_hours", sa.Double(), nullable=True),
        sa.Column("flare", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("taken_answered", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "axial BETWEEN 0 AND 10 AND axial = CAST(axial AS INTEGER)", name=op.f("ck_diary_entry_axial")
        ),
        sa.CheckConstraint("axial_worst >= axial", name=op.f("ck_diary_entry_axial_worst_not_below_average")),
        sa.CheckConstraint(
            "axial_worst BETWEEN 0 AND 10 AND axial_worst = CAST(axial_worst AS INTEGER)",
            name=op.f("ck_diary_entry_axial_worst"),
        ),
        sa.CheckConstraint("length(note) <= 10000", name=op.f("ck_diary_entry_note")),
        sa.CheckConstraint("limb BETWEEN 0 AND 10 AND limb = CAST(limb AS INTEGER)", name=op.f("ck_diary_entry_limb")),
        sa.CheckConstraint("limb_worst >= limb", name=op.f("ck_diary_entry_limb_worst_not_below_average")),
        sa.CheckConstraint(
            "limb_worst BETWEEN 0 AND 10 AND limb_worst = CAST(limb_worst AS INTEGER)",
            name=op.f("ck_diary_entry_limb_worst"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_diary_entry_revision")),
        sa.CheckConstraint("sleep_hours BETWEEN 0 AND 24", name=op.f("ck_diary_entry_sleep_hours")),
        sa.CheckConstraint(
            "walking_minutes BETWEEN 0 AND 1440 AND walking_minutes = CAST(walking_minutes AS INTEGER)",
            name=op.f("ck_diary_entry_walking_minutes"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_diary_entry_patient_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", "local_date", name="pk_diary_entry"),
    )
    op.create_table(
        "episode",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("surgery_date", sa.Date(), nullable=False),
        sa.Column("region", WORD, nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("baseline_axial", sa.Integer(), nullable=True),
        sa.Column("baseline_limb", sa.Integer(), nullable=True),
        sa.Column("next_follow_up", sa.Date(), nullable=True),
        sa.CheckConstraint("region IN ('lumbar', 'cervical', 'thoracic')", name=op.f("ck_episode_region")),
        sa.CheckConstraint(
            "baseline_axial BETWEEN 0 AND 10 AND baseline_axial = CAST(baseline_axial AS INTEGER)",
            name=op.f("ck_episode_baseline_axial"),
        ),
        sa.CheckConstraint(
            "baseline_limb BETWEEN 0 AND 10 AND baseline_limb = CAST(baseline_limb AS INTEGER)",
            name=op.f("ck_episode_baseline_limb"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_episode_patient_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_episode"),
        sa.UniqueConstraint("patient_id", name="uq_episode_patient_id"),
    )
    op.create_table(
        "flag",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("severity", WORD, nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("onset_date", sa.Date(), nullable=False),
        sa.Column("detected_on", sa.Date(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("rule_version", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('relapse', 'persistent', 'non_improvement', 'insufficient_data')", name=op.f("ck_flag_kind")
        ),
        sa.CheckConstraint("severity IN ('info', 'review', 'high')", name=op.f("ck_flag_severity")),
        sa.CheckConstraint("site IN ('', 'axial', 'limb')", name=op.f("ck_flag_site")),
        sa.CheckConstraint("cleared_on > detected_on", name=op.f("ck_flag_cleared_after_detected")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_flag_patient_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_flag"),
        sa.UniqueConstraint(
            "patient_id", "kind", "site", "detected_on", name="uq_flag_patient_id_kind_site_detected_on"
        ),
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("site", WORD, nullable=False),
        sa.Column("pain", sa.Integer(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.CheckConstraint("site IN ('axial', 'limb')", name=op.f("ck_reading_site")),
        sa.CheckConstraint("pain BETWEEN 0 AND 10 AND pain = CAST(pain AS INTEGER)", name=op.f("ck_reading_pain")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_reading_patient_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.UniqueConstraint("patient_id", "at", "site", name="uq_reading_patient_id_at_site"),
    )
    op.create_table(
        "treatment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("dose", sa.Text(), nullable=False),
        sa.CheckConstraint("kind <> 'procedure' OR end_date IS NULL", name=op.f("ck_treatment_procedure_without_end")),
        sa.CheckConstraint(
            "kind IN ('medicine', 'therapy', 'exercise', 'procedure', 'other')", name=op.f("ck_treatment_kind")
        ),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_treatment_ends_after_start")),
        sa.CheckConstraint("length(dose) <= 80", name=op.f("ck_treatment_dose")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_treatment_name")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_treatment_patient_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_treatment"),
        sa.UniqueConstraint("patient_id", "id", name="uq_treatment_patient_id_id"),
    )
    op.create_table(
        "diary_revision",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=True),
        sa.Column("origin", WORD, nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.CheckConstraint("origin IN ('page', 'import', 'demo')", name=op.f("ck_diary_revision_origin")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_diary_revision_number")),
        sa.ForeignKeyConstraint(
            ["patient_id", "local_date"],
            ["diary_entry.patient_id", "diary_entry.local_date"],
            name="fk_diary_revision_patient_id_local_date",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name="fk_diary_revision_saved_by", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("patient_id", "local_date", "number", name="pk_diary_revision"),
    )
    op.create_table(
        "intake",
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("treatment_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id", "local_date"],
            ["diary_entry.patient_id", "diary_entry.local_date"],
            name="fk_intake_patient_id_local_date",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "treatment_id"],
            ["treatment.patient_id", "treatment.id"],
            name="fk_intake_patient_id_treatment_id",
        ),
        sa.PrimaryKeyConstraint("patient_id", "local_date", "treatment_id", name="pk_intake"),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("flag_id", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=False),
        sa.Column("reviewed_at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("severity", WORD, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_review_undone_by_someone")),
        sa.CheckConstraint("severity IN ('info', 'review', 'high')", name=op.f("ck_review_severity")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name="fk_review_flag_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"], name="fk_review_reviewed_by", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name="fk_review_undone_by", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    op.create_index("ix_review_flag_id", "review", ["flag_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_review_flag_id", table_name="review")
    op.drop_table("review")
    op.drop_table("intake")
    op.drop_table("diary_revision")
    op.drop_table("treatment")
    op.drop_table("reading")
    op.drop_table("flag")
    op.drop_table("episode")
    op.drop_table("diary_entry")
    op.drop_index("ix_care_team_patient_patient_id", table_name="care_team_patient")
    op.drop_table("care_team_patient")
    op.drop_table("assessment")
    op.drop_index("ix_sign_in_session_account_id", table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_table("patient")
    op.drop_index("ix_care_team_member_account_id", table_name="care_team_member")
    op.drop_table("care_team_member")
    op.drop_index("ix_audit_event_at_id", table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_table("care_team")
    op.drop_table("account")
