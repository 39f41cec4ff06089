"""동별 접수대장 as values: the applications of one 동 and how far its sending has come."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong, User
from app.extensions import db
from app.recruitment.documents.intake_register import IntakeRegister, RegisterRow
from app.recruitment.models import (
    STREAM_LABELS,
    Application,
    ApplicationState,
    Notice,
    NoticeStream,
    Paper,
    Person,
    Proxy,
    Stream,
)
from app.recruitment.services import intake_closings
from app.recruitment.services.paper_values import project_names, term_of, wishes_of
from app.recruitment.services.scope import visible
from app.recruitment.words import STATE_LABELS
from app.rules.application_states import GIVEN_UP
from app.shared.actor import Actor
from app.shared.periods import SEOUL


def intake_register_of(
    notice: Notice, dong: Dong, actor: Actor, *, printed_on: date, demo: bool
) -> tuple[IntakeRegister, list[int]]:
    """동별 접수대장 of one 동 and the ids of the people on it; nothing of another 동 for a clerk.

    Numbers are given in order and never again: what was sent are the first rows, as many as the closing counted.
    """
    closing = intake_closings.current(notice, dong.code)
    rows = _register_rows(notice, dong, actor)
    names = project_names(notice)
    lines = tuple(_register_row(row, names) for row in rows)
    sent = closing.applications if closing else len(lines)
    register = IntakeRegister(
        notice=notice.title,
        cohort=term_of(notice),
        dong=dong.name,
        opens_on=notice.opens_on,
        closes_on=notice.closes_on,
        rows=lines[:sent],
        later=lines[sent:],
        digest=closing.digest[:12] if closing else "",
        closed_on=closing.closed_at.astimezone(SEOUL).date() if closing else None,
        closed_by=_user_name(closing.closed_by_id) if closing else "",
        accepted_on=closing.accepted_at.astimezone(SEOUL).date() if closing and closing.accepted_at else None,
        accepted_by=_user_name(closing.accepted_by_id) if closing else "",
        printed_on=printed_on,
        demo=demo,
    )
    return register, [row.person_id for row in rows]


def _register_rows(notice: Notice, dong: Dong, actor: Actor) -> list[Any]:
    missing = (
        sa.select(sa.func.count())
        .where(Paper.application_id == Application.id, Paper.required, Paper.received_on.is_(None))
        .scalar_subquery()
    )
    query = (
        sa.select(
            Application.number,
            Application.person_id,
            Application.received_on,
            Application.state,
            Application.preferences,
            Person.name,
            Person.born_on,
            Person.road_address,
            Person.address_detail,
            NoticeStream.code.label("stream"),
            missing.label("missing"),
            Proxy.application_id.label("proxy"),
        )
        .join(Person, Person.id == Application.person_id)
        .join(NoticeStream, NoticeStream.id == Application.stream_id)
        .outerjoin(Proxy, Proxy.application_id == Application.id)
        .where(Application.notice_id == notice.id, Application.dong_code == dong.code)
        .order_by(Application.number)
    )
    return list(db.session.execute(visible(query, actor)))


def _register_row(row: Any, names: dict[int, str]) -> RegisterRow:
    remarks, given_up = ["대리"] if row.proxy else [], row.state in GIVEN_UP
    if given_up:
        remarks.append(STATE_LABELS[ApplicationState(row.state)])
    return RegisterRow(
        number=f"{row.number:05d}",
        received_on=row.received_on,
        name=row.name,
        born_on=row.born_on,
        address=" ".join(part for part in (row.road_address, row.address_detail) if part),
        stream=STREAM_LABELS[Stream(row.stream)],
        wishes=wishes_of(row.preferences, names),
        papers=f"미비 {row.missing}건" if row.missing else "완비",
        remark=", ".join(remarks),
        given_up=given_up,
    )


def _user_name(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""
