"""Files of the demo: corrections put in from a sheet, a sheet with faults that waits, old histories from 일모아."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Dong
from app.demo import parts
from app.demo.applicants import LOOKED_UP_ON, Applicant
from app.demo.asking import dashed
from app.demo.people import Synthetic
from app.demo.story_time import TODAY, at
from app.demo.this_summer import Summer
from app.extensions import db
from app.recruitment.asked import QUESTIONS
from app.recruitment.imports import batches
from app.recruitment.imports.columns import ANSWERS, SHEET_NAME, columns_of
from app.recruitment.look_up_sheets import HISTORY
from app.recruitment.models import Application, Notice, NoticeProject
from app.recruitment.services import histories
from app.recruitment.services.uploads import Uploaded
from app.recruitment.words import CONSENTS, PAPERS, VULNERABLE_TYPES
from app.reference.models import Programme, Project
from app.shared.actor import Actor
from app.sheets.listing import write_list
from app.sheets.template import write_template

OLD_ROUNDS = (
    ("companion", date(2019, 3, 4), date(2019, 6, 28), None),
    ("community", date(2019, 7, 1), date(2019, 11, 29), "개인 사정"),
    ("companion", date(2020, 2, 3), date(2020, 6, 30), None),
    ("companion", date(2020, 8, 3), date(2020, 12, 18), "취업"),
)
"""Too long ago for the rules of 2024; they stand in the ledger all the same."""
BROUGHT = 14


def put_in_corrections(summer: Summer, by: Actor) -> None:
    """A sheet of five applications whose 희망 세부사업 were told later: previewed, then put in whole."""
    wishes = _wishes(summer.notice)
    rows = [row | wishes for row in _known_rows(summer.of_part(parts.BY_FILE))]
    given: dict[str, Any] = {"by": by, "today": LOOKED_UP_ON}
    name = "희망사업 정정_2024-07-05.xlsx"
    batch = batches.upload(summer.notice, name, _sheet(summer.notice, rows), now=at(LOOKED_UP_ON, 18, 20), **given)
    batches.commit(summer.notice, batch.id, now=at(LOOKED_UP_ON, 18, 23), **given)


def leave_faulty_file(summer: Summer, strangers: Sequence[Synthetic], by: Actor) -> None:
    """New people, one as it is, one changed, and five cells to put right: it waits for somebody to look."""
    names = _dong_names()
    rows = [_stranger_row(one, names) for one in strangers]
    rows[2]["received_on"] = "2024-06-31"
    rows[4]["income_won"] = "백이십만 원"
    rows[5]["received_dong"] = "신림1동"
    rows[7]["rrn"] = rows[7]["rrn"][:-2]
    rows[8]["consent_unique_id"] = ""
    known = _known_rows(summer.of_part(parts.BY_FILE)[:2])
    known[0] |= _wishes(summer.notice)
    known[1] |= _wishes(summer.notice) | {"address_detail": "203호"}
    content = _sheet(summer.notice, [*rows, *known])
    batches.upload(summer.notice, "신림동 출장접수.xlsx", content, by=by, now=at(TODAY, 9, 30), today=TODAY)


def bring_histories(summer: Summer, by: Actor) -> None:
    """이력 of years before this system, by number; two rows are about nobody who is here."""
    names = dict(db.session.execute(sa.select(Programme.code, Programme.name)).all())
    plain = [one for _, one in summer.numbered if not one.story and not one.part and one.stream == "under65"][:BROUGHT]
    rows = []
    for place, one in enumerate(plain):
        code, starts, ends, reason = OLD_ROUNDS[place % len(OLD_ROUNDS)]
        who = {"rrn": dashed(one.person), "name": one.person.name, "born_on": one.person.born_on}
        rows.append({**who, "programme": names[code], "started_on": starts, "ended_on": ends, "end_reason": reason})
    for born in (date(1961, 5, 2), date(1963, 9, 17)):
        gone = {"name": "이름예시", "born_on": born, "phone": "010-0000-0001", "programme": names["companion"]}
        rows.append({**gone, "started_on": date(2019, 3, 4), "ended_on": date(2019, 6, 28)})
    content = write_list("일모아 참여 이력", HISTORY, [[row.get(column.key) for column in HISTORY] for row in rows])
    file = Uploaded("일모아_참여이력_2019-2020.xlsx", content)
    histories.bring(file, by=by, now=at(LOOKED_UP_ON, 17, 55), today=LOOKED_UP_ON)


def _sheet(notice: Notice, rows: Sequence[Mapping[str, Any]]) -> bytes:
    columns = columns_of(notice)
    filled = [[row.get(column.key, "") for column in columns] for row in rows]
    return write_template(notice.title, SHEET_NAME, columns, rows=filled, entry_rows=len(rows) + 10)


def _known_rows(chosen: Sequence[tuple[int, Applicant]]) -> list[dict[str, Any]]:
    """The sheet's rows of people who have applied, as they declared it."""
    names = _dong_names()
    return [_known_row(db.session.get_one(Application, row_id), one, names) for row_id, one in chosen]


def _known_row(application: Application, one: Applicant, names: Mapping[str, str]) -> dict[str, Any]:
    said = one.declared
    words = {value: word for word, value in ANSWERS.items()}
    types = [VULNERABLE_TYPES[code] for code in said.vulnerable_types]
    return {
        **_person_row(one.person, names),
        "received_on": one.received_on.isoformat(),
        "stream": "65세 미만",
        "householder": "예",
        "household_size": application.household_size,
        "income_won": said.income_won,
        "property_won": said.property_won,
        **dict(zip(("first_type", "second_type"), types, strict=False)),
        **{key: words[getattr(said, key)] for key in QUESTIONS},
        **{f"consent_{purpose}": "예" for purpose in CONSENTS},
    }


def _person_row(one: Synthetic, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rrn": dashed(one),
        "name": one.name,
        "phone": one.phone,
        "received_dong": names[one.dong_code],
        "road_address": one.road_address,
        "address_detail": one.address_detail,
        "dong": names[one.dong_code],
    }


def _stranger_row(one: Synthetic, names: Mapping[str, str]) -> dict[str, Any]:
    """Somebody who applied at an outing of the counter, alone in the household."""
    return {
        **_person_row(one, names),
        "received_dong": "신림동",
        "received_on": "2024-07-04",
        "stream": "65세 미만",
        "householder": "예",
        "household_size": 1,
        "income_won": 940_000,
        "property_won": 38_000_000,
        **dict.fromkeys(QUESTIONS, "아니요"),
        **{f"paper_{kind}": "예" for kind in PAPERS if kind not in ("bonus_proof", "proxy_letter")},
        **{f"consent_{purpose}": "예" for purpose in CONSENTS},
    }


def _wishes(notice: Notice) -> dict[str, str]:
    """The two smallest 세부사업 of the notice, by name: hardly anybody has asked for them."""
    query = sa.select(Project.name).join(NoticeProject, NoticeProject.project_id == Project.id)
    query = query.where(NoticeProject.notice_id == notice.id).order_by(NoticeProject.seats, NoticeProject.id)
    first, second = list(dict.fromkeys(db.session.scalars(query)))[:2]
    return {"first_project": first, "second_project": second}


def _dong_names() -> dict[str, str]:
    return dict(db.session.execute(sa.select(Dong.code, Dong.name)).all())
