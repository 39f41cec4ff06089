"""add the syllables of names"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_gram",
        sa.Column("gram", sa.String(length=2), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_gram_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("gram", "name_key", "person_id", name=op.f("pk_person_gram")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("person_gram", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_gram_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_key"))
        batch_op.create_index("ix_person_name_key_id", ["name_key", "id"], unique=False)
        batch_op.create_index("ix_person_phone_tail_name_key_id", ["phone_tail", "name_key", "id"], unique=False)
        batch_op.add_column(sa.Column("address_key", sa.String(), nullable=False, server_default=""))
    _fill_grams()
    _fill_address_keys()
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("address_key", server_default=None)
        batch_op.create_index("ix_person_address_key", ["address_key"], unique=False)


def _fill_grams() -> None:
    """Names that are there already become searchable: each syllable, and each two beside each other."""
    bind = op.get_bind()
    found = bind.execute(sa.text("select id, name_key from person")).all()
    # Latin names are looked up in capitals from now on.
    changed = [{"id": row_id, "name_key": name.upper()} for row_id, name in found if name != name.upper()]
    if changed:
        bind.execute(sa.text("update person set name_key = :name_key where id = :id"), changed)
    people = [(row_id, name.upper()) for row_id, name in found]
    rows = [
        {"gram": gram, "name_key": name, "person_id": row_id}
        for row_id, name in people
        for gram in {name[at : at + size] for size in (1, 2) for at in range(len(name) - size + 1)}
    ]
    if rows:
        bind.execute(
            sa.text("insert into person_gram (gram, name_key, person_id) values (:gram, :name_key, :person_id)"), rows
        )


def _fill_address_keys() -> None:
    """Homes that are there already are compared as new ones are (app/recruitment/address.py, as it stood here)."""
    bind = op.get_bind()
    found = bind.execute(sa.text("select id, road_address, address_detail from person where road_address <> ''")).all()
    rows = [{"id": row_id, "key": _address_key(road, detail)} for row_id, road, detail in found]
    if rows:
        bind.execute(sa.text("update person set address_key = :key where id = :id"), rows)


def _address_key(road_address: str, detail: str) -> str:
    aside = re.compile(r"\([^()]*\)")
    road, _, rest = unicodedata.normalize("NFKC", road_address).partition(",")
    street = "".join(aside.sub("", road).split())
    street = re.sub(r"^(?:서울특별시|서울시|서울(?=관악구))?(?:관악구)?", "", street)
    parts = ["".join(aside.sub("", one).split()) for one in (rest, unicodedata.normalize("NFKC", detail))]
    return f"{street}|{''.join(parts)}" if street else ""


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_address_key")
        batch_op.drop_column("address_key")
        batch_op.drop_index("ix_person_phone_tail_name_key_id")
        batch_op.drop_index("ix_person_name_key_id")
        batch_op.create_index(batch_op.f("ix_person_name_key"), ["name_key"], unique=False)
    with op.batch_alter_table("person_gram", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_gram_person_id"))
    op.drop_table("person_gram")
