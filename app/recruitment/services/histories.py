"""지난 참여 이력: rows of another system about people that are here already. Nobody is registered by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.look_up_sheets import HISTORY
from app.recruitment.models import Person
from app.recruitment.services import past, programme_names, uploads
from app.recruitment.services.look_up_replies import participation
from app.recruitment.services.people import key_of, name_key
from app.recruitment.services.uploads import FaultsInFile, Uploaded
from app.shared.actor import Actor
from app.shared.periods import korean_date
from app.sheets.checking import Checked

KIND = SCOPE = "history"
_SLICE = 500


@dataclass(frozen=True)
class Brought:
    """New rows, rows whose end changed, equal ones, and the row numbers of people that are not here."""

    new: int
    changed: int
    same: int
    unmatched: list[int]


def bring(file: Uploaded, *, by: Actor, now: datetime, today: date) -> Brought:
    """Read a history file and put it in. Raises FaultsInFile (several people it could be, unknown programme, dates)."""
    return keep(file, uploads.read(file, HISTORY, today), by=by, now=now)


def keep(file: Uploaded, checked: Checked, *, by: Actor, now: datetime) -> Brought:
    """Put in a history file that was read before; one at a time. Raises as ``bring``."""
    uploads.refuse_known(file, KIND, SCOPE)
    rows, unmatched = _rows(checked)
    if checked.faults:
        raise FaultsInFile(checked)
    counts = {"rows": len(checked.row_numbers), "unmatched": len(unmatched)}
    batch = uploads.kept(file, KIND, SCOPE, counts, rows=len(checked.row_numbers), by=by, now=now)
    told = past.bring_up_to_date(rows, batch.id, by=by, now=now)
    batch.counts = {**counts, "new": told.new, "changed": told.changed, "same": told.same}
    audit.record("recruit:history:import", batch, by=by, at=now, changes=dict(batch.counts))
    return Brought(told.new, told.changed, told.same, unmatched)


def _rows(checked: Checked) -> tuple[list[dict[str, Any]], list[int]]:
    codes, unmatched, rows = programme_names.codes(), list[int](), list[dict[str, Any]]()
    by_number, by_name = _people(checked)
    for at, values in checked.rows():
        _check(checked, at, values, codes)
        if values["rrn"] is not None:
            people = by_number.get(key_of(values["rrn"]), [])
        elif checked.is_refused(at, "rrn"):
            continue
        elif values["name"] and values["born_on"] and values["phone"]:
            people = by_name.get((name_key(values["name"]), values["born_on"], values["phone"]), [])
        else:
            said = "주민등록번호를 적거나, 성명·생년월일·전화번호를 모두 적어 주세요."
            checked.refuse(at, "rrn", "", said=said)
            continue
        if len(people) > 1:
            said = "같은 성명·생년월일·전화번호인 사람이 여럿입니다. 주민등록번호를 적어 주세요."
            checked.refuse(at, "name", "여러 사람", said=said)
        elif not people:
            unmatched.append(at)
        elif not checked.faults:
            rows.append(participation(people[0], values, codes))
    return rows, unmatched


def _check(checked: Checked, at: int, values: dict[str, Any], codes: dict[str, str]) -> None:
    if values["programme"] and programme_names.bare(values["programme"]) not in codes:
        checked.refuse(at, "programme", values["programme"], accepted="등록된 사업의 지금 이름이나 옛 이름")
    starts, ends = values["started_on"], values["ended_on"]
    if starts and ends and ends < starts:
        checked.refuse(at, "ended_on", korean_date(ends), said="참여 종료일이 시작일보다 빠릅니다.")


def _people(checked: Checked) -> tuple[dict[str, list[int]], dict[tuple[str, date, str], list[int]]]:
    """Ids by keyed hash, and by name, birth and phone: a statement for each 500 rows."""
    keys, names = set(), set()
    for _, values in checked.rows():
        if values["rrn"] is not None:
            keys.add(key_of(values["rrn"]))
        elif values["name"]:
            names.add(name_key(values["name"]))
    by_number: dict[str, list[int]] = {}
    by_name: dict[tuple[str, date, str], list[int]] = {}
    for some in _slices(sorted(keys)):
        for row in db.session.execute(sa.select(Person.id, Person.rrn_key).where(Person.rrn_key.in_(some))):
            by_number.setdefault(str(row.rrn_key), []).append(row.id)
    columns = (Person.id, Person.name_key, Person.born_on, Person.phone)
    for some in _slices(sorted(names)):
        query = sa.select(*columns).where(Person.name_key.in_(some), Person.erased_at.is_(None))
        for one in db.session.execute(query):
            by_name.setdefault((one.name_key, one.born_on, one.phone), []).append(one.id)
    return by_number, by_name


def _slices(values: list[str]) -> list[list[str]]:
    return [values[at : at + _SLICE] for at in range(0, len(values), _SLICE)]
