"""The small forms: finding a person, filtering by name, reasons."""

from __future__ import annotations

from wtforms.validators import DataRequired

from app.recruitment.forms.fields import Choice, says_what_for
from app.web.forms import REQUIRED, CreateForm, Form, TextField


class FindForm(Form):
    q = TextField(
        "사람 찾기",
        [DataRequired("주민등록번호, 전화번호(끝 4자리도), 이름과 생년월일 가운데 하나를 적어 주세요.")],
        longest=60,
    )
    notice = TextField("공고", [DataRequired(REQUIRED)], longest=60)


class NameForm(Form):
    """Search in a list: by POST, so that no name or number stands in an address."""

    q = TextField("찾는 말", [], longest=60)


class ExportForm(Form):
    """W49: what the file is for."""

    purpose = TextField("이용 목적", [DataRequired("이용 목적을 적어 주세요."), says_what_for], longest=100)


class NoticeLettersForm(Form):
    """보완 안내 of the rows ticked, or of the whole list where none is."""


class UnmaskForm(Form):
    reason = TextField("보는 사유", [DataRequired(REQUIRED)], longest=100)


class GiveUpForm(CreateForm):
    """The two words of the slip that is signed (documents/withdrawal.py); rules/application_states.py says when which."""

    to = Choice(
        "구분",
        choices=[("cancelled", "신청 취소(선발 전)"), ("declined", "참여 포기(선발·예비 통보 뒤)")],
        id="give-up-to",
    )
    reason = TextField("사유", [DataRequired(REQUIRED)], id="give-up-reason")
