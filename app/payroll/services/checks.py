"""점검 of a month of pay: what bars drafting or confirming, and what only needs a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa

from app.cohorts.models import Participation
from app.cohorts.services import books
from app.extensions import db
from app.payroll.models import PayLine, PayRun, PayTerms
from app.payroll.services.loading import employed
from app.recruitment.models import Person
from app.reference.models import Cohort
from app.shared.errors import RuleBroken
from app.shared.periods import add_months

Kind = Literal["danger", "warning", "success"]
CHANGE_PERCENT = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the check list. ``danger`` bars the next step; ``code`` lets the page link to the rows."""

    kind: Kind
    text: str
    code: str = ""


def _count(rows: sa.Select[int]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0


def _open_sentence(names: list[str], month: date) -> str:
    where = names[0] if len(names) == 1 else f"{names[0]} 등 {len(names)}곳"
    return f"{where}의 {month.month}월 출근부가 마감되지 않았습니다. 마감 후 급여를 작성해 주세요."


def refuse_open_attendance(cohort: Cohort, month: date) -> None:
    """W37. Raises RuleBroken while a worksite with people is not closed, or somebody has no worksite."""
    names = books.unclosed(cohort, month)
    if names:
        raise RuleBroken(_open_sentence(names, month))
    unplaced = books.unplaced(cohort, month)
    if unplaced:
        raise RuleBroken(f"근무지가 정해지지 않은 사람이 {unplaced}명 있습니다. 배치한 뒤 급여를 작성해 주세요.")


def before_draft(cohort: Cohort, month: date) -> list[Check]:
    """What bars drafting: open attendance, people without worksite, people without a declared base."""
    names = books.unclosed(cohort, month)
    found = (
        [Check("danger", _open_sentence(names, month))] if names else [Check("success", "출근부를 모두 마감했습니다.")]
    )
    unplaced, no_base = books.unplaced(cohort, month), without_base(cohort, month)
    if unplaced:
        found.append(Check("danger", f"근무지가 정해지지 않은 사람이 {unplaced}명 있습니다."))
    if no_base:
        found.append(Check("danger", f"보험료 신고 소득월액이 없는 사람이 {no_base}명 있습니다.", "terms"))
    return found


def without_base(cohort: Cohort, month: date) -> int:
    """People whose premiums go by a declared figure that nobody has entered (health is owed at every age)."""
    return _count(
        sa.select(Participation.id)
        .outerjoin(PayTerms, PayTerms.participation_id == Participation.id)
        .where(*employed(cohort.id, month))
        .where(sa.func.coalesce(PayTerms.base_mode, "declared") == "declared")
        .where(sa.func.coalesce(PayTerms.health, "insured") == "insured", PayTerms.health_base_won.is_(None))
    )


def of_run(run: PayRun) -> list[Check]:
    """What the drafted lines say: negative pay bars confirming, the rest needs a look."""
    lines = sa.select(PayLine.id).where(PayLine.pay_run_id == run.id)
    people = lines.join(Participation, Participation.id == PayLine.participation_id).join(
        Person, Person.id == Participation.person_id
    )
    below = _count(lines.where(PayLine.net_won < 0))
    no_account = _count(people.where(Person.account_tail.is_(None)))
    other_holder = _count(people.where(Person.account_holder.is_not(None), Person.account_holder != Person.name))
    changed = _count(changed_much(run))
    found = [Check("danger", f"공제액이 지급액보다 많은 사람 {below}명", "below")] if below else []
    if no_account:
        found.append(Check("warning", f"계좌가 없는 사람 {no_account}명", "no-account"))
    if other_holder:
        found.append(Check("warning", f"예금주가 근로자 본인이 아닌 사람 {other_holder}명", "other-holder"))
    if changed:
        found.append(Check("warning", f"지급계가 지난달보다 {CHANGE_PERCENT}% 넘게 바뀐 사람 {changed}명", "changed"))
    return [*found, Check("success", "이중 지급과 최저임금 미달이 없습니다.")]


def changed_much(run: PayRun) -> sa.Select[int]:
    """Lines whose gross differs by more than a fifth from the same person's line of the month before."""
    before = sa.orm.aliased(PayLine)
    difference = sa.func.abs(PayLine.gross_won - before.gross_won)
    return (
        sa.select(PayLine.id)
        .join(before, sa.and_(before.participation_id == PayLine.participation_id, before.kind == "regular"))
        .where(PayLine.pay_run_id == run.id, PayLine.kind == "regular", before.month == add_months(run.month, -1))
        .where(difference * 100 > before.gross_won * CHANGE_PERCENT)
    )
