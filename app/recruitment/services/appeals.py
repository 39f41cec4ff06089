"""이의신청: registered with its ground, judged again on new evidence, answered by two people. It is no 행정심판.

It is filed within ``notice.appeal_days`` of the results; its answer is due ``notice.answer_days`` after it came in,
once longer by at most ten days (민원처리법 §35).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_other, refuse_own
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Appeal, Application, ApplicationState, Notice, Screening
from app.recruitment.services import screenings, stored_files
from app.recruitment.services.checklist import on_working_day
from app.recruitment.services.notices import lock
from app.recruitment.services.scope import visible
from app.recruitment.services.selection_standing import is_decided
from app.recruitment.services.stored_files import Upload
from app.recruitment.services.transitions import NOT_UPHELD, hold, move, upheld_appeal
from app.recruitment.verdicts import shown, shown_at
from app.rules.application_states import SCREENED_FOR_GOOD
from app.rules.eligibility import Verdict
from app.shared.actor import Actor
from app.shared.canonical import digest
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.periods import korean_date

LONGEST_EXTENSION = 10
SHORTEST_TEXT = 10
RUNNING = ("received", "proposed")
_UPHELD = {"upheld": "인용", "partly": "일부 인용"}
NOTHING_DECIDED = "심사 결과가 있는 신청만 이의신청을 받을 수 있습니다. 접수 때 본 판정은 심사 결과가 아닙니다."
CLOSED = "끝난 이의신청입니다. 결과를 확인해 주세요."


def by_id(appeal_id: int, actor: Actor) -> tuple[Appeal, Application]:
    """One appeal with its application, where the actor may see that. Raises NotFound."""
    query = (
        sa.select(Appeal, Application)
        .join(Application, Application.id == Appeal.application_id)
        .where(Appeal.id == appeal_id)
    )
    row = db.session.execute(visible(query, actor)).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def due_on(notice: Notice, received_on: date) -> date:
    """Day of the answer: ``answer_days`` later, or the next working day where that one is off."""
    return on_working_day(received_on + timedelta(days=notice.answer_days))


def latest_due(row: Appeal) -> date:
    """As far as the one extension reaches from the due day that was given."""
    return on_working_day(row.due_on + timedelta(days=LONGEST_EXTENSION))


def days_past_window(notice: Notice, received_on: date) -> int:
    """How many days after the notice's filing window it came in; 0 inside it and while no result is published."""
    last = window_ends(notice)
    return max(0, (received_on - last).days) if last else 0


def window_ends(notice: Notice) -> date | None:
    """Last day for an appeal in time: ``appeal_days`` after the results; None while they are not published."""
    if notice.results_on is None:
        return None
    return on_working_day(notice.results_on + timedelta(days=notice.appeal_days))


def register(
    application: Application,
    ground: str,
    evidence: str,
    received_on: date,
    *,
    file: Upload | None = None,
    by: Actor,
    now: datetime,
    today: date,
) -> Appeal:
    """Take one in, late ones too, against the verdict as it stands. Raises RuleBroken, Conflict while one is running."""
    notice = application.notice
    lock(notice)
    hold(notice.id, application.id)
    db.session.refresh(application)
    screening = screenings.current(application.id)
    if screening is None or application.state not in SCREENED_FOR_GOOD:
        raise RuleBroken(NOTHING_DECIDED)
    if len(ground.strip()) < SHORTEST_TEXT:
        raise RuleBroken(f"이의신청 이유를 {SHORTEST_TEXT}자 이상 적어 주세요.")
    if not application.received_on <= received_on <= today:
        raise RuleBroken(
            f"이의신청 받은 날은 접수일({korean_date(application.received_on)})부터 오늘까지로 적어 주세요."
        )
    standing = _running(application)
    if standing is not None:
        raise Conflict(f"답변하지 않은 이의신청({standing})이 이미 있습니다. 그 이의신청에 이어서 처리해 주세요.")
    kept = stored_files.keep(file, by=by, now=now) if file else None
    row = Appeal(
        application_id=application.id,
        screening_id=screening.id,
        number=f"이의-{notice.code}-{1 + _count(notice):03d}",
        ground=ground.strip(),
        evidence=evidence.strip(),
        file_id=kept.id if kept else None,
        received_on=received_on,
        due_on=due_on(notice, received_on),
        state="received",
        created_at=now,
        created_by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    _record("register", row, application, {"number": row.number, "due_on": row.due_on}, by=by, now=now)
    return row


def registrable(application: Application, screening: Screening | None) -> bool:
    """Is there a verdict or an outcome to appeal against, no preview of the counter, and no appeal running?"""
    return screening is not None and application.state in SCREENED_FOR_GOOD and _running(application) is None


def _running(application: Application) -> str | None:
    """Number of the appeal that waits for its answer."""
    running = sa.select(Appeal.number).where(Appeal.application_id == application.id, Appeal.state.in_(RUNNING))
    return db.session.scalar(running)


def _count(notice: Notice) -> int:
    """Rows are never deleted, and the notice is locked: the count is the last number."""
    query = sa.select(sa.func.count(Appeal.id)).join(Application, Application.id == Appeal.application_id)
    return db.session.scalar(query.where(Application.notice_id == notice.id)) or 0


def extend(row: Appeal, new_due: date, reason: str, *, by: Actor, now: datetime) -> None:
    """Once, by at most ten days, with a reason. Raises RuleBroken."""
    application = _held(row)
    if row.extended_reason is not None:
        raise RuleBroken("기한은 한 번만 늘릴 수 있습니다.")
    last = latest_due(row)
    if not row.due_on < new_due <= last:
        raise RuleBroken(
            f"기한은 {korean_date(row.due_on)} 다음 날부터 {korean_date(last)}까지로 늘릴 수 있습니다(10일 이내)."
        )
    if not reason.strip():
        raise RuleBroken("기한을 늘리는 사유를 적어 주세요.")
    was, row.due_on, row.extended_reason = row.due_on, on_working_day(new_due), reason.strip()
    db.session.flush()
    _record("extend", row, application, {"from": was, "to": row.due_on}, by=by, now=now, reason=reason)


def screen_again(row: Appeal, *, by: Actor, now: datetime, today: date) -> None:
    """Judge the application anew on what was looked up and handed in since. Raises RuleBroken."""
    application = _held(row)
    screenings.screen_one(application, by=by, now=now, today=today, settle=True)
    _record("screen", row, application, {}, by=by, now=now)


def propose_answer(row: Appeal, outcome: str, answer: str, *, by: Actor, now: datetime) -> None:
    """Draft the answer and put it up for decision; a draft that waits already is replaced. Raises RuleBroken."""
    application = _held(row)
    if outcome not in ("upheld", "partly", "rejected"):
        raise RuleBroken("결정을 골라 주세요.")
    if outcome == "rejected" and _turned_eligible(row, application):
        raise RuleBroken("판정이 적격으로 바뀌었습니다. 「기각」으로 답할 수 없습니다. 결정을 확인해 주세요.")
    if len(answer.strip()) < SHORTEST_TEXT:
        raise RuleBroken(f"답변을 {SHORTEST_TEXT}자 이상 적어 주세요.")
    row.outcome, row.answer, row.state = outcome, answer.strip(), "proposed"
    row.proposed_by_id, row.proposed_at = by.user_id, now
    db.session.flush()
    _record("answer", row, application, {"outcome": outcome}, by=by, now=now)


def _turned_eligible(row: Appeal, application: Application) -> bool:
    """Is the applicant 적격 now, and was not in the verdict that is appealed against?"""
    about = db.session.get(Screening, row.screening_id) if row.screening_id else None
    stands = shown(screenings.current(application.id))
    was_eligible = about is None or shown_at(about, row.created_at).verdict == Verdict.ELIGIBLE
    return not was_eligible and stands is not None and stands.verdict == Verdict.ELIGIBLE


def stamp(row: Appeal) -> str:
    """What somebody who decides is shown of the answer."""
    return digest([row.id, row.outcome, row.answer])


def approve(row: Appeal, *, by: Actor, now: datetime, today: date, seen: str | None = None) -> None:
    """Decide the answer. ``seen`` is the stamp of the page that was looked at.

    Raises Conflict (W26; the answer is not what was seen), RuleBroken (W25).
    """
    application = _for_decision(row, by)
    refuse_other(seen, stamp(row))
    row.state, row.decided_on, row.decision_note = "decided", today, None
    row.approved_by_id, row.approved_at = by.user_id, now
    db.session.flush()
    _record("approve", row, application, {"outcome": row.outcome}, by=by, now=now)


def send_back(row: Appeal, reason: str, *, by: Actor, now: datetime) -> None:
    """The answer goes back to be written anew; the draft stays. Raises Conflict (W26), RuleBroken (W25, no reason)."""
    application = _for_decision(row, by)
    if not reason.strip():
        raise RuleBroken("돌려보내는 사유를 적어 주세요.")
    row.state, row.decision_note = "received", reason.strip()
    db.session.flush()
    _record("return", row, application, {}, by=by, now=now, reason=reason)


def to_bring_back(row: Appeal, application: Application) -> bool:
    """Was it upheld against a 미선발 that still stands? Then the application has to be looked at again."""
    if application.state != ApplicationState.NOT_SELECTED:
        return False
    upheld = upheld_appeal(application)
    return upheld is not None and upheld.id == row.id


def after_selection(row: Appeal, application: Application) -> bool:
    """Is it upheld, and too late for the selection that was approved: for the reserve or a later selection?"""
    upheld = row.state == "decided" and row.outcome in ("upheld", "partly")
    waits = application.state in (ApplicationState.SCREENED, ApplicationState.NOT_SELECTED)
    return upheld and waits and is_decided(application.notice)


def bring_back(row: Appeal, *, by: Actor, now: datetime, today: date) -> None:
    """미선발 → 심사함 with the upheld appeal as the reason, judged anew. Nobody is selected by it. Raises RuleBroken."""
    application = _locked(row)
    if not to_bring_back(row, application):
        raise RuleBroken(NOT_UPHELD)
    move(application, ApplicationState.SCREENED, by=by, now=now, reason=f"{row.number} {_UPHELD[row.outcome or '']}")
    screenings.screen_one(application, by=by, now=now, today=today)
    _record("bring-back", row, application, {}, by=by, now=now)


def withdraw(row: Appeal, reason: str, *, by: Actor, now: datetime) -> None:
    """The applicant takes it back. Raises RuleBroken."""
    application = _held(row)
    if not reason.strip():
        raise RuleBroken("취하하는 사유를 적어 주세요.")
    row.state = "withdrawn"
    db.session.flush()
    _record("withdraw", row, application, {}, by=by, now=now, reason=reason)


def _locked(row: Appeal) -> Application:
    application = db.session.get_one(Application, row.application_id)
    hold(application.notice_id, application.id)
    db.session.refresh(application)
    db.session.refresh(row)
    return application


def _held(row: Appeal) -> Application:
    """The application and the appeal as they stand now, held; the appeal must be running."""
    application = _locked(row)
    if row.state not in RUNNING:
        raise Conflict(CLOSED)
    return application


def _for_decision(row: Appeal, by: Actor) -> Application:
    application = _locked(row)
    if row.state != "proposed":
        raise already_decided(row)
    refuse_own(row, by)
    return application


def _record(
    step: str,
    row: Appeal,
    application: Application,
    changes: dict[str, object],
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    audit.record(
        f"recruit:appeal:{step}",
        row,
        by=by,
        at=now,
        reason=reason.strip() or None,
        changes=changes,
        people=[application.person_id],
    )
