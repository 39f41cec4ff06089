"""Forms of sign-in and accounts. Choices are passed in."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, SelectField
from wtforms.validators import DataRequired, EqualTo, Length, Optional

from app.accounts.passwords import LONGEST
from app.web.forms import REQUIRED, CreateForm, EditForm, Form, TextField


class SignInForm(Form):
    login = TextField("아이디", [DataRequired(REQUIRED)], longest=40)
    password = PasswordField(
        "비밀번호", [DataRequired(REQUIRED), Length(max=LONGEST, message="비밀번호가 너무 깁니다.")]
    )
    next = HiddenField()


class PasswordForm(Form):
    old = PasswordField("지금 비밀번호", [DataRequired(REQUIRED)])
    new = PasswordField("새 비밀번호", [DataRequired(REQUIRED)])
    again = PasswordField("새 비밀번호 확인", [EqualTo("new", "새 비밀번호와 같게 적어 주세요.")])


class UserForm(CreateForm):
    login = TextField("아이디", [DataRequired(REQUIRED)], longest=32)
    name = TextField("성명", [DataRequired(REQUIRED)], longest=40)
    role = SelectField("역할")
    dong = SelectField("동", [Optional()])
    department = SelectField("부서", [Optional()])


class RoleForm(EditForm):
    role = SelectField("역할")
    dong = SelectField("동", [Optional()])
    reason = TextField("사유", [DataRequired(REQUIRED)])


class DisableForm(CreateForm):
    reason = TextField("사유", [DataRequired(REQUIRED)])
