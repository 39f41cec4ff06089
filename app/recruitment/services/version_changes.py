"""A change after opening: a new version with a reason, proposed by the jobs team, approved by another person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_other, refuse_own
from app.audit import services as audit
from app.extensions import db
from app.recruitment import verdicts
from app.recruitment.models import Notice, NoticeState, NoticeVersion
from app.recruitment.services import facts as fact_loading
from app.recruitment.services import notice_seen
from app.recruitment.services.blockers import EXAMPLE_TABLE
from app.recruitment.services.facts import CHUNK
from app.recruitment.services.notice_versions import by_number, new_version, write_version
from app.recruitment.services.notices import current_version, document_of, lock, newest_version
from app.recruitment.services.selection_standing import refuse_after_selection
from app.rules.criteria import NoticeDocument
from app.rules.eligibility import Judge
from app.shared.actor import Actor
from app.shared.errors import Conflict, RuleBroken


@dataclass(frozen=True, slots=True)
class Effect:
    """How many of ``judged`` applications come out otherwise; ``moves``: (verdict now, verdict then) → people.

    ``approved`` and ``waiting`` 판정 변경 end with the new screening. What counts now is theirs where they are approved.
    """

    judged: int
    moves: dict[tuple[str, str], int]
    approved: int = 0
    waiting: int = 0

    @property
    def changed(self) -> int:
        return sum(self.moves.values())


def pending(notice: Notice) -> NoticeVersion | None:
    """The change that was written after opening and is not in force, whether proposed or sent back; None otherwise."""
    newest = newest_version(notice)
    opened = notice.state in (NoticeState.OPEN, NoticeState.CLOSED)
    return newest if opened and newest.approved_by_id is None else None


def all_waiting() -> Sequence[Any]:
    """Every change that waits for its approval: the notice's code and title, the version's number."""
    query = (
        sa.select(Notice.code, Notice.title, NoticeVersion.number)
        .join(NoticeVersion, NoticeVersion.notice_id == Notice.id)
        .where(
            Notice.state.in_((NoticeState.OPEN, NoticeState.CLOSED)),
            NoticeVersion.proposed_by_id.is_not(None),
            NoticeVersion.approved_by_id.is_(None),
        )
        .order_by(Notice.code)
    )
    return db.session.execute(query).all()


def base_of(notice: Notice) -> NoticeVersion:
    """The version that an edit starts from: the draft, a change that waits for approval, else what is in force."""
    waiting = pending(notice)
    if waiting is not None and waiting.proposed_by_id is not None:
        return waiting
    return current_version(notice)


def save(
    notice: Notice,
    edit: Callable[[NoticeDocument], NoticeDocument],
    *,
    reason: str,
    by: Actor,
    now: datetime,
    base: int | None = None,
) -> NoticeVersion:
    """Edit the document of a draft at once, of an opened notice as a proposed change.

    ``edit`` gets the newest document once the notice is held, so that edits of different rules both count. ``base``
    is the number of the version that was looked at, where the whole document is replaced. Raises Conflict (W28).
    """
    lock(notice)
    start = base_of(notice)
    if base is not None and base != start.number:
        raise Conflict("다른 사람이 먼저 저장했습니다. 달라진 내용을 확인하고 다시 저장해 주세요.")
    document = edit(document_of(start))
    if notice.state == NoticeState.DRAFT:
        return new_version(notice, document, reason=reason, by=by, now=now)
    return propose_change(notice, document, reason=reason, by=by, now=now)


def propose_change(notice: Notice, document: NoticeDocument, *, reason: str, by: Actor, now: datetime) -> NoticeVersion:
    """Write and propose another document for an opened notice; an earlier proposal gives way to it.

    Raises RuleBroken: not opened, a selection stands, nothing changed, values not settled, no reason.
    """
    lock(notice)
    _refuse_unless_opened(notice)
    if document.digest == document_of(current_version(notice)).digest:
        raise RuleBroken("바뀐 내용이 없습니다.")
    _refuse_unsettled(document)
    earlier = pending(notice)
    if earlier is not None:
        earlier.proposed_by_id = earlier.proposed_at = None
    row = write_version(notice, document, reason=reason, by=by, now=now)
    row.reason = reason.strip()  # the document that was sent back, put up again: with the words of this time
    row.proposed_by_id, row.proposed_at = by.user_id, now
    db.session.flush()
    audit.record("recruit:notice:propose-change", row, by=by, at=now, reason=reason, changes={"number": row.number})
    return row


def _refuse_unless_opened(notice: Notice) -> None:
    if notice.state not in (NoticeState.OPEN, NoticeState.CLOSED):
        raise RuleBroken("공고한 뒤에만 변경안을 올립니다. 공고하기 전에는 바로 고칠 수 있습니다.")
    refuse_after_selection(notice, "조건을 바꿀")


def _refuse_unsettled(document: NoticeDocument) -> None:
    found = document.obstacles()
    if found:
        raise RuleBroken(found[0].message)
    if not document.score_table.usable:
        raise RuleBroken(EXAMPLE_TABLE)


def effect(notice: Notice, version: NoticeVersion, today: date, *, size: int = CHUNK) -> Effect:
    """Judge all applications by the document in force and by ``version``, ``size`` in memory; nothing is written.

    An approved 판정 변경 hangs on one screening: it counts now, and no more once everybody is screened by ``version``.
    """
    terms = fact_loading.terms_of(notice)
    before = Judge(document_of(current_version(notice)), terms, today)
    after = Judge(document_of(version), terms, today)
    changed, waiting = verdicts.over_current(notice.id)
    judged, moves = 0, Counter[tuple[str, str]]()
    for chunk in fact_loading.in_chunks(notice, size=size):
        for one in chunk.loaded:
            judged += 1
            was = changed.get(one.application_id) or before.screen(one.facts).verdict
            will = after.screen(one.facts).verdict
            if was != will:
                moves[str(was), str(will)] += 1
    return Effect(judged, dict(moves), len(changed), waiting)


def approve_change(notice: Notice, number: int, *, by: Actor, now: datetime, seen: str | None = None) -> NoticeVersion:
    """Put the proposed version in force; every screening is stale from then on.

    Raises RuleBroken (W25), Conflict (W26; the change is not what was ``seen`` on the page).
    """
    lock(notice)
    version = _held(notice, number)
    if version.approved_by_id is not None or version.number != newest_version(notice).number:
        raise already_decided(version)
    if version.proposed_by_id is None:
        raise RuleBroken("결재에 올리지 않은 변경안입니다.")
    refuse_own(version, by)
    _refuse_unless_opened(notice)
    refuse_other(seen, notice_seen.version_stamp(notice, version))
    version.approved_by_id, version.approved_at = by.user_id, now
    db.session.flush()
    changes = {"number": version.number, "digest": version.digest}
    audit.record("recruit:notice:approve-change", version, by=by, at=now, reason=version.reason, changes=changes)
    return version


def send_back(notice: Notice, number: int, *, reason: str, by: Actor, now: datetime) -> None:
    """돌려보내기: the proposal is taken off the table, with a reason. Raises RuleBroken, Conflict (W26)."""
    lock(notice)
    version = _held(notice, number)
    if version.approved_by_id is not None or version.proposed_by_id is None:
        raise already_decided(version)
    if not reason.strip():
        raise RuleBroken("돌려보내는 사유를 적어 주세요.")
    version.proposed_by_id = version.proposed_at = None
    db.session.flush()
    changes = {"number": version.number}
    audit.record("recruit:notice:send-back", version, by=by, at=now, reason=reason.strip(), changes=changes)


def _held(notice: Notice, number: int) -> NoticeVersion:
    """The version as it stands now that the notice is held. Raises NotFound."""
    version = by_number(notice, number)
    db.session.refresh(version)
    return version
