"""add overrides and appeals"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("screening_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "outcome is null or outcome in ('upheld', 'partly', 'rejected')", name=op.f("ck_appeal_outcome_known")
        ),
        sa.CheckConstraint(
            "state <> 'decided' or (outcome is not null and answer <> '')", name=op.f("ck_appeal_answered")
        ),
        sa.CheckConstraint(
            "state in ('received', 'proposed', 'decided', 'withdrawn')", name=op.f("ck_appeal_state_known")
        ),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_appeal_two_people"),
        ),
        sa.CheckConstraint("due_on >= received_on", name=op.f("ck_appeal_due_after_received")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_appeal_application_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_appeal_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_appeal_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_appeal_file_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_appeal_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_appeal_screening_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("number", name=op.f("uq_appeal_number")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_appeal_running",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("state in ('received', 'proposed')"),
            postgresql_where=sa.text("state in ('received', 'proposed')"),
        )
    op.create_table(
        "screening_override",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("screening_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decision_note", sa.String(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("reason <> '' and evidence <> ''", name=op.f("ck_screening_override_reasoned")),
        sa.CheckConstraint(
            "state in ('proposed', 'approved', 'rejected', 'withdrawn')", name=op.f("ck_screening_override_state_known")
        ),
        sa.CheckConstraint(
            "state not in ('approved', 'rejected') or approved_by_id is not null",
            name=op.f("ck_screening_override_decided"),
        ),
        sa.CheckConstraint(
            "revoked_at is null or (state = 'withdrawn' and approved_by_id is not null and revoked_by_id is not null)",
            name=op.f("ck_screening_override_revoked"),
        ),
        sa.CheckConstraint("verdict in ('eligible', 'ineligible')", name=op.f("ck_screening_override_verdict_known")),
        sa.CheckConstraint(
            "approved_by_id is null or (proposed_by_id is not null and approved_by_id <> proposed_by_id)",
            name=op.f("ck_screening_override_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_screening_override_application_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_screening_override_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_screening_override_file_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_screening_override_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["user.id"], name=op.f("fk_screening_override_revoked_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_screening_override_screening_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_override")),
    )
    with op.batch_alter_table("screening_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_override_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_screening_override_current",
            ["screening_id"],
            unique=True,
            sqlite_where=sa.text("state in ('proposed', 'approved')"),
            postgresql_where=sa.text("state in ('proposed', 'approved')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("screening_override", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_screening_override_current",
            sqlite_where=sa.text("state in ('proposed', 'approved')"),
            postgresql_where=sa.text("state in ('proposed', 'approved')"),
        )
        batch_op.drop_index(batch_op.f("ix_screening_override_application_id"))
    op.drop_table("screening_override")
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appeal_running",
            sqlite_where=sa.text("state in ('received', 'proposed')"),
            postgresql_where=sa.text("state in ('received', 'proposed')"),
        )
        batch_op.drop_index(batch_op.f("ix_appeal_application_id"))
    op.drop_table("appeal")
