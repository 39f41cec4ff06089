"""add payroll"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("decided_won", sa.BigInteger(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("funder in ('national', 'city', 'district')", name=op.f("ck_grant_funder_known")),
        sa.CheckConstraint("decided_won >= 0", name=op.f("ck_grant_decided_not_negative")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_grant_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_code"], ["programme.code"], name=op.f("fk_grant_programme_code"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
        sa.UniqueConstraint(
            "programme_code", "year", "funder", "number", name=op.f("uq_grant_programme_code_year_funder_number")
        ),
    )
    op.create_table(
        "issued_paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_issued_paper_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_paper_number")),
    )
    with op.batch_alter_table("issued_paper", schema=None) as batch_op:
        batch_op.create_index("ix_issued_paper_subject_subject_id", ["subject", "subject_id"], unique=False)

    op.create_table(
        "grant_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('received', 'returned', 'interest')", name=op.f("ck_grant_entry_kind_known")),
        sa.CheckConstraint("won > 0", name=op.f("ck_grant_entry_won_positive")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_grant_entry_grant_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_entry")),
    )
    with op.batch_alter_table("grant_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_entry_grant_id"), ["grant_id"], unique=False)

    op.create_table(
        "pay_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("insurance_month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("inputs_digest", sa.String(), nullable=False),
        sa.Column("used", sa.JSON(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("state <> 'paid' or paid_on is not null", name=op.f("ck_pay_run_paid_has_day")),
        sa.CheckConstraint(
            "state = 'draft' or approved_by_id is not null", name=op.f("ck_pay_run_confirmed_by_somebody")
        ),
        sa.CheckConstraint("state in ('draft', 'confirmed', 'paid')", name=op.f("ck_pay_run_state_known")),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_pay_run_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_pay_run_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_pay_run_cohort_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_pay_run_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_pay_run_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_run")),
        sa.UniqueConstraint("cohort_id", "month", name=op.f("uq_pay_run_cohort_id_month")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("ceiling_decided_won", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_used_before_won", sa.BigInteger(), nullable=True),
        sa.Column("overflow_won", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "state = 'draft' or approved_by_id is not null", name=op.f("ck_statement_confirmed_by_somebody")
        ),
        sa.CheckConstraint("state in ('draft', 'confirmed')", name=op.f("ck_statement_state_known")),
        sa.CheckConstraint(
            "(ceiling_decided_won is null) = (ceiling_used_before_won is null)", name=op.f("ck_statement_ceiling_whole")
        ),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_statement_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_statement_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_statement_cohort_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_statement_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_statement_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("cohort_id", "month", name=op.f("uq_statement_cohort_id_month")),
        sa.UniqueConstraint("number", name=op.f("uq_statement_number")),
    )
    op.create_table(
        "cost_share",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("scheme_national", sa.Integer(), nullable=False),
        sa.Column("scheme_city", sa.Integer(), nullable=False),
        sa.Column("scheme_district", sa.Integer(), nullable=False),
        sa.Column("rounding_won", sa.Integer(), nullable=False),
        sa.Column("scheme_basis", sa.String(), nullable=False),
        sa.Column("total_won", sa.BigInteger(), nullable=False),
        sa.Column("national_won", sa.BigInteger(), nullable=False),
        sa.Column("city_won", sa.BigInteger(), nullable=False),
        sa.Column("district_won", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "item in ('wage', 'insurance', 'allowance', 'material', 'operation')", name=op.f("ck_cost_share_item_known")
        ),
        sa.CheckConstraint("rounding_won > 0", name=op.f("ck_cost_share_rounding_positive")),
        sa.CheckConstraint(
            "scheme_national + scheme_city + scheme_district = 10000", name=op.f("ck_cost_share_scheme_is_the_whole")
        ),
        sa.CheckConstraint(
            "total_won = national_won + city_won + district_won", name=op.f("ck_cost_share_funders_are_the_total")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_cost_share_statement_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_share")),
        sa.UniqueConstraint(
            "statement_id",
            "item",
            "scheme_national",
            "scheme_city",
            "scheme_district",
            name=op.f("uq_cost_share_statement_id_item_scheme_national_scheme_city_scheme_district"),
        ),
    )
    op.create_table(
        "pay_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pay_run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("daily_wage_won", sa.BigInteger(), nullable=False),
        sa.Column("days_worked", sa.Integer(), nullable=False),
        sa.Column("paid_holidays", sa.Integer(), nullable=False),
        sa.Column("weekly_rests", sa.Integer(), nullable=False),
        sa.Column("leave_minutes", sa.Integer(), nullable=False),
        sa.Column("leave_days_paid", sa.Integer(), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("base_won", sa.BigInteger(), nullable=False),
        sa.Column("holiday_won", sa.BigInteger(), nullable=False),
        sa.Column("weekly_rest_won", sa.BigInteger(), nullable=False),
        sa.Column("leave_won", sa.BigInteger(), nullable=False),
        sa.Column("lateness_won", sa.BigInteger(), nullable=False),
        sa.Column("allowance_won", sa.BigInteger(), nullable=False),
        sa.Column("other_won", sa.BigInteger(), nullable=False),
        sa.Column("pension_won", sa.BigInteger(), nullable=False),
        sa.Column("health_won", sa.BigInteger(), nullable=False),
        sa.Column("care_won", sa.BigInteger(), nullable=False),
        sa.Column("employment_won", sa.BigInteger(), nullable=False),
        sa.Column("income_tax_won", sa.BigInteger(), nullable=False),
        sa.Column("local_tax_won", sa.BigInteger(), nullable=False),
        sa.Column("employer_pension_won", sa.BigInteger(), nullable=False),
        sa.Column("employer_health_won", sa.BigInteger(), nullable=False),
        sa.Column("employer_care_won", sa.BigInteger(), nullable=False),
        sa.Column("employer_employment_won", sa.BigInteger(), nullable=False),
        sa.Column("employer_stability_won", sa.BigInteger(), nullable=False),
        sa.Column("employer_accident_won", sa.BigInteger(), nullable=False),
        sa.Column("gross_won", sa.BigInteger(), nullable=False),
        sa.Column("net_won", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'regular') = (corrects_id is null)", name=op.f("ck_pay_line_correction_points_back")
        ),
        sa.CheckConstraint("kind in ('regular', 'correction')", name=op.f("ck_pay_line_kind_known")),
        sa.CheckConstraint(
            "gross_won = base_won + holiday_won + weekly_rest_won + leave_won + lateness_won + allowance_won + other_won",
            name=op.f("ck_pay_line_gross_is_the_sum"),
        ),
        sa.CheckConstraint(
            "net_won = gross_won - (pension_won + health_won + care_won + employment_won + income_tax_won + local_tax_won)",
            name=op.f("ck_pay_line_net_is_the_rest"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["pay_line.id"], name=op.f("fk_pay_line_corrects_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_pay_line_participation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["pay_run_id"], ["pay_run.id"], name=op.f("fk_pay_line_pay_run_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_line")),
        sa.UniqueConstraint(
            "pay_run_id",
            "participation_id",
            "kind",
            "corrects_id",
            name=op.f("uq_pay_line_pay_run_id_participation_id_kind_corrects_id"),
        ),
    )
    with op.batch_alter_table("pay_line", schema=None) as batch_op:
        batch_op.create_index(
            "uq_pay_line_regular",
            ["participation_id", "month"],
            unique=True,
            sqlite_where=sa.text("kind = 'regular'"),
            postgresql_where=sa.text("kind = 'regular'"),
        )

    op.create_table(
        "pay_terms",
        sa.Column("participation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("family", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("tax_mode", sa.String(), nullable=False),
        sa.Column("tax_percent", sa.Integer(), nullable=False),
        sa.Column("tax_reason", sa.String(), nullable=True),
        sa.Column("base_mode", sa.String(), nullable=False),
        sa.Column("pension", sa.String(), nullable=False),
        sa.Column("health", sa.String(), nullable=False),
        sa.Column("employment", sa.String(), nullable=False),
        sa.Column("pension_base_won", sa.BigInteger(), nullable=True),
        sa.Column("health_base_won", sa.BigInteger(), nullable=True),
        sa.Column("daily_wage_won", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("base_mode in ('declared', 'month_wage')", name=op.f("ck_pay_terms_base_mode_known")),
        sa.CheckConstraint("tax_mode <> 'none' or tax_reason is not null", name=op.f("ck_pay_terms_no_tax_has_reason")),
        sa.CheckConstraint("tax_mode in ('table', 'none')", name=op.f("ck_pay_terms_tax_mode_known")),
        sa.CheckConstraint("children >= 0", name=op.f("ck_pay_terms_children_not_negative")),
        sa.CheckConstraint("family >= 1", name=op.f("ck_pay_terms_family_has_the_worker")),
        sa.CheckConstraint("tax_percent in (80, 100, 120)", name=op.f("ck_pay_terms_tax_percent_known")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_pay_terms_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_pay_terms_participation_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_pay_terms")),
    )


def downgrade() -> None:
    op.drop_table("pay_terms")
    with op.batch_alter_table("pay_line", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pay_line_regular",
            sqlite_where=sa.text("kind = 'regular'"),
            postgresql_where=sa.text("kind = 'regular'"),
        )

    op.drop_table("pay_line")
    op.drop_table("cost_share")
    op.drop_table("statement")
    op.drop_table("pay_run")
    with op.batch_alter_table("grant_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_entry_grant_id"))

    op.drop_table("grant_entry")
    with op.batch_alter_table("issued_paper", schema=None) as batch_op:
        batch_op.drop_index("ix_issued_paper_subject_subject_id")

    op.drop_table("issued_paper")
    op.drop_table("grant")
