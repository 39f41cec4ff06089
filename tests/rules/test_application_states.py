"""The table of steps: every pair of states for every role, and what asks for a reason."""

from __future__ import annotations

import itertools

import pytest

from app.rules.application_states import START, STEPS, Refusal, refusal, step_between, steps_for

STATES = ("received", "papers_due", "screened", "selected", "reserve", "not_selected", "declined", "cancelled")
ROLES = ("clerk", "jobs", "jobs_lead", "finance", "supervisor", "auditor", "admin", "cli")
COUNTER = {"clerk", "jobs", "cli"}
GIVING_UP = {"clerk", "jobs"}
# (from, to): (who may, is a reason asked, does it go back), written out anew from the office's practice.
WANTED = {
    (START, "received"): (COUNTER, False, False),
    ("received", "papers_due"): (COUNTER, False, False),
    ("papers_due", "received"): (COUNTER, False, False),
    ("received", "screened"): ({"jobs", "cli"}, False, False),
    ("papers_due", "screened"): ({"jobs", "cli"}, False, False),
    ("screened", "papers_due"): ({"jobs"}, True, True),
    ("screened", "received"): ({"jobs"}, True, True),
    ("screened", "selected"): ({"jobs_lead"}, False, False),
    ("screened", "reserve"): ({"jobs_lead"}, False, False),
    ("screened", "not_selected"): ({"jobs_lead"}, False, False),
    ("reserve", "selected"): ({"jobs", "jobs_lead"}, True, False),
    ("reserve", "not_selected"): ({"jobs", "jobs_lead"}, True, False),
    ("not_selected", "screened"): ({"jobs"}, True, True),
    ("selected", "declined"): ({"jobs"}, True, False),
    ("selected", "cancelled"): ({"jobs"}, True, False),
    ("declined", "received"): ({"jobs", "clerk"}, True, True),
    ("cancelled", "received"): ({"jobs", "clerk"}, True, True),
} | {
    (was, to): (GIVING_UP, True, False)
    for was in ("received", "papers_due", "screened", "reserve")
    for to in ("declined", "cancelled")
}

# Who takes a step only while the notice takes applications and the 동 has not sent.
ONLY_AT_INTAKE = {("declined", "received"): {"clerk"}, ("cancelled", "received"): {"clerk"}}


@pytest.mark.parametrize(("was", "to"), list(itertools.product((START, *STATES), STATES)))
def test_every_pair_of_states_for_every_role(was, to):
    who, needs_reason, back = WANTED.get((was, to), (set(), False, False))
    for role in ROLES:
        said, later = (refusal(was, to, role, "사유", at_intake=now) for now in (True, False))
        assert refusal(was, to, role, "사유") == later
        assert later == (Refusal.INTAKE_OVER if role in ONLY_AT_INTAKE.get((was, to), ()) else said)
        if (was, to) not in WANTED:
            assert said == Refusal.NO_SUCH_STEP
        else:
            assert said == (None if role in who else Refusal.NOT_YOURS)
        if role in who:
            assert refusal(was, to, role, None, at_intake=True) == (Refusal.NO_REASON if needs_reason else None)
            assert refusal(was, to, role, "  ", at_intake=True) == (Refusal.NO_REASON if needs_reason else None)
    step = step_between(was, to)
    assert (step is not None) == ((was, to) in WANTED)
    assert step is None or (step.needs_reason, step.goes_back) == (needs_reason, back)


def test_nothing_goes_back_without_a_reason():
    assert all(step.needs_reason for step in STEPS.values() if step.goes_back)
    assert {pair for pair, step in STEPS.items() if step.goes_back} == {
        ("screened", "papers_due"),
        ("screened", "received"),
        ("declined", "received"),
        ("cancelled", "received"),
        ("not_selected", "screened"),
    }


def test_what_is_not_selected_is_looked_at_again_by_the_jobs_team_alone():
    """That an upheld appeal stands behind it is for the service to see."""
    found = {role: [one.to_state for one in steps_for("not_selected", role)] for role in ROLES}
    assert found == {role: ["screened"] if role == "jobs" else [] for role in ROLES}


def test_what_a_role_may_do_next():
    assert {one.to_state for one in steps_for("screened", "clerk")} == {"declined", "cancelled"}
    assert {one.to_state for one in steps_for("screened", "jobs_lead")} == {"selected", "reserve", "not_selected"}
