"""look up applications by person first: the one unique index then serves both, and every step writes one index less"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_constraint("uq_application_notice_id_person_id", type_="unique")
        batch_op.drop_index(batch_op.f("ix_application_person_id"))
        batch_op.create_unique_constraint("uq_application_person_id_notice_id", ["person_id", "notice_id"])


def downgrade() -> None:
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_constraint("uq_application_person_id_notice_id", type_="unique")
        batch_op.create_index(batch_op.f("ix_application_person_id"), ["person_id"], unique=False)
        batch_op.create_unique_constraint("uq_application_notice_id_person_id", ["notice_id", "person_id"])
