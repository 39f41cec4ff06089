"""URL parts: ``<id:…>`` is 1 … 2^63−1 and ``<month:…>`` is ``2024-03``; anything else is no route, so 404."""

from __future__ import annotations

from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from app.shared.errors import RuleBroken
from app.shared.periods import month_text, parse_month


class IdConverter(BaseConverter):
    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number >= 2**63:
            raise ValidationError
        return number

    def to_url(self, value: int) -> str:
        return str(value)


class MonthConverter(BaseConverter):
    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        try:
            return parse_month(value)
        except RuleBroken:
            raise ValidationError from None

    def to_url(self, value: date) -> str:
        return month_text(value)


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["month"] = MonthConverter
