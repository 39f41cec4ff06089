"""What is dear to make and seldom changes, kept in this process by a key that says all that it was made from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
_all: list[Kept[Any]] = []


class Kept(Generic[Value]):
    """The newest ``most`` values. Two threads may make the same value at once: then one of the two is kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()
        _all.append(self)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of this key; made, and kept, where there is none."""
        with self._lock:
            if key in self._values:
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def forget(self) -> None:
        with self._lock:
            self._values.clear()


def forget_all() -> None:
    """Another database stands behind the same address: nothing that was made from the old one may be used."""
    for one in _all:
        one.forget()
