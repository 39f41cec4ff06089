"""The counter form (신청 접수, 신청 고치기). Choices are passed in; nothing is decided here."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional

from app.recruitment.forms.fields import Answer, Choice, MoneyField, PhoneField, ResidentNumberField, WholeField
from app.recruitment.words import CONSENTS, LICENCES, PAPERS, REQUIRED_CONSENTS, RESIDENCE_STATUSES, VULNERABLE_TYPES
from app.web.forms import REQUIRED, CreateForm, DayField, EditForm, TextField

MEMBER_ROWS = 6
CONSENT_NEEDED = "동의해야 접수할 수 있습니다."
TYPES = [("", "없음"), *VULNERABLE_TYPES.items()]


class MemberForm(PlainForm):
    """A row of the household; an empty row is no member."""

    relation = TextField("관계", [Optional()], longest=20)
    name = TextField("성명", [Optional()], longest=40)
    born_year = WholeField("출생연도", [Optional()], least=1900, most=2100)
    income_won = MoneyField("월소득(원)", [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        typed = bool(self.relation.data or self.name.data or self.born_year.data)
        for field in (self.relation, self.name, self.born_year):
            if typed and not field.data and not field.errors:
                field.errors = [*field.errors, REQUIRED]
                good = False
        return good

    @property
    def typed(self) -> bool:
        return bool(self.relation.data and self.name.data and self.born_year.data)


class CounterFields:
    """What both forms ask, in the order of the paper form."""

    rrn: Any = ResidentNumberField("주민등록번호")
    name = TextField("성명", [DataRequired(REQUIRED)], longest=40)
    phone = PhoneField("휴대전화", [DataRequired(REQUIRED)], longest=20, render_kw={"inputmode": "tel"})
    road_address = TextField("도로명주소", [DataRequired(REQUIRED)], longest=120)
    address_detail = TextField("상세주소", longest=60)
    dong = Choice("행정동")
    by_proxy = BooleanField("대리신청 (위임장)")
    residence_status = Choice("체류자격", choices=[("", "내국인"), *((one, one) for one in RESIDENCE_STATUSES)])
    residence_expires_on = DayField("체류 만료일", [Optional()])
    stream = Choice("모집 구분")
    first_project = Choice("희망 세부사업 1순위")
    second_project = Choice("2순위")
    householder = Answer(
        "세대주", choices=[("yes", "예"), ("no", "아니요")], validators=[InputRequired("하나를 골라 주세요.")]
    )
    householder_rrn = ResidentNumberField("세대주 주민등록번호", [Optional()])
    household_size = WholeField("가구원 수", [InputRequired(REQUIRED)], least=1, most=20)
    income_won = MoneyField("가구 월소득", [InputRequired(REQUIRED)])
    property_won = MoneyField("가구 재산 합계", [InputRequired(REQUIRED)])
    members = FieldList(FormField(MemberForm), min_entries=MEMBER_ROWS, max_entries=12)
    first_type = Choice("취업취약계층 유형", choices=TYPES)
    second_type = Choice("유형 하나 더", choices=TYPES)
    licence = Choice("자격·면허", choices=[("", "없음"), *LICENCES.items()])
    living_benefit = Answer("생계급여를 받음", validators=[InputRequired("하나를 골라 주세요.")])
    unemployment_benefit = Answer("실업급여를 받음", validators=[InputRequired("하나를 골라 주세요.")])
    student = Answer("대학·대학원 재학", validators=[InputRequired("하나를 골라 주세요.")])
    hard_to_work = Answer("건강 때문에 일하기 어려움", validators=[InputRequired("하나를 골라 주세요.")])
    work_ban = Answer("비위면직 등 취업 제한", validators=[InputRequired("하나를 골라 주세요.")])
    other_jobs = Answer("다른 일자리사업 참여 중", validators=[InputRequired("하나를 골라 주세요.")])

    @property
    def questions(self) -> list[Any]:
        names = ("living_benefit", "unemployment_benefit", "student", "hard_to_work", "work_ban", "other_jobs")
        return [self[name] for name in names]  # type: ignore[index]

    @property
    def paper_fields(self) -> list[Any]:
        return [self[f"paper_{kind}"] for kind in PAPERS]  # type: ignore[index]

    @property
    def consent_fields(self) -> list[Any]:
        return [self[f"consent_{purpose}"] for purpose in CONSENTS]  # type: ignore[index]


for _kind, _label in PAPERS.items():
    setattr(CounterFields, f"paper_{_kind}", BooleanField(_label))
for _purpose, _label in CONSENTS.items():
    _needed = _purpose in REQUIRED_CONSENTS
    _field = BooleanField(
        f"{_label} ({'필수' if _needed else '선택'})", [InputRequired(CONSENT_NEEDED)] if _needed else []
    )
    setattr(CounterFields, f"consent_{_purpose}", _field)


class ReceiveForm(CounterFields, CreateForm):
    """신청 접수. ``found`` names the person that 사람 찾기 found; ``kept`` is the number typed before, sealed."""

    found = HiddenField()
    kept = HiddenField()


class ReviseForm(CounterFields, EditForm):
    """신청 고치기: the person stays the same."""

    rrn = None
