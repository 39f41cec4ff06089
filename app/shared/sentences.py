"""Sentences as data: a code and its values. Rules return these; a catalogue turns them into Korean later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """What is said (``code``) and the figures in it. ``values`` holds plain JSON values only."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


def _last_of(word: str) -> str:
    """The last character that is read aloud: 「안전(야간)」 ends in 간."""
    return word.rstrip(")]」』》〉”\"' ")[-1:]


def _has_final(word: str) -> bool:
    """Does the last syllable end in a consonant (받침)? Digits are read as Korean."""
    last = _last_of(word) or "가"
    if "가" <= last <= "힣":
        return (ord(last) - 0xAC00) % 28 != 0
    return last in "013678LMNRlmnr"


def josa(word: str, pair: str) -> str:
    """The word with its particle: ``josa("소득", "은/는")`` → ``소득은``; pairs 은/는, 이/가, 을/를, 과/와, 으로/로."""
    with_final, without = pair.split("/")
    if pair == "으로/로" and _ends_in_rieul(word):
        return word + without
    return word + (with_final if _has_final(word) else without)


def _ends_in_rieul(word: str) -> bool:
    """ㄹ takes 로: 서울로, 7(칠)로, R(알)로."""
    last = _last_of(word)
    if "가" <= last <= "힣":
        return (ord(last) - 0xAC00) % 28 == 8
    return last != "" and last in "178LRlr"
