"""Two other ways in Python: a bare loop over fetched rows, and entities of the ORM."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import relationship, selectinload

from app import bulk
from app.audit.models import AuditSubject
from app.extensions import db
from app.recruitment.models import (
    Application,
    ApplicationEvent,
    Paper,
    PastParticipation,
    Person,
    Screening,
    Verification,
)
from app.recruitment.services import screening_basis
from app.recruitment.services.assembly import Answer, Applicant, Home, Surroundings, assemble, is_foreign
from app.recruitment.services.ledger import PastRow, Term, read_ledger
from app.recruitment.words import PAPERS
from app.rules.criteria import RULE_CODES
from app.rules.eligibility import facts_text, text_digest, verdict_of

BIT = {code: 1 << place for place, code in enumerate(RULE_CODES)}
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _fetch(statement: str, **values: Any) -> list[Any]:
    result = db.session.connection().execute(sa.text(statement), values)
    return list(result.cursor.fetchall())  # type: ignore[union-attr]


def screen(given: dict[str, Any]) -> None:  # noqa: C901, PLR0912, PLR0915  one bare loop is what it is for
    """fetchall, plain dicts and ifs, executemany or COPY: no facts, no rules, no sentences can be made from it."""
    notice = given["notice"]
    answers: dict[int, dict[str, Any]] = {}
    for person, kind, value, on in _fetch(
        "select person_id, kind, cast(value as text), cast(looked_up_on as text) from verification "
        "where looked_up_on >= '2024-05-07' order by person_id, kind, looked_up_on, id"
    ):
        answers.setdefault(person, {})[kind] = (json.loads(value), on)
    past: dict[int, list[Any]] = {}
    for person, starts_on, ends_on, reason in _fetch(
        "select person_id, cast(started_on as text), cast(ended_on as text), end_reason from past_participation"
    ):
        past.setdefault(person, []).append((starts_on, ends_on, reason))
    lacking = dict(
        _fetch(
            "select application_id, sum(case when received_on is null then 1 else 0 end) from paper where required "
            "group by application_id"
        )
    )
    applications = _fetch(
        "select a.id, a.person_id, a.number, s.code, a.household_size, a.householder_key, cast(a.declared as text), "
        "cast(a.due_on as text), cast(p.born_on as text), p.rrn_masked, p.residence_status, p.address_key, "
        "a.state from application a join person p on p.id = a.person_id "
        "join notice_stream s on s.id = a.stream_id where a.notice_id = :notice order by a.number",
        notice=notice,
    )
    first: dict[str, int] = {}
    unclear: dict[str, int] = {}
    for row in applications:
        if row[5] is None:
            unclear.setdefault(row[11], row[2])
        else:
            first.setdefault(row[5], row[2])
    ceilings = given["ceilings"]
    fresh, events, moved, people = [], [], [], []
    for row in applications:
        (row_id, person, number, stream, size, key, declared, due, born, masked, status, home, state) = row
        told, found, rounds = json.loads(declared), answers.get(person, {}), past.get(person, ())
        said = told.get
        missing = lacking.get(row_id, 0)
        failed = review = 0
        if born > "2006-07-01":
            failed |= BIT["age"]
        if not said("district"):
            review |= BIT["residence"]
        elif said("district") != "관악구":
            failed |= BIT["residence"]
        for kind, word, ceiling in (
            ("income", "income_won", ceilings[size - 1]),
            ("property", "property_won", 499_000_000),
        ):
            if kind in found:
                if found[kind][0] > ceiling:
                    failed |= BIT[kind]
            elif said(word) is not None and said(word) > ceiling:
                failed |= BIT[kind]
            else:
                review |= BIT[kind]
        running, misconduct, personal, counted = False, False, False, 0
        for starts_on, ends_on, reason in rounds:
            counted += "2022-07-01" <= starts_on < "2024-07-01"
            running |= ends_on >= "2024-07-01" and starts_on <= "2024-11-30"
            if reason and f"{int(ends_on[:4]) + 1}{ends_on[4:]}" >= "2024-07-01":
                misconduct |= reason == "misconduct"
                personal |= reason == "personal"
        if counted > 1:
            failed |= BIT["repeat"]
        elif "past" not in found:
            review |= BIT["repeat"]
        if key is not None and first[key] < number:
            failed |= BIT["household"]
        elif "household" not in found and (key is None or unclear.get(home, number) < number):
            review |= BIT["household"]
        jobs = found["overlap"][0] if "overlap" in found else ()
        if running or any(one["ends_on"] >= "2024-07-01" and one["starts_on"] <= "2024-11-30" for one in jobs):
            failed |= BIT["overlap"]
        elif "overlap" not in found:
            review |= BIT["overlap"]
        for kind in ("living_benefit", "unemployment_benefit"):
            value = found[kind][0] if kind in found else None
            if value is None:
                if said(kind):
                    failed |= BIT[kind]
                else:
                    review |= BIT[kind]
            elif value["receives"] if isinstance(value, dict) else value:
                failed |= BIT[kind]
        for word, code in (("student", "student"), ("hard_to_work", "health"), ("work_ban", "work_ban")):
            if said(word) is None:
                review |= BIT[code]
            elif said(word):
                failed |= BIT[code]
        if missing:
            if due < "2024-07-08":
                failed |= BIT["papers"]
            else:
                review |= BIT["papers"]
        if misconduct:
            failed |= BIT["quit_ban"]
        elif personal:
            review |= BIT["quit_ban"]
        if masked[7] in "5678":
            if status not in ("F-2", "F-5", "F-6"):
                failed |= BIT["residence_status"]
            elif said("residence_expires_on") and said("residence_expires_on") < "2024-11-30":
                review |= BIT["residence_status"]
        if (born <= "1959-07-01") != (stream == "senior"):
            failed |= BIT["stream"]
        verdict = "ineligible" if failed else "needs_review" if review else "eligible"
        text = _ENCODE((born, stream, size, told, found, rounds, missing, due, status))
        digest = hashlib.sha256(text.encode()).hexdigest()
        fresh.append(
            (row_id, given["version"], given["at"], given["by"], verdict, failed, review, given["basis"], text, digest)
        )
        people.append((given["entry"], person))
        if not review & BIT["papers"]:
            events.append((row_id, state, "screened", given["at"], given["by"]))
            moved.append(("screened", row_id))
    tables: Any = (Screening.__table__, ApplicationEvent.__table__, AuditSubject.__table__, Application.__table__)
    columns = "application_id notice_version_id at by_id verdict failed_mask review_mask basis_id facts facts_digest"
    bulk.insert(tables[0], columns.split(), fresh)
    bulk.insert(tables[1], ("application_id", "from_state", "to_state", "at", "by_id"), events)
    if db.session.connection().dialect.name == "postgresql":
        ids = [row_id for _, row_id in moved]
        statement = "update application set state = 'screened', version = version + 1 where id = any(:ids)"
        db.session.connection().execute(sa.text(statement), {"ids": ids})
    else:
        bulk.update_each(tables[3], "version = version + 1, state", moved)
    bulk.insert(tables[2], ("entry_id", "person_id"), people)


def relate() -> None:
    """The relationships that a program of entities would have; the product reads plain rows and has none of them."""
    if "past" in sa.inspect(Person).relationships:
        return
    own = {"viewonly": True, "order_by": Verification.looked_up_on}
    Person.answers = relationship(Verification, primaryjoin=Person.id == Verification.person_id, **own)  # type: ignore[attr-defined]
    Person.past = relationship(PastParticipation, viewonly=True)  # type: ignore[attr-defined]
    Application.papers = relationship(Paper, viewonly=True)  # type: ignore[attr-defined]


def entities(given: dict[str, Any]) -> None:
    """Entities with everything that belongs to them, 2,000 at a time, judged by the product's rules."""
    notice, judge = given["row"], screening_basis.judge_by(given["basis"])
    around = Surroundings(Term(notice.cohort.programme_code, notice.cohort.starts_on, notice.cohort.ends_on))
    person = selectinload(Application.person)
    entity: Any = Person
    query = (
        sa.select(Application)
        .where(Application.notice_id == notice.id)
        .options(
            person.selectinload(entity.answers),
            person.selectinload(entity.past),
            selectinload(Application.papers),  # type: ignore[attr-defined]
            selectinload(Application.stream),
            selectinload(Application.dong),
        )
        .order_by(Application.id)
        .limit(2000)
    )
    last = 0
    while part := list(db.session.scalars(query.where(Application.id > last))):
        last = part[-1].id
        _entities(part, around, judge, given)


def _entities(part: list[Any], around: Surroundings, judge: Any, given: dict[str, Any]) -> None:
    for one in part:
        _look_around(one, around, given["row"].opens_on)
    for one in part:
        facts = assemble(_applicant(one), around)
        failed, review = judge.masks(facts)
        text = facts_text(facts)
        db.session.add(
            Screening(
                application_id=one.id,
                notice_version_id=given["version"],
                at=given["row"].created_at,
                by_id=given["by"],
                verdict=verdict_of(failed, review),
                failed_mask=failed,
                review_mask=review,
                basis_id=given["basis"],
                facts=text,
                facts_digest=text_digest(text),
            )
        )
        db.session.add(AuditSubject(entry_id=given["entry"], person_id=one.person_id))
        if review & BIT["papers"]:
            continue
        db.session.add(
            ApplicationEvent(
                application_id=one.id,
                from_state=one.state,
                to_state="screened",
                at=given["row"].created_at,
                by_id=given["by"],
            )
        )
        one.state = "screened"
    db.session.flush()


def _look_around(one: Any, around: Surroundings, opens_on: date) -> None:
    person = one.person
    for answer in person.answers:
        if answer.looked_up_on >= opens_on:
            found = around.answers.setdefault(person.id, {})
            found[answer.kind] = Answer(answer.value, answer.source, answer.looked_up_on)
    if person.past:
        rows = [
            PastRow(row.programme, row.started_on, row.ended_on, row.months, row.end_reason, row.source)
            for row in person.past
        ]
        around.ledger[person.id] = read_ledger(rows, around.cohort, {})
    if one.householder_key:
        home = Home(one.number, one.dong.name, one.received_on)
        around.households.setdefault(one.householder_key, []).append(home)
    elif person.address_key:
        around.unclear.setdefault(person.address_key, []).append(one.number)


def _applicant(one: Any) -> Applicant:
    person, papers = one.person, [paper for paper in one.papers if paper.required]
    return Applicant(
        person_id=person.id,
        number=one.number,
        born_on=person.born_on,
        foreign_status=person.residence_status if is_foreign(person.rrn_masked) else None,
        stream=one.stream.code,
        dong=one.dong.name,
        household_size=one.household_size,
        householder_key=one.householder_key,
        address_key=person.address_key,
        declared=one.declared,
        papers_required=len(papers),
        papers_missing=tuple(PAPERS[paper.kind] for paper in papers if paper.received_on is None),
        papers_due_on=one.due_on,
    )
