"""What a list of applications is limited to, and the select that keeps to it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.recruitment.models import (
    Application,
    ApplicationState,
    Notice,
    NoticeStream,
    Person,
    Screening,
    Stream,
    Verdict,
)
from app.recruitment.queries import moves, search_terms
from app.recruitment.services import screenings
from app.recruitment.services.scope import visible
from app.recruitment.verdicts import effective_verdict, with_override
from app.rules.application_states import GIVEN_UP
from app.rules.criteria import RULE_CODES
from app.shared.actor import Actor
from app.web.clock import today

LIVE = "live"
NOT_SCREENED = "none"
CHANNELS = {"counter": "창구", "import": "불러옴"}
CURRENT = sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))


@dataclass(frozen=True, slots=True)
class Filter:
    """``failed`` and ``review`` are rule codes, ``text`` is personal and never stands in an address.

    ``moved``: ``moves.ANY``, or the key of a run (``run_keys``).
    """

    notice: str = ""
    dong: str = ""
    state: str = ""
    stream: str = ""
    verdict: str = ""
    failed: str = ""
    review: str = ""
    channel: str = ""
    stale: str = ""
    moved: str = ""
    sort: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self) if one.name != "sort")

    @property
    def term(self) -> search_terms.Term | None:
        return search_terms.read(self.text)


ACCEPTED: dict[str, frozenset[str]] = {
    "state": frozenset({LIVE, *ApplicationState}),
    "stream": frozenset(Stream),
    "verdict": frozenset({NOT_SCREENED, *Verdict}),
    "failed": frozenset(RULE_CODES),
    "review": frozenset(RULE_CODES),
    "channel": frozenset(CHANNELS),
    "stale": frozenset({"1"}),
    "sort": frozenset({"name"}),
}
"""What an address may ask for; anything else is as if it were not there."""


def joined(*columns: Any) -> Any:
    """Applications with the person, 모집 구분, 동, notice and what counts of the current screening."""
    query = (
        sa.select(*columns)
        .select_from(Application)
        .join(Person, Person.id == Application.person_id)
        .join(Notice, Notice.id == Application.notice_id)
        .join(NoticeStream, NoticeStream.id == Application.stream_id)
        .join(Dong, Dong.code == Application.dong_code)
        .outerjoin(Screening, CURRENT)
    )
    return with_override(query)


def limited(query: Any, chosen: Filter, actor: Actor, notice: Notice | None = None) -> Any:
    """The rows of ``joined`` that the actor may see and the filter asks for."""
    query = visible(query, actor)
    if notice is not None:
        query = query.where(Application.notice_id == notice.id)
    elif chosen.notice:
        query = query.where(Notice.code == chosen.notice)
    if chosen.stale and notice is not None:
        query = query.where(screenings.is_stale(notice, today()))
    if chosen.moved:
        query = moves.only_moved(query, chosen.moved)
    return _searched(_screened(_plain(query, chosen), chosen), chosen.term)


def _plain(query: Any, chosen: Filter) -> Any:
    exact = {Application.dong_code: chosen.dong, NoticeStream.code: chosen.stream, Application.channel: chosen.channel}
    for column, value in exact.items():
        if value:
            query = query.where(column == value)
    if chosen.state == LIVE:
        return query.where(Application.state.not_in(GIVEN_UP))
    return query.where(Application.state == chosen.state) if chosen.state else query


def _screened(query: Any, chosen: Filter) -> Any:
    if chosen.verdict == NOT_SCREENED:
        query = query.where(Screening.id.is_(None))
    elif chosen.verdict:
        query = query.where(effective_verdict() == chosen.verdict)
    for mask, rule in ((Screening.failed_mask, chosen.failed), (Screening.review_mask, chosen.review)):
        if rule in RULE_CODES:
            query = query.where(mask.bitwise_and(1 << RULE_CODES.index(rule)) != 0)
    return query


def _searched(query: Any, term: search_terms.Term | None) -> Any:
    if term is None:
        return query
    limit = {
        "name": search_terms.with_name,
        "phone": search_terms.with_phone,
        "number": search_terms.with_number,
    }.get(term.kind)
    return limit(query, term) if limit else query.where(sa.false())
