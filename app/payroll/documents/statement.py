"""사업비 재원별 분담 내역서: values in, PDF bytes out. Works nothing out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.printing.approval import BOX_HIGH, Approval, box_width, dashed, draw_approvals, draw_marks
from app.printing.frame import MM, Align, Paper
from app.printing.table import TOTAL_SHADE, Cell, Grid, Row, bold_row, draw_table, head_row
from app.shared.money import won, won_on_paper
from app.shared.periods import korean_date

TITLE = "사업비 재원별 분담 내역서(비용분담 내역서)"
NOTES = (
    "주 1) 시비는 원 미만을 버리고 나머지는 구비로 부담함."
    "  2) 월 분담액은 누계 분담액에서 전월까지 분담액을 뺀 금액임.",
    "    3) 시비는 교부결정액을 한도로 하며 넘는 금액은 구비로 부담함.  4) 정정은 원 내역서 번호와 차액을 따로 표시함.",
)
ENCLOSURES = ("개인별 지급 내역", "세부사업별 내역", "기관부담금 내역")


@dataclass(frozen=True)
class Shares:
    """Won by who pays. None and 0 both print as a dash."""

    total: int | None
    national: int | None
    city: int | None
    district: int | None


@dataclass(frozen=True)
class StatementLine:
    """One 비목 with its 산출근거."""

    label: str
    shares: Shares
    note: str = ""


@dataclass(frozen=True)
class GrantFacts:
    """시비보조금, won: ``received`` as (차수, amount); ``mark`` follows the amounts that are examples, as (예시)."""

    decided: int
    received: tuple[tuple[str, int], ...]
    spent: int
    decided_left: int
    received_left: int
    mark: str = ""


@dataclass(frozen=True)
class HeadcountFacts:
    """People of the month; ``groups`` splits the paid ones, as (청년, 55)."""

    planned: int
    selected: int
    paid: int
    groups: tuple[tuple[str, int], ...]
    left: int
    filled: int


@dataclass(frozen=True)
class Enclosure:
    """A 붙임 printed behind the statement: columns as (heading, share of the width, alignment)."""

    title: str
    columns: tuple[tuple[str, float, Align], ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatementPaper:
    """Everything on the paper. ``month`` None makes it a whole year's; ``before`` and ``running`` may then be left out.

    ``overflow`` is what the district takes over beyond the grant's ceiling: city negative or 0, district the same up.
    ``corrections`` are sentences, each with the number of the statement corrected and the difference.
    """

    programme: str
    cohort_name: str
    month: date | None
    starts_on: date
    ends_on: date
    pay_on: date | None
    number: str
    budget_account: str
    lines: tuple[StatementLine, ...]
    nominal: Shares
    overflow: Shares
    total: Shares
    before: Shares | None
    running: Shares | None
    nominal_ratio: str
    actual_ratio: str
    grant: GrantFacts | None
    headcount: HeadcountFacts | None
    check_code: str
    approvals: tuple[Approval, ...] = (Approval("담당"), Approval("팀장"), Approval("과장"))
    pay_mark: str = ""
    corrections: tuple[str, ...] = ()
    notes: tuple[str, ...] = NOTES
    enclosures: tuple[str, ...] = ENCLOSURES
    enclosed: tuple[Enclosure, ...] = ()
    draft: bool = False
    demo: bool = False


def _heading(paper: Paper, statement: StatementPaper) -> None:
    paper.down(9 * MM)
    paper.text(paper.left + paper.width / 2, paper.y, TITLE, size=18, bold=True, align="center")
    paper.down(6 * MM)
    top = paper.y
    draw_approvals(paper, paper.right - box_width(statement.approvals), top, statement.approvals)
    for label, value in _facts(statement):
        paper.down(5.9 * MM)
        paper.text(paper.left, paper.y, f"{label} :", size=10.5)
        paper.text(paper.left + 23 * MM, paper.y, value, size=10.5, room=paper.width * 0.6)
    paper.y = min(paper.y - 6.6 * MM, top - BOX_HIGH - 5.9 * MM)
    paper.text(paper.left, paper.y, "합    계 :", size=10.5, bold=True)
    words = won_on_paper(statement.total.total or 0)
    paper.text(paper.left + 23 * MM, paper.y, words, size=10.5, bold=True, room=paper.width * 0.75)
    paper.text(paper.right, paper.y, "(단위: 원)", size=9, align="right")
    paper.down(2.5 * MM)


def _facts(statement: StatementPaper) -> list[tuple[str, str]]:
    reach = f"(산정기간 {_short(statement.starts_on)}~{_until(statement.starts_on, statement.ends_on)})"
    month = statement.month
    whose = ("귀 속 월", f"{month.year}. {month.month}.") if month else ("귀 속 년", f"{statement.starts_on.year}년")
    paid = f"{korean_date(statement.pay_on, weekday=True)} {statement.pay_mark}" if statement.pay_on else "-"
    return [
        ("사 업 명", f"{statement.programme} ({statement.cohort_name})"),
        (whose[0], f"{whose[1]}  {reach}"),
        ("지 급 일", paid.strip()),
        ("문서번호", statement.number),
        ("예산과목", statement.budget_account),
    ]


def _short(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."


def _until(starts_on: date, ends_on: date) -> str:
    return f"{ends_on.month}. {ends_on.day}." if starts_on.year == ends_on.year else _short(ends_on)


def _money_row(label: str, shares: Shares, note: str, *, bold: bool = False) -> list[Cell]:
    texts = (label, *map(dashed, (shares.total, shares.national, shares.city, shares.district)))
    shade = TOTAL_SHADE if bold else None
    return [*(Cell(text, bold=bold, shade=shade) for text in texts), Cell(note, shade=shade)]


def _overflow_row(shares: Shares) -> list[Cell]:
    district = shares.district or 0
    texts = ("나. 시비 한도 초과분 구비 전환", dashed(shares.total), dashed(shares.national), won(shares.city or 0))
    plus = f"+{won(district)}" if district > 0 else won(district)
    return [*(Cell(text) for text in (*texts, plus)), Cell("초과 시 시비 (-), 구비 (+)")]


def _rows(statement: StatementPaper) -> list[Row]:
    rows: list[Row] = [_money_row(line.label, line.shares, line.note) for line in statement.lines]
    rows.append(_money_row("가. 기준 분담 소계", statement.nominal, statement.nominal_ratio, bold=True))
    rows.append(_overflow_row(statement.overflow))
    rows.append(_money_row("계 (가+나)", statement.total, statement.actual_ratio, bold=True))
    if statement.before:
        rows.append(_money_row("전월까지 누계", statement.before, ""))
    if statement.running:
        rows.append(_money_row("누 계", statement.running, "", bold=True))
    return rows


def _grid(paper: Paper) -> Grid:
    columns: tuple[tuple[float, Align], ...] = (
        (62, "left"),
        (38, "right"),
        (28, "right"),
        (38, "right"),
        (38, "right"),
        (63, "left"),
    )
    head = (head_row("비 목", "총 액", "국 비", "시 비", "구 비", "산 출 근 거"),)
    return Grid.of(paper.width, columns, size=10, pad=6, least=7.6 * MM, head=head)


def _grant_text(grant: GrantFacts) -> str:
    received = ", ".join(f"{order} {won(amount)}{grant.mark}" for order, amount in grant.received) or "-"
    return (
        f"[보조금] 교부결정 {won(grant.decided)}{grant.mark} / 수령 {received} / 집행누계 {won(grant.spent)}"
        f" / 결정잔액 {won(grant.decided_left)} / 수령잔액 {won(grant.received_left)}"
    )


def _headcount_text(people: HeadcountFacts) -> str:
    groups = ", ".join(f"{name} {count:,}" for name, count in people.groups)
    paid = f"{people.paid:,}({groups})" if groups else f"{people.paid:,}"
    return (
        f"[인 원] 계획 {people.planned:,} / 선발 {people.selected:,} / 지급 {paid}"
        f" / 중도포기 {people.left:,} / 충원 {people.filled:,}"
    )


def _below(paper: Paper, statement: StatementPaper) -> None:
    paper.down(2.5 * MM)
    if statement.grant:
        paper.paragraph(_grant_text(statement.grant), size=9.5, hang=40)
    if statement.headcount:
        paper.paragraph(_headcount_text(statement.headcount), size=9.5, hang=40)
    for correction in statement.corrections:
        paper.paragraph(f"[정 정] {correction}", size=9.5, hang=40)
    paper.down(1 * MM)
    for note in statement.notes:
        paper.paragraph(note, size=8.5, hang=12)
    if statement.enclosures:
        numbered = "  ".join(f"{number}. {name}" for number, name in enumerate(statement.enclosures, 1))
        paper.down(1 * MM)
        paper.paragraph(f"붙임 {numbered}", size=9.5, hang=24)


def _enclosed(paper: Paper, enclosure: Enclosure) -> None:
    paper.new_page()
    paper.down(5 * MM)
    paper.text(paper.left, paper.y, enclosure.title, size=12, bold=True, room=paper.width)
    paper.down(4 * MM)
    columns = [(share, align) for _, share, align in enclosure.columns]
    head = (head_row(*(heading for heading, _, _ in enclosure.columns)),)
    rows: list[Row] = list(enclosure.rows)
    if enclosure.total:
        rows.append(bold_row(*enclosure.total))
    draw_table(paper, Grid.of(paper.width, columns, head=head), rows)


def draw_statement(statement: StatementPaper) -> bytes:
    """The paper as A4 landscape, printed 붙임 behind it. The same values give the same bytes."""
    period = f"{statement.month:%Y-%m}" if statement.month else str(statement.starts_on.year)
    title = f"재원별 분담 내역서 {statement.programme} {statement.cohort_name} {period}"
    foot = f"문서번호 {statement.number}    확인번호 {statement.check_code}"
    paper = Paper(title, landscape=True, foot=foot)
    paper.on_new_page = lambda: draw_marks(paper, draft=statement.draft, demo=statement.demo)
    paper.on_new_page()
    _heading(paper, statement)
    draw_table(paper, _grid(paper), _rows(statement))
    _below(paper, statement)
    for enclosure in statement.enclosed:
        _enclosed(paper, enclosure)
    return paper.finish()
