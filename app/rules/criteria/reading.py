"""Strict reading of JSON: every key is asked for by name and type, and what is left over is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.shared.errors import RuleBroken
from app.shared.sentences import josa

CONFIDENCES = ("H", "M", "L", "?")


class BadDocument(RuleBroken):
    """The criteria document is not well-formed; the sentence names the place and what is accepted."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"공고 기준의 {where}: {message}")


class Reader:
    """One JSON object at a named place. ``close()`` refuses keys that nobody asked for."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, Mapping):
            raise BadDocument(where, "항목 묶음(객체)이어야 합니다.")
        self._value: Mapping[str, Any] = value
        self._left = set(value)
        self.where = where

    def take(self, key: str) -> Any:
        if key not in self._value:
            raise BadDocument(self.where, f"{josa(f'「{key}」 값', '이/가')} 빠졌습니다.")
        self._left.discard(key)
        return self._value[key]

    def whole(self, key: str, low: int, high: int) -> int:
        value = self.take(key)
        if type(value) is not int or not low <= value <= high:
            raise BadDocument(self.where, f"「{key}」에는 {low:,}부터 {high:,}까지의 정수를 적어 주세요.")
        return value

    def whole_or_none(self, key: str, low: int, high: int) -> int | None:
        if key in self._value and self._value[key] is None:
            self._left.discard(key)
            return None
        return self.whole(key, low, high)

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if type(value) is not bool:
            raise BadDocument(self.where, f"「{key}」에는 참 또는 거짓을 적어 주세요.")
        return value

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.take(key)
        if not isinstance(value, str) or len(value) > 500 or (required and not value.strip()):
            raise BadDocument(self.where, f"「{key}」에는 500자 안의 글을 적어 주세요.")
        return value

    def text_or_empty(self, key: str) -> str:
        """A text that older documents do not name: empty there."""
        return self.text(key) if key in self._value else ""

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        value = self.take(key)
        if value not in allowed:
            raise BadDocument(self.where, f"「{key}」에는 {', '.join(allowed)} 가운데 하나를 적어 주세요.")
        return str(value)

    def items(self, key: str) -> list[Any]:
        value = self.take(key)
        if not isinstance(value, (list, tuple)):
            raise BadDocument(self.where, f"「{key}」에는 목록을 적어 주세요.")
        return list(value)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.items(key)
        if any(not isinstance(value, str) or not value.strip() for value in values) or len(set(values)) < len(values):
            raise BadDocument(self.where, f"「{key}」에는 서로 다른 글의 목록을 적어 주세요.")
        return tuple(values)

    def close(self) -> None:
        if self._left:
            raise BadDocument(self.where, f"「{min(self._left)}」 값은 쓸 수 없습니다.")
