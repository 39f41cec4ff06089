"""The card's head block and section 1 현황 및 정책목표."""

from __future__ import annotations

from app.pledge.documents.marks import SIZE, bullets, choices, section, subheading, year_heads
from app.pledge.documents.paper import Head, Situation, shown
from app.printing.frame import MM, Align, Paper
from app.printing.table import Cell, Grid, Row, draw_table, key
from app.shared.periods import korean_date


def draw_head(paper: Paper, head: Head) -> None:
    """Title line, the block of boxes, the purposes."""
    paper.down(6 * MM)
    paper.text(paper.left, paper.y, f"{head.code}  {head.title}", size=17, bold=True, room=paper.width * 0.5)
    stands = f"기준일 {korean_date(head.as_of)} / {head.version} / 이행률 {head.overall_rate}%"
    paper.text(paper.right, paper.y, stands, size=10, align="right", room=paper.width * 0.47)
    paper.down(3 * MM)
    columns: tuple[tuple[float, Align], ...] = ((24, "center"), (109, "left"), (24, "center"), (110, "left"))
    draw_table(paper, Grid.of(paper.width, columns, size=9, least=7 * MM, pad=4), _block(head))
    paper.down(2.5 * MM)
    paper.paragraph("◆ 목적", size=9.5, bold=True)
    bullets(paper, head.purposes)


def _block(head: Head) -> list[Row]:
    budget = head.budget
    parts = (("국", budget.national), ("시", budget.city), ("구", budget.district), ("기타", budget.other))
    money = " ".join(f"{name} {shown(amount)}" for name, amount in (("계", budget.total), *parts))
    period = f"사업기간 {head.period_from}.~{head.period_to}."
    manager = f"{head.department}장" + ("(직무대리)" if head.head_acting else "")
    staff = f"{head.team}장 ☎ {shown(head.phone)} / 담당 ☎ {shown(head.phone_staff)}"
    finish = choices(("임기 내", "임기 후"), head.completion)
    progress = choices(("완료", "이행 후 지속추진", "정상추진", "일부추진"), head.progress)
    return [
        (key("사업성격"), choices(("신규", "계속"), head.kind), key("완료시기"), f"{finish} / {period}"),
        (key("도움필요성"), _help(head), key("사업주체"), choices(("국가", "서울시", "자치구"), head.owner)),
        (key("총사업비"), f"{money}  (백만 원)", key("추진상황"), progress),
        (key("사업담당"), manager, key("팀·담당"), staff),
    ]


def _help(head: Head) -> str:
    needed = choices(("해당없음", "도움필요"), "도움필요" if head.central_help else "해당없음")
    return f"{needed}({choices(('제도', '재정', '권한'), head.central_help)})"


def draw_situation(paper: Paper, situation: Situation) -> None:
    """1 현황 및 정책목표."""
    section(paper, 1, "현황 및 정책목표", keep=40 * MM)
    subheading(paper, "○ 연도별 추진 현황")
    columns: list[tuple[float, Align]] = [(52, "left"), *((36.0, "center") for _ in situation.years)]
    grid = Grid.of(paper.width, columns, size=SIZE, head=(year_heads("사업분야", years=situation.years),))
    rows: list[Row] = [[row.label, *(Cell(shown(figure)) for figure in row.by_year)] for row in situation.rows]
    draw_table(paper, grid, rows)
    subheading(paper, "○ 정책목표", keep=10 * MM)
    for number, goal in enumerate(situation.goals, 1):
        paper.paragraph(f"{number}. {goal.goal}", size=9, indent=6, hang=12)
        bullets(paper, goal.parts, mark="-", indent=20)
