"""add reference"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# The three programmes of pledge 1-4; a fourth is a row, not code.
PROGRAMMES = (
    ("companion", "서울동행일자리", "동행", ["공공근로", "서울시민 안심일자리"], 5, 1),
    ("gangamchan", "강감찬 관악형 민생안정 일자리", "강감찬", [], 4, 2),
    ("community", "지역공동체 일자리", "지역공동체", [], 4, 3),
)

programme = sa.table(
    "programme",
    sa.column("code"),
    sa.column("name"),
    sa.column("short_name"),
    sa.column("former_names", sa.JSON),
    sa.column("term_months"),
    sa.column("sort"),
)


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("former_names", sa.JSON(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.CheckConstraint("term_months > 0", name=op.f("ck_programme_term_months_positive")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_programme")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind in ('holiday', 'substitute', 'temporary', 'election', 'labour', 'workday')",
            name=op.f("ck_calendar_day_kind_known"),
        ),
        sa.CheckConstraint("source in ('library', 'office')", name=op.f("ck_calendar_day_source_known")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_calendar_day_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("programme_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("dates_known", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("months_reason", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_people", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("dates_known in ('day', 'month')", name=op.f("ck_cohort_dates_known_known")),
        sa.CheckConstraint("source in ('live', 'record')", name=op.f("ck_cohort_source_known")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_cohort_dates_in_order")),
        sa.CheckConstraint("half in (1, 2)", name=op.f("ck_cohort_half_known")),
        sa.CheckConstraint("months > 0", name=op.f("ck_cohort_months_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_cohort_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_code"], ["programme.code"], name=op.f("fk_cohort_programme_code"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("code", name=op.f("uq_cohort_code")),
        sa.UniqueConstraint("programme_code", "year", "half", name=op.f("uq_cohort_programme_code_year_half")),
    )
    op.create_table(
        "parameter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("confidence in ('H', 'M', 'L', '?')", name=op.f("ck_parameter_confidence_known")),
        sa.CheckConstraint("origin in ('shipped', 'office')", name=op.f("ck_parameter_origin_known")),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_parameter_two_people"),
        ),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f("ck_parameter_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_parameter_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_parameter_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter")),
        sa.UniqueConstraint(
            "key", "scope", "valid_from", "origin", name=op.f("uq_parameter_key_scope_valid_from_origin")
        ),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("programme_code", sa.String(), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("qualification", sa.String(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("field_work", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_project_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_project_department_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_code"], ["programme.code"], name=op.f("fk_project_programme_code"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        sa.UniqueConstraint("programme_code", "name", name=op.f("uq_project_programme_code_name")),
    )
    op.create_table(
        "worksite",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_worksite_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_worksite_project_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksite")),
        sa.UniqueConstraint("code", name=op.f("uq_worksite_code")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_worksite_project_id_name")),
    )
    with op.batch_alter_table("worksite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worksite_project_id"), ["project_id"], unique=False)
    names = ("code", "name", "short_name", "former_names", "term_months", "sort")
    op.bulk_insert(programme, [dict(zip(names, row, strict=True)) for row in PROGRAMMES])


def downgrade() -> None:
    with op.batch_alter_table("worksite", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worksite_project_id"))

    op.drop_table("worksite")
    op.drop_table("project")
    op.drop_table("parameter")
    op.drop_table("cohort")
    op.drop_table("calendar_day")
    op.drop_table("programme")
