"""What an import would do, row by row: a new application, a change of one, nothing, or why not. Reads, never writes."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from app.recruitment.address import address_key
from app.recruitment.declared import Declared
from app.recruitment.imports.columns import SHEET_NAME, columns_of
from app.recruitment.imports.known import NO_PAPER, Known, load_known
from app.recruitment.imports.lines import Line, LineReader
from app.recruitment.models import (
    Notice,
    NoticeState,
)
from app.recruitment.services.applications import EDITABLE
from app.recruitment.services.intake import householder_key
from app.recruitment.services.people import name_key
from app.recruitment.words import CONSENTS
from app.rules.application_states import GIVEN_UP
from app.shared.canonical import canonical_json
from app.shared.errors import RuleBroken
from app.shared.periods import korean_date
from app.sheets.checking import Checked, check_pieces
from app.sheets.columns import Column
from app.sheets.reading import Limits, read_pieces

NEW, UPDATED, UNCHANGED, ERROR = "new", "updated", "unchanged", "error"
DECIDED = "선발 결과가 정해진 신청은 고칠 수 없습니다. 이 줄을 빼고 다시 올려 주세요."
GAVE_UP = "포기·취소한 신청입니다. 이 줄을 빼거나, 신청 화면에서 접수로 되돌린 뒤 다시 올려 주세요."
WITHDRAWN = "「{label}」 동의는 철회한 기록이 있어 그대로 둡니다. 다시 동의하면 신청 화면의 동의에서 적어 주세요."
ASKED = "「{label}」은(는) 다시 받도록 요구한 서류라 그대로 둡니다. 받으면 신청 화면에서 받은 날과 함께 적어 주세요."


@dataclass(slots=True)
class Step:
    """One row that can be taken in: what happens to it. ``fields`` names what changes, never to what."""

    line: Line
    outcome: str
    known: Known | None
    fields: list[str]


@dataclass(slots=True)
class Plan:
    """All steps and all faults of one file against the database as it is now."""

    checked: Checked
    steps: list[Step]

    def count(self, outcome: str) -> int:
        return sum(step.outcome == outcome for step in self.steps)

    @property
    def rows(self) -> int:
        return len(self.checked.row_numbers)

    @property
    def errors(self) -> int:
        return len(self.checked.faults)

    @property
    def digest(self) -> str:
        """Equal as long as neither the file nor what it touches has changed."""
        marks = [
            [
                step.line.row,
                step.line.key,
                step.outcome,
                step.fields,
                step.known.person["version"] if step.known else 0,
                step.known.application["version"] if step.known and step.known.application else 0,
            ]
            for step in self.steps
        ]
        faults = [[fault.cell, fault.said or fault.accepted] for fault in self.checked.faults]
        notes = [[row, said] for row, said in self.checked.row_notes]
        return hashlib.sha256(canonical_json([marks, faults, notes]).encode()).hexdigest()


def check_state(notice: Notice, today: date) -> None:
    """Raises RuleBroken unless applications can still be taken in for the notice."""
    if notice.state != NoticeState.OPEN:
        raise RuleBroken("접수 중인 공고에만 신청을 불러올 수 있습니다. 공고의 상태를 확인해 주세요.")
    if today < notice.opens_on:
        raise RuleBroken(f"접수는 {korean_date(notice.opens_on)}부터입니다.")


def plan(notice: Notice, content: bytes, today: date, limits: Limits | None = None) -> Plan:
    """Read, check and compare. Raises SheetRefused for the file as a whole, RuleBroken for the notice's state."""
    check_state(notice, today)
    return compare(notice, read(content, columns_of(notice), today, limits), content, today)


def read(content: bytes, columns: tuple[Column, ...], today: date, limits: Limits | None = None) -> Checked:
    """The cells alone: what takes long, and asks no database. Raises SheetRefused."""
    return check_pieces(read_pieces(content, SHEET_NAME, limits), columns, today=today)


def compare(notice: Notice, checked: Checked, content: bytes, today: date) -> Plan:
    """A file just read against the database; read again where the notice has other columns by now. As ``plan``."""
    check_state(notice, today)
    columns = columns_of(notice)
    if tuple(checked.columns.values()) != tuple(columns):
        checked = read(content, columns, today)
    lines = LineReader(notice, checked, today).read()
    known = load_known(notice, [line.key for line in lines])
    steps = [_step(line, known.get(line.key), checked) for line in lines]
    checked.faults.sort(key=lambda fault: (fault.row, len(fault.cell), fault.cell))
    faulty = {fault.row for fault in checked.faults}
    return Plan(checked, [step for step in steps if step.line.row not in faulty])


def _step(line: Line, known: Known | None, checked: Checked) -> Step:
    if known is None or known.application is None:
        return Step(line, NEW, known, [])
    fields = sorted(changed(line, known))
    checked.row_notes += [(line.row, said) for said in _left_alone(line, known, checked)]
    if known.application["state"] in GIVEN_UP:
        checked.refuse(line.row, "rrn", line.number.masked, said=GAVE_UP)
    elif fields and known.application["state"] not in EDITABLE:
        checked.refuse(line.row, "rrn", line.number.masked, said=DECIDED)
    return Step(line, UPDATED if fields else UNCHANGED, known, fields)


def _left_alone(line: Line, known: Known, checked: Checked) -> Iterator[str]:
    """What the row says and an import does not do: the preview tells where it is done."""
    for one in line.intake.consents:
        if known.is_withdrawn(one):
            yield WITHDRAWN.format(label=CONSENTS[one])
    for kind in line.intake.papers:
        if known.is_awaited(kind):
            yield ASKED.format(label=checked.columns[f"paper_{kind}"].title)


def person_values(line: Line) -> dict[str, Any]:
    """The columns of ``person`` as the row has them."""
    who = line.intake.identity
    return {
        "name": unicodedata.normalize("NFC", who.name).strip(),
        "name_key": name_key(who.name),
        "phone": who.phone,
        "phone_tail": who.phone[-4:],
        "road_address": who.road_address,
        "address_detail": who.address_detail,
        "address_key": address_key(who.road_address, who.address_detail),
        "dong_code": who.dong_code,
        "residence_status": who.residence_status,
    }


def application_values(line: Line, known: Known | None = None) -> dict[str, Any]:
    """The columns of ``application`` that the row declares. Members left out keep those of before, and so do answers
    to questions that the sheet does not ask.

    The day and the 동 of receipt are not among them: they stay as they were when the application was received.
    """
    declared = line.intake.declared
    before = known.application if known else None
    if before:
        kept = line.unasked if line.intake.members else (*line.unasked, "member_income_won")
        said = Declared.from_json(before["declared"])
        declared = replace(declared, **{name: getattr(said, name) for name in kept})
    key = householder_key(line.intake, line.key)
    if before and key is None and before["householder_key"] != line.key:
        key = before["householder_key"]
    return {
        "stream_id": line.stream.id,
        "declared": declared.to_json(),
        "household_size": line.intake.household_size,
        "householder_key": key,
        "preferences": list(line.intake.preferences),
    }


def changed(line: Line, known: Known) -> Iterator[str]:
    """Names of what the row would change: of the person, the application, and what belongs to it."""
    before = known.application or {}
    for name, value in person_values(line).items():
        if known.person[name] != value and name not in ("name_key", "phone_tail", "address_key"):
            yield name
    values = application_values(line, known)
    declared, said = values.pop("declared"), Declared.from_json(before["declared"]).to_json()
    yield from (name for name in {*declared, *said} if said.get(name) != declared.get(name))
    yield from (name for name, value in values.items() if before[name] != value)
    if line.intake.members and known.members != member_rows(line):
        yield "members"
    if line.intake.agent and known.agent != tuple(asdict(line.intake.agent).values()):
        yield "agent"
    yield from (f"paper_{kind}" for kind in brought(line, known) if not known.papers.get(kind, NO_PAPER).received_on)
    yield from (f"consent_{one}" for one in given(line, known) if not (known.consents.get(one) or (0, False))[1])


def brought(line: Line, known: Known | None) -> list[str]:
    """Papers that the row brings, without those that must be seen again."""
    return [kind for kind in line.intake.papers if known is None or not known.is_awaited(kind)]


def given(line: Line, known: Known | None) -> list[str]:
    """Consents that the row gives, without those that were withdrawn."""
    return [one for one in line.intake.consents if known is None or not known.is_withdrawn(one)]


def member_rows(line: Line) -> list[tuple[str, str, int]]:
    return [(one.relation, one.name, one.born_year) for one in line.intake.members]
