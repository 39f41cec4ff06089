"""One person's month as a row of ``pay_line``: amounts in columns, everything they came from in ``used``."""

from __future__ import annotations

from typing import Any

from app.payroll.services.loading import Member
from app.rules.pay import MonthPay, PayPerson
from app.shared.sentences import Sentence

DEDUCTIONS = ("pension", "health", "care", "employment", "income_tax", "local_tax")
EMPLOYER = ("pension", "health", "care", "employment", "stability", "accident")
EARNINGS = ("base", "holiday", "weekly_rest", "leave", "lateness", "allowance")


def line_row(run_id: int, member: Member, found: MonthPay) -> dict[str, Any]:
    """Column values for one bulk insert."""
    return {
        "pay_run_id": run_id,
        "participation_id": member.participation_id,
        "month": found.month,
        "kind": "regular",
        "daily_wage_won": found.daily_wage,
        "days_worked": found.counts.days_worked,
        "paid_holidays": found.counts.paid_holidays,
        "weekly_rests": found.counts.weekly_rests,
        "leave_minutes": found.counts.leave_minutes,
        "leave_days_paid": found.leave_paid_out_minutes // found.minutes_a_day,
        "late_minutes": found.counts.late_minutes,
        "other_won": 0,
        "gross_won": found.gross,
        "net_won": found.net,
        "used": _used(member.person, found),
        **{f"{name}_won": won for name, won in found.items.as_dict().items()},
        **{f"{name}_won": found.deductions[name] for name in DEDUCTIONS},
        **{f"employer_{name}_won": found.employer[name] for name in EMPLOYER},
    }


def _used(person: PayPerson, found: MonthPay) -> dict[str, Any]:
    """Plain JSON: the person's own figures then, the reasons of zero lines, the weeks and the days behind the counts."""
    return {
        "born": person.born_on.isoformat(),
        "from": person.starts_on.isoformat(),
        "to": person.ends_on.isoformat(),
        "contract_to": (person.contract_ends_on or person.ends_on).isoformat(),
        "minutes_a_day": person.minutes_a_day,
        "weekdays": person.weekdays,
        "family": person.tax.family,
        "children": person.tax.children,
        "tax_percent": person.tax.percent,
        "base_mode": person.base_mode,
        "pension_base": found.pension_base,
        "health_base": found.health_base,
        "insurable": found.insurable_wage,
        "rest_minutes": found.counts.rest_minutes,
        "paid_out_minutes": found.leave_paid_out_minutes,
        "annual_leave_minutes": found.attended.annual_leave_minutes,
        "absences": [day.isoformat() for day in found.attended.absences],
        "reasons": {code: _plain(sentence) for code, sentence in found.reasons.items()},
        "rests": [_plain(rest.sentence) for rest in found.rests if rest.sentence],
        "computed": {line: list(sides) for line, sides in found.computed.items()},
    }


def _plain(sentence: Sentence) -> dict[str, Any]:
    return {"code": sentence.code, "values": sentence.values}


def sentence_of(kept: dict[str, Any]) -> Sentence:
    """A sentence back from what ``used`` keeps."""
    return Sentence(kept["code"], kept["values"])
