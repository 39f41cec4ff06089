"""점검 of a statement: does every line add up, are pay and earlier months confirmed, does the grant hold."""

from __future__ import annotations

from datetime import date

from app.payroll.services.checks import Check
from app.payroll.services.stated import Stated
from app.reference.models import Cohort
from app.rules.cost_share import Shares, ratio_text
from app.shared.money import won


def of_statement(cohort: Cohort, month: date, months: dict[date, Stated]) -> list[Check]:
    """The lines of the check list, from the cohort's months up to this one."""
    stated = months[month]
    whole = sum((line.shares.total for line in stated.lines), 0)
    adds_up = stated.total.national + stated.total.city + stated.total.district == whole
    running = sum((one.total for one in months.values()), Shares())
    parts = " + ".join(f"{at.month}월" for at in months)
    found = [
        Check("success" if adds_up else "danger", "비목마다 재원의 합이 총액과 같습니다."),
        Check("success", f"누계 {won(running.total)}원 = {parts}"),
        Check("success", f"{month.month}월 급여를 확정했습니다."),
    ]
    waiting = [at for at, one in months.items() if at < month and one.state != "confirmed"]
    if waiting:
        found.append(
            Check("warning", f"{waiting[0].month}월 내역서를 아직 확정하지 않았습니다. 앞선 달부터 확정합니다.")
        )
    if stated.ceiling is None and stated.nominal.city:
        found.append(Check("warning", f"{cohort.year}년 시비 교부결정이 없어 한도를 두지 않았습니다.", "grants"))
    if stated.overflow > 0:
        found.append(Check("warning", f"시비 한도를 넘어 {won(stated.overflow)}원을 구비로 부담합니다."))
    return found


def ceiling_sentence(stated: Stated) -> str:
    """W43, or ``""`` where the ceiling does not bite."""
    if stated.ceiling is None or stated.overflow <= 0:
        return ""
    city, left = stated.nominal.city, stated.ceiling.left
    ratio = ratio_text(stated.total).split(" : ")
    return (
        f"시비 기준액 {won(city)}원이 교부결정 잔액 {won(left)}원보다 {won(stated.overflow)}원 많아, "
        f"초과분을 구비로 부담합니다. 실제 분담률 시 {ratio[-2]}% : 구 {ratio[-1]}%."
    )
