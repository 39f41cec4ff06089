"""What a selection is worked out from: the eligible applications of a notice with their facts, scored, set-based."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Dong
from app.cohorts.models import Participation
from app.extensions import db
from app.recruitment.models import (
    STREAM_LABELS,
    Application,
    ApplicationState,
    Notice,
    NoticeProject,
    NoticeStream,
    NoticeVersion,
    Person,
    Screening,
    Stream,
    Verdict,
)
from app.recruitment.services import facts as recruitment_facts
from app.recruitment.services.notices import current_version, document_of
from app.recruitment.verdicts import effective_verdict, with_override
from app.reference.models import Project
from app.rules.criteria import NoticeDocument
from app.rules.eligibility import facts_digest
from app.rules.ranking import Applicant, as_applicant
from app.rules.scoring import Score, score
from app.rules.seats import ProjectSeats, StreamSeats


@dataclass(frozen=True, slots=True)
class Candidate:
    """One eligible application with what the list shows beside the rules' own view of it."""

    application_id: int
    person_id: int
    number: int
    name: str
    born_on: date
    dong: str
    stream_id: int
    score: Score
    applicant: Applicant


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Applications that are not ranked, by why: not yet screened, still 확인 필요, or already in the cohort."""

    unscreened: int = 0
    needs_review: int = 0
    ineligible: int = 0
    taking_part: int = 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that ``rules.selection.select`` is given, and the people behind it by application number.

    ``stale`` counts candidates whose facts changed after they were screened, and screenings under an earlier version.
    """

    notice: Notice
    version: NoticeVersion
    document: NoticeDocument
    streams: tuple[StreamSeats, ...]
    projects: tuple[ProjectSeats, ...]
    candidates: dict[int, Candidate]
    left_out: LeftOut
    stale: int


def collect(notice: Notice) -> Inputs:
    """Read the notice's eligible applications in a handful of statements, whatever their number.

    Raises ParameterMissing where the income year has no median income.
    """
    version = current_version(notice)
    document = document_of(version)
    screened, left_out = _screened(notice)
    facts = recruitment_facts.load(notice) if screened else {}
    terms = recruitment_facts.terms_of(notice)
    codes = dict(db.session.execute(sa.select(Project.id, Project.code)).all())
    candidates, stale = {}, _of_other_version(notice, version)
    for row in _people(notice):
        known = facts.get(row.id) if row.id in screened else None
        if known is None:
            continue
        stale += facts_digest(known) != screened[row.id]
        scored = score(known, document, terms)
        wishes = tuple(codes[one] for one in row.preferences if one in codes)
        applicant = as_applicant(row.number, known, scored, document=document, terms=terms, preferences=wishes)
        candidates[row.number] = Candidate(
            application_id=row.id,
            person_id=row.person_id,
            number=row.number,
            name=row.name,
            born_on=row.born_on,
            dong=row.dong,
            stream_id=row.stream_id,
            score=scored,
            applicant=applicant,
        )
    return Inputs(
        notice=notice,
        version=version,
        document=document,
        streams=stream_seats(notice),
        projects=_project_seats(notice),
        candidates=candidates,
        left_out=left_out,
        stale=stale,
    )


def stream_seats(notice: Notice) -> tuple[StreamSeats, ...]:
    """The notice's streams in its own order."""
    return tuple(StreamSeats(one.code, STREAM_LABELS[Stream(one.code)], one.seats) for one in notice.streams)


def _project_seats(notice: Notice) -> tuple[ProjectSeats, ...]:
    rows = db.session.execute(
        sa.select(Project.code, NoticeStream.code, NoticeProject.seats)
        .join(Project, Project.id == NoticeProject.project_id)
        .join(NoticeStream, NoticeStream.id == NoticeProject.stream_id)
        .where(NoticeProject.notice_id == notice.id)
        .order_by(NoticeProject.id)
    )
    return tuple(ProjectSeats(project, stream, seats) for project, stream, seats in rows)


def _of_other_version(notice: Notice, version: NoticeVersion) -> int:
    """Screenings by a document that is no longer in force: a change was approved after them."""
    living = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE, ApplicationState.SCREENED)
    query = (
        sa.select(sa.func.count())
        .select_from(Screening)
        .join(Application, Application.id == Screening.application_id)
        .where(
            Application.notice_id == notice.id,
            Application.state.in_(living),
            Screening.superseded_at.is_(None),
            Screening.notice_version_id != version.id,
        )
    )
    return db.session.scalar(query) or 0


def _screened(notice: Notice) -> tuple[dict[int, str], LeftOut]:
    """Digest of the facts judged, by id of the eligible applications; and how many others there are.

    Eligible is who counts as such: an approved 판정 변경 stands over what was judged.
    """
    taking_part = sa.exists().where(
        Participation.cohort_id == notice.cohort_id, Participation.person_id == Application.person_id
    )
    living = (ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE, ApplicationState.SCREENED)
    rows = db.session.execute(
        with_override(
            sa.select(
                Application.id, Application.state, effective_verdict(), Screening.facts_digest, taking_part
            ).outerjoin(
                Screening, sa.and_(Screening.application_id == Application.id, Screening.superseded_at.is_(None))
            )
        ).where(Application.notice_id == notice.id, Application.state.in_(living))
    )
    eligible: dict[int, str] = {}
    others: Counter[str] = Counter()
    for row_id, state, verdict, digest, already in rows:
        if verdict is None:
            others["unscreened"] += 1
        elif verdict != Verdict.ELIGIBLE:
            others[verdict] += 1
        elif state != ApplicationState.SCREENED:
            others[Verdict.NEEDS_REVIEW] += 1
        elif already:
            others["taking_part"] += 1
        else:
            eligible[row_id] = digest
    return eligible, LeftOut(**others)


def _people(notice: Notice) -> sa.Result[tuple[int, int, int, str, date, str, int, list[int]]]:
    return db.session.execute(
        sa.select(
            Application.id,
            Application.person_id,
            Application.number,
            Person.name,
            Person.born_on,
            Dong.name.label("dong"),
            Application.stream_id,
            Application.preferences,
        )
        .join(Person, Person.id == Application.person_id)
        .join(Dong, Dong.code == Application.dong_code)
        .where(Application.notice_id == notice.id, Application.state == ApplicationState.SCREENED)
        .order_by(Application.number)
    )
