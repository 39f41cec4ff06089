"""add import batches, look-up requests and kept files"""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committed_at", UtcDateTime(), nullable=True),
        sa.Column("committed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state = 'committed') = (committed_at is not null)", name=op.f("ck_import_batch_committed_when")
        ),
        sa.CheckConstraint(
            "kind in ('applications', 'welfare', 'ilmoa', 'employment', 'business', 'history')",
            name=op.f("ck_import_batch_kind_known"),
        ),
        sa.CheckConstraint("state in ('checked', 'committed', 'dropped')", name=op.f("ck_import_batch_state_known")),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_import_batch_rows_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_import_batch_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["committed_by_id"], ["user.id"], name=op.f("fk_import_batch_committed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(
            "uq_import_batch_committed",
            ["kind", "scope", "sha256"],
            unique=True,
            sqlite_where=sa.text("state = 'committed'"),
            postgresql_where=sa.text("state = 'committed'"),
        )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_stored_file_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "look_up_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind in ('welfare', 'ilmoa', 'employment', 'business')", name=op.f("ck_look_up_request_kind_known")
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_look_up_request_people_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_look_up_request_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_look_up_request_notice_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_up_request")),
        sa.UniqueConstraint("notice_id", "kind", "serial", name=op.f("uq_look_up_request_notice_id_kind_serial")),
        sa.UniqueConstraint("number", name=op.f("uq_look_up_request_number")),
    )
    with op.batch_alter_table("look_up_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_look_up_request_notice_id"), ["notice_id"], unique=False)
    op.create_table(
        "look_up_entry",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_look_up_entry_application_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_look_up_entry_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["look_up_request.id"], name=op.f("fk_look_up_entry_request_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("request_id", "application_id", name=op.f("pk_look_up_entry")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_look_up_entry_request_id_position")),
    )
    with op.batch_alter_table("look_up_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_look_up_entry_application_id"), ["application_id"], unique=False)
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_application_batch_id"), "import_batch", ["batch_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("past_participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_past_participation_batch_id"), "import_batch", ["batch_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_verification_batch_id"), "import_batch", ["batch_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_verification_request_id"), "look_up_request", ["request_id"], ["id"], ondelete="RESTRICT"
        )


def downgrade() -> None:
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_verification_request_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_verification_batch_id"), type_="foreignkey")
        batch_op.drop_column("request_id")
        batch_op.drop_column("batch_id")
    with op.batch_alter_table("past_participation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_past_participation_batch_id"), type_="foreignkey")
        batch_op.drop_column("batch_id")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_application_batch_id"), type_="foreignkey")
        batch_op.drop_column("batch_id")
    with op.batch_alter_table("look_up_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_look_up_entry_application_id"))
    op.drop_table("look_up_entry")
    with op.batch_alter_table("look_up_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_look_up_request_notice_id"))
    op.drop_table("look_up_request")
    op.drop_table("stored_file")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_import_batch_committed",
            sqlite_where=sa.text("state = 'committed'"),
            postgresql_where=sa.text("state = 'committed'"),
        )
    op.drop_table("import_batch")
