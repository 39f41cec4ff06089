"""Forms of a notice: drafting, changing, its 세부사업, its rules, the steps. Choices are passed in."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.recruitment.forms.fields import Choice, MoneyField, WholeField
from app.web.forms import REQUIRED, ActionForm, CreateForm, DayField, EditForm, TextField


class NoticeForm(CreateForm):
    cohort = Choice("사업 회차")
    title = TextField("공고 이름", [Optional()], longest=80)
    number = TextField("공고번호", [Optional()], longest=60)
    opens_on: Any = DayField("접수 시작일", [InputRequired(REQUIRED)])
    closes_on: Any = DayField("접수 마감일", [InputRequired(REQUIRED)])
    youth_seats = WholeField("청년 자리", [Optional()], most=5000)
    youth_hours = WholeField("청년 하루 근로시간", [Optional()], least=1, most=8)
    under65_seats = WholeField("65세 미만 자리", [Optional()], most=5000)
    under65_hours = WholeField("65세 미만 하루 근로시간", [Optional()], least=1, most=8)
    senior_seats = WholeField("65세 이상 자리", [Optional()], most=5000)
    senior_hours = WholeField("65세 이상 하루 근로시간", [Optional()], least=1, most=8)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if not any(self[f"{code}_seats"].data for code in ("youth", "under65", "senior")):
            self.form_errors.append("모집 구분의 자리를 하나 이상 적어 주세요.")
            return False
        for code in ("youth", "under65", "senior"):
            hours = self[f"{code}_hours"]
            if self[f"{code}_seats"].data and not hours.data and not hours.errors:
                hours.errors = [*hours.errors, REQUIRED]
                good = False
        return bool(good)


class NoticeEditForm(EditForm):
    title = TextField("공고 이름", [DataRequired(REQUIRED)], longest=80)
    number = TextField("공고번호", [Optional()], longest=60)
    opens_on: Any = DayField("접수 시작일", [InputRequired(REQUIRED)])
    closes_on: Any = DayField("접수 마감일", [InputRequired(REQUIRED)])
    age_on = DayField("나이 기준일", [InputRequired(REQUIRED)])
    residence_on = DayField("거주 기준일", [InputRequired(REQUIRED)])
    income_year = WholeField("중위소득 적용 연도", [InputRequired(REQUIRED)], least=2022, most=2030)


class ProjectSeatsForm(CreateForm):
    project = Choice("세부사업")
    stream = Choice("모집 구분")
    seats: Any = WholeField("자리", [InputRequired(REQUIRED)], most=5000)


class RuleForm(CreateForm):
    """One rule of a draft; which of the limits count depends on the rule."""

    on = BooleanField("이 조건을 씁니다")
    declared_is_enough = BooleanField("조회 없이 신고한 내용으로 판정합니다")
    percent = WholeField("중위소득 대비 비율(%)", [Optional()], least=1, most=500)
    won = MoneyField("재산 상한", [Optional()])
    years = WholeField("최근 몇 년", [Optional()], least=1, most=10)
    rounds = WholeField("한도(이번 신청 포함, 회)", [Optional()], least=1, most=20)
    months = WholeField("참여 제한 기간(개월)", [Optional()], least=1, most=60)
    min_years = WholeField("만 나이 하한", [Optional()], least=0, most=120)
    document_number = TextField("근거 문서번호", [DataRequired(REQUIRED)], longest=60)


class ConfirmForm(CreateForm):
    """A document number: for the written 확인 of the criteria, or for adopting the score table."""

    document_number = TextField("방침 문서번호", [DataRequired(REQUIRED)], longest=60)


class StepForm(ActionForm):
    """A step of the notice: propose, open, close, screen."""
