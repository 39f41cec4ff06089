"""The one family of expected refusals: each carries the Korean sentence that the user reads."""

from __future__ import annotations


class RuleBroken(Exception):
    """A step that a rule does not allow. ``str(error)`` is the sentence for the user.

    Raised by rules and services; pages show it on the form, commands print it as one line and exit with 1.
    """


class NotFound(RuleBroken):
    """Nothing with that code or number, or nothing that this user may see: the two must read alike."""

    def __init__(self, message: str = "자료를 찾을 수 없습니다. 주소나 접수번호를 확인해 주세요.") -> None:
        super().__init__(message)


class Conflict(RuleBroken):
    """Somebody else saved or decided first."""
