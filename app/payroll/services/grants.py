"""교부: what a funder decided, and the ledger of what came, went back and earned interest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.payroll.models import CostShare, Funder, Grant, GrantEntry, Statement
from app.payroll.services.approving import lock
from app.reference import services as reference
from app.reference.models import Cohort
from app.rules.cost_share import Settlement
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.shared.money import won

FUNDERS = {Funder.NATIONAL: "국비", Funder.CITY: "시비", Funder.DISTRICT: "구비"}
ENTRY_KINDS = {"received": "수령", "returned": "반납", "interest": "이자"}


def grant_of(grant_id: int) -> Grant:
    """Raises NotFound."""
    found = db.session.get(Grant, grant_id)
    if found is None:
        raise NotFound
    return found


def add_grant(
    programme_code: str,
    year: int,
    funder: str,
    *,
    decided_won: int,
    decided_on: date,
    number: str,
    by: Actor,
    now: datetime,
    note: str = "",
) -> Grant:
    """Enter a 교부결정; several of a programme, year and funder add up. Raises RuleBroken for one already there."""
    reference.programme(programme_code)
    if not 2018 <= year <= 2100:
        raise RuleBroken("연도를 확인해 주세요.")
    same = sa.select(Grant.id).where(
        Grant.programme_code == programme_code, Grant.year == year, Grant.funder == funder, Grant.number == number
    )
    if db.session.scalar(same):
        raise RuleBroken(f"문서번호 {number}의 교부결정을 이미 등록했습니다.")
    row = Grant(
        programme_code=programme_code,
        year=year,
        funder=Funder(funder),
        decided_won=decided_won,
        decided_on=decided_on,
        number=number,
        note=note,
        created_at=now,
        created_by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    changes = {"programme": programme_code, "year": year, "funder": funder, "decided": decided_won, "number": number}
    audit.record("payroll:grant:add", row, by=by, at=now, changes=changes)
    return row


def add_entry(
    grant: Grant, kind: str, amount: int, on_date: date, *, by: Actor, now: datetime, note: str = ""
) -> GrantEntry:
    """Enter 수령, 반납 or 이자. Raises RuleBroken when more comes than was decided or more goes back than came."""
    grant = lock(Grant, grant.id)
    if kind not in ENTRY_KINDS or amount <= 0:
        raise RuleBroken("구분과 금액을 확인해 주세요. 금액은 1원 이상이어야 합니다.")
    sums = _entry_sums([grant.id]).get(grant.id, {})
    if kind == "received" and sums.get("received", 0) + amount > grant.decided_won:
        over = sums.get("received", 0) + amount - grant.decided_won
        raise RuleBroken(f"수령액 합계가 교부결정액 {won(grant.decided_won)}원보다 {won(over)}원 많습니다.")
    came = sums.get("received", 0) + sums.get("interest", 0)
    if kind == "returned" and sums.get("returned", 0) + amount > came:
        raise RuleBroken(f"반납액 합계가 수령액과 이자의 합계 {won(came)}원보다 많습니다.")
    row = GrantEntry(grant_id=grant.id, kind=kind, won=amount, on_date=on_date, note=note)
    db.session.add(row)
    db.session.flush()
    changes = {"kind": kind, "won": amount, "on": on_date.isoformat()}
    audit.record("payroll:grant:entry", row, by=by, at=now, changes={"grant": grant.id, **changes})
    return row


@dataclass(frozen=True, slots=True)
class Ledger:
    """One programme, year and funder, won. ``executed`` is what confirmed statements charge to the funder."""

    programme_code: str
    year: int
    funder: str
    decided: int
    received: int
    returned: int
    interest: int
    executed: int

    @property
    def decided_left(self) -> int:
        """결정잔액."""
        return self.decided - self.executed

    @property
    def received_left(self) -> int:
        """수령잔액."""
        return self.received - self.executed

    @property
    def to_return(self) -> int:
        """What has come and was not spent, with interest, less what went back; never below 0."""
        spent_of = min(self.executed, self.received)
        return max(0, Settlement(self.received, spent_of, self.interest).to_return - self.returned)


def ledger(programme_code: str, year: int, funder: str) -> Ledger:
    """Sums of every decision and entry of programme, year and funder."""
    found = next((one for one in ledgers(year) if (one.programme_code, one.funder) == (programme_code, funder)), None)
    return found or Ledger(programme_code, year, funder, 0, 0, 0, 0, executed(programme_code, year)[Funder(funder)])


def ledgers(year: int | None = None) -> list[Ledger]:
    """A ledger for every programme, year and funder that has a decision; newest year first."""
    query = sa.select(Grant).order_by(Grant.year.desc(), Grant.programme_code, Grant.funder)
    grants = db.session.scalars(query if year is None else query.where(Grant.year == year)).all()
    entries = _entry_sums([grant.id for grant in grants])
    found = []
    groups: dict[tuple[str, int, str], list[Grant]] = {}
    for grant in grants:
        groups.setdefault((grant.programme_code, grant.year, grant.funder), []).append(grant)
    spent = {key: executed(*key) for key in dict.fromkeys((code, year_) for code, year_, _funder in groups)}
    for (code, of_year, funder), rows in groups.items():
        sums = {kind: sum(entries.get(row.id, {}).get(kind, 0) for row in rows) for kind in ENTRY_KINDS}
        decided_won = sum(row.decided_won for row in rows)
        found.append(Ledger(code, of_year, funder, decided_won, executed=spent[code, of_year][Funder(funder)], **sums))
    return found


def _entry_sums(grant_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    rows = db.session.execute(
        sa.select(GrantEntry.grant_id, GrantEntry.kind, sa.cast(sa.func.sum(GrantEntry.won), sa.BigInteger))
        .where(GrantEntry.grant_id.in_(list(grant_ids)))
        .group_by(GrantEntry.grant_id, GrantEntry.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for grant_id, kind, amount in rows:
        found.setdefault(grant_id, {})[kind] = amount
    return found


def executed(programme_code: str, year: int) -> dict[Funder, int]:
    """Won by funder in confirmed statements of programme and year, what passed the ceiling charged to the district."""
    confirmed = (
        sa.select(Statement.id)
        .join(Cohort, Cohort.id == Statement.cohort_id)
        .where(Cohort.programme_code == programme_code, Cohort.year == year, Statement.state == "confirmed")
    )
    columns = (CostShare.national_won, CostShare.city_won, CostShare.district_won)
    sums = [sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger) for column in columns]
    found = db.session.execute(sa.select(*sums).where(CostShare.statement_id.in_(confirmed)))
    national, city, district = tuple(found.one())
    over = db.session.scalar(
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(Statement.overflow_won), 0), sa.BigInteger)).where(
            Statement.id.in_(confirmed)
        )
    )
    over = int(over or 0)
    return {Funder.NATIONAL: national, Funder.CITY: city - over, Funder.DISTRICT: district + over}


def entries_of(grant: Grant) -> list[GrantEntry]:
    return list(
        db.session.scalars(
            sa.select(GrantEntry).where(GrantEntry.grant_id == grant.id).order_by(GrantEntry.on_date, GrantEntry.id)
        )
    )
