"""재원별 분담 내역서 as values for the paper: the very ones that the page shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import Participation, ParticipationState
from app.extensions import db
from app.payroll.documents.statement import (
    Enclosure,
    GrantFacts,
    HeadcountFacts,
    Shares,
    StatementLine,
    StatementPaper,
)
from app.payroll.models import Funder, Grant, GrantEntry, PayLine, PayRun, Statement
from app.payroll.services.approving import name_of
from app.payroll.services.loading import LAST_EMPLOYED
from app.payroll.services.stated import Stated
from app.payroll.services.stating import EMPLOYER_COLUMNS
from app.printing.approval import Approval
from app.recruitment.models import STREAM_LABELS, Notice, NoticeState, NoticeStream, Stream
from app.reference.models import Cohort, Project, Worksite
from app.rules.cost_share import Scheme, ratio_text
from app.rules.cost_share import Shares as Won
from app.shared.money import won
from app.shared.periods import SEOUL, last_day

ACCOUNT = "기간제근로자등보수(101-04) 외"
LABELS = {
    "wage": "1. 임금",
    "insurance": "2. 4대보험 기관부담금",
    "allowance": "3. 부대경비",
    "material": "4. 재료비",
    "operation": "5. 운영비(피복·건강검진)",
}
EMPLOYER_NAMES = ("국민연금", "건강보험", "장기요양", "고용보험", "고용안정", "산재보험")


def month_paper(
    cohort: Cohort,
    run: PayRun,
    months: dict[date, Stated],
    statement: Statement | None,
    *,
    demo: bool,
) -> StatementPaper:
    """The paper of ``run.month`` but its check code; ``months`` are the cohort's months up to it, in order."""
    month, stated = run.month, months[run.month]
    before = sum((one.total for at, one in months.items() if at < month), Won())
    mark = "(예시)" if demo else ""
    return StatementPaper(
        programme=cohort.programme.name,
        cohort_name=cohort.label,
        month=month,
        starts_on=max(month, cohort.starts_on),
        ends_on=min(last_day(month), cohort.ends_on),
        pay_on=stated.pay_on,
        number=stated.number,
        budget_account=ACCOUNT,
        lines=_lines(stated, _notes(run, stated, mark)),
        nominal=_paper(stated.nominal),
        overflow=_paper(stated.overflow_row),
        total=_paper(stated.total),
        before=_paper(before),
        running=_paper(before + stated.total),
        nominal_ratio=_nominal_ratio(stated),
        actual_ratio=f"실제 {ratio_text(stated.total)}",
        grant=_grant(cohort.programme_code, cohort.year, stated, mark),
        headcount=_headcount(cohort, run),
        check_code="",
        approvals=_approvals(statement),
        pay_mark="예시" if demo else "",
        enclosures=("개인별 지급 내역(따로 붙임)", "세부사업별 내역", "기관부담금 내역"),
        enclosed=(_by_project(run), _by_hours(run)),
        draft=stated.state == "draft",
        demo=demo,
    )


def year_paper(programme: Any, year: int, stated: Stated, rows: list[Statement], *, demo: bool) -> StatementPaper:
    """The sum of the year's months on one paper."""
    cohorts = list(dict.fromkeys(row.cohort for row in rows))
    return StatementPaper(
        programme=programme.name,
        cohort_name=", ".join(cohort.label for cohort in cohorts),
        month=None,
        starts_on=min(row.month for row in rows),
        ends_on=last_day(max(row.month for row in rows)),
        pay_on=None,
        number=f"분담-{year}-{programme.short_name}-연간",
        budget_account=ACCOUNT,
        lines=_lines(stated, {"wage": f"월별 내역서 {len(rows)}건의 합계"}),
        nominal=_paper(stated.nominal),
        overflow=_paper(stated.overflow_row),
        total=_paper(stated.total),
        before=None,
        running=None,
        nominal_ratio=_nominal_ratio(stated),
        actual_ratio=f"실제 {ratio_text(stated.total)}",
        grant=_grant(programme.code, year, stated, "(예시)" if demo else ""),
        headcount=None,
        check_code="",
        enclosures=("월별 재원별 분담 내역서",),
        draft=stated.state == "draft",
        demo=demo,
    )


def _paper(shares: Won) -> Shares:
    return Shares(shares.total, shares.national, shares.city, shares.district)


def _lines(stated: Stated, notes: dict[str, str]) -> tuple[StatementLine, ...]:
    by_item: dict[str, Won] = {}
    for line in stated.lines:
        by_item[line.item] = by_item.get(line.item, Won()) + line.shares
    return tuple(
        StatementLine(label, _paper(by_item.get(item, Won())), notes.get(item, "")) for item, label in LABELS.items()
    )


def _notes(run: PayRun, stated: Stated, mark: str) -> dict[str, str]:
    """산출근거: people by hours, days × won."""
    rows = db.session.execute(
        sa.select(
            Participation.minutes_a_day,
            sa.func.count(PayLine.participation_id.distinct()),
            sa.cast(sa.func.sum(PayLine.days_worked), sa.BigInteger),
        )
        .join(Participation, Participation.id == PayLine.participation_id)
        .where(PayLine.pay_run_id == run.id)
        .group_by(Participation.minutes_a_day)
        .order_by(Participation.minutes_a_day.desc())
    ).all()
    groups = ", ".join(f"{minutes / 60:g}시간 {people:,}" for minutes, people, _days in rows)
    days = sum(row[2] for row in rows)
    each = won(int(run.used["allowance_per_day"]["value"]))
    return {
        "wage": f"{stated.headcount:,}명({groups})",
        "insurance": "붙임 3",
        "allowance": f"{days:,}일 × {each}원{mark}",
    }


def _nominal_ratio(stated: Stated) -> str:
    schemes = {line.scheme for line in stated.lines}
    return f"{scheme_text(schemes.pop())}(교부조건)" if len(schemes) == 1 else f"{ratio_text(stated.nominal)}(비목별)"


def scheme_text(scheme: Scheme) -> str:
    """``시 70 : 구 30``; a funder without a share is left out."""
    parts = (("국", scheme.national), ("시", scheme.city), ("구", scheme.district))
    return " : ".join(f"{name} {share / 100:g}" for name, share in parts if share)


def _grant(programme_code: str, year: int, stated: Stated, mark: str) -> GrantFacts | None:
    if stated.ceiling is None:
        return None
    received = db.session.execute(
        sa.select(GrantEntry.won)
        .join(Grant, Grant.id == GrantEntry.grant_id)
        .where(Grant.programme_code == programme_code, Grant.year == year, Grant.funder == Funder.CITY)
        .where(GrantEntry.kind == "received")
        .order_by(GrantEntry.on_date, GrantEntry.id)
    ).scalars()
    parts = tuple((f"{order}차", amount) for order, amount in enumerate(received, 1))
    spent = stated.ceiling.used_before + stated.total.city
    came = sum(amount for _order, amount in parts)
    return GrantFacts(stated.ceiling.decided, parts, spent, stated.ceiling.decided - spent, came - spent, mark)


def _headcount(cohort: Cohort, run: PayRun) -> HeadcountFacts:
    month_end = last_day(run.month)
    joined = (Participation.cohort_id == cohort.id, Participation.state != ParticipationState.CANCELLED)
    count = sa.func.count()
    found = db.session.execute(
        sa.select(
            count.filter(Participation.origin == "selection"),
            count.filter(Participation.origin == "reserve", Participation.starts_on <= month_end),
            count.filter(Participation.ends_on > LAST_EMPLOYED, month_end >= LAST_EMPLOYED),
        ).where(*joined)
    )
    selected, filled, left = tuple(found.one())
    paid = db.session.execute(
        sa.select(Participation.stream_code, sa.func.count(PayLine.participation_id.distinct()))
        .join(PayLine, Participation.id == PayLine.participation_id)
        .where(PayLine.pay_run_id == run.id)
        .group_by(Participation.stream_code)
    )
    by_stream: dict[str, int] = {row[0]: row[1] for row in paid}
    groups = tuple((STREAM_LABELS[stream], by_stream[stream]) for stream in Stream if by_stream.get(stream))
    planned = db.session.scalar(
        sa.select(sa.func.sum(NoticeStream.seats))
        .join(Notice, Notice.id == NoticeStream.notice_id)
        .where(Notice.cohort_id == cohort.id, Notice.state.in_((NoticeState.OPEN, NoticeState.CLOSED)))
    )
    planned = int(planned or cohort.recorded_people or selected)
    return HeadcountFacts(planned, selected, sum(by_stream.values()), groups, left, filled)


def _approvals(statement: Statement | None) -> tuple[Approval, ...]:
    maker, checker = Approval("담당"), Approval("과장")
    if statement and statement.proposed_at:
        maker = Approval("담당", name_of(statement.proposed_by_id), statement.proposed_at.astimezone(SEOUL).date())
    if statement and statement.approved_at:
        checker = Approval("과장", name_of(statement.approved_by_id), statement.approved_at.astimezone(SEOUL).date())
    return maker, Approval("팀장"), checker


def _sum(column: Any) -> Any:
    return sa.cast(sa.func.sum(column), sa.BigInteger)


def _by_project(run: PayRun) -> Enclosure:
    """붙임 2: people and won by 세부사업."""
    employer = sum(EMPLOYER_COLUMNS, sa.literal(0))
    rows = db.session.execute(
        sa.select(
            sa.func.coalesce(Project.name, "(근무지 없음)"),
            sa.func.count(PayLine.participation_id.distinct()),
            _sum(PayLine.gross_won - PayLine.allowance_won),
            _sum(employer),
            _sum(PayLine.allowance_won),
            _sum(PayLine.gross_won + employer),
        )
        .join(Participation, Participation.id == PayLine.participation_id)
        .outerjoin(Worksite, Worksite.id == Participation.worksite_id)
        .outerjoin(Project, Project.id == Worksite.project_id)
        .where(PayLine.pay_run_id == run.id)
        .group_by(Project.id, Project.name)
        .order_by(Project.id)
    ).all()
    heads = ("세부사업", "인원(명)", "임금", "기관부담금", "부대경비", "계")
    return _enclosure("붙임 2. 세부사업별 내역 (단위: 원)", heads, [tuple(row) for row in rows])


def _by_hours(run: PayRun) -> Enclosure:
    """붙임 3: the employer's premiums by hours a day."""
    rows = db.session.execute(
        sa.select(
            Participation.minutes_a_day,
            sa.func.count(PayLine.participation_id.distinct()),
            *(_sum(column) for column in EMPLOYER_COLUMNS),
            _sum(sum(EMPLOYER_COLUMNS, sa.literal(0))),
        )
        .join(Participation, Participation.id == PayLine.participation_id)
        .where(PayLine.pay_run_id == run.id)
        .group_by(Participation.minutes_a_day)
        .order_by(Participation.minutes_a_day.desc())
    ).all()
    heads = ("1일 근로시간", "인원(명)", *EMPLOYER_NAMES, "계")
    named = [(f"{row[0] / 60:g}시간", *row[1:]) for row in rows]
    return _enclosure("붙임 3. 기관부담금 내역 (단위: 원)", heads, named)


def _enclosure(title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Enclosure:
    columns = tuple((head, 2.0 if at == 0 else 1.0, "left" if at == 0 else "right") for at, head in enumerate(heads))
    sums = [sum(row[at] for row in rows) for at in range(1, len(heads))]
    return Enclosure(
        title,
        columns,  # type: ignore[arg-type]
        tuple((row[0], *(won(number) for number in row[1:])) for row in rows),
        ("합계", *(won(number) for number in sums)),
    )
