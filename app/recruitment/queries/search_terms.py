"""What somebody typed into the search box of a list: part of a name, a phone number or its end, an application's number.

Every kind is answered by an index: parts of names by their grams, phone ends by all the tails that they may stand in,
a whole phone number among those of its tail.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.recruitment.models import Application, Notice, Person, PersonGram
from app.recruitment.services.people import name_key
from app.shared.phone import whole_phone

TAIL = 4
"""Digits of ``phone_tail``."""
_NUMBER = re.compile(r"(?:(?P<code>[0-9]{4}H[12]-[a-z0-9-]+?-[0-9]+)-)?(?P<number>[0-9]{5,7})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """``kind``: name, phone, number, or nothing (then no row is found, as what was typed can be no such thing)."""

    kind: str
    text: str
    notice: str = ""


def read(text: str) -> Term | None:
    """None for an empty box. Two to four digits are the end of a phone number, five to seven an application's number,
    and what is a whole phone number is that."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if re.fullmatch(r"[0-9]{2,4}", text):
        return Term("phone", text)
    if phone := whole_phone(text):
        return Term("phone", phone)
    number = _NUMBER.fullmatch(text)
    if number:
        return Term("number", number["number"], number["code"] or "")
    key = name_key(text)
    return Term("name", key) if key and not any(char.isdigit() for char in key) else Term("nothing", "")


def phone_tails(ending: str) -> list[str]:
    """The four-digit tails that end so: at most a hundred."""
    ahead = TAIL - len(ending)
    return [f"{number:0{ahead}d}{ending}" for number in range(10**ahead)] if ahead else [ending]


def with_name(query: Any, term: Term) -> Any:
    """Limit a select over ``Person`` to names that hold the term; it then runs in the order of ``PersonGram``."""
    query = query.join(PersonGram, PersonGram.person_id == Person.id).where(PersonGram.gram == term.text[-2:])
    if len(term.text) > 2:
        query = query.where(PersonGram.name_key.contains(term.text, autoescape=True))
    return query


def with_phone(query: Any, term: Term) -> Any:
    return query.where(has_phone(term.text))


def has_phone(text: str) -> Any:
    """``text``: the last digits, or a whole number as ``whole_phone`` writes it."""
    if len(text) <= TAIL:
        return Person.phone_tail.in_(phone_tails(text))
    return sa.and_(Person.phone_tail == text[-TAIL:], Person.phone == text)


def with_number(query: Any, term: Term) -> Any:
    """Limit a select over ``Application`` and ``Notice`` to the number as printed."""
    query = query.where(Application.number == int(term.text))
    return query.where(sa.func.lower(Notice.code) == term.notice.lower()) if term.notice else query
