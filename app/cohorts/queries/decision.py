"""What the approver signs: the proposal, who put it up, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.cohorts.models import Selection, SelectionEntry, SelectionState
from app.cohorts.services import selections
from app.extensions import db
from app.recruitment import verdicts
from app.recruitment.models import NoticeProject, NoticeState
from app.shared.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Decision:
    """``checks`` are lines of (kind, text, meta, url) for the page; ``problem`` says why it cannot be approved now.

    ``changed`` counts the applications whose verdict an approved 판정 변경 changed.
    """

    proposed_by: str
    approved_by: str
    checks: tuple[tuple[str, str, str, str], ...]
    problem: str
    changed: int = 0


def decision_of(selection: Selection) -> Decision:
    """The checks are made only while a decision is waited for."""
    names = dict(
        db.session.execute(
            sa.select(User.id, User.name).where(User.id.in_([selection.proposed_by_id, selection.approved_by_id]))
        ).all()
    )
    proposed_by = names.get(selection.proposed_by_id or 0, "")
    approved_by = names.get(selection.approved_by_id or 0, "")
    changed = verdicts.changed_count(selection.notice_id)
    if selection.state != SelectionState.PROPOSED:
        return Decision(proposed_by, approved_by, (), "", changed)
    problem = _problem(selection)
    checks = [
        ("danger", problem, "", "") if problem else ("success", "올린 뒤 바뀐 신청·조회 결과 없음", "", ""),
        ("success", "자리를 넘은 모집 구분 없음", "", ""),
    ]
    if selection.notice.state == NoticeState.OPEN:
        checks.append(("warning", "접수 중인 공고입니다. 결재한 뒤 들어온 신청은 순위에 들지 않습니다.", "", ""))
    checked = _needing_checks(selection)
    if checked:
        checks.append(("warning", "배치 전 성범죄·아동학대 조회 대상", f"{checked}명", ""))
    return Decision(proposed_by, approved_by, tuple(checks), problem, changed)


def _problem(selection: Selection) -> str:
    try:
        return "" if selections.unchanged(selection) else selections.CHANGED
    except RuleBroken as error:
        return str(error)


def _needing_checks(selection: Selection) -> int:
    """People selected for a 세부사업 that asks for look-ups before placement."""
    rows = db.session.execute(
        sa.select(NoticeProject.project_id, NoticeProject.needs).where(NoticeProject.notice_id == selection.notice_id)
    )
    projects = {project_id for project_id, needs in rows if needs}
    if not projects:
        return 0
    query = sa.select(sa.func.count()).where(
        SelectionEntry.selection_id == selection.id,
        SelectionEntry.outcome == "selected",
        SelectionEntry.project_id.in_(projects),
    )
    return db.session.scalar(query) or 0
