"""분기 제출과 확정: a quarter's figures frozen with their digest, by two people; later changes show against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.deciding import already_decided, refuse_own
from app.accounts.models import User
from app.audit import services as audit
from app.extensions import db
from app.pledge.models import Pledge, Snapshot
from app.pledge.services.as_json import report_json
from app.pledge.services.report import report
from app.shared.actor import Actor
from app.shared.canonical import digest
from app.shared.errors import Conflict, NotFound, RuleBroken
from app.shared.periods import korean_date, quarter_end
from app.shared.sentences import josa

DAYS_TO_SUBMIT = 10
"""관악구 공약 관리 규칙 §6①: within ten days after the quarter's end."""


@dataclass(frozen=True)
class Change:
    """A figure that is no longer what was frozen."""

    label: str
    unit: str
    then: int | float | None
    now: int | float | None

    @property
    def sentence(self) -> str:
        """``참여인원이 1명 달라졌습니다(4,278 → 4,279).``"""
        name = josa(self.label, "이/가")
        if self.then is None or self.now is None:
            return f"{name} {'산출할 수 없게 되었습니다' if self.now is None else '새로 산출되었습니다'}."
        amount = round(abs(self.now - self.then), 1)
        return f"{name} {amount:,}{self.unit} 달라졌습니다({self.then:,} → {self.now:,})."


def due_on(year: int, quarter: int) -> date:
    return quarter_end(year, quarter) + timedelta(days=DAYS_TO_SUBMIT)


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def next_quarter(year: int, quarter: int) -> tuple[int, int]:
    return (year + 1, 1) if quarter == 4 else (year, quarter + 1)


def snapshots(pledge: Pledge) -> list[Snapshot]:
    """All of them, oldest first."""
    rows = sa.select(Snapshot).where(Snapshot.pledge_id == pledge.id).order_by(Snapshot.year, Snapshot.quarter)
    return list(db.session.scalars(rows))


def snapshot_of(pledge: Pledge, year: int, quarter: int) -> Snapshot | None:
    return next((one for one in snapshots(pledge) if (one.year, one.quarter) == (year, quarter)), None)


def latest_closed(pledge: Pledge) -> Snapshot | None:
    return next((one for one in reversed(snapshots(pledge)) if one.state == "closed"), None)


def quarter_to_submit(pledge: Pledge, today: date) -> tuple[int, int]:
    """The one after the last closed quarter; where none is closed, the last quarter that has ended."""
    closed = latest_closed(pledge)
    if closed is not None:
        return next_quarter(closed.year, closed.quarter)
    year, quarter = quarter_of(today)
    return (year - 1, 4) if quarter == 1 else (year, quarter - 1)


def values_of(pledge: Pledge, as_of: date) -> dict[str, Any]:
    """What is frozen: the report. Explanations of findings may still come after it."""
    return report_json(report(pledge, as_of))


def propose(pledge: Pledge, year: int, quarter: int, *, by: Actor, now: datetime, today: date) -> Snapshot:
    """Submit a quarter that has ended; submitting again before it is closed replaces the figures.

    Raises RuleBroken (not ended yet, no value for an indicator), Conflict (closed already).
    """
    as_of = quarter_end(year, quarter)
    if as_of >= today:
        raise RuleBroken(f"{year}년 {quarter}분기는 {korean_date(as_of)}에 끝납니다. 끝난 뒤에 제출해 주세요.")
    values = values_of(pledge, as_of)
    if values["overall_rate"] is None:
        raise RuleBroken("산출할 수 없는 지표가 있어 제출하지 않았습니다. 지표 화면에서 원인을 확인해 주세요.")
    row = _locked(pledge, year, quarter)
    if row is not None and row.state == "closed":
        raise already_decided(row)
    if row is None:
        row = Snapshot(pledge_id=pledge.id, year=year, quarter=quarter)
        db.session.add(row)
    row.as_of, row.values, row.digest, row.state = as_of, values, digest(values), "proposed"
    row.proposed_by_id, row.proposed_at = by.user_id, now
    db.session.flush()
    audit.record(
        "pledge:quarter:propose", row, by=by, at=now, changes={"quarter": f"{year}Q{quarter}", "digest": row.digest}
    )
    return row


def close(pledge: Pledge, year: int, quarter: int, seen_digest: str, *, by: Actor, now: datetime) -> Snapshot:
    """Freeze what was submitted and seen. Another person than the one who submitted it.

    Raises NotFound (nothing submitted), RuleBroken (own submission; the data changed since), Conflict (closed already,
    or another submission than the one that was seen).
    """
    row = _locked(pledge, year, quarter)
    if row is None:
        raise NotFound
    if row.state == "closed":
        raise already_decided(row)
    refuse_own(row, by)
    if row.digest != seen_digest:
        raise Conflict("그 사이 다시 제출했습니다. 새로 제출한 내용을 확인하고 확정해 주세요.")
    if digest(values_of(pledge, row.as_of)) != row.digest:
        raise RuleBroken("제출한 뒤 자료가 바뀌었습니다. 공약 담당이 다시 제출한 뒤 확정해 주세요.")
    row.state, row.approved_by_id, row.approved_at = "closed", by.user_id, now
    db.session.flush()
    audit.record(
        "pledge:quarter:close", row, by=by, at=now, changes={"quarter": f"{year}Q{quarter}", "digest": row.digest}
    )
    return row


def _locked(pledge: Pledge, year: int, quarter: int) -> Snapshot | None:
    """The row behind its pledge's lock, read anew: of two people at once the second sees what the first did."""
    db.session.execute(sa.select(Pledge.id).where(Pledge.id == pledge.id).with_for_update())
    return db.session.scalar(
        sa.select(Snapshot)
        .where(Snapshot.pledge_id == pledge.id, Snapshot.year == year, Snapshot.quarter == quarter)
        .execution_options(populate_existing=True)
    )


def changes_since(pledge: Pledge, snapshot: Snapshot) -> list[Change]:
    """Figures of the same day that differ now from what was frozen."""
    now = report_json(report(pledge, snapshot.as_of))
    then = snapshot.values
    before = {one["seq"]: one for one in then["indicators"]}
    changes = [
        Change(one["name"], one["unit"], before.get(one["seq"], {}).get("actual"), one["actual"])
        for one in now["indicators"]
    ]
    changes.append(Change("총 이행률", "%p", then["overall_rate"], now["overall_rate"]))
    executed = Change("집행액", "원", then["budget"]["executed"]["total"], now["budget"]["executed"]["total"])
    return [one for one in (*changes, executed) if one.then != one.now]


def version_text(pledge: Pledge, snapshot: Snapshot) -> str:
    """``확정본 2024-1분기 제1호``: closed quarters are numbered in their order."""
    closed = [one for one in snapshots(pledge) if one.state == "closed"]
    number = next((at for at, one in enumerate(closed, 1) if one.id == snapshot.id), 0)
    return f"확정본 {snapshot.year}-{snapshot.quarter}분기 제{number}호"


def closed_on(pledge: Pledge, as_of: date) -> Snapshot | None:
    """The closed quarter that ends on this day, if there is one."""
    row = snapshot_of(pledge, *quarter_of(as_of))
    return row if row is not None and row.state == "closed" and row.as_of == as_of else None


def closed_by(pledge: Pledge, as_of: date) -> str:
    """Who closed the quarter that ends on this day; nobody where it is not closed."""
    row = closed_on(pledge, as_of)
    who = db.session.get(User, row.approved_by_id) if row else None
    return who.name if who else ""
