"""선발: worked out without writing, proposed with its digests, decided by another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_own
from app.audit import services as audit
from app.cohorts.models import Selection, SelectionEntry, SelectionState
from app.cohorts.services import seating
from app.cohorts.services.selection_inputs import Candidate, Inputs, collect, stream_seats
from app.extensions import db
from app.recruitment.models import Notice, NoticeState
from app.recruitment.services.notices import lock
from app.recruitment.services.outcomes import record_outcomes
from app.recruitment.services.selection_standing import asks_selection
from app.recruitment.services.transitions import hold
from app.reference.models import Cohort, Project
from app.rules.seats import check_seats
from app.rules.selection import Entry, SelectionResult, select
from app.shared.actor import Actor
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.money import won

STILL_OPEN = "접수 중인 공고는 결재를 올릴 수 없습니다. 접수를 마감한 뒤 올려 주세요."
CHANGED = "올린 뒤 신청이나 조회 결과가 바뀌어 결재할 수 없습니다. 돌려보낸 뒤 새 안으로 다시 결재받으세요."


@dataclass(frozen=True, slots=True)
class Preview:
    """A selection that nobody saved: the inputs with the people, and what the rules make of them."""

    inputs: Inputs
    result: SelectionResult

    def candidate(self, entry: Entry) -> Candidate:
        return self.inputs.candidates[entry.number]


def preview(notice: Notice) -> Preview:
    """Rank and select without writing. Raises RuleBroken (예시 table W23, unverified scores)."""
    inputs = collect(notice)
    result = select(
        [one.applicant for one in inputs.candidates.values()],
        inputs.streams,
        inputs.document,
        notice.cohort.ends_on,
        inputs.projects,
    )
    return Preview(inputs, result)


def of_notice(notice: Notice) -> Selection | None:
    """The approved selection of the notice, else the one that waits for a decision, else None."""
    query = sa.select(Selection).where(
        Selection.notice_id == notice.id,
        Selection.state.in_((SelectionState.APPROVED, SelectionState.PROPOSED)),
    )
    return db.session.scalar(query.order_by(Selection.state).limit(1))  # "approved" stands before "proposed"


@asks_selection
def _stands(notice: Notice) -> bool:
    return of_notice(notice) is not None


def by_id(selection_id: int) -> Selection:
    """Raises NotFound."""
    found = db.session.get(Selection, selection_id)
    if found is None:
        raise NotFound
    return found


def propose(notice: Notice, *, by: Actor, now: datetime) -> Selection:
    """Store the run with its digests and hand it to the approver.

    Raises RuleBroken: a notice that is not closed (while people still apply there is nothing final to decide), one
    already decided or proposed, stale screenings, nobody to select.
    """
    lock(notice)
    _refuse_second(notice)
    seen = preview(notice)
    _refuse_unfit(seen)
    row = Selection(
        notice=notice,
        notice_version_id=seen.inputs.version.id,
        state=SelectionState.PROPOSED,
        inputs_digest=seen.result.inputs_digest,
        result_digest=seen.result.result_digest,
        proposed_by_id=by.user_id,
        proposed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    db.session.execute(sa.insert(SelectionEntry), _entry_rows(row, seen))
    changes = {"notice": notice.code, "result": row.result_digest, **_counts(seen)}
    people = [one.person_id for one in seen.inputs.candidates.values()]
    audit.record("cohort:selection:propose", row, by=by, at=now, changes=changes, people=people)
    return row


def _refuse_second(notice: Notice) -> None:
    if notice.state not in (NoticeState.OPEN, NoticeState.CLOSED):
        raise RuleBroken("공고한 뒤에 선발할 수 있습니다. 공고의 상태를 확인해 주세요.")
    if notice.state == NoticeState.OPEN:
        raise RuleBroken(STILL_OPEN)
    other = of_notice(notice)
    if other is not None and other.state == SelectionState.APPROVED:
        raise Conflict("이미 선발을 확정한 공고입니다. 결과를 확인해 주세요.")
    if other is not None:
        raise Conflict("결재를 기다리는 선발안이 이미 있습니다. 결재하거나 거둔 뒤 다시 올려 주세요.")


def _refuse_unfit(seen: Preview) -> None:
    if seen.inputs.stale:
        raise RuleBroken(
            f"심사한 뒤 자료가 바뀐 신청이 {won(seen.inputs.stale)}건 있습니다. 다시 심사한 뒤 선발해 주세요."
        )
    if not seen.result.entries:
        raise RuleBroken("적격인 신청이 없습니다. 참여자격 심사를 먼저 실행해 주세요.")


def _counts(seen: Preview) -> dict[str, int]:
    return {
        "selected": sum(one.selected for one in seen.result.streams),
        "reserve": sum(one.reserve for one in seen.result.streams),
        "ranked": len(seen.result.entries),
    }


def _entry_rows(row: Selection, seen: Preview) -> list[dict[str, Any]]:
    streams = {one.code: one.id for one in seen.inputs.notice.streams}
    projects = dict(db.session.execute(sa.select(Project.code, Project.id)).all())
    return [
        {
            "selection_id": row.id,
            "application_id": seen.candidate(entry).application_id,
            "stream_id": streams[entry.stream],
            "points": entry.points,
            "score": seen.candidate(entry).score.to_json(),
            "rank": entry.rank,
            "outcome": entry.outcome,
            "reserve_no": entry.reserve_no,
            "seat_stream_id": streams[entry.seat_stream] if entry.seat_stream else None,
            "seat_no": entry.seat_no,
            "project_id": projects[entry.project] if entry.project else None,
            "reason": entry.to_json() | {"priority": seen.candidate(entry).applicant.priority},
        }
        for entry in seen.result.entries
    ]


def unchanged(selection: Selection) -> bool:
    """Would the same inputs be read today? Then the same result follows (the run can be replayed)."""
    seen = preview(selection.notice)
    return seen.result.inputs_digest == selection.inputs_digest and not seen.inputs.stale


def approve(selection: Selection, *, by: Actor, now: datetime, starts_on: date | None = None) -> int:
    """Decide: outcomes to the applications, participations in numbered seats. Returns how many were selected.

    ``starts_on``: first day of the contracts, the cohort's own unless told. Raises Conflict (W26), RuleBroken (W25, or
    inputs that changed since the proposal).
    """
    lock(selection.notice)
    db.session.refresh(selection)
    if selection.state != SelectionState.PROPOSED:
        raise already_decided(selection)
    refuse_own(selection, by)
    _hold(selection.notice)
    if not unchanged(selection):
        raise RuleBroken(CHANGED)
    seats = stream_seats(selection.notice)
    check_seats(seating.seats_taken(selection), seats)
    rows = db.session.execute(
        sa.select(SelectionEntry.application_id, SelectionEntry.outcome).where(
            SelectionEntry.selection_id == selection.id
        )
    )
    outcomes = dict(rows.all())
    selection.state = SelectionState.APPROVED
    selection.approved_by_id, selection.approved_at = by.user_id, now
    db.session.flush()
    record_outcomes(outcomes, by=by, now=now)
    seated = seating.seat(selection, starts_on or selection.notice.cohort.starts_on, by=by, now=now)
    changes = {"notice": selection.notice.code, "result": selection.result_digest, "selected": seated}
    audit.record("cohort:selection:approve", selection, by=by, at=now, changes=changes)
    return seated


def _hold(notice: Notice) -> None:
    """Nobody edits these applications, and nobody decides for a term that overlaps, until this decision is saved.

    Else two notices approved at once could both take the same person, each before the other's ledger rows are there.
    """
    hold(notice.id)
    term = notice.cohort
    overlapping = sa.select(Cohort.id).where(Cohort.starts_on <= term.ends_on, Cohort.ends_on >= term.starts_on)
    db.session.execute(overlapping.order_by(Cohort.id).with_for_update(of=Cohort)).all()


def reject(selection: Selection, reason: str, *, by: Actor, now: datetime) -> None:
    """Send the proposal back, or take one's own back. Raises Conflict (W26), RuleBroken without a reason."""
    lock(selection.notice)
    db.session.refresh(selection)
    if selection.state != SelectionState.PROPOSED:
        raise already_decided(selection)
    if not reason.strip():
        raise RuleBroken("돌려보내는 사유를 적어 주세요.")
    selection.state, selection.reason = SelectionState.REJECTED, reason.strip()
    db.session.flush()
    changes = {"notice": selection.notice.code, "result": selection.result_digest}
    audit.record("cohort:selection:reject", selection, by=by, at=now, reason=reason.strip(), changes=changes)
