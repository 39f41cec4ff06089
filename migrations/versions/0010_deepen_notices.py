"""add confirmations, what each 동 sent, proxies; notices hold their days"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("national_won", sa.BigInteger(), nullable=False),
        sa.Column("city_won", sa.BigInteger(), nullable=False),
        sa.Column("district_won", sa.BigInteger(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("document_number <> ''", name=op.f("ck_confirmation_document_named")),
        sa.CheckConstraint("kind in ('provisional', 'final')", name=op.f("ck_confirmation_kind_known")),
        sa.CheckConstraint(
            "national_won >= 0 and city_won >= 0 and district_won >= 0", name=op.f("ck_confirmation_won_not_negative")
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_confirmation_people_positive")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_confirmation_cohort_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_confirmation_created_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmation_cohort_id"), ["cohort_id"], unique=False)
    op.create_table(
        "intake_closing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dong_code", sa.String(length=10), nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reopened_at", UtcDateTime(), nullable=True),
        sa.Column("reopened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reopen_reason", sa.String(), nullable=True),
        sa.Column("early_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "reopened_at is null or reopen_reason <> ''", name=op.f("ck_intake_closing_reopened_with_reason")
        ),
        sa.CheckConstraint("applications >= 0", name=op.f("ck_intake_closing_applications_not_negative")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user.id"], name=op.f("fk_intake_closing_accepted_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user.id"], name=op.f("fk_intake_closing_closed_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["dong_code"], ["dong.code"], name=op.f("fk_intake_closing_dong_code"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_intake_closing_notice_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by_id"], ["user.id"], name=op.f("fk_intake_closing_reopened_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_closing")),
    )
    with op.batch_alter_table("intake_closing", schema=None) as batch_op:
        batch_op.create_index(
            "uq_intake_closing_current",
            ["notice_id", "dong_code"],
            unique=True,
            sqlite_where=sa.text("reopened_at is null"),
            postgresql_where=sa.text("reopened_at is null"),
        )
    op.create_table(
        "notice_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decision_note", sa.String(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_notice_change_two_people"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_notice_change_reasoned")),
        sa.CheckConstraint(
            "state <> 'approved' or (approved_by_id is not null and announced_on is not null)",
            name=op.f("ck_notice_change_decided"),
        ),
        sa.CheckConstraint(
            "state in ('proposed', 'approved', 'rejected', 'replaced')", name=op.f("ck_notice_change_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_notice_change_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_change_notice_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_notice_change_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_change")),
    )
    with op.batch_alter_table("notice_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_change_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(
            "uq_notice_change_waiting",
            ["notice_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
    op.create_table(
        "application_proxy",
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.CheckConstraint("name <> '' and relation <> ''", name=op.f("ck_application_proxy_named")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_proxy_application_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_proxy")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("withdrawn_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("withdrawn_note", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_consent_withdrawn_by_id"), "user", ["withdrawn_by_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announced_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("seats_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("results_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("contact", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("papers", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("papers_days", sa.Integer(), server_default="7", nullable=False))
        batch_op.add_column(sa.Column("appeal_days", sa.Integer(), server_default="7", nullable=False))
        batch_op.add_column(sa.Column("answer_days", sa.Integer(), server_default="10", nullable=False))
        batch_op.add_column(sa.Column("cancel_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", UtcDateTime(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_notice_days_possible"), "papers_days between 1 and 90 and appeal_days between 1 and 90"
        )
        batch_op.create_check_constraint(batch_op.f("ck_notice_answer_days_possible"), "answer_days between 1 and 90")
        batch_op.create_check_constraint(
            batch_op.f("ck_notice_cancelled_with_reason"), "cancelled_at is null or cancel_reason <> ''"
        )


def downgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notice_cancelled_with_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_notice_answer_days_possible"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_notice_days_possible"), type_="check")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("answer_days")
        batch_op.drop_column("appeal_days")
        batch_op.drop_column("papers_days")
        batch_op.drop_column("papers")
        batch_op.drop_column("contact")
        batch_op.drop_column("results_on")
        batch_op.drop_column("seats_reason")
        batch_op.drop_column("announced_on")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consent_withdrawn_by_id"), type_="foreignkey")
        batch_op.drop_column("withdrawn_note")
        batch_op.drop_column("withdrawn_by_id")
    op.drop_table("application_proxy")
    with op.batch_alter_table("notice_change", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_notice_change_waiting",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_change_notice_id"))
    op.drop_table("notice_change")
    with op.batch_alter_table("intake_closing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_intake_closing_current",
            sqlite_where=sa.text("reopened_at is null"),
            postgresql_where=sa.text("reopened_at is null"),
        )
    op.drop_table("intake_closing")
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_cohort_id"))
    op.drop_table("confirmation")
