"""add cohorts"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_month",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worksite_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("state in ('open', 'confirmed', 'closed')", name=op.f("ck_attendance_month_state_known")),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_attendance_month_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_attendance_month_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_attendance_month_cohort_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_attendance_month_confirmed_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_attendance_month_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_attendance_month_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worksite_id"], ["worksite.id"], name=op.f("fk_attendance_month_worksite_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_month")),
        sa.UniqueConstraint(
            "cohort_id", "worksite_id", "month", name=op.f("uq_attendance_month_cohort_id_worksite_id_month")
        ),
    )
    op.create_table(
        "selection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("inputs_digest", sa.String(), nullable=False),
        sa.Column("result_digest", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("state in ('proposed', 'approved', 'rejected')", name=op.f("ck_selection_state_known")),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_selection_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_selection_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_selection_notice_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["notice_version_id"],
            ["notice_version.id"],
            name=op.f("fk_selection_notice_version_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_selection_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection")),
    )
    with op.batch_alter_table("selection", schema=None) as batch_op:
        batch_op.create_index(
            "uq_selection_approved",
            ["notice_id"],
            unique=True,
            sqlite_where=sa.text("state = 'approved'"),
            postgresql_where=sa.text("state = 'approved'"),
        )
        batch_op.create_index(
            "uq_selection_proposed",
            ["notice_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    op.create_table(
        "participation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("stream_code", sa.String(), nullable=False),
        sa.Column("seat_no", sa.Integer(), nullable=False),
        sa.Column("worksite_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("minutes_a_day", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("contract_no", sa.String(), nullable=True),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "application_id is not null or source = 'record'", name=op.f("ck_participation_live_has_application")
        ),
        sa.CheckConstraint(
            "end_reason in ('term', 'job', 'illness', 'misconduct', 'personal', 'other')",
            name=op.f("ck_participation_end_reason_known"),
        ),
        sa.CheckConstraint("origin in ('selection', 'reserve')", name=op.f("ck_participation_origin_known")),
        sa.CheckConstraint("source in ('live', 'record')", name=op.f("ck_participation_source_known")),
        sa.CheckConstraint(
            "state in ('planned', 'working', 'ended', 'cancelled')", name=op.f("ck_participation_state_known")
        ),
        sa.CheckConstraint(
            "stream_code in ('youth', 'under65', 'senior')", name=op.f("ck_participation_stream_code_known")
        ),
        sa.CheckConstraint(
            "ended_on is null or ended_on between starts_on and ends_on", name=op.f("ck_participation_ended_in_term")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_participation_dates_in_order")),
        sa.CheckConstraint("minutes_a_day between 1 and 480", name=op.f("ck_participation_minutes_a_day_possible")),
        sa.CheckConstraint("seat_no > 0", name=op.f("ck_participation_seat_no_positive")),
        sa.CheckConstraint("weekdays between 1 and 127", name=op.f("ck_participation_weekdays_possible")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_participation_application_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_participation_cohort_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_participation_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_participation_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worksite_id"], ["worksite.id"], name=op.f("fk_participation_worksite_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("application_id", name=op.f("uq_participation_application_id")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_participation_cohort_id_person_id")),
        sa.UniqueConstraint("contract_no", name=op.f("uq_participation_contract_no")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_participation_starts_on_cohort_id", ["starts_on", "cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_worksite_id"), ["worksite_id"], unique=False)
        batch_op.create_index(
            "uq_participation_seat",
            ["cohort_id", "stream_code", "seat_no"],
            unique=True,
            sqlite_where=sa.text("ended_on is null and state <> 'cancelled'"),
            postgresql_where=sa.text("ended_on is null and state <> 'cancelled'"),
        )

    op.create_table(
        "selection_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("selection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stream_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("score", sa.JSON(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reserve_no", sa.Integer(), nullable=True),
        sa.Column("seat_stream_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seat_no", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('selected', 'reserve', 'not_selected')", name=op.f("ck_selection_entry_outcome_known")
        ),
        sa.CheckConstraint("(seat_no is null) = (seat_stream_id is null)", name=op.f("ck_selection_entry_seat_whole")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_selection_entry_application_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_selection_entry_project_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["seat_stream_id"],
            ["notice_stream.id"],
            name=op.f("fk_selection_entry_seat_stream_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["selection_id"], ["selection.id"], name=op.f("fk_selection_entry_selection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["notice_stream.id"], name=op.f("fk_selection_entry_stream_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_entry")),
        sa.UniqueConstraint(
            "selection_id", "application_id", name=op.f("uq_selection_entry_selection_id_application_id")
        ),
        sa.UniqueConstraint(
            "selection_id", "stream_id", "rank", name=op.f("uq_selection_entry_selection_id_stream_id_rank")
        ),
    )
    with op.batch_alter_table("selection_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_selection_entry_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_selection_entry_seat",
            ["selection_id", "seat_stream_id", "seat_no"],
            unique=True,
            sqlite_where=sa.text("seat_no is not null"),
            postgresql_where=sa.text("seat_no is not null"),
        )

    op.create_table(
        "attendance",
        sa.Column("participation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("worked_minutes", sa.Integer(), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("leave_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('present', 'absent', 'annual_leave', 'official_leave', 'sick_paid', 'sick_unpaid', 'holiday')",
            name=op.f("ck_attendance_state_known"),
        ),
        sa.CheckConstraint("late_minutes >= 0", name=op.f("ck_attendance_late_minutes_not_negative")),
        sa.CheckConstraint("leave_minutes >= 0", name=op.f("ck_attendance_leave_minutes_not_negative")),
        sa.CheckConstraint("worked_minutes >= 0", name=op.f("ck_attendance_worked_minutes_not_negative")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_attendance_participation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("participation_id", "day", name=op.f("pk_attendance")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_attendance_person_id_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "placement_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_worksite_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worksite_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_worksite_id"], ["worksite.id"], name=op.f("fk_placement_move_from_worksite_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_placement_move_participation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["worksite_id"], ["worksite.id"], name=op.f("fk_placement_move_worksite_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_move")),
        sa.UniqueConstraint("participation_id", "from_on", name=op.f("uq_placement_move_participation_id_from_on")),
    )


def downgrade() -> None:
    op.drop_table("placement_move")
    op.drop_table("attendance")
    with op.batch_alter_table("selection_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_selection_entry_seat",
            sqlite_where=sa.text("seat_no is not null"),
            postgresql_where=sa.text("seat_no is not null"),
        )
        batch_op.drop_index(batch_op.f("ix_selection_entry_application_id"))

    op.drop_table("selection_entry")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_participation_seat",
            sqlite_where=sa.text("ended_on is null and state <> 'cancelled'"),
            postgresql_where=sa.text("ended_on is null and state <> 'cancelled'"),
        )
        batch_op.drop_index(batch_op.f("ix_participation_worksite_id"))
        batch_op.drop_index("ix_participation_starts_on_cohort_id")
        batch_op.drop_index(batch_op.f("ix_participation_person_id"))

    op.drop_table("participation")
    with op.batch_alter_table("selection", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_selection_proposed",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index(
            "uq_selection_approved",
            sqlite_where=sa.text("state = 'approved'"),
            postgresql_where=sa.text("state = 'approved'"),
        )

    op.drop_table("selection")
    op.drop_table("attendance_month")
