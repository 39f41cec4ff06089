"""참여신청서 with its consents: blank for the counter, or filled in from what was received. Values in, PDF bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.printing.approval import draw_marks
from app.printing.forms import DISTRICT, Fact, Signer, draw_facts, draw_part, draw_signatures, draw_title, foot, tick
from app.printing.frame import MM, Align, Paper
from app.printing.table import Cell, Grid, Row, draw_table, head_row
from app.recruitment.documents.consent_form import ConsentLine, draw_consents
from app.shared.money import won
from app.shared.periods import korean_date

BLANK_DAY = "20      .       .       ."
_MEMBER_ROWS = 4
_TRUE = "위에 적은 내용은 사실과 같습니다. 사실과 다르면 선발에서 빠지거나 선발이 취소될 수 있음을 확인합니다."


@dataclass(frozen=True)
class Option:
    """One tick of a list."""

    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Question:
    """A question to answer with 예 or 아니요; None leaves both open."""

    label: str
    answer: bool | None = None


@dataclass(frozen=True)
class FormMember:
    """A member of the household; an empty name is an empty row."""

    relation: str
    name: str
    born_year: int
    income_won: int | None = None


@dataclass(frozen=True)
class ApplicationForm:
    """The form. Everything about the person may be empty: that is the blank one. ``rrn`` comes masked."""

    notice: str
    cohort: str
    streams: tuple[Option, ...]
    questions: tuple[Question, ...]
    types: tuple[Option, ...]
    licences: tuple[Option, ...]
    consents: tuple[ConsentLine, ...]
    retention: str
    number: str = ""
    received_on: date | None = None
    dong: str = ""
    name: str = ""
    rrn: str = ""
    residence_status: str = ""
    phone: str = ""
    address: str = ""
    wishes: tuple[str, ...] = ()
    householder: bool | None = None
    household_size: int | None = None
    members: tuple[FormMember, ...] = ()
    income_won: int | None = None
    property_won: int | None = None
    proxy: str = ""
    demo: bool = False


def application_form(values: ApplicationForm) -> bytes:
    """The application on its first pages, the consents behind it, both to be signed."""
    blank = "" if values.number else " 서식"
    title = f"참여신청서{blank} {values.number}".strip()
    paper = Paper(title, foot=foot(f"접수번호 {values.number}" if values.number else values.notice))
    draw_marks(paper, draft=False, demo=values.demo)
    draw_title(paper, "공공일자리 참여신청서", values.notice)
    draw_facts(paper, _facts(values), size=9.5, least=7.6 * MM)
    draw_part(paper, "1. 세대원(신청인 제외)", keep=22 * MM)
    _members(paper, values.members)
    draw_part(paper, "2. 확인할 내용", keep=22 * MM)
    _questions(paper, values)
    day = korean_date(values.received_on) if values.received_on else BLANK_DAY
    draw_signatures(paper, day, _signers(values), said=_TRUE)
    paper.new_page()
    draw_title(paper, "개인정보 처리 동의서", "목적마다 따로 동의 여부를 표시해 주세요.")
    draw_consents(paper, values.consents, values.retention)
    draw_signatures(paper, day, [*_signers(values)], said="위 내용을 읽고 목적마다 동의 여부를 표시하였습니다.")
    paper.down(2 * MM)
    paper.need(8 * MM)
    paper.text(paper.left, paper.y - 11, f"{DISTRICT}청장 앞", size=12, bold=True)
    return paper.finish()


def _signers(values: ApplicationForm) -> list[Signer]:
    signers = [Signer("신청인", values.name)]
    return [*signers, Signer("대리인", values.proxy)] if values.proxy else signers


def _facts(values: ApplicationForm) -> list[Fact]:
    received = korean_date(values.received_on) if values.received_on else ""
    return [
        Fact("접수번호", values.number),
        Fact("접수일·동", f"{received} {values.dong}".strip()),
        Fact("사업 회차", values.cohort, wide=True),
        Fact("모집 구분", _ticks(values.streams), wide=True),
        Fact("희망 세부사업", _wishes(values.wishes), wide=True),
        Fact("성명", values.name),
        Fact("주민등록번호", values.rrn),
        Fact("전화번호", values.phone),
        Fact("체류자격", values.residence_status or ("해당 없음" if values.number else "")),
        Fact("주소", values.address, wide=True),
        Fact("세대주", _yes_no(values.householder)),
        Fact(
            "가구원 수", f"{values.household_size}명(본인 포함)" if values.household_size else "        명(본인 포함)"
        ),
        Fact("가구 월소득", _won(values.income_won)),
        Fact("가구 재산", _won(values.property_won)),
    ]


def _won(amount: int | None) -> str:
    return f"{won(amount)}원" if amount is not None else "                원"


def _wishes(wishes: Sequence[str]) -> str:
    return "\n".join(f"{place}순위: {name}" for place, name in enumerate(wishes or ("", ""), 1))


def _ticks(options: Sequence[Option]) -> str:
    return "    ".join(tick(one.chosen, one.label.replace(" ", "\u00a0")) for one in options)


def _yes_no(answer: bool | None) -> str:
    return f"{tick(answer is True, '예')}    {tick(answer is False, '아니요')}"


def _members(paper: Paper, members: Sequence[FormMember]) -> None:
    columns: tuple[tuple[float, Align], ...] = (
        (14, "center"),
        (36, "center"),
        (50, "center"),
        (36, "center"),
        (44, "right"),
    )
    rows: list[Row] = [
        (
            str(number),
            one.relation,
            one.name,
            f"{one.born_year}년",
            "" if one.income_won is None else won(one.income_won),
        )
        for number, one in enumerate(members, 1)
    ]
    rows += [("", "", "", "", "")] * (_MEMBER_ROWS - len(rows))
    head = (head_row("연번", "관계", "성명", "출생연도", "월소득(원)"),)
    draw_table(paper, Grid.of(paper.width, columns, size=9.5, least=6.8 * MM, head=head), rows)
    paper.down(4 * MM)


def _questions(paper: Paper, values: ApplicationForm) -> None:
    columns: tuple[tuple[float, Align], ...] = ((110, "left"), (70, "center"))
    rows: list[Row] = [(one.label, _yes_no(one.answer)) for one in values.questions]
    head = (head_row("물음", "답"),)
    draw_table(paper, Grid.of(paper.width, columns, size=9.5, least=6.8 * MM, head=head), rows)
    paper.down(2 * MM)
    more: list[Row] = [
        (Cell("취업취약계층\n(모두 표시)", bold=True, shade=0.93, align="center"), _ticks(values.types)),
        (Cell("자격·면허", bold=True, shade=0.93, align="center"), _ticks(values.licences)),
    ]
    wide: tuple[tuple[float, Align], ...] = ((40, "center"), (140, "left"))
    draw_table(paper, Grid.of(paper.width, wide, size=9.5, least=7 * MM), more)
    paper.down(3 * MM)
