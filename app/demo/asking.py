"""조회 of the summer round: numbered lists go out, answers come back for most; some people wait for theirs.

The answers of a thousand people are written in bulk, with the very rows that taking in a reply leaves; later replies
come as files through the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.demo.applicants import LOOKED_UP_ON, Applicant
from app.demo.last_winter import asked_as
from app.demo.parts import LATE_INCOME
from app.demo.people import Synthetic
from app.demo.story_time import TODAY, at
from app.demo.this_summer import Summer
from app.extensions import db
from app.recruitment.look_up_sheets import KINDS, columns_of
from app.recruitment.models import LookUpEntry, LookUpRequest
from app.recruitment.services import look_up_replies, look_up_requests, look_ups, uploads
from app.recruitment.services.uploads import Uploaded
from app.recruitment.words import LookUp
from app.shared.actor import Actor
from app.shared.canonical import canonical_json
from app.sheets.listing import write_list

ANSWERED_BUSINESS = 24
"""So many 사업자등록 answers came after the screening: these results are stale."""


def ask(summer: Summer, by: Actor) -> dict[str, LookUpRequest]:
    """One list of each kind with everybody on it."""
    now = at(LOOKED_UP_ON, 17)
    return {
        kind: look_up_requests.request(summer.notice, kind, "all", LOOKED_UP_ON, by=by, now=now, today=LOOKED_UP_ON)
        for kind in KINDS
    }


def answer_in_bulk(summer: Summer, requests: Mapping[str, LookUpRequest], by: Actor) -> None:
    """행복e음, 일모아 and 고용보험 answer the same evening, but for those whose story says otherwise."""
    now = at(LOOKED_UP_ON, 17, 50)
    for kind in ("welfare", "ilmoa", "employment"):
        rows = [row for row_id, one in summer.numbered for row in _answers(summer, row_id, one, kind)]
        _take(requests[kind], rows, by, now)


def _answers(summer: Summer, row_id: int, one: Applicant, kind: str) -> Iterable[dict[str, Any]]:
    """Nothing at all about somebody whose answer has not come."""
    if kind == "welfare" and (LookUp.INCOME not in one.look_ups or one.part == LATE_INCOME):
        return
    for name, value in one.look_ups.items():
        if asked_as(name) == kind:
            yield {
                "person_id": summer.ids[one.person.resident_number],
                "application_id": row_id,
                "kind": name,
                "value": value,
                "looked_up_on": LOOKED_UP_ON,
                "source": KINDS[kind],
            }


def _take(request: LookUpRequest, rows: list[dict[str, Any]], by: Actor, now: datetime) -> None:
    """What ``look_up_replies.take`` leaves: the batch, the answers, and who is answered."""
    answered = {row["application_id"]: row["person_id"] for row in rows}
    name, content = f"{KINDS[request.kind]}_회신.xlsx", canonical_json([sorted(answered), request.number]).encode()
    counts = {"answered": len(answered), "blank": request.people - len(answered)}
    scope = look_up_requests.notice_of(request).code
    batch = uploads.kept(Uploaded(name, content), request.kind, scope, counts, rows=request.people, by=by, now=now)
    look_ups.record_many([row | {"batch_id": batch.id, "request_id": request.id} for row in rows], by=by, now=now)
    db.session.execute(
        sa.update(LookUpEntry)
        .where(LookUpEntry.request_id == request.id, LookUpEntry.application_id.in_(list(answered)))
        .values(answered_at=now, batch_id=batch.id)
    )
    changes = {"number": request.number, **counts, "sha256": batch.sha256}
    audit.record("recruit:look-up:reply", request, by=by, at=now, changes=changes, people=list(answered.values()))


def answer_late_income(summer: Summer, request: LookUpRequest, by: Actor) -> None:
    """The one row of 행복e음 that came on the business date, as a file of its own."""
    row_id, one = summer.of_part(LATE_INCOME)[0]
    answers = [one.look_ups[LookUp.INCOME], one.look_ups[LookUp.PROPERTY], "받지 않음", "확인"]
    _reply(request, {row_id: (one, answers)}, "행복e음_추가회신.xlsx", by=by, now=at(TODAY, 9, 5))


def answer_business(summer: Summer, request: LookUpRequest, by: Actor) -> None:
    """The first 사업자등록 answers: nobody has one, but what they say is newer than the screening."""
    plain = [pair for pair in summer.numbered if not pair[1].story and not pair[1].part][:ANSWERED_BUSINESS]
    rows = {row_id: (one, ["없음", None]) for row_id, one in plain}
    _reply(request, rows, "사업자등록_회신_1차.xlsx", by=by, now=at(TODAY, 9, 40))


def _reply(
    request: LookUpRequest, rows: Mapping[int, tuple[Applicant, list[Any]]], name: str, *, by: Actor, now: datetime
) -> None:
    positions = dict(
        db.session.execute(
            sa.select(LookUpEntry.application_id, LookUpEntry.position).where(LookUpEntry.request_id == request.id)
        ).all()
    )
    filled = [
        [positions[row_id], request.number, one.person.name, dashed(one.person), request.reference_on, *answers, TODAY]
        for row_id, (one, answers) in rows.items()
    ]
    content = write_list(request.number, columns_of(request.kind), filled)
    look_up_replies.take(request, Uploaded(name, content), by=by, now=now, today=TODAY)


def dashed(person: Synthetic) -> str:
    """The resident number as a sheet has it."""
    return f"{person.resident_number[:6]}-{person.resident_number[6:]}"
