"""Fields of the counter form: choices with Korean refusals, whole numbers, and resident numbers that never come back."""

from __future__ import annotations

import unicodedata
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from app.recruitment.address import clean_road_address
from app.recruitment.services.list_exports import TOO_SHORT, says_something
from app.rules.resident_number import ResidentNumber, parse
from app.shared.digits import plain_number
from app.shared.errors import RuleBroken
from app.shared.names import check_name
from app.shared.phone import clean_phone
from app.web.clock import today
from app.web.forms import TextField, WonField

NUMBER_LENGTH = 13
PICK = "목록에서 골라 주세요."
ANSWERS = {"no": "아니요", "yes": "예", "unknown": "확인 전"}


class Choice(SelectField):
    """A select whose refusal is Korean; ``choices``: value → label."""

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        kwargs["choices"] = dict(kwargs.get("choices") or ())
        super().__init__(label, *args, invalid_choice_message=PICK, **kwargs)


class Answer(RadioField):
    """아니요 · 예 · 확인 전; no tick is no answer, never a no."""

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        kwargs["choices"] = dict(kwargs.get("choices") or ANSWERS)
        super().__init__(label, *args, invalid_choice_message=PICK, **kwargs)

    @property
    def known(self) -> bool | None:
        """True, False, or None for 확인 전 and for no answer."""
        return {"yes": True, "no": False}.get(self.data or "")


class MaybeAnswer(Answer):
    """An answer to a question that is not asked everywhere: none at all is fine here, the form says where it is not."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


def answer_of(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[value]


class WholeField(IntegerField):
    """A whole number between two limits; full-width digits are fine."""

    widget = TextInput()

    def __init__(self, label: str, validators: Any = None, *, least: int = 0, most: int = 9999, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        number = plain_number(text)
        if number is None or not self.least <= number <= self.most:
            raise ValueError(f"{self.least}부터 {self.most}까지의 숫자로 적어 주세요.")
        self.data = number


class BirthYearField(WholeField):
    """A year of birth: four digits, not in the future by the business date."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.least, self.most = 1900, today().year
        super().process_formdata(valuelist)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ("" if self.data is None else str(self.data))


class ResidentNumberField(StringField):
    """13 digits as typed. What was typed is never written into a page again; ``number`` is what it says."""

    number: ResidentNumber | None = None
    whole = False
    """As many digits as a number has: what is wrong with it can be said before the form is saved."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = bool(text)
        self.whole = sum(char.isdigit() for char in text) >= NUMBER_LENGTH
        if not text:
            return
        try:
            self.number = parse(text, today())
        except RuleBroken as error:
            raise ValueError(str(error)) from None

    def _value(self) -> str:
        return ""


class MoneyField(WonField):
    """Won in a text box: a number box would throw away the commas, and with them the sum."""

    widget = TextInput()


class PhoneField(TextField):
    """A phone number; what is not one is refused at the field."""

    data: Any

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002  WTForms passes them
        if self.data and not self.errors:
            try:
                self.data = clean_phone(self.data)
            except RuleBroken as error:
                raise ValidationError(str(error)) from None


class NameField(TextField):
    """The name of a person; a character that no name has is refused at the field."""

    data: Any

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002  WTForms passes them
        wrong = check_name(self.data) if self.data and not self.errors else ""
        if wrong:
            raise ValidationError(wrong)


class RoadAddressField(TextField):
    """A 도로명주소; anything else is refused at the field with what is accepted."""

    data: Any

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002  WTForms passes them
        if self.data and not self.errors:
            try:
                self.data = clean_road_address(self.data)
            except RuleBroken as error:
                raise ValidationError(str(error)) from None


def says_what_for(_form: Any, field: Any) -> None:
    """Validator: personal data goes out for a purpose that says something."""
    if not says_something(field.data or ""):
        raise ValidationError(TOO_SHORT)
