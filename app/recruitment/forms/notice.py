"""Forms of a notice: drafting, changing, its 세부사업, its rules, the steps. Choices are passed in."""

from __future__ import annotations

from typing import Any, Self

from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.recruitment.forms.fields import Choice, MoneyField, WholeField
from app.recruitment.forms.hours import HoursField
from app.recruitment.models import STREAM_LABELS, Stream
from app.recruitment.services.notices import AGES, StreamPlan
from app.shared.errors import RuleBroken
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
    """Facts of a draft that the public notice prints. Opening asks for those that may be empty here."""

    title = TextField("공고 이름", [DataRequired(REQUIRED)], longest=80)
    policy_number = TextField("방침 문서번호", [Optional()], longest=60)
    number = TextField("공고번호", [Optional()], longest=60)
    announced_on: Any = DayField("공고일", [Optional()])
    opens_on: Any = DayField("접수 시작일", [InputRequired(REQUIRED)])
    closes_on: Any = DayField("접수 마감일", [InputRequired(REQUIRED)])
    results_on: Any = DayField("결과 발표일", [Optional()])
    age_on: Any = DayField("나이 기준일", [InputRequired(REQUIRED)])
    residence_on: Any = DayField("거주 기준일", [InputRequired(REQUIRED)])
    income_year = WholeField("중위소득 적용 연도", [InputRequired(REQUIRED)], least=2022, most=2030)
    papers_days = WholeField("보완 기한", [InputRequired(REQUIRED)], least=1, most=90)
    appeal_days = WholeField("이의신청 기간", [InputRequired(REQUIRED)], least=1, most=90)
    answer_days = WholeField("이의신청 답변 기한", [InputRequired(REQUIRED)], least=1, most=10)
    contact = TextField("문의처", [Optional()], longest=120)
    seats_reason = TextField("확정 인원보다 많은 사유", [Optional()], longest=200)

    @property
    def values(self) -> dict[str, Any]:
        """By the names of the notice; what is empty is None where the notice may lack it."""
        given = {field.short_name: field.data for field in self if field.short_name not in ("version", "csrf_token")}
        for name in ("number", "policy_number", "seats_reason"):
            given[name] = given[name] or None
        return given


class StreamsForm(CreateForm):
    """모집 구분 of a draft: no seats, no such 모집 구분."""

    @classmethod
    def of(cls, plans: dict[str, Any], *, bound: bool = True) -> StreamsForm:
        """A form for all three; ``plans`` fills those that the notice has. Unbound: what was sent is another form's."""
        fields: dict[str, Any] = {}
        for code in ("youth", "under65", "senior"):
            plan = plans.get(code)
            for name, (label, least, most) in _STREAM_FIELDS.items():
                default = None if plan is None else getattr(plan, name)
                if name == "minutes_a_day" and default is not None:
                    default = f"{default / 60:g}"
                kind: Any = HoursField if name == "minutes_a_day" else WholeField
                limits = {} if name == "minutes_a_day" else {"least": least, "most": most}
                named = f"{STREAM_LABELS[Stream(code)]} {label}"
                fields[f"{code}_{name}"] = kind(named, [Optional()], default=default, **limits)
        made: StreamsForm = type("StreamsForm", (cls,), fields)(**({} if bound else {"formdata": None}))
        return made

    def plans(self) -> list[StreamPlan]:
        """Those with seats; hours are asked with them, the ages default to the usual ones."""
        found = []
        for code in AGES:
            seats = self[f"{code}_seats"].data
            if not seats:
                continue
            minutes = self[f"{code}_minutes_a_day"].minutes
            if minutes is None:
                raise RuleBroken(f"{STREAM_LABELS[Stream(code)]} 하루 근로시간을 적어 주세요.")
            ages = (self[f"{code}_min_age"].data, self[f"{code}_max_age"].data)
            found.append(StreamPlan(code, seats, minutes, *ages, self[f"{code}_days_a_week"].data or 5))
        return found


_STREAM_FIELDS = {
    "seats": ("자리", 0, 5000),
    "minutes_a_day": ("하루 근로시간", 0, 8),
    "days_a_week": ("주 근로일", 1, 7),
    "min_age": ("나이 하한", 0, 120),
    "max_age": ("나이 상한", 0, 120),
}


class ProjectSeatsForm(CreateForm):
    project = Choice("세부사업")
    stream = Choice("모집 구분")
    seats: Any = WholeField("자리", [InputRequired(REQUIRED)], most=5000)


class ChangeReasonForm(CreateForm):
    """``reason`` is asked once the notice is open: the public notice prints it."""

    reason = TextField("바꾸는 사유", [Optional()], longest=200)

    def asking(self, opened: bool) -> Self:
        """The form as the notice needs it: a draft is changed without a reason."""
        if opened:
            self.reason.validators = [DataRequired("바꾸는 사유를 적어 주세요.")]
            self.reason.flags.required = True
        return self


class RuleForm(ChangeReasonForm):
    """One rule; which of the limits count depends on the rule."""

    on = BooleanField("이 조건을 씁니다")
    declared_is_enough = BooleanField("조회 없이 신고한 내용으로 판정합니다")
    percent = WholeField("중위소득 대비 비율", [Optional()], least=1, most=500)
    single_percent = WholeField("1인 가구만 다르게(비우면 같음)", [Optional()], least=1, most=500)
    won = MoneyField("재산 상한", [Optional()])
    years = WholeField("최근 몇 년", [Optional()], least=1, most=10)
    rounds = WholeField("한도(이번 신청 포함)", [Optional()], least=1, most=20)
    most_months = WholeField("참여 개월 한도(비우면 없음)", [Optional()], least=1, most=120)
    consecutive = WholeField("연속 참여 한도(비우면 없음)", [Optional()], least=1, most=20)
    months = WholeField("참여 제한 기간", [Optional()], least=1, most=60)
    min_years = WholeField("만 나이 하한", [Optional()], least=0, most=120)
    max_years = WholeField("만 나이 상한(비우면 없음)", [Optional()], least=0, most=120)
    district = TextField("자치구", [Optional()], longest=20)
    allowed = TextField("허용하는 체류자격", [Optional()], longest=100)
    document_number = TextField("근거 문서번호", [DataRequired(REQUIRED)], longest=60)


class ConfirmForm(CreateForm):
    """A document number: for the written 확인 of the criteria, or for adopting the score table."""

    document_number = TextField("방침 문서번호", [DataRequired(REQUIRED)], longest=60)


class StepForm(ActionForm):
    """A step of the notice: propose, open, close, screen."""


class DecideForm(ActionForm):
    """An approving step: ``seen`` is the stamp of what the page showed. A page without one has shown nothing."""

    seen = HiddenField()

    def showing(self, stamp: str) -> DecideForm:
        """The form of a page that shows this now, also where it was sent from an older one."""
        self.seen.data = stamp
        return self


class ReasonForm(CreateForm):
    """A step that has to say why: cancel, send back, take a sending back."""

    reason = TextField("사유", [DataRequired(REQUIRED)], longest=200)


class ChangeForm(CreateForm):
    """변경공고: the facts that may still change, why, and the number of the new notice."""

    closes_on: Any = DayField("접수 마감일", [InputRequired(REQUIRED)])
    results_on: Any = DayField("결과 발표일", [InputRequired(REQUIRED)])
    papers_days = WholeField("보완 기한", [InputRequired(REQUIRED)], least=1, most=90)
    answer_days = WholeField("이의신청 답변 기한", [InputRequired(REQUIRED)], least=1, most=10)
    contact = TextField("문의처", [DataRequired(REQUIRED)], longest=120)
    reason = TextField("바꾸는 사유", [DataRequired(REQUIRED)], longest=200)
    number = TextField("변경 공고번호", [Optional()], longest=60)

    @property
    def wanted(self) -> dict[str, Any]:
        """By the names of the notice."""
        return {name: self[name].data for name in ("closes_on", "results_on", "papers_days", "answer_days", "contact")}


class CloseIntakeForm(CreateForm):
    """동 접수 마감·송부; the reason is asked before the announced day, the tick where nobody applied."""

    reason = TextField("먼저 마감하는 사유", [Optional()], longest=200)
    none_confirmed = BooleanField("송부할 신청이 한 건도 없음을 확인했습니다")


class SetForm(CreateForm):
    """Another shipped set, to start the criteria from."""

    shipped = Choice("준비된 기준")
