"""Forms of payroll. Choices that come from the database are passed in."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.payroll.models import Funder
from app.payroll.services.grants import ENTRY_KINDS, FUNDERS
from app.web.forms import REQUIRED, ActionForm, CreateForm, DayField, EditForm, TextField, WonField

BASE_MODES = {"declared": "신고 소득월액(기본)", "month_wage": "그 달 임금"}


class DraftForm(ActionForm):
    pay_on = DayField("지급일", [Optional()])


class PaidForm(ActionForm):
    paid_on = DayField("지급한 날", [InputRequired(REQUIRED)])


class TermsForm(EditForm):
    """임금 조건 of one person."""

    family = IntegerField(
        "공제대상 가족 수(본인 포함)", [InputRequired(REQUIRED), NumberRange(1, 20, "1~20명으로 적어 주세요.")]
    )
    children = IntegerField("8~20세 자녀 수", [InputRequired(REQUIRED), NumberRange(0, 19, "0~19명으로 적어 주세요.")])
    tax_mode = SelectField("소득세", choices={"table": "간이세액표로 원천징수", "none": "원천징수하지 않음"})
    tax_percent = SelectField("원천징수 비율", choices={80: "80%", 100: "100%", 120: "120%"}, coerce=int)
    tax_reason = TextField("원천징수하지 않는 사유", [Optional()])
    base_mode = SelectField("보험료 기준", choices=BASE_MODES)
    pension_base_won = WonField("국민연금 기준소득월액", [Optional()])
    health_base_won = WonField("건강보험 보수월액", [Optional()])
    pension = SelectField(
        "국민연금",
        choices={
            "insured": "가입",
            "first_month": "이번이 취득월(다음 달부터)",
            "opted_out": "수급자 본인 희망으로 제외",
        },
    )
    health = SelectField("건강보험", choices={"insured": "가입", "medical_aid": "의료급여 수급자"})
    employment = SelectField("고용보험", choices={"insured": "가입", "continued": "만 65세 전부터 이어서 가입"})
    daily_wage_won = WonField("일급(비우면 기준값)", [Optional()])


class BasesForm(ActionForm):
    """보험료 기준 of a whole cohort; ``add_bands`` puts two fields for each number of hours a day."""

    base_mode = SelectField("보험료 기준", choices=BASE_MODES)


def bases_form(minutes: list[int]) -> type[BasesForm]:
    """The form with two fields for each hours band."""
    fields: dict[str, Any] = {}
    for band in minutes:
        hours = f"{band / 60:g}시간"
        fields[f"pension_{band}"] = WonField(f"{hours} 국민연금 기준소득월액", [Optional()])
        fields[f"health_{band}"] = WonField(f"{hours} 건강보험 보수월액", [Optional()])
    return type("BandsForm", (BasesForm,), fields)


class GrantForm(CreateForm):
    programme = SelectField("사업")
    year = IntegerField("연도", [InputRequired(REQUIRED), NumberRange(2018, 2100, "연도를 확인해 주세요.")])
    funder = SelectField(
        "재원", choices={one.value: FUNDERS[one] for one in (Funder.CITY, Funder.NATIONAL, Funder.DISTRICT)}
    )
    decided_won = WonField("교부결정액", [InputRequired(REQUIRED)])
    decided_on = DayField("결정일", [InputRequired(REQUIRED)])
    number = TextField("문서번호", [InputRequired(REQUIRED)], longest=60)
    note = TextField("비고", [Optional()])


class EntryForm(CreateForm):
    kind = SelectField("구분", choices=ENTRY_KINDS)
    won = WonField("금액", [InputRequired(REQUIRED)])
    on_date = DayField("일자", [InputRequired(REQUIRED)])
    note = TextField("비고", [Optional()])
