"""keep what a screening judged instead of its findings

A downgrade keeps verdicts and masks, not the figures behind them: those are worked out from the facts by the rules,
which SQL cannot do. Back up the database first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screening_basis",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_version_id"],
            ["notice_version.id"],
            name=op.f("fk_screening_basis_notice_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_basis")),
        sa.UniqueConstraint("digest", name=op.f("uq_screening_basis_digest")),
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.add_column(sa.Column("basis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("facts", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("seen", sa.String(), nullable=True))
        batch_op.alter_column("findings", existing_type=sa.JSON(), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_screening_basis_id"), "screening_basis", ["basis_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_screening_explained"), "findings is not null or (basis_id is not null and facts is not null)"
        )


def downgrade() -> None:
    op.execute("update screening set findings = '[]' where findings is null")
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_screening_explained"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_screening_basis_id"), type_="foreignkey")
        batch_op.alter_column("findings", existing_type=sa.JSON(), nullable=False)
        batch_op.drop_column("seen")
        batch_op.drop_column("facts")
        batch_op.drop_column("basis_id")
    op.drop_table("screening_basis")
