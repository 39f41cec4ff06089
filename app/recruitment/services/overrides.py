"""판정 변경: one person proposes another verdict with reason and evidence, another decides. It ends with a new screening."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_own
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application, ApplicationState, Screening, ScreeningOverride
from app.recruitment.services import screenings, stored_files
from app.recruitment.services.scope import visible
from app.recruitment.services.stored_files import Upload
from app.recruitment.services.transitions import hold
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken

SHORTEST_REASON = 10
TOO_LATE = "심사를 마치고 선발을 확정하기 전의 신청만 판정을 바꿀 수 있습니다."
ENDED = "그사이 다시 심사해 이 안의 효력이 끝났습니다. 새 심사 결과를 보고 다시 올려 주세요."
_STANDING = {
    "proposed": "결재를 기다리는 판정 변경이 이미 있습니다. 결재하거나 거둔 뒤 다시 올려 주세요.",
    "approved": "이미 판정을 바꾼 심사입니다. 선발 승인 담당이 되돌린 뒤 다시 올려 주세요.",
}


def by_id(override_id: int, actor: Actor) -> tuple[ScreeningOverride, Application]:
    """One change with its application, where the actor may see that. Raises NotFound."""
    query = (
        sa.select(ScreeningOverride, Application)
        .join(Application, Application.id == ScreeningOverride.application_id)
        .where(ScreeningOverride.id == override_id)
    )
    row = db.session.execute(visible(query, actor)).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def propose(
    application: Application,
    verdict: str,
    reason: str,
    evidence: str,
    *,
    file: Upload | None = None,
    by: Actor,
    now: datetime,
) -> ScreeningOverride:
    """Put a change up for decision over the current screening. Raises RuleBroken, Conflict when one is on its way."""
    screening = _current(application)
    _refuse_unfit(screening, verdict, reason, evidence)
    kept = stored_files.keep(file, by=by, now=now) if file else None
    row = ScreeningOverride(
        screening_id=screening.id,
        application_id=application.id,
        verdict=verdict,
        reason=reason.strip(),
        evidence=evidence.strip(),
        file_id=kept.id if kept else None,
        state="proposed",
        proposed_by_id=by.user_id,
        proposed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    _record("propose", row, application, by=by, now=now, changes={"judged": screening.verdict, "verdict": verdict})
    return row


def _current(application: Application) -> Screening:
    """The current screening, held; the application must be between its screening and the selection."""
    hold(application.notice_id, application.id)
    db.session.refresh(application)
    if application.state != ApplicationState.SCREENED:
        raise RuleBroken(TOO_LATE)
    screening = screenings.current(application.id)
    if screening is None:
        raise RuleBroken("심사 결과가 없습니다. 먼저 심사해 주세요.")
    return screening


def _refuse_unfit(screening: Screening, verdict: str, reason: str, evidence: str) -> None:
    if verdict not in ("eligible", "ineligible"):
        raise RuleBroken("바꿀 판정을 골라 주세요.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(f"사유를 {SHORTEST_REASON}자 이상 적어 주세요.")
    if not evidence.strip():
        raise RuleBroken("근거를 적어 주세요.")
    standing = _standing(screening)
    if standing is not None:
        raise Conflict(_STANDING[standing])
    if verdict == screening.verdict:
        raise RuleBroken("지금 판정과 같습니다. 바꿀 판정을 확인해 주세요.")


def approve(row: ScreeningOverride, note: str = "", *, by: Actor, now: datetime) -> None:
    """Decide for it. Raises Conflict (W26), RuleBroken (W25; a new screening since; the selection is approved)."""
    application = _open_for_decision(row, by)
    screening = _current(application)
    if screening.id != row.screening_id:
        raise RuleBroken(ENDED)
    _decide(row, "approved", note, by, now)
    _record("approve", row, application, by=by, now=now, reason=note, changes={"verdict": row.verdict})


def reject(row: ScreeningOverride, note: str, *, by: Actor, now: datetime) -> None:
    """Send it back with a note. Raises Conflict (W26), RuleBroken (W25, no note)."""
    application = _open_for_decision(row, by)
    _needs(note, "돌려보내는 사유를 적어 주세요.")
    _decide(row, "rejected", note, by, now)
    _record("reject", row, application, by=by, now=now, reason=note)


def withdraw(row: ScreeningOverride, *, by: Actor, now: datetime) -> None:
    """Take one's own proposal back. Raises Conflict (W26), RuleBroken for somebody else's."""
    application = _locked(row)
    if row.state != "proposed":
        raise already_decided(row)
    if row.proposed_by_id != by.user_id:
        raise RuleBroken("올린 사람만 거둘 수 있습니다.")
    row.state = "withdrawn"
    db.session.flush()
    _record("withdraw", row, application, by=by, now=now)


def revoke(row: ScreeningOverride, note: str, *, by: Actor, now: datetime) -> None:
    """An approver takes an approved change away: the verdict as judged counts again. Raises RuleBroken, Conflict.

    Who approved it, when and with what words stays on the row.
    """
    application = _locked(row)
    if row.state != "approved":
        raise Conflict("결재한 판정 변경이 아닙니다. 결과를 확인해 주세요.")
    refuse_own(row, by)
    if application.state != ApplicationState.SCREENED:
        raise RuleBroken(TOO_LATE)
    _needs(note, "되돌리는 사유를 적어 주세요.")
    row.state, row.revoked_by_id, row.revoked_at = "withdrawn", by.user_id, now
    row.decision_note = "\n".join(one for one in (row.decision_note, f"되돌린 사유: {note.strip()}") if one)
    db.session.flush()
    _record("revoke", row, application, by=by, now=now, reason=note, changes={"verdict": row.verdict})


def _locked(row: ScreeningOverride) -> Application:
    """The application first, as whoever screens or selects does, then the row as it stands now."""
    application = db.session.get_one(Application, row.application_id)
    hold(application.notice_id, application.id)
    db.session.refresh(application)
    db.session.refresh(row)
    return application


def _open_for_decision(row: ScreeningOverride, by: Actor) -> Application:
    application = _locked(row)
    if row.state != "proposed":
        raise already_decided(row)
    refuse_own(row, by)
    return application


def _needs(note: str, sentence: str) -> None:
    if not note.strip():
        raise RuleBroken(sentence)


def _decide(row: ScreeningOverride, state: str, note: str, by: Actor, now: datetime) -> None:
    row.state, row.decision_note = state, note.strip() or None
    row.approved_by_id, row.approved_at = by.user_id, now
    db.session.flush()


def _record(
    step: str,
    row: ScreeningOverride,
    application: Application,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    changes: dict[str, str] | None = None,
) -> None:
    audit.record(
        f"recruit:override:{step}",
        row,
        by=by,
        at=now,
        reason=reason.strip() or None,
        changes=changes or {},
        people=[application.person_id],
    )


def why_not(application: Application, screening: Screening | None) -> str:
    """Why no change can be put up now; empty where one can."""
    if screening is None or application.state != ApplicationState.SCREENED:
        return TOO_LATE
    return _STANDING.get(_standing(screening) or "", "")


def _standing(screening: Screening) -> str | None:
    """State of the change that waits or is in force over a screening."""
    return db.session.scalar(
        sa.select(ScreeningOverride.state).where(
            ScreeningOverride.screening_id == screening.id, ScreeningOverride.state.in_(("proposed", "approved"))
        )
    )
