"""실적 of the registers: entered with a source, corrected by a further entry, never changed."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.pledge.models import Actual, Indicator, Pledge
from app.pledge.services.report import term_of
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.shared.periods import korean_date


def indicator(pledge: Pledge, seq: int) -> Indicator:
    """Raises NotFound."""
    found = db.session.scalar(sa.select(Indicator).where(Indicator.pledge_id == pledge.id, Indicator.seq == seq))
    if found is None:
        raise NotFound
    return found


def add_entry(
    pledge: Pledge,
    seq: int,
    on_date: date,
    value: int,
    source_note: str,
    *,
    by: Actor,
    now: datetime,
    today: date,
    evidence: str = "",
    corrects_id: int | None = None,
) -> Actual:
    """Add a figure of ``on_date`` to an indicator; a correction carries the difference (it may be negative).

    Raises RuleBroken: no source, a day to come or before the term, a day that an opening entry covers already, a
    negative figure that corrects nothing, or an indicator that the system counts itself.
    """
    of = indicator(pledge, seq)
    if not source_note.strip():
        raise RuleBroken("출처를 적어 주세요. 출처가 없는 실적은 저장하지 않습니다.")
    _check_day(pledge, on_date, today)
    if corrects_id is None:
        _check_new(of, on_date, value)
    else:
        _check_correction(of, corrects_id)
    row = Actual(
        indicator_id=of.id,
        kind="entered",
        on_date=on_date,
        value=value,
        source_note=source_note.strip(),
        evidence=evidence.strip(),
        corrects_id=corrects_id,
        created_at=now,
        created_by_id=by.user_id or None,
    )
    db.session.add(row)
    db.session.flush()
    changes = {"seq": seq, "on_date": on_date, "value": value, "source": row.source_note, "corrects": corrects_id}
    audit.record("pledge:entry:add", row, by=by, at=now, changes=changes)
    return row


def _check_day(pledge: Pledge, on_date: date, today: date) -> None:
    term = term_of(pledge)
    if on_date > today:
        raise RuleBroken(f"{korean_date(today)} 뒤의 날은 적을 수 없습니다.")
    if not term.starts_on <= on_date <= term.ends_on:
        within = f"{korean_date(term.starts_on)} ~ {korean_date(term.ends_on)}"
        raise RuleBroken(f"{term.name} 기간({within})의 날을 적어 주세요.")


def _check_new(of: Indicator, on_date: date, value: int) -> None:
    if of.source == "participations":
        raise RuleBroken("이 지표는 참여 자료로 산출합니다. 실적을 따로 적지 않고 참여 자료를 고쳐 주세요.")
    if value < 0:
        raise RuleBroken("정정이 아닌 실적은 0 이상으로 적어 주세요.")
    _check_not_covered(of, on_date)


def _check_correction(of: Indicator, corrects_id: int) -> None:
    corrected = db.session.get(Actual, corrects_id)
    if corrected is None or corrected.indicator_id != of.id:
        raise RuleBroken("정정할 실적을 이 지표의 실적 가운데에서 골라 주세요.")


def _check_not_covered(of: Indicator, on_date: date) -> None:
    covered = db.session.scalar(
        sa.select(sa.func.max(Actual.covers_to)).where(Actual.indicator_id == of.id, Actual.kind == "opening")
    )
    if covered is not None and on_date <= covered:
        raise RuleBroken(
            f"{korean_date(covered)}까지는 이월 실적에 들어 있어 다시 세지 않습니다. "
            "고칠 값이 있으면 정정할 실적을 고르고 차이를 적어 주세요."
        )
