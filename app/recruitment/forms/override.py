"""Forms of 판정 변경: the proposal, and the decision's note."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import DataRequired

from app.recruitment.forms.evidence import EvidenceField, LongText
from app.recruitment.forms.fields import PICK
from app.web.forms import REQUIRED, ActionForm, CreateForm, TextField

VERDICTS = {"eligible": "적격", "ineligible": "부적격"}


class OverrideForm(CreateForm):
    verdict = RadioField("바꿀 판정", [DataRequired("하나를 골라 주세요.")], choices=VERDICTS, validate_choice=True)
    reason = LongText("사유", [DataRequired(REQUIRED)], longest=1000)
    evidence = LongText("근거", [DataRequired(REQUIRED)], longest=1000)
    file = EvidenceField("근거 파일")

    def validate(self, extra_validators: object = None) -> bool:
        good = bool(super().validate(extra_validators))
        if self.verdict.errors and self.verdict.data:
            self.verdict.errors = [PICK]
        return good


class ApproveOverrideForm(ActionForm):
    note = TextField("의견", [], longest=200, id="approve-note")


class SendBackForm(CreateForm):
    """돌려보내기, 되돌리기: with a reason."""

    note = TextField("사유", [DataRequired(REQUIRED)], longest=200)
