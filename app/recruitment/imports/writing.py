"""Putting a plan into the database, set by set: a handful of statements for any number of rows, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.extensions import db, seal
from app.recruitment.imports.known import NO_PAPER
from app.recruitment.imports.planning import (
    NEW,
    UPDATED,
    Plan,
    Step,
    application_values,
    brought,
    given,
    member_rows,
    person_values,
)
from app.recruitment.models import (
    Application,
    ApplicationState,
    Consent,
    HouseholdMember,
    ImportBatch,
    Notice,
    Paper,
    Person,
    Proxy,
)
from app.recruitment.services import checklist, name_grams, transitions
from app.recruitment.services.people import NUMBER_COLUMN
from app.recruitment.words import CONSENTS
from app.shared.actor import Actor
from app.shared.errors import Conflict

Progress = Callable[[int, int], None]
EDITED = "그사이 다른 사람이 고친 자료가 있어 한 건도 저장하지 않았습니다. 다시 반영해 주세요."
RECEIVED, PAPERS_DUE = ApplicationState.RECEIVED, ApplicationState.PAPERS_DUE


@dataclass(slots=True)
class Writer:
    """Writes one plan. The caller holds the notice and its applications: numbers are never doubled, nobody steps between.

    People are held by nobody: who was changed since the plan stops the whole (Conflict).
    """

    notice: Notice
    batch: ImportBatch
    by: Actor
    now: datetime
    today: date

    def write(self, plan: Plan, progress: Progress) -> list[int]:
        """The ids of the people whose data was written. Nothing is committed here."""
        total = len(plan.steps)
        new = [step for step in plan.steps if step.outcome == NEW]
        updated = [step for step in plan.steps if step.outcome == UPDATED]
        people = self._people(new, updated)
        progress(total // 4, total)
        applications = self._applications(new, people)
        self._change_applications(updated)
        applications |= {step.line.key: _application(step)["id"] for step in updated}
        progress(total // 2, total)
        self._beside([*new, *updated], applications)
        self._states(new, updated, applications)
        progress(total * 3 // 4, total)
        return sorted({people[step.line.key] for step in (*new, *updated)})

    def _people(self, new: list[Step], updated: list[Step]) -> dict[str, int]:
        """Known people brought up to date, unknown ones added with their number sealed. Key → id."""
        known = {step.line.key: step.known.person for step in (*new, *updated) if step.known}
        steps = {step.line.key: step for step in (*new, *updated)}
        changed = [
            {"row_id": person["id"], "seen": person["version"], **person_values(steps[key].line)}
            for key, person in sorted(known.items(), key=lambda one: int(one[1]["id"]))
            if any(person[name] != value for name, value in person_values(steps[key].line).items())
        ]
        _update_each(Person, changed)
        rows = [self._person(step) for step in new if step.known is None]
        ids = {key: person["id"] for key, person in known.items()}
        if rows:
            query = sa.insert(Person).returning(Person.id, Person.rrn_key)
            ids |= {key: row_id for row_id, key in db.session.execute(query, rows) if key}
        names = [(ids[row["rrn_key"]], row["name_key"]) for row in rows]
        name_grams.bring_many([*names, *((row["row_id"], row["name_key"]) for row in changed)])
        return ids

    def _person(self, step: Step) -> dict[str, Any]:
        number = step.line.number
        return {
            "rrn_cipher": seal.close(number.digits, NUMBER_COLUMN),
            "rrn_key": step.line.key,
            "rrn_masked": number.masked,
            "key_version": seal.version,
            "born_on": number.born_on,
            "sex": number.sex,
            "created_at": self.now,
            "created_by_id": self.by.user_id,
            "version": 1,
            **person_values(step.line),
        }

    def _applications(self, new: list[Step], people: dict[str, int]) -> dict[str, int]:
        """Numbered on from the last one, in the order of the file. Key of the person → id of the application."""
        if not new:
            return {}
        last = db.session.scalar(
            sa.select(sa.func.max(Application.number)).where(Application.notice_id == self.notice.id)
        )
        rows = [
            {
                "notice_id": self.notice.id,
                "number": (last or 0) + at,
                "person_id": people[step.line.key],
                "state": RECEIVED,
                "dong_code": step.line.dong_code,
                "received_on": step.line.received_on,
                "channel": "import",
                "batch_id": self.batch.id,
                "created_at": self.now,
                "created_by_id": self.by.user_id,
                "version": 1,
                "due_on": None,
                **application_values(step.line),
            }
            for at, step in enumerate(new, 1)
        ]
        query = sa.insert(Application).returning(Application.id, Application.person_id)
        made = {person_id: row_id for row_id, person_id in db.session.execute(query, rows)}
        return {step.line.key: made[people[step.line.key]] for step in new}

    def _change_applications(self, updated: list[Step]) -> None:
        rows = []
        for step in updated:
            was = _application(step)
            rows.append({"row_id": was["id"], "seen": was["version"], **application_values(step.line, step.known)})
        _update_each(Application, rows)

    def _beside(self, steps: list[Step], applications: dict[str, int]) -> None:
        """Household, agents, papers and consents. What the file leaves out stays as it was."""
        again = [applications[step.line.key] for step in steps if step.known and step.known.application]
        members = [step for step in steps if step.line.intake.members]
        self._replace(
            HouseholdMember, [step for step in members if applications[step.line.key] in set(again)], applications
        )
        _insert(HouseholdMember, (row for step in members for row in _members(step, applications[step.line.key])))
        agents = [step for step in steps if step.line.intake.agent]
        self._replace(Proxy, [step for step in agents if step.known and step.known.agent], applications)
        _insert(Proxy, (_agent(step, applications[step.line.key]) for step in agents))
        self._papers(steps, applications)
        self._consents(steps, applications)

    def _replace(self, table: Any, steps: list[Step], applications: dict[str, int]) -> None:
        rows = [{"gone": applications[step.line.key]} for step in steps]
        if rows:
            query = sa.delete(table).where(table.application_id == sa.bindparam("gone"))
            db.session.connection().execute(query, rows)

    def _papers(self, steps: list[Step], applications: dict[str, int]) -> None:
        """The checklist as it applies to the row; a paper received earlier keeps its day, one asked for stays so."""
        items, fresh, changed = checklist.checklist_of(self.notice), [], []
        for step in steps:
            declared, papers = step.line.intake.declared, brought(step.line, step.known)
            known = step.known.papers if step.known else {}
            asked = [kind for kind, one in known.items() if one.asked]
            needed = [*checklist.asked_of(items, declared, declared.by_proxy), *asked]
            for kind in dict.fromkeys([*needed, *papers, *known]):
                row_id, was_required, day, _ = known.get(kind, NO_PAPER)
                received = day or (step.line.received_on if kind in papers else None)
                if kind not in known:
                    key = applications[step.line.key]
                    values = {"application_id": key, "kind": kind, "required": kind in needed, "received_on": received}
                    fresh.append(values)
                elif (was_required, day) != (kind in needed, received):
                    changed.append({"row_id": row_id, "required": kind in needed, "received_on": received})
        _insert(Paper, fresh)
        _update_each(Paper, changed, versioned=False)

    def _consents(self, steps: list[Step], applications: dict[str, int]) -> None:
        """Each purpose a row; the file gives consents, never takes one back and never revives one that was withdrawn."""
        fresh, changed = [], []
        for step in steps:
            known, ticked = (step.known.consents if step.known else {}), given(step.line, step.known)
            for purpose in CONSENTS:
                if purpose not in known:
                    key = applications[step.line.key]
                    values = {"application_id": key, "purpose": purpose, "given": purpose in ticked, "at": self.now}
                    fresh.append(values)
                elif purpose in ticked and not known[purpose][1]:
                    changed.append({"row_id": known[purpose][0], "given": True, "at": self.now})
        _insert(Consent, fresh)
        _update_each(Consent, changed, versioned=False)

    def _states(self, new: list[Step], updated: list[Step], applications: dict[str, int]) -> None:
        """Every step leaves its event: 접수, and 보완 필요 with the day it is due while a required paper is missing."""
        ids = [applications[step.line.key] for step in (*new, *updated)]
        missing = self._missing(ids)
        due = checklist.due_on(self.notice, self.today)
        later: list[tuple[int, str]] = []
        back: list[tuple[int, str]] = []
        for step in (*new, *updated):
            key = applications[step.line.key]
            was = RECEIVED if step.outcome == NEW else _application(step)["state"]
            if was == RECEIVED and key in missing:
                later.append((key, was))
            elif was == PAPERS_DUE and key not in missing:
                back.append((key, was))
        who: dict[str, Any] = {"by": self.by, "now": self.now}
        transitions.mark_received([applications[step.line.key] for step in new], **who)
        transitions.step_many(later, PAPERS_DUE, due_on=due, **who)
        transitions.step_many(back, RECEIVED, **who)

    def _missing(self, ids: list[int]) -> set[int]:
        found: set[int] = set()
        for begin in range(0, len(ids), 500):
            some = ids[begin : begin + 500]
            query = sa.select(Paper.application_id).where(
                Paper.application_id.in_(some), Paper.required.is_(True), Paper.received_on.is_(None)
            )
            found |= set(db.session.scalars(query))
        return found


def _application(step: Step) -> dict[str, Any]:
    if step.known is None or step.known.application is None:
        raise LookupError("a step without an application")
    return step.known.application


def _members(step: Step, application_id: int) -> list[dict[str, Any]]:
    return [
        {"application_id": application_id, "relation": relation, "name": name, "born_year": year}
        for relation, name, year in member_rows(step.line)
    ]


def _agent(step: Step, application_id: int) -> dict[str, Any]:
    agent = step.line.intake.agent
    if agent is None:
        raise LookupError("a step without an agent")
    return {"application_id": application_id, "name": agent.name, "relation": agent.relation, "phone": agent.phone}


def _insert(table: Any, rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        db.session.connection().execute(sa.insert(table), values)


def _update_each(table: Any, rows: list[dict[str, Any]], *, versioned: bool = True) -> None:
    """``row_id`` names the row, ``seen`` its version; every row has the same columns.

    The version counts up, so that a later saver notices. Raises Conflict where somebody saved first.
    """
    if not rows:
        return
    columns, places = table.__table__.c, ("row_id", "seen")
    values: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in rows[0] if name not in places}
    query = sa.update(table.__table__).where(columns.id == sa.bindparam("row_id"))
    if versioned:
        values["version"] = columns.version + 1
        query = query.where(columns.version == sa.bindparam("seen"))
    binds = [{name if name in places else f"to_{name}": value for name, value in row.items()} for row in rows]
    if db.session.connection().execute(query.values(**values), binds).rowcount != len(rows):
        raise Conflict(EDITED)
