"""The JSON of a pay run and of a statement, as design.md 5 has it: won as integers, no names, no clock."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.payroll.models import PayLine, PayRun, Statement
from app.payroll.services.explaining import hours_number, reasons_of
from app.payroll.services.lines import DEDUCTIONS, EARNINGS, EMPLOYER
from app.payroll.services.stated import Stated, stated_json
from app.reference.models import Cohort
from app.shared.periods import month_text


def run_json(run: PayRun) -> dict[str, Any]:
    """Lines by participation; the same run gives the same document."""
    lines = db.session.scalars(
        sa.select(PayLine).where(PayLine.pay_run_id == run.id).order_by(PayLine.participation_id, PayLine.id)
    )
    return {
        "cohort": run.cohort.code,
        "month": month_text(run.month),
        "status": run.state,
        "lines": [_line(line) for line in lines],
    }


def _line(line: PayLine) -> dict[str, Any]:
    used = line.used
    minutes = used["minutes_a_day"]
    return {
        "participation": line.participation_id,
        "born": used["born"],
        "from": used["from"],
        "to": used["to"],
        "hours_a_day": hours_number(minutes),
        "daily_wage": line.daily_wage_won,
        "days_worked": line.days_worked,
        "paid_holidays": line.paid_holidays,
        "weekly_rests": line.weekly_rests,
        "leave_days": hours_number(line.leave_minutes * 60 // minutes),
        "family": used["family"],
        "pension_base": used["pension_base"],
        "health_base": used["health_base"],
        "items": {name: getattr(line, f"{name}_won") for name in EARNINGS},
        "deductions": {name: getattr(line, f"{name}_won") for name in DEDUCTIONS},
        "employer": {name: getattr(line, f"employer_{name}_won") for name in EMPLOYER},
        "reasons": reasons_of(line),
        "gross": line.gross_won,
        "net": line.net_won,
    }


def statement_json(cohort: Cohort, month: date, stated: Stated) -> dict[str, Any]:
    return {
        "cohort": cohort.code,
        "programme": cohort.programme_code,
        "month": month_text(month),
        **stated_json(stated),
    }


def year_json(programme_code: str, year: int, stated: Stated, rows: list[Statement]) -> dict[str, Any]:
    """The sum of the months, with the months that it is the sum of."""
    months = [{"cohort": row.cohort.code, "month": month_text(row.month), "status": row.state} for row in rows]
    return {"programme": programme_code, "year": year, "months": months, **stated_json(stated)}
