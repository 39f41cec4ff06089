"""The forms of 조회 의뢰와 회신: who is asked, the locked list, the reply, an old history."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired

from app.recruitment.forms.fields import Choice, says_what_for
from app.recruitment.look_up_sheets import KINDS
from app.recruitment.services.look_up_requests import WHO
from app.web.forms import REQUIRED, ActionForm, CreateForm, DayField, Form, TextField


class RequestForm(CreateForm):
    kind = Choice("조회 종류", choices=list(KINDS.items()))
    who = Choice("대상", choices=list(WHO.items()))
    reference_on: Any = DayField("기준일", [InputRequired(REQUIRED)])


class AgainForm(ActionForm):
    reason = TextField("다시 받는 사유", [DataRequired(REQUIRED), says_what_for], longest=100)


class TakeForm(Form):
    """The button beside a password just shown; ``key`` holds it sealed."""

    key = HiddenField()


class ReplyForm(CreateForm):
    file: Any = FileField("회신 파일(XLSX)", [FileRequired("파일을 골라 주세요.")])
    password = TextField("파일 비밀번호", longest=255, render_kw={"autocomplete": "off"})


class HistoryForm(ReplyForm):
    file: Any = FileField("이력 파일(XLSX)", [FileRequired("파일을 골라 주세요.")])
