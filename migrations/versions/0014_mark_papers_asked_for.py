"""mark papers asked for"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.Boolean(), nullable=False, server_default=sa.false()))
    _mark_asked()
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.alter_column("asked", server_default=None)
        batch_op.create_check_constraint(op.f("ck_paper_asked_is_required"), "required or not asked")


def _mark_asked() -> None:
    """Until now only the trail told that the jobs team had asked for a paper."""
    bind = op.get_bind()
    told = bind.execute(
        sa.text(
            "select subject_id, changes from audit_entry where action = 'recruit:paper:ask' and subject = 'application'"
        )
    ).all()
    asked = [{"id": row_id, "kind": kind} for row_id, changes in told for kind in json.loads(changes)["papers"]]
    if asked:
        query = "update paper set asked = true where application_id = :id and kind = :kind and required"
        bind.execute(sa.text(query), asked)


def downgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_paper_asked_is_required"), type_="check")
        batch_op.drop_column("asked")
