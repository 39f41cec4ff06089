"""Forms of 동의, of papers that come later, and of sending an application back."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.recruitment.forms.evidence import LongText
from app.recruitment.forms.fields import PICK
from app.web.forms import REQUIRED, ActionForm, CreateForm, DayField, TextField


class WithdrawConsentForm(CreateForm):
    note = TextField("철회를 받은 방법과 날", [DataRequired(REQUIRED)])
    confirmed = BooleanField("이 동의를 철회하면 신청이 취소되는 것을 알렸습니다")


class GiveConsentForm(ActionForm):
    """다시 동의함."""


class PaperChoices(SelectMultipleField):
    """A check box for each paper."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError("하나 이상 골라 주세요.")
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(PICK) from None


class ReceivePapersForm(CreateForm):
    papers = PaperChoices("받은 서류")
    received_on: Any = DayField("받은 날", [InputRequired(REQUIRED)])


class AskPapersForm(CreateForm):
    papers = PaperChoices("보완할 서류", id="ask-papers")
    due_on: Any = DayField("보완 기한", [InputRequired(REQUIRED)])
    reason = LongText("사유", [DataRequired(REQUIRED)], longest=200)


class BackForm(CreateForm):
    reason = TextField("되돌리는 사유", [DataRequired(REQUIRED)], id="back-reason")
