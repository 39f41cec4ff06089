"""find the earlier screenings of an application without reading those of all"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index(
            "ix_screening_superseded",
            ["application_id", "superseded_at"],
            unique=False,
            sqlite_where=sa.text("superseded_at is not null"),
            postgresql_where=sa.text("superseded_at is not null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_index("ix_screening_superseded")
