"""Fields that several decisions share: a longer text with its lines, a file that is read once and kept sealed."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from app.recruitment.services.stored_files import LARGEST, Upload

_UNWANTED = ("Cc", "Cf", "Co", "Cs")


def _clean_lines(value: Any) -> Any:
    """NFC, without control and zero-width characters but for line ends, trimmed."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _UNWANTED).strip()


class LongText(TextAreaField):
    """Some lines of text; at most ``longest`` characters."""

    def __init__(self, *args: Any, longest: int = 2000, **kwargs: Any) -> None:
        kwargs["filters"] = [_clean_lines, *kwargs.get("filters", [])]
        super().__init__(*args, **kwargs)
        self.longest = longest

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  the signature of WTForms
        if self.data and len(self.data) > self.longest:
            raise ValidationError(f"{self.longest:,}자 이하로 적어 주세요.")


class EvidenceField(FileField):
    """An optional file; what it is shows its content, which the service looks at."""

    @property
    def upload(self) -> Upload | None:
        """One byte more than is allowed is read, so that the service can say that it is too large."""
        return Upload(self.data.read(LARGEST + 1)) if self.data else None
