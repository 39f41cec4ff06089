"""Dataclasses of plain values to JSON and back, so that an issued paper can be drawn again as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Paper = TypeVar("Paper")


def freeze(value: Any) -> dict[str, Any]:
    """JSON values of a dataclass: dates as ISO text, tuples as lists."""
    found: dict[str, Any] = _plain(asdict(value))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def thaw(kind: type[Paper], values: Mapping[str, Any]) -> Paper:
    """The dataclass back from its JSON, by its type hints."""
    hints = get_type_hints(kind)
    return kind(**{name: _typed(hints[name], value) for name, value in values.items()})


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _typed(next(one for one in inner if one is not type(None)), value)
    if origin is tuple:
        hints = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_typed(one, part) for one, part in zip(hints, value, strict=True))
    if is_dataclass(hint):
        return thaw(hint, value)  # type: ignore[arg-type]
    return date.fromisoformat(value) if hint is date else value
