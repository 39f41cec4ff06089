"""keep why papers are asked for

What was asked for until now stays without a reason: whoever wrote it was told that the applicant would not read it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_reason", sa.String(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_paper_reason_of_asked"), "asked_reason is null or (asked and asked_reason <> '')"
        )


def downgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_paper_reason_of_asked"), type_="check")
        batch_op.drop_column("asked_reason")
