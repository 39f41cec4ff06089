"""Korean of what the pay rules say: one catalogue, turned into text only when shown (wording.md 39 and 40)."""

from __future__ import annotations

from datetime import date

from app.shared.money import won
from app.shared.periods import korean_date
from app.shared.sentences import Sentence

LINES = {
    "pension": "국민연금",
    "health": "건강보험",
    "care": "장기요양보험",
    "employment": "고용보험 실업급여",
    "stability": "고용안정·직업능력개발",
    "accident": "산재보험",
    "income_tax": "소득세",
    "local_tax": "지방소득세",
}
TEXTS = {
    "pension_age": "{line} 0원: 만 {age}세 이상입니다.",
    "pension_young": "{line} 0원: 만 {age}세 미만입니다.",
    "opted_out": "{line} 0원: 생계·의료급여 수급자로 본인이 제외를 희망했습니다.",
    "medical_aid": "{line} 0원: 의료급여 수급자입니다.",
    "first_month": "{line} 0원: 이번 달은 자격 취득월입니다(다음 달부터 부과).",
    "short_hours": "{line} 0원: 월 소정근로시간이 {hours}시간 미만입니다.",
    "short_contract": "{line} 0원: 계약기간이 1개월 미만입니다.",
    "short_contract_hours": "{line} 0원: 소정근로시간이 짧고 계약기간이 {months}개월 미만입니다.",
    "hired_late": "{line} 0원: 만 {age}세 이후에 고용되었습니다.",
    "no_wage": "{line} 0원: 이번 달 보수로 계산한 보험료가 10원 미만입니다.",
    "bill_differs": "계산액 {computed}원과 고지액 {billed}원이 {difference}원 다릅니다. "
    "고지액으로 {done} 두 금액을 함께 보관합니다.",
    "tax_none": "원천징수하지 않음: {reason}.",
    "tax_zero": "소득세 0원: 간이세액표(가족 {family}명) 세액이 {limit}원 미만입니다.",
    "net_negative": "공제액이 지급액보다 {short}원 많습니다. 공제액을 확인해 주세요.",
    "rest_short_hours": "{sunday} 주휴 없음: 주 소정근로시간이 15시간 미만입니다.",
    "rest_ends_early": "{sunday} 주휴 없음: 그 주가 끝나기 전에 계약이 끝났습니다.",
    "rest_first_week": "{sunday} 주휴 없음: 주 중간에 시작한 첫 주입니다.",
    "rest_absent": "{sunday} 주휴 없음: {day} 결근입니다.",
    "rest_sick_unpaid": "{sunday} 주휴 없음: {day} 무급병가입니다.",
    "rest_no_record": "{sunday} 주휴 없음: {day} 출근부가 비어 있습니다.",
    "rest_nothing_worked": "{sunday} 주휴 없음: 그 주에 근무한 날이 없습니다.",
    "rest_override_paid": "{sunday} 주휴 지급: 담당자가 정했습니다.",
    "rest_override_unpaid": "{sunday} 주휴 없음: 담당자가 정했습니다.",
}
DATES = ("sunday", "day")
AMOUNTS = ("computed", "billed", "short", "limit")


def say(sentence: Sentence) -> str:
    """The Korean sentence. Raises KeyError for a code that no pay rule returns."""
    values = dict(sentence.values)
    if sentence.code == "bill_differs":
        values["difference"] = won(abs(values["billed"] - values["computed"]))
        values["done"] = "부담하고" if values["side"] else "공제하고"
    for name in values.keys() & set(DATES):
        values[name] = korean_date(date.fromisoformat(values[name])) if values[name] else ""
    for name in values.keys() & set(AMOUNTS):
        values[name] = won(values[name])
    if "line" in values:
        values["line"] = LINES[values["line"]]
    if "reason" in values:
        values["reason"] = values["reason"].rstrip(".")
    return TEXTS[sentence.code].format(**values)
