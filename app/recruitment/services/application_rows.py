"""The rows beside an application: household, agent, papers, consents; read, brought in line, compared."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import Application, Consent, HouseholdMember, Paper, Proxy
from app.recruitment.services import checklist
from app.recruitment.services.intake import Intake
from app.recruitment.words import CONSENTS
from app.shared.phone import clean_phone


def snapshot(application: Application) -> dict[str, object]:
    """What a revision may change, by the name of its field; never kept, only compared."""
    papers = {f"paper_{one.kind}": one.received_on is not None for one in papers_of(application)}
    consents = {f"consent_{one.purpose}": one.given for one in consents_of(application)}
    members = [(one.relation, one.name, one.born_year) for one in members_of(application)]
    agent = proxy_of(application)
    return {
        **application.declared,
        **papers,
        **consents,
        "stream": application.stream.code,
        "household_size": application.household_size,
        "householder_rrn": application.householder_key,
        "preferences": list(application.preferences),
        "members": members,
        "agent": (agent.name, agent.relation, agent.phone) if agent else None,
    }


def changed_fields(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """Names only: the trail says which fields changed, never to what."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def proxy_of(application: Application) -> Proxy | None:
    return db.session.get(Proxy, application.id, populate_existing=True)


def papers_of(application: Application) -> list[Paper]:
    query = sa.select(Paper).where(Paper.application_id == application.id).order_by(Paper.id)
    return list(db.session.scalars(query))


_MEMBERS = (
    sa.select(HouseholdMember)
    .where(HouseholdMember.application_id == sa.bindparam("application_id"))
    .order_by(HouseholdMember.id)
)


def members_of(application: Application) -> list[HouseholdMember]:
    return list(db.session.scalars(_MEMBERS, {"application_id": application.id}))


def consents_of(application: Application) -> list[Consent]:
    query = sa.select(Consent).where(Consent.application_id == application.id).order_by(Consent.id)
    return list(db.session.scalars(query))


def add_consents(application: Application, intake: Intake, *, now: datetime) -> None:
    """The consents of a new application, one row a purpose. Later they change through services/consents."""
    for purpose in CONSENTS:
        given = purpose in intake.consents
        db.session.add(Consent(application_id=application.id, purpose=purpose, given=given, at=now))


def bring_rows(application: Application, intake: Intake, *, today: date) -> None:
    """Household, agent and papers in line with the form, for a new application and for a revised one."""
    db.session.execute(sa.delete(HouseholdMember).where(HouseholdMember.application_id == application.id))
    _add_members(application, intake)
    _bring_agent(application, intake)
    _bring_papers(application, intake, today)
    db.session.flush()


def _bring_agent(application: Application, intake: Intake) -> None:
    agent, row = intake.agent if intake.declared.by_proxy else None, proxy_of(application)
    if agent is None:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = Proxy(application_id=application.id)
        db.session.add(row)
    row.name, row.relation, row.phone = agent.name.strip(), agent.relation.strip(), clean_phone(agent.phone)


def _add_members(application: Application, intake: Intake) -> None:
    for member in intake.members:
        db.session.add(
            HouseholdMember(
                application_id=application.id, relation=member.relation, name=member.name, born_year=member.born_year
            )
        )


def _bring_papers(application: Application, intake: Intake, today: date) -> None:
    """The checklist in line with the form; a paper received earlier keeps its day, one that is not on it as it is."""
    rows = {paper.kind: paper for paper in papers_of(application)}
    needed = checklist.required_papers(application.notice, intake.declared, intake.declared.by_proxy)
    shown = {item.kind for item in checklist.checklist_of(application.notice)}
    # 「모두 받음」 may tick what is not asked of this applicant: 위임장 of who came in person is on no receipt.
    for kind in dict.fromkeys([*needed, *rows]):
        paper = rows.get(kind)
        if paper is None:
            paper = Paper(application_id=application.id, kind=kind)
            db.session.add(paper)
        paper.required = kind in needed or bool(paper.asked)
        if kind in shown:
            paper.received_on = (paper.received_on or today) if kind in intake.papers else None
        if paper.received_on:
            paper.asked_reason = None
