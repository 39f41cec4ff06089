"""insert the 21 동 and the three programmes

동: 10-digit 행정동코드 of 관악구. Programmes: the district's pledge 1-4; a fourth is a row, not code.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DONG = {
    "1162052500": "보라매동",
    "1162054500": "청림동",
    "1162056500": "성현동",
    "1162057500": "행운동",
    "1162058500": "낙성대동",
    "1162059500": "청룡동",
    "1162060500": "은천동",
    "1162061500": "중앙동",
    "1162062500": "인헌동",
    "1162063000": "남현동",
    "1162064500": "서원동",
    "1162065500": "신원동",
    "1162066500": "서림동",
    "1162068500": "신사동",
    "1162069500": "신림동",
    "1162071500": "난향동",
    "1162072500": "조원동",
    "1162073500": "대학동",
    "1162074500": "삼성동",
    "1162076500": "미성동",
    "1162077500": "난곡동",
}
PROGRAMMES = (
    ("companion", "서울동행일자리", ["공공근로", "서울시민 안심일자리"], 5, 1),
    ("gangamchan", "강감찬 관악형 민생안정 일자리", [], 4, 2),
    ("community", "지역공동체 일자리", [], 4, 3),
)

dong = sa.table("dong", sa.column("code"), sa.column("name"))
programme = sa.table(
    "programme",
    sa.column("code"),
    sa.column("name"),
    sa.column("former_names", sa.JSON),
    sa.column("term_months"),
    sa.column("sort"),
)


def upgrade() -> None:
    op.bulk_insert(dong, [{"code": code, "name": name} for code, name in DONG.items()])
    names = ("code", "name", "former_names", "term_months", "sort")
    op.bulk_insert(programme, [dict(zip(names, row, strict=True)) for row in PROGRAMMES])


def downgrade() -> None:
    op.execute(programme.delete().where(programme.c.code.in_([row[0] for row in PROGRAMMES])))
    op.execute(dong.delete().where(dong.c.code.in_(list(DONG))))
