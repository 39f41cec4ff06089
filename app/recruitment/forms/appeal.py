"""Forms of 이의신청: registering, a longer due date, the answer, taking it back."""

from __future__ import annotations

from typing import Any

from wtforms.validators import DataRequired, InputRequired

from app.recruitment.appeal_words import OUTCOMES
from app.recruitment.forms.evidence import EvidenceField, LongText
from app.recruitment.forms.fields import Choice
from app.web.forms import REQUIRED, CreateForm, DayField, TextField


class AppealForm(CreateForm):
    received_on: Any = DayField("받은 날", [InputRequired(REQUIRED)])
    ground = LongText("이의신청 이유", [DataRequired(REQUIRED)])
    evidence = LongText("제출한 자료", [], longest=1000)
    file = EvidenceField("자료 파일")


class ExtendForm(CreateForm):
    due_on: Any = DayField("새 기한", [InputRequired(REQUIRED)])
    reason = TextField("사유", [DataRequired(REQUIRED)], id="extend-reason")


class AnswerForm(CreateForm):
    outcome = Choice("결정", choices=list(OUTCOMES.items()))
    answer = LongText("답변", [DataRequired(REQUIRED)], longest=4000)


class ReturnForm(CreateForm):
    reason = TextField("사유", [DataRequired(REQUIRED)], id="return-reason")


class TakeBackForm(CreateForm):
    reason = TextField("사유", [DataRequired(REQUIRED)], id="withdraw-reason")
