"""Forms of the pledge pages."""

from __future__ import annotations

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.web.forms import REQUIRED, CreateForm, DayField, Form, TextField


class EntryForm(CreateForm):
    """실적 입력. A correction names the entry it corrects and carries the difference."""

    seq = SelectField("지표", coerce=int, validators=[InputRequired(REQUIRED)])
    on_date = DayField("기준일", validators=[InputRequired(REQUIRED)])
    value = IntegerField(
        "실적",
        validators=[
            InputRequired("숫자로 적어 주세요."),
            NumberRange(-1_000_000, 1_000_000, "100만 이하로 적어 주세요."),
        ],
    )
    source_note = TextField("출처", validators=[InputRequired(REQUIRED)])
    evidence = TextField("증빙", validators=[Optional()])
    corrects = SelectField("정정할 실적", coerce=int, default=0)


class ExplainForm(Form):
    """불일치 설명."""

    note = TextField("설명", longest=500, validators=[InputRequired(REQUIRED), Length(max=500)])


class QuarterForm(CreateForm):
    """분기 제출: a button."""


class CloseForm(CreateForm):
    """분기 확정: closes exactly what was shown."""

    digest = TextField("제출한 내용", validators=[InputRequired("화면을 다시 열고 확정해 주세요.")])
