"""Hours a day, as a notice prints them."""

from __future__ import annotations

import unicodedata
from typing import Any

from wtforms import StringField
from wtforms.widgets import TextInput


class HoursField(StringField):
    """Hours a day, halves allowed (``3``, ``5.5``), at most 8; ``minutes`` is what it comes to."""

    widget = TextInput()
    minutes: int | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        self.data = text
        if not text:
            return
        whole, _, rest = text.partition(".")
        halves = {"": 0, "0": 0, "5": 30}
        if not (whole.isascii() and whole.isdigit() and len(whole) == 1 and rest in halves):
            raise ValueError("5 또는 3.5처럼 시간으로 적어 주세요(8시간까지).")
        self.minutes = int(whole) * 60 + halves[rest]
        if not 30 <= self.minutes <= 480:
            raise ValueError("5 또는 3.5처럼 시간으로 적어 주세요(8시간까지).")
