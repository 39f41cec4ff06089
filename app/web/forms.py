"""The base of every form: CSRF, the one-time key, the version; Korean messages; refusals from rules."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField
from wtforms.fields import DateField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from app.extensions import db
from app.shared.digits import plain_number
from app.shared.errors import RuleBroken

REQUIRED = "꼭 적어 주세요."


class Form(FlaskForm):
    """Adds ``refuse`` (a rule said no: roll back, show the sentence) to Flask-WTF's form."""

    def refuse(self, error: RuleBroken) -> None:
        db.session.rollback()
        self.form_errors.append(str(error))


class CreateForm(Form):
    """A form that makes something: its one-time key makes a second POST lead to the first one's result."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))


class EditForm(Form):
    """A form over an existing row: its version makes the later of two savers see who was first."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that the form was opened with; 0, which no row has, where the browser sent no number."""
        return plain_number(self.version.data or "", most=9) or 0


class ActionForm(CreateForm):
    """A button."""


def clean_text(value: Any) -> Any:
    """NFC, without control and zero-width characters, trimmed."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs")).strip()


class TextField(StringField):
    """A line of text, cleaned; at most 200 characters unless told."""

    def __init__(self, *args: Any, longest: int = 200, **kwargs: Any) -> None:
        kwargs["filters"] = [clean_text, *kwargs.get("filters", [])]
        super().__init__(*args, **kwargs)
        self.longest = longest

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  the signature of WTForms
        if self.data and len(self.data) > self.longest:
            raise ValidationError(f"{self.longest}자 이하로 적어 주세요.")


class WonField(IntegerField):
    """Integer won: commas, blanks, 원 and full-width digits are accepted; 0 to 10^12."""

    widget = TextInput()
    largest = 10**12

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        text = unicodedata.normalize("NFKC", str(valuelist[0]))
        for filler in (",", " ", "원"):
            text = text.replace(filler, "")
        self.data = plain_number(text, most=20)
        if self.data is None or self.data > self.largest:
            self.data = None
            raise ValueError("원 단위 숫자로 적어 주세요(예: 1,200,000).")

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}"


class DayField(DateField):
    """A day: ``2024-03-31``, ``20240331``, ``2024. 3. 31.``."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip().rstrip(".")
        parts = [part.strip() for part in text.replace("-", ".").replace("/", ".").split(".")]
        if len(parts) == 1 and len(text) == 8:
            parts = [text[:4], text[4:6], text[6:]]
        try:
            year, month, day = (plain_number(part) or 0 for part in parts)
            self.data = date(year, month, day)
        except (ValueError, OverflowError):  # a year of more digits than the machine's word overflows
            self.data = None
            raise ValueError("날짜를 2024-03-31처럼 적어 주세요.") from None
        if not 1900 <= year <= 2100:
            self.data = None
            raise ValueError("연도를 확인해 주세요(1900~2100).")
