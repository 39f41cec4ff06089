"""조회 의뢰: a numbered list of people that goes out as a locked file, and who has not been answered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db, seal
from app.recruitment.look_up_sheets import KINDS, answers_of, columns_of
from app.recruitment.models import Application, LookUpEntry, LookUpRequest, Notice, NoticeState, Person
from app.recruitment.services.look_ups import may_be_looked_up, refused
from app.recruitment.services.people import NUMBER_COLUMN
from app.rules.application_states import GIVEN_UP
from app.shared.actor import Actor
from app.shared.canonical import canonical_json
from app.shared.errors import NotFound, RuleBroken
from app.shared.periods import korean_date
from app.sheets.listing import write_list
from app.sheets.locking import encrypt

LAW = "고용정책기본법 시행령 제43조의2제2항"
WHO = {"new": "아직 의뢰하지 않은 사람", "unanswered": "회신이 없는 사람", "all": "모두"}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"


LONGEST_BACK = timedelta(days=366)
"""How far before the notice a reference date may lie."""


def new_password() -> str:
    """Sixteen letters that are not taken for one another: kept nowhere."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def request(notice: Notice, kind: str, who: str, on: date, *, by: Actor, now: datetime, today: date) -> LookUpRequest:
    """Number a list of the people chosen. The notice must be locked. Raises RuleBroken when nobody is left to ask."""
    if notice.state not in (NoticeState.OPEN, NoticeState.CLOSED):
        raise RuleBroken("공고한 뒤 접수 중이거나 마감한 공고에서만 조회를 의뢰할 수 있습니다.")
    if not notice.opens_on - LONGEST_BACK <= on <= notice.cohort.ends_on:
        raise RuleBroken(f"기준일은 사업이 끝나는 {korean_date(notice.cohort.ends_on)}까지의 날로 적어 주세요.")
    if kind not in KINDS or who not in WHO:
        raise RuleBroken("조회 종류와 대상을 확인해 주세요.")
    chosen = list(db.session.execute(_chosen(notice, kind, who)))
    if not chosen:
        raise RuleBroken("의뢰할 사람이 없습니다. 대상을 확인해 주세요.")
    last = db.session.scalar(
        sa.select(sa.func.max(LookUpRequest.serial)).where(
            LookUpRequest.notice_id == notice.id, LookUpRequest.kind == kind
        )
    )
    ids = [row.id for row in chosen]
    serial = (last or 0) + 1
    row = LookUpRequest(
        notice_id=notice.id,
        kind=kind,
        serial=serial,
        number=f"조회-{notice.code}-{KINDS[kind]}-{serial:02d}",
        reference_on=on,
        requested_on=today,
        people=len(ids),
        digest=hashlib.sha256(canonical_json([kind, on.isoformat(), ids]).encode()).hexdigest(),
        created_at=now,
        created_by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    values = [{"request_id": row.id, "application_id": one, "position": at} for at, one in enumerate(ids, 1)]
    db.session.execute(sa.insert(LookUpEntry), values)
    changes = {"number": row.number, "people": row.people, "digest": row.digest}
    people = [one.person_id for one in chosen]
    audit.record("recruit:look-up:request", row, by=by, at=now, changes=changes, people=people)
    return row


def _chosen(notice: Notice, kind: str, who: str) -> Any:
    """Living applications by number; never who refused or withdrew the consent to the looking up, or was erased."""
    asked = (
        sa.select(LookUpEntry.application_id)
        .join(LookUpRequest, LookUpRequest.id == LookUpEntry.request_id)
        .where(LookUpRequest.notice_id == notice.id, LookUpRequest.kind == kind)
    )
    query = (
        sa.select(Application.id, Application.person_id)
        .join(Person, Person.id == Application.person_id)
        .where(
            Application.notice_id == notice.id,
            *may_be_looked_up(),
        )
        .order_by(Application.number)
    )
    if who == "new":
        return query.where(Application.id.not_in(asked))
    if who == "unanswered":
        answered = asked.where(LookUpEntry.answered_at.is_not(None))
        return query.where(Application.id.in_(asked), Application.id.not_in(answered))
    return query


def left_out_count(notice: Notice) -> int:
    """Living applications of the notice that no list may name, for want of that consent."""
    query = sa.select(sa.func.count(Application.id)).where(
        Application.notice_id == notice.id, Application.state.not_in(GIVEN_UP), Application.id.in_(refused())
    )
    return db.session.scalar(query) or 0


def found(request_id: int, *, lock: bool = False) -> LookUpRequest:
    """Raises NotFound."""
    query = sa.select(LookUpRequest).where(LookUpRequest.id == request_id)
    row = db.session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound
    return row


def notice_of(row: LookUpRequest) -> Notice:
    return db.session.get_one(Notice, row.notice_id)


def locked_file(row: LookUpRequest, password: str, purpose: str, *, by: Actor, now: datetime) -> bytes:
    """The list with full resident numbers behind the password; every time it goes out is recorded with all its people.

    Who withdrew, was cancelled or erased since the list was numbered is not in it any more; the others keep their
    positions. Raises RuleBroken when nobody is left.
    """
    kind, entries = row.kind, db.session.execute(_entries(row)).all()
    if not entries:
        raise RuleBroken("명단에 남은 사람이 없습니다. 동의를 철회했거나 신청을 취소·포기한 사람은 내보내지 않습니다.")
    blanks = [None] * (len(answers_of(kind)) + 1)
    rows = [
        [
            one.position,
            row.number,
            one.name,
            _dashed(seal.open(one.rrn_cipher, NUMBER_COLUMN)),
            row.reference_on,
            *blanks,
        ]
        for one in entries
    ]
    people = [one.person_id for one in entries]
    changes = {"number": row.number, "people": len(rows), "left_out": row.people - len(rows), "law": LAW}
    audit.record("recruit:look-up:list", row, by=by, at=now, reason=purpose, changes=changes, people=people)
    return encrypt(write_list(row.number, columns_of(kind), rows), password)


def _dashed(digits: str) -> str:
    return f"{digits[:6]}-{digits[6:]}"


def _entries(row: LookUpRequest) -> sa.Select[Any, Any, Any, Any]:
    """Who of the list may still go out: the same people that a new list would name."""
    return (
        sa.select(LookUpEntry.position, Person.id.label("person_id"), Person.name, Person.rrn_cipher)
        .join(Application, Application.id == LookUpEntry.application_id)
        .join(Person, Person.id == Application.person_id)
        .where(
            LookUpEntry.request_id == row.id,
            *may_be_looked_up(),
        )
        .order_by(LookUpEntry.position)
    )


def gone_since(row: LookUpRequest) -> int:
    """How many of the list do not go out any more: cancelled, withdrawn or erased since it was numbered."""
    return row.people - (db.session.scalar(sa.select(sa.func.count()).select_from(_entries(row).subquery())) or 0)


_WAITS = sa.and_(LookUpEntry.answered_at.is_(None), *may_be_looked_up())
_COUNTS = (
    sa.func.count(LookUpEntry.answered_at).label("answered"),
    sa.func.count(sa.case((_WAITS, 1))).label("waiting"),
)


def rows_of(notice: Notice) -> Sequence[Any]:
    """The notice's requests, newest first, with how many are answered and how many still waited for: one statement."""
    return db.session.execute(
        sa.select(LookUpRequest, *_COUNTS)
        .join(LookUpEntry, LookUpEntry.request_id == LookUpRequest.id)
        .join(Application, Application.id == LookUpEntry.application_id)
        .join(Person, Person.id == Application.person_id)
        .where(LookUpRequest.notice_id == notice.id)
        .group_by(LookUpRequest.id)
        .order_by(LookUpRequest.id.desc())
    ).all()


def unanswered(row: LookUpRequest, *, after: int = 0, size: int = 50) -> Sequence[Any]:
    """Who waits for an answer, by the list's own numbering; one more than ``size`` when there is a next page.

    Nobody waits any more for who was cancelled, withdrew or was erased since.
    """
    return db.session.execute(
        sa.select(LookUpEntry.position, Application.id, Application.number, Person.id.label("person_id"), Person.name)
        .join(Application, Application.id == LookUpEntry.application_id)
        .join(Person, Person.id == Application.person_id)
        .where(LookUpEntry.request_id == row.id, LookUpEntry.position > after, _WAITS)
        .order_by(LookUpEntry.position)
        .limit(size + 1)
    ).all()


def counts_of(row: LookUpRequest) -> Any:
    """``answered``, and ``waiting``: the others gave up, withdrew or were erased since."""
    query = (
        sa.select(*_COUNTS)
        .select_from(LookUpEntry)
        .join(Application, Application.id == LookUpEntry.application_id)
        .join(Person, Person.id == Application.person_id)
    )
    return db.session.execute(query.where(LookUpEntry.request_id == row.id)).one()
