"""조회 회신: matched to its request by number, position and resident number; all of it goes in, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.look_up_sheets import KINDS, answers_of, columns_of
from app.recruitment.models import Application, LookUpEntry, LookUpRequest, Notice, Person
from app.recruitment.services import look_ups, past, programme_names, transitions, uploads
from app.recruitment.services.people import key_of
from app.recruitment.services.uploads import FaultsInFile, Uploaded
from app.recruitment.words import LookUp
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date, months_touched
from app.sheets.checking import Checked

FOREIGN = "이 의뢰의 명단에 없는 줄입니다. 연번과 주민등록번호를 의뢰 명단과 같게 두세요."


@dataclass
class Answer:
    """What came back about one person."""

    application_id: int
    person_id: int
    looked_up_on: date
    values: dict[str, Any] = field(default_factory=dict)
    past: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """``answered`` people have an answer now, ``blank`` rows came back empty.

    ``left_out``: rows of people who were cancelled, withdrew or were erased since they were asked about.
    """

    answered: int
    blank: int
    left_out: int
    values: int


def take(row: LookUpRequest, file: Uploaded, *, by: Actor, now: datetime, today: date) -> Taken:
    """Read a reply and keep it. Raises FaultsInFile with every faulty cell, RuleBroken for the file."""
    return keep(row, file, uploads.read(file, columns_of(row.kind), today), by=by, now=now, today=today)


def keep(row: LookUpRequest, file: Uploaded, checked: Checked, *, by: Actor, now: datetime, today: date) -> Taken:
    """Compare a reply that was read before with its request, which must be locked, and keep it. Raises as ``take``."""
    notice = db.session.get_one(Notice, row.notice_id)
    uploads.refuse_known(file, row.kind, notice.code)
    transitions.hold(notice.id)  # nobody withdraws between the reading and the keeping of the answers
    reader = _Reader(row, checked, notice.opens_on, today)
    answers = reader.read()
    if checked.faults:
        raise FaultsInFile(checked)
    if not answers and reader.left_out:
        raise RuleBroken("저장할 회신이 없습니다. 회신한 분이 모두 동의를 철회했거나 신청을 취소·포기했습니다.")
    if not answers:
        raise RuleBroken("회신한 값이 한 줄도 없습니다. 의뢰 명단의 빈 열을 채워 다시 올려 주세요.")
    counts = {"answered": len(answers), "blank": reader.blank, "left_out": reader.left_out}
    batch = uploads.kept(file, row.kind, notice.code, counts, rows=len(checked.row_numbers), by=by, now=now)
    shared = {"batch_id": batch.id, "request_id": row.id, "source": KINDS[row.kind]}
    values = [
        {
            "person_id": one.person_id,
            "application_id": one.application_id,
            "kind": kind,
            "value": value,
            "looked_up_on": one.looked_up_on,
            **shared,
        }
        for one in answers.values()
        for kind, value in one.values.items()
    ]
    look_ups.record_many(values, by=by, now=now)
    past.bring_up_to_date([one for answer in answers.values() for one in answer.past], batch.id, by=by, now=now)
    db.session.execute(
        sa.update(LookUpEntry)
        .where(LookUpEntry.request_id == row.id, LookUpEntry.application_id.in_(list(answers)))
        .values(answered_at=now, batch_id=batch.id)
    )
    changes = {"number": row.number, **counts, "sha256": file.sha256}
    people = [one.person_id for one in answers.values()]
    audit.record("recruit:look-up:reply", row, by=by, at=now, changes=changes, people=people)
    return Taken(len(answers), reader.blank, reader.left_out, len(values))


class _Reader:
    """Rows to answers; what does not belong to the request becomes a fault at its cell.

    Who was cancelled, withdrew or was erased since the list went out is left out: nothing more is kept of them.
    """

    def __init__(self, row: LookUpRequest, checked: Checked, opens_on: date, today: date) -> None:
        self.row, self.checked, self.opens_on, self.today = row, checked, opens_on, today
        query = (
            sa.select(
                LookUpEntry.position,
                LookUpEntry.application_id,
                Person.id.label("person_id"),
                Person.rrn_key,
                sa.and_(*look_ups.may_be_looked_up()).label("stays"),
            )
            .join(Application, Application.id == LookUpEntry.application_id)
            .join(Person, Person.id == Application.person_id)
            .where(LookUpEntry.request_id == row.id)
        )
        self.entries = {one.position: one for one in db.session.execute(query)}
        self.codes = programme_names.codes()
        self.answers: dict[int, Answer] = {}
        self.blank = self.left_out = 0

    def read(self) -> dict[int, Answer]:
        for at, values in self.checked.rows():
            entry = self._entry(at, values)
            if entry is None:
                continue
            if not entry.stays:
                self.left_out += 1
                continue
            if all(values[key] in (None, "") for key in answers_of(self.row.kind)):
                self.blank += 1
                continue
            on = self._day(at, values)
            answer = self.answers.get(entry.application_id)
            if answer is not None and self.row.kind != "ilmoa":
                self.checked.refuse(at, "position", str(values["position"]), said="같은 연번이 두 번 있습니다.")
            if answer is None:
                answer = self.answers[entry.application_id] = Answer(entry.application_id, entry.person_id, on)
            _READERS[self.row.kind](self, at, values, answer)
        return self.answers

    def _entry(self, at: int, values: dict[str, Any]) -> Any:
        position, number, rrn = values["position"], values["number"], values["rrn"]
        if position is None or number is None or rrn is None:
            return None  # a fault already
        entry = self.entries.get(position)
        if number != self.row.number:
            self.checked.refuse(at, "number", number, accepted=f"의뢰번호 {self.row.number}")
            return None
        if entry is None or entry.rrn_key not in (None, key_of(rrn)):  # None: erased since
            self.checked.refuse(
                at, "rrn" if entry else "position", rrn.masked if entry else str(position), said=FOREIGN
            )
            return None
        return entry

    def _day(self, at: int, values: dict[str, Any]) -> date:
        """The file's own day, else today's: never before the notice, whose screening would not see it."""
        on: date = values["looked_up_on"] or self.today
        if refusal := look_ups.wrong_day(on, self.opens_on, self.today):
            self.checked.refuse(at, "looked_up_on", korean_date(on), said=refusal)
        return on

    def welfare(self, at: int, values: dict[str, Any], answer: Answer) -> None:  # noqa: ARG002
        kinds = {"income": LookUp.INCOME, "property": LookUp.PROPERTY, "living_benefit": LookUp.LIVING_BENEFIT}
        answer.values |= {kind: values[key] for key, kind in kinds.items() if values[key] is not None}
        if values["household"]:
            answer.values[LookUp.HOUSEHOLD] = True

    def ilmoa(self, at: int, values: dict[str, Any], answer: Answer) -> None:
        answer.values[LookUp.PAST] = True
        jobs = answer.values.setdefault(LookUp.OVERLAP, [])
        if values["status"] is None:
            self.checked.refuse(at, "status", "")
        elif values["status"] != "none":
            wanting = next((key for key in ("programme", "started_on", "ended_on") if not values[key]), None)
            if wanting:
                self.checked.refuse(at, wanting, "")
            elif values["ended_on"] < values["started_on"]:
                said = "참여 종료일이 시작일보다 빠릅니다."
                self.checked.refuse(at, "ended_on", korean_date(values["ended_on"]), said=said)
            elif values["status"] == "now":
                days = {"starts_on": values["started_on"].isoformat(), "ends_on": values["ended_on"].isoformat()}
                jobs.append({"label": values["programme"], **days})
                # It counts among the rounds, too, by the end that is planned: nobody tells again when it is over.
                answer.past.append(participation(answer.person_id, {**values, "end_reason": None}, self.codes))
            else:
                answer.past.append(participation(answer.person_id, values, self.codes))

    def employment(self, at: int, values: dict[str, Any], answer: Answer) -> None:
        until = values["until"]
        if values["receives"] is not None:
            said = {"receives": values["receives"], "until": until.isoformat() if until else None}
            answer.values[LookUp.UNEMPLOYMENT_BENEFIT] = said
        elif until:
            self.checked.refuse(at, "receives", "")
        if values["employed"] is not None:
            answer.values[LookUp.EMPLOYED] = values["employed"]

    def business(self, at: int, values: dict[str, Any], answer: Answer) -> None:
        if values["registered"] is None:
            self.checked.refuse(at, "registered", "")
        else:
            exception = values["exception"] or ""
            if exception and not values["registered"]:
                self.checked.refuse(at, "exception", "", said="사업자등록이 없으면 예외를 비워 두세요.")
            answer.values[LookUp.BUSINESS] = {"registered": values["registered"], "exception": exception}


_READERS: dict[str, Callable[[_Reader, int, dict[str, Any], Answer], None]] = {
    "welfare": _Reader.welfare,
    "ilmoa": _Reader.ilmoa,
    "employment": _Reader.employment,
    "business": _Reader.business,
}


def participation(person_id: int, values: dict[str, Any], codes: dict[str, str]) -> dict[str, Any]:
    """A row of the ledger; a programme that is not ours keeps the name that it came with."""
    return {
        "person_id": person_id,
        "programme": codes.get(programme_names.bare(values["programme"]), values["programme"]),
        "started_on": values["started_on"],
        "ended_on": values["ended_on"],
        "end_reason": values["end_reason"],
        "months": len(months_touched(values["started_on"], values["ended_on"])),
        "source": "ilmoa",
    }
