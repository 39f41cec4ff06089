"""What one rule is made of: a judge on plain values, and an explanation of what it judged.

The two are apart so that a batch of a million pays for the judging alone, by the very same function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.rules.eligibility.facts import Facts

Met = bool | None
"""True: met. False: not met. None: evidence is missing, never a pass."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The applicant's figure, the limit and the values of the sentence, all plain JSON values.

    ``case`` picks another sentence than the rule's usual one for that outcome; ``basis`` adds to the rule's basis.
    """

    figure: Any = None
    limit: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    case: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    judge: Callable[[Facts], Met]
    explain: Callable[[Facts, Met], Explanation]
