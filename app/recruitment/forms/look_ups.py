"""The form for 조회 결과 of one applicant; what stays empty was not looked up."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from app.recruitment.forms.fields import Choice, MoneyField
from app.recruitment.words import LookUp
from app.rules.eligibility.variants import BUSINESS_EXCEPTIONS
from app.web.forms import REQUIRED, CreateForm, DayField, TextField

BENEFIT = [("", "조회 전"), ("no", "받지 않음"), ("yes", "받음")]
REGISTERED = [("", "조회 전"), ("no", "없음"), ("yes", "있음")]
EXCEPTIONS = [("", "없음"), *BUSINESS_EXCEPTIONS.items()]
EMPLOYED = [("", "조회 전"), ("no", "취업 중 아님"), ("yes", "취업 중")]
RELATED = [("", "조회 전"), ("no", "해당 없음"), ("yes", "해당함")]


class LookUpForm(CreateForm):
    looked_up_on: Any = DayField("조회일", [InputRequired(REQUIRED)])
    source = TextField("조회한 곳", [InputRequired(REQUIRED)], longest=60)
    income_won = MoneyField("가구 월소득", [Optional()])
    property_won = MoneyField("가구 재산", [Optional()])
    living_benefit = Choice("생계급여", choices=BENEFIT)
    unemployment_benefit = Choice("실업급여", choices=BENEFIT)
    unemployment_until: Any = DayField("실업급여 종료 예정일", [Optional()])
    past = BooleanField("일모아 참여 이력을 조회했습니다")
    overlap = Choice("다른 일자리사업", choices=[("", "조회 전"), ("no", "참여하지 않음"), ("yes", "참여 중")])
    overlap_label = TextField("사업 이름", [Optional()], longest=60)
    overlap_from: Any = DayField("참여 시작일", [Optional()])
    overlap_to: Any = DayField("참여 종료일", [Optional()])
    business = Choice("사업자등록", choices=REGISTERED, default="")
    business_exception = Choice("예외 사유", choices=EXCEPTIONS, default="")
    employed = Choice("취업(고용보험)", choices=EMPLOYED, default="")
    public_pension = Choice("공적연금", choices=BENEFIT, default="")
    official_family = Choice("공무원 가족", choices=RELATED, default="")
    household = BooleanField("등본으로 세대 구성을 확인했습니다")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.overlap.data == "yes":
            for field in (self.overlap_label, self.overlap_from, self.overlap_to):
                if not field.data and not field.errors:
                    field.errors = [*field.errors, REQUIRED]
                    good = False
            if good and self.overlap_to.data < self.overlap_from.data:
                self.overlap_to.errors = ["참여 종료일이 시작일보다 빠릅니다."]
                good = False
        if good and not self.answers():
            self.form_errors.append("조회한 결과를 하나 이상 적어 주세요.")
            good = False
        return bool(good)

    def answers(self) -> dict[str, Any]:
        """Kind → value, for what was looked up."""
        found: dict[str, Any] = {}
        if self.income_won.data is not None:
            found[LookUp.INCOME] = self.income_won.data
        if self.property_won.data is not None:
            found[LookUp.PROPERTY] = self.property_won.data
        if self.living_benefit.data:
            found[LookUp.LIVING_BENEFIT] = self.living_benefit.data == "yes"
        if self.unemployment_benefit.data:
            until = self.unemployment_until.data
            receives = self.unemployment_benefit.data == "yes"
            found[LookUp.UNEMPLOYMENT_BENEFIT] = {"receives": receives, "until": until.isoformat() if until else None}
        if self.past.data:
            found[LookUp.PAST] = True
        if self.overlap.data:
            found[LookUp.OVERLAP] = self._jobs()
        if self.household.data:
            found[LookUp.HOUSEHOLD] = True
        return found | self._further()

    def _further(self) -> dict[str, Any]:
        """What only some notices ask for."""
        found: dict[str, Any] = {}
        if self.business.data:
            registered = self.business.data == "yes"
            exception = (self.business_exception.data or "") if registered else ""
            found[LookUp.BUSINESS] = {"registered": registered, "exception": exception}
        for kind in (LookUp.EMPLOYED, LookUp.PUBLIC_PENSION, LookUp.OFFICIAL_FAMILY):
            if self[kind.value].data:
                found[kind] = self[kind.value].data == "yes"
        return found

    def _jobs(self) -> list[dict[str, str]]:
        if self.overlap.data == "no":
            return []
        starts, ends = self.overlap_from.data, self.overlap_to.data
        return [{"label": self.overlap_label.data, "starts_on": starts.isoformat(), "ends_on": ends.isoformat()}]
