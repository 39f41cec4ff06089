"""The canonical text of what was judged: a JSON array of the facts in their order, read back years later.

A fact is null when nothing is known of it, [declared] before it is looked up, and [declared, looked up, source, day]
then; older texts have all four always. Fields that were added since are missing at the end of an older text and stand
for "not known", as they did then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from app.rules.eligibility.facts import (
    NOT_KNOWN,
    EarlyQuit,
    Facts,
    ForeignStatus,
    Known,
    OtherJob,
    PastRound,
    Restriction,
    SameHousehold,
)

_NAMES = tuple(field.name for field in fields(Facts))
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat, allow_nan=False).encode
_KEPT = 4096


class _Texts(dict[Any, str]):
    """The JSON of words, days and answers that come again and again; forgotten when there are too many."""

    def __missing__(self, value: Any) -> str:
        if len(self) > _KEPT:
            self.clear()
        text = self[value] = self._written(value)
        return text

    def _written(self, value: Any) -> str:
        return _encode(value)


def _known_text(known: Known[Any]) -> str:
    if known[1:] != NOT_KNOWN[1:]:
        return _encode(known)
    return "null" if known.declared is None else _encode(known[:1])


class _KnownTexts(_Texts):
    """The JSON of whole facts (``Known``)."""

    def _written(self, value: Any) -> str:
        return _known_text(value)


_FLAG = {None: "null", True: "true", False: "false"}
_words, _days, _sources, _lists = _Texts(), _Texts(), _Texts(), _Texts()
_answers, _counts = _KnownTexts(), _KnownTexts()  # apart: one person and "yes" are the same key


def _sum(known: Known[int]) -> str:
    """Sums are many, where they come from is not."""
    declared, looked_up, source, on = known
    if looked_up is None:
        return _known_text(known)
    return f"[{'null' if declared is None else declared},{looked_up},{_sources[source, on][1:]}"


def facts_text(facts: Facts) -> str:
    """Equal facts give equal texts, and ``facts_from_text`` gives the same facts again.

    Written out, for a batch spends more on a general encoder than on judging; a test holds it to that encoder's text.
    """
    one, day, word, answer, some = facts, _days, _words, _answers, _lists
    born = "null" if one.born_on is None else f'"{one.born_on.isoformat()}"'  # of a hundred thousand, too many to keep
    return (
        f"[{born},{word[one.stream]},{word[one.district]},{word[one.dong]},{one.household_size},"
        f"{_sum(one.income_won)},{_sum(one.property_won)},{some[one.past]},{day[one.past_looked_up_on]},"
        f"{some[one.same_household]},{_FLAG[one.household_checked]},{some[one.other_jobs]},"
        f"{_FLAG[one.other_jobs_declared]},{day[one.other_jobs_looked_up_on]},{answer[one.living_benefit]},"
        f"{answer[one.unemployment_benefit]},{day[one.unemployment_until]},{_FLAG[one.student]},{word[one.school]},"
        f"{word[one.student_note]},{_FLAG[one.able_to_work]},{word[one.health_paper]},{one.papers_required},"
        f"{some[one.papers_missing]},{day[one.papers_due_on]},{some[one.early_quits]},{some[one.foreign]},"
        f"{_FLAG[one.work_ban]},{day[one.work_ban_until]},{_counts[one.dependants]},{answer[one.vulnerable_types]},"
        f"{answer[one.householder]},{some[one.restriction]},{answer[one.business]},{word[one.business_exception]},"
        f"{answer[one.official_family]},{answer[one.public_pension]},{answer[one.employed]}]"
    )


def facts_digest(facts: Facts) -> str:
    """Digest of everything that was judged, stored with the screening: equal facts need no new run."""
    return text_digest(facts_text(facts))


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def facts_from_text(text: str) -> Facts:
    """The facts of a stored text."""
    stored = zip(_NAMES, json.loads(text), strict=False)
    return Facts(**{name: _READ[name](value) if name in _READ else value for name, value in stored})


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _known(value: list[Any] | None) -> Known[Any]:
    told = value or []
    declared, looked_up, source, on = told + [None, None, "", None][len(told) :]
    return Known(declared, looked_up, source, _day(on))


def _types(value: list[Any] | None) -> Known[tuple[str, ...]]:
    """취업취약계층 types are a tuple in both places."""
    found = _known(value)
    declared, looked_up = (None if one is None else tuple(one) for one in found[:2])
    return found._replace(declared=declared, looked_up=looked_up)


def _round(value: list[Any]) -> PastRound:
    programme, label, started_on, ended_on, months, source = value
    return PastRound(programme, label, date.fromisoformat(started_on), date.fromisoformat(ended_on), months, source)


def _job(value: list[Any]) -> OtherJob:
    return OtherJob(value[0], date.fromisoformat(value[1]), date.fromisoformat(value[2]))


def _quit(value: list[Any]) -> EarlyQuit:
    return EarlyQuit(value[0], date.fromisoformat(value[1]), value[2], value[3])


def _each(read: Callable[[Any], Any]) -> Callable[[list[Any]], tuple[Any, ...]]:
    return lambda values: tuple(read(value) for value in values)


def _if_any(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


_READ: dict[str, Callable[[Any], Any]] = {
    "born_on": _day,
    "income_won": _known,
    "property_won": _known,
    "past": _each(_round),
    "past_looked_up_on": _day,
    "same_household": _if_any(lambda value: SameHousehold(value[0], date.fromisoformat(value[1]))),
    "other_jobs": _each(_job),
    "other_jobs_looked_up_on": _day,
    "living_benefit": _known,
    "unemployment_benefit": _known,
    "unemployment_until": _day,
    "papers_missing": tuple,
    "papers_due_on": _day,
    "early_quits": _each(_quit),
    "foreign": _if_any(lambda value: ForeignStatus(value[0], _day(value[1]))),
    "work_ban_until": _day,
    "dependants": _known,
    "vulnerable_types": _types,
    "householder": _known,
    "restriction": _if_any(lambda value: Restriction(value[0], _day(value[1]))),
    "business": _known,
    "official_family": _known,
    "public_pension": _known,
    "employed": _known,
}
