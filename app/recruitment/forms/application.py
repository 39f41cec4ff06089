"""The counter form (신청 접수, 신청 고치기). Choices are passed in; nothing is decided here.

The papers are the notice's own: ``form_for`` makes the class of one checklist, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional

from app.recruitment import contradictions
from app.recruitment.asked import MORE_QUESTIONS, QUESTIONS
from app.recruitment.contradictions import Offered
from app.recruitment.forms.fields import (
    Answer,
    BirthYearField,
    Choice,
    MaybeAnswer,
    MoneyField,
    NameField,
    PhoneField,
    ResidentNumberField,
    RoadAddressField,
    WholeField,
)
from app.recruitment.models.states import STREAM_LABELS, Stream
from app.recruitment.services.checklist import PaperItem
from app.recruitment.words import CONSENTS, LICENCES, REQUIRED_CONSENTS, RESIDENCE_STATUSES, VULNERABLE_TYPES
from app.shared.digits import plain_number
from app.web.forms import REQUIRED, CreateForm, DayField, EditForm, TextField

MEMBER_ROWS = 6
CHOOSE = "하나를 골라 주세요."
CONSENT_NEEDED = "동의해야 접수할 수 있습니다."
TYPES = [("", "없음"), *VULNERABLE_TYPES.items()]
RELATIONS = ("배우자", "자녀", "부모", "배우자의 부모", "형제자매", "손자녀", "사위·며느리", "동거인")
"""Offered beside the field; another word may be typed."""
CONSENT_NOTES = {
    "personal": "필수",
    "unique_id": "필수 · 고유식별정보",
    "health": "필수 · 민감정보",
    "criminal_record": "조회하는 사업이면 필수 · 민감정보",
    "third_party": "필수 · 제3자 제공",
    "messages": "선택",
}


class MemberForm(PlainForm):
    """A row of the household; an empty row is no member."""

    relation = TextField("관계", [Optional()], longest=20)
    name = NameField("성명", [Optional()], longest=40)
    born_year = BirthYearField("출생연도", [Optional()])
    income_won = MoneyField("월소득", [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        typed = any(field.raw_data and str(field.raw_data[0]).strip() for field in self)
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
    name = NameField("성명", [DataRequired(REQUIRED)], longest=40)
    phone = PhoneField("휴대전화", [DataRequired(REQUIRED)], longest=20, render_kw={"inputmode": "tel"})
    road_address = RoadAddressField("도로명주소", [DataRequired(REQUIRED)], longest=120)
    address_detail = TextField("상세주소", longest=60)
    dong = Choice("행정동")
    by_proxy = BooleanField("대리신청 (위임장)")
    proxy_name = NameField("대리인 성명", longest=40)
    proxy_relation = TextField("신청인과의 관계", longest=20, render_kw={"list": "relations"})
    proxy_phone = PhoneField("대리인 전화", longest=20, render_kw={"inputmode": "tel"})
    residence_status = Choice("체류자격", choices=[("", "내국인"), *((one, one) for one in RESIDENCE_STATUSES)])
    residence_expires_on = DayField("체류 만료일", [Optional()])
    stream = Choice("모집 구분")
    first_project = Choice("희망 세부사업 1순위")
    second_project = Choice("2순위")
    householder = Answer("세대주", choices=[("yes", "예"), ("no", "아니요")], validators=[InputRequired(CHOOSE)])
    householder_rrn = ResidentNumberField("세대주 주민등록번호", [Optional()])
    household_size = WholeField("가구원 수", [InputRequired(REQUIRED)], least=1, most=20)
    income_won = MoneyField("가구 월소득", [InputRequired(REQUIRED)])
    property_won = MoneyField("가구 재산 합계", [InputRequired(REQUIRED)])
    members = FieldList(FormField(MemberForm), min_entries=MEMBER_ROWS, max_entries=12)
    first_type = Choice("취업취약계층 유형", choices=TYPES)
    second_type = Choice("유형 하나 더", choices=TYPES)
    licence = Choice("자격·면허", choices=[("", "없음"), *LICENCES.items()])

    items: tuple[PaperItem, ...] = ()
    asked: tuple[str, ...] = ()
    """Names of the further questions that the notice asks (``asked.asked_by``); the others are not on the page."""
    offered: Mapping[int, Offered] = {}
    """The notice's 세부사업 by id."""

    def name_rows(self) -> None:
        """Every field of the household says which row it is in: the error summary has no other place to say it."""
        for number, row in enumerate(self["members"], 1):  # type: ignore[index]
            for part in row.form:
                part.label.text = f"가구원 {number} {part.label.text}"

    def mark_agent(self) -> None:
        """대리인 is asked only where somebody was sent: then all three are needed, and say so."""
        for part in self.agent_fields:
            part.flags.required = bool(self["by_proxy"].data)  # type: ignore[index]

    def check_agent(self) -> bool:
        empty = [part for part in self.agent_fields if part.flags.required and not part.data and not part.errors]
        for part in empty:
            part.errors = [REQUIRED]
        return not empty

    def check_asked(self) -> bool:
        """A further question is answered where it is asked."""
        empty = [one for one in self.more_questions if not one.data and not one.errors]
        for one in empty:
            one.errors = [CHOOSE]
        return not empty

    def check_facts(self) -> bool:
        """What the fields say together; a field that is refused already says why."""
        rows = [row.form for row in self["members"] if row.form.typed]  # type: ignore[index]
        size, income = self["household_size"].data, self["income_won"].data  # type: ignore[index]
        address = "" if self["road_address"].errors else self["road_address"].data  # type: ignore[index]
        return self._refuse_each(
            contradictions.of_household(size, [row.income_won.data for row in rows], income)
            | contradictions.of_address(address or "", self["dong"].data or None)  # type: ignore[index]
        )

    def check_wishes(self, stream: str) -> bool:
        """희망 세부사업 for this 모집 구분; empty where it is not known. The view asks, as it knows who applies."""
        first, second = (plain_number(self[name].data or "") for name in ("first_project", "second_project"))  # type: ignore[index]
        label = STREAM_LABELS[Stream(stream)] if stream else ""
        return self._refuse_each(
            contradictions.of_wishes(first, second, stream=stream, label=label, offered=self.offered)
        )

    def _refuse_each(self, found: Mapping[str, str]) -> bool:
        for name, sentence in found.items():
            if not self[name].errors:  # type: ignore[index]
                self[name].errors = [sentence]  # type: ignore[index]
        return not found

    @property
    def more_questions(self) -> list[Any]:
        return [self[name] for name in self.asked]  # type: ignore[index]

    @property
    def agent_fields(self) -> list[Any]:
        return [self[name] for name in ("proxy_name", "proxy_relation", "proxy_phone")]  # type: ignore[index]

    @property
    def questions(self) -> list[Any]:
        return [self[name] for name in QUESTIONS]  # type: ignore[index]

    @property
    def paper_fields(self) -> list[Any]:
        return [self[f"paper_{item.kind}"] for item in self.items]  # type: ignore[index]

    @property
    def consent_fields(self) -> list[Any]:
        return [self[f"consent_{purpose}"] for purpose in CONSENTS]  # type: ignore[index]


for _name, _label in QUESTIONS.items():
    setattr(CounterFields, _name, Answer(_label, validators=[InputRequired(CHOOSE)]))

for _name, _label in MORE_QUESTIONS.items():
    setattr(CounterFields, _name, MaybeAnswer(_label))

for _purpose, _label in CONSENTS.items():
    _needed = [InputRequired(CONSENT_NEEDED)] if _purpose in REQUIRED_CONSENTS else []
    setattr(CounterFields, f"consent_{_purpose}", BooleanField(f"{_label} ({CONSENT_NOTES[_purpose]})", _needed))


class ReceiveForm(CounterFields, CreateForm):
    """신청 접수. ``found`` names the person that 사람 찾기 found; ``kept`` is the number typed before, sealed."""

    found = HiddenField()
    kept = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_rows()
        self.mark_agent()

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return all([self.check_agent(), self.check_asked(), self.check_facts(), good])


class ReviseForm(CounterFields, EditForm):
    """신청 고치기: the person stays the same."""

    rrn = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_rows()
        self.mark_agent()

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return all([self.check_agent(), self.check_asked(), self.check_facts(), good])


@lru_cache(maxsize=64)
def form_for(base: Any, items: tuple[PaperItem, ...]) -> Any:
    """The form with one check box for each paper of a checklist."""
    papers = {f"paper_{item.kind}": BooleanField(item.label) for item in items}
    return type(base.__name__, (base,), {**papers, "items": items})


@lru_cache(maxsize=64)
def field_names(form: Any) -> frozenset[str]:
    """The names that this form posts, rows of the household aside."""
    return frozenset(name for name in dir(form) if hasattr(getattr(form, name), "_formfield"))
