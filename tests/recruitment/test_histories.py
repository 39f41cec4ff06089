"""지난 참여 이력: only about people that are here, all or nothing, the same row again changes nothing."""

from __future__ import annotations

import io
from datetime import date
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import services as audit
from app.extensions import db
from app.recruitment.look_up_sheets import HISTORY
from app.recruitment.models import ImportBatch, PastParticipation, Person
from app.recruitment.services import histories, people
from app.recruitment.services.uploads import FaultsInFile, Uploaded
from app.reference.models import Programme
from app.shared.errors import RuleBroken
from app.sheets.listing import write_list
from tests.at_once import at_once
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, identity, number

PAST = {"programme": "", "started_on": date(2023, 3, 1), "ended_on": date(2023, 6, 30), "end_reason": None}


def person(**overrides: Any) -> Person:
    return people.register(overrides.pop("rrn", None) or number(), identity(**overrides), by=actor(), now=NOW)


def programme_name() -> str:
    return db.session.scalars(sa.select(Programme.name).where(Programme.code == "community")).one()


def file_of(*rows: dict[str, Any]) -> Uploaded:
    filled = [{**PAST, "programme": programme_name(), **row} for row in rows]
    content = write_list("이력", HISTORY, [[row.get(column.key) for column in HISTORY] for row in filled])
    return Uploaded("이력.xlsx", content)


def bring(*rows: dict[str, Any]) -> histories.Brought:
    return histories.bring(file_of(*rows), by=actor(), now=NOW, today=TODAY)


def digits(row: Person) -> str:
    return people.number_of(row).digits


def test_by_number_or_by_name_birth_and_phone_and_the_unknown_are_only_counted(database: None) -> None:
    one, two = person(), person(name="박나래", phone="010-0000-7777")
    named = {"name": "박나래", "born_on": two.born_on, "phone": "010-0000-7777"}

    found = bring({"rrn": digits(one)}, named, {"rrn": "5001011000001"})

    assert (found.new, found.changed, found.same, found.unmatched) == (2, 0, 0, [6])
    rows = db.session.scalars(sa.select(PastParticipation).order_by(PastParticipation.person_id)).all()
    assert [row.person_id for row in rows] == [one.id, two.id]
    assert {(row.programme, row.source, row.months) for row in rows} == {("community", "ilmoa", 4)}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2


def test_the_same_row_again_changes_nothing_and_another_end_is_taken_over(database: None) -> None:
    one = person()
    bring({"rrn": digits(one)})

    again = bring({"rrn": digits(one)}, {"rrn": "5001011000001"})
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    quit_early = bring({"rrn": digits(one), "ended_on": date(2023, 4, 2), "end_reason": "개인 사정"})
    assert (quit_early.new, quit_early.changed) == (0, 1)
    row = db.session.scalars(sa.select(PastParticipation)).one()
    assert (row.ended_on, row.end_reason, row.months) == (date(2023, 4, 2), "personal", 2)


def test_a_former_name_of_the_programme_is_known(database: None) -> None:
    one = person()
    former = {name: row.code for row in db.session.scalars(sa.select(Programme)) for name in row.former_names}
    name, code = next(iter(former.items()))

    bring({"rrn": digits(one), "programme": name})

    assert db.session.scalars(sa.select(PastParticipation.programme)).one() == code


@pytest.mark.parametrize(
    "wrong",
    [
        {"programme": "없는 사업"},
        {"ended_on": date(2023, 2, 28)},
        {"rrn": None, "name": "김가온", "born_on": date(1966, 4, 12)},
        {"rrn": None, "name": "김가온", "born_on": date(1966, 4, 12), "phone": "010-0000-4821"},
    ],
)
def test_a_fault_keeps_the_whole_file_out(database: None, wrong: dict[str, Any]) -> None:
    one, _double = person(), person()

    with pytest.raises(FaultsInFile):
        bring({"rrn": digits(one)}, {"rrn": digits(one), **wrong})

    assert db.session.scalar(sa.select(sa.func.count()).select_from(PastParticipation)) == 0


def test_by_the_page(client_of: Any) -> None:
    one = person()
    file = file_of({"rrn": digits(one)}, {"rrn": "5001011000001"})
    client = client_of("jobs")

    page = client.post("/histories", data={"once": "k", "file": (io.BytesIO(file.content), "이력.xlsx")})

    assert "이력 1건을 더하고" in page.text
    assert "일터에 없는 사람의 줄 1개" in page.text
    again = client.post("/histories", data={"once": "k2", "file": (io.BytesIO(file.content), "이력.xlsx")})
    assert again.status_code == 422
    assert "이미 반영한 파일입니다" in again.text
    assert client.get("/histories/template.xlsx").data[:2] == b"PK"
    assert client_of("clerk").get("/histories").status_code == 403


def test_the_same_file_at_once_goes_in_once_and_two_about_one_person_both(app: Flask, database: None) -> None:
    one = person()
    first, second = file_of({"rrn": digits(one)}), file_of({"rrn": digits(one), "ended_on": date(2023, 5, 31)})
    by = actor()
    audit.commit()

    def bring_one(file: Uploaded) -> bool:
        try:
            histories.bring(file, by=by, now=NOW, today=TODAY)
        except RuleBroken as error:
            assert "이미 반영한 파일" in str(error)  # noqa: PT017  the other thread was first
            return False
        audit.commit()
        return True

    went_in = at_once(app, [partial(bring_one, file) for file in (first, first, first, second)])

    assert (sum(went_in[:3]), went_in[3]) == (1, True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PastParticipation)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ImportBatch)) == 2
