"""The steps of an application: which may follow which, who may do it and when, whether a reason is asked, whether it
goes back.

The one table (design.md 4.1): services check every step against it, pages offer what it allows. Words stand for states
and roles as the database knows them; ``START`` is before the first step.

Who gives up says so in one of two words, as on the slip that is signed: before the selection the application is withdrawn
(취소 ``cancelled``; a wrong registration and a withdrawn consent end it the same way), after one was told of a seat or a
place in the reserve the participation is given up (포기 ``declined``). Both end the application alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

START = ""
BEFORE_SELECTION = ("received", "papers_due", "screened")
NOT_YET_SELECTED = (*BEFORE_SELECTION, "reserve")
GIVEN_UP = ("declined", "cancelled")
SCREENED_FOR_GOOD = ("screened", "selected", "reserve", "not_selected")
"""What is found before is the counter's preview: no letter says it, nobody appeals against it."""

_CLERK, _JOBS, _LEAD, _CLI = "clerk", "jobs", "jobs_lead", "cli"
_COUNTER = (_CLERK, _JOBS, _CLI)


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed step. ``goes_back``: what was done before is undone, so the log must say why.

    ``at_intake``: roles that take it only while applications are taken: in the notice's window, the 동 not yet sent.
    """

    from_state: str
    to_state: str
    roles: frozenset[str]
    needs_reason: bool = False
    goes_back: bool = False
    at_intake: frozenset[str] = frozenset()


class Refusal(StrEnum):
    """Why a step is not taken."""

    NO_SUCH_STEP = "no_such_step"
    NOT_YOURS = "not_yours"
    INTAKE_OVER = "intake_over"
    NO_REASON = "no_reason"


def _steps(
    before: Iterable[str],
    after: Iterable[str],
    roles: Iterable[str],
    *,
    reason: bool = False,
    back: bool = False,
    at_intake: Iterable[str] = (),
) -> list[Step]:
    only, after = frozenset(at_intake), tuple(after)
    who = frozenset(roles) | only
    return [Step(was, to, who, reason or back, back, only) for was in before for to in after]


_ALL = (
    *_steps([START], ["received"], _COUNTER),
    # A paper is missing, or has come: seen at the counter, no judgement.
    *_steps(["received"], ["papers_due"], _COUNTER),
    *_steps(["papers_due"], ["received"], _COUNTER),
    *_steps(["received", "papers_due"], ["screened"], [_JOBS, _CLI]),
    *_steps(["screened"], ["papers_due", "received"], [_JOBS], back=True),
    # The selection is decided by the approver, for the whole notice at once.
    *_steps(["screened"], ["selected", "reserve", "not_selected"], [_LEAD]),
    *_steps(["reserve"], ["selected", "not_selected"], [_JOBS, _LEAD], reason=True),
    # An appeal that was upheld after the selection: looked at again, for the reserve or a later selection.
    *_steps(["not_selected"], ["screened"], [_JOBS], back=True),
    *_steps(NOT_YET_SELECTED, GIVEN_UP, [_CLERK, _JOBS], reason=True),
    # Who is selected holds a seat: giving it up goes through the participation, which the jobs team keeps.
    *_steps(["selected"], GIVEN_UP, [_JOBS], reason=True),
    # The same person is received once: who comes again, or was given up by mistake, comes back at the counter.
    *_steps(GIVEN_UP, ["received"], [_JOBS], back=True, at_intake=[_CLERK]),
)
STEPS: dict[tuple[str, str], Step] = {(one.from_state, one.to_state): one for one in _ALL}


def step_between(from_state: str, to_state: str) -> Step | None:
    """The step, or None where there is none."""
    return STEPS.get((from_state, to_state))


def steps_for(from_state: str, role: str) -> tuple[Step, ...]:
    """What that role may do next, some of it only at the intake."""
    return tuple(one for one in _ALL if one.from_state == from_state and role in one.roles)


def refusal(
    from_state: str, to_state: str, role: str, reason: str | None, *, at_intake: bool = False
) -> Refusal | None:
    """Why the role may not take the step now; None when it may. ``at_intake``: are applications taken now?"""
    step = step_between(from_state, to_state)
    if step is None:
        return Refusal.NO_SUCH_STEP
    if role not in step.roles:
        return Refusal.NOT_YOURS
    if role in step.at_intake and not at_intake:
        return Refusal.INTAKE_OVER
    if step.needs_reason and not (reason or "").strip():
        return Refusal.NO_REASON
    return None
