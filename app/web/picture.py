"""A page with a form, drawn once and filled in many times.

Drawing fifty fields through macros takes far longer than anything else on such a page, and gives the same characters
every time but for the values. A picture is the drawn page cut at its blanks: named texts, and the values of the form's
controls. It holds nothing of a person; every value is escaped when it is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from markupsafe import escape

_OPEN, _SHUT = "\ue000", "\ue001"
_CUT = re.compile(
    rf"{_OPEN}(?P<text>[a-z_0-9]+){_SHUT}"
    r'|<select [^>]*?\bname="(?P<select>[^"]+)"[^>]*>'
    r"|(?P<end></select>)"
    r'|<option(?= )(?P<option>[^>]*?\bvalue="(?P<choice>[^"]*)")'
    rf"|<input(?= )(?P<input>[^>{_OPEN}]*)>"
)
_ATTRIBUTE = re.compile(r'\b(name|type|value)="([^"]*)"')


def blank(name: str) -> str:
    """What to draw where a text is filled in later."""
    return f"{_OPEN}{name}{_SHUT}"


@dataclass(frozen=True, slots=True)
class _Slot:
    """``value`` None: the text of that name, or the value of the control; else `` word`` where the control has it."""

    name: str
    control: bool
    value: str | None = None
    word: str = ""


class Picture:
    """``names``: controls whose values are filled in; all others stay as they were drawn."""

    def __init__(self, page: str, names: frozenset[str]) -> None:
        self._parts: list[str | _Slot] = []
        self._at, self._page = 0, page
        select = ""
        for found in _CUT.finditer(page):
            if found["text"]:
                self._cut(found.start(), found.end(), _Slot(found["text"], False))
            elif found["select"]:
                select = found["select"]
            elif found["end"]:
                select = ""
            elif found["option"] and select in names:
                place = found.start() + len("<option")
                self._cut(place, place, _Slot(select, True, unescape(found["choice"]), " selected"))
            elif found["input"]:
                self._cut_input(found, names)
        self._parts.append(page[self._at :])

    def _cut_input(self, found: re.Match[str], names: frozenset[str]) -> None:
        parts = {match[1]: match for match in _ATTRIBUTE.finditer(found["input"])}
        name = parts["name"][2] if "name" in parts else ""
        if name not in names or "value" not in parts:
            return
        kind = parts["type"][2] if "type" in parts else "text"
        if kind in ("radio", "checkbox"):
            place = found.start() + len("<input")
            self._cut(place, place, _Slot(name, True, unescape(parts["value"][2]), " checked"))
        else:
            start = found.start("input") + parts["value"].start(2)
            self._cut(start, start + len(parts["value"][2]), _Slot(name, True))

    def _cut(self, start: int, end: int, slot: _Slot) -> None:
        self._parts += [self._page[self._at : start], slot]
        self._at = end

    def fill(self, texts: Mapping[str, str], values: Mapping[str, str]) -> str:
        """The page. ``texts`` are escaped unless they are Markup; a control that ``values`` does not name is empty."""
        parts = []
        for part in self._parts:
            if isinstance(part, str):
                parts.append(part)
            elif not part.control:
                parts.append(str(escape(texts[part.name])))
            elif part.value is None:
                if value := values.get(part.name):
                    parts.append(str(escape(value)))
            elif values.get(part.name) == part.value:
                parts.append(part.word)
        return "".join(parts)
