"""2024 Q1 of the pledge as it was closed: submitted by the department, closed by 기획예산과."""

from __future__ import annotations

from datetime import date

from app.demo.office import Staff
from app.demo.story_time import at
from app.pledge.models import Pledge
from app.pledge.services import quarters

SUBMITTED, CLOSED = date(2024, 4, 8), date(2024, 4, 9)


def close_first_quarter(pledge: Pledge, staff: Staff) -> None:
    """The 확정본 that later changes are compared with. Comes last: what is frozen is what stands in the tables."""
    submitted = quarters.propose(pledge, 2024, 1, by=staff["pledge01"], now=at(SUBMITTED, 15), today=SUBMITTED)
    quarters.close(pledge, 2024, 1, submitted.digest, by=staff["pledge_lead01"], now=at(CLOSED, 10))
