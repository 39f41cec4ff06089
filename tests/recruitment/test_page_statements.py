"""Every list and every page of recruitment asks the database as often for 300 rows as for 10."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.models import (
    Appeal,
    Application,
    IntakeClosing,
    LookUpEntry,
    LookUpRequest,
    Notice,
    NoticeVersion,
    PastParticipation,
    Screening,
    ScreeningBasis,
    ScreeningOverride,
)
from app.recruitment.services import appeals, look_up_requests, overrides, screenings
from tests.create import NOW, SINRIM, actor
from tests.recruitment.create import TODAY, create_application, create_notice
from tests.recruitment.crowd import add_applications, add_people
from tests.recruitment.sheets import row, sheet

MOST = 40
_serial = itertools.count(1)

OF_NOTICE = (
    "",
    "/applications",
    "/applications?sort=name&state=live",
    "/missing-papers",
    "/screening",
    "/appeals",
    "/overrides",
    "/look-ups",
    "/intake",
    f"/intake/register.pdf?dong={SINRIM}",
    "/import",
    "/versions",
    "/preview",
    "/notice.pdf",
)
OF_APPLICATION = ("", "/screening", "/screenings/{screening}", "/papers", "/edit", "/screening-sheet.pdf")
OF_PERSON = ("", "/applications", "/participations", "/consents")
ACROSS = ("/", "/notices", "/applications", "/applications?sort=name", "/people", "/histories")


@dataclass
class Line:
    """One person's whole line, whose pages are read while everything around it grows."""

    code: str
    application: int
    person: int
    screening: int
    appeal: int
    override: int
    look_up: int

    @property
    def paths(self) -> list[str]:
        return [
            *ACROSS,
            *(f"/notices/{self.code}{one}" for one in OF_NOTICE),
            *(f"/applications/{self.application}{one}".format(screening=self.screening) for one in OF_APPLICATION),
            *(f"/people/{self.person}{one}" for one in OF_PERSON),
            f"/appeals/{self.appeal}",
            f"/overrides/{self.override}",
            f"/look-ups/{self.look_up}",
        ]


def whole_line() -> Line:
    """Somebody judged 부적격 twice, with an appeal, a proposed change and a look-up asked for."""
    notice, by = create_notice(), actor("jobs")
    one = create_application(notice, said={"income_won": 9_000_000}, who={"name": "나긴줄"})
    screenings.screen_all(notice, by=by, now=NOW, today=TODAY)
    change = overrides.propose(
        one, "eligible", "등본으로 세대가 다름을 확인함", "등본 2024. 7. 5.", file=None, by=by, now=NOW
    )
    appeal = appeals.register(one, "소득이 줄었습니다.", "", TODAY, file=None, by=by, now=NOW, today=TODAY)
    asked = look_up_requests.request(notice, "welfare", "new", date(2024, 7, 1), by=by, now=NOW, today=TODAY)
    earlier = _judged_before(one, 1)
    return Line(notice.code, one.id, one.person_id, earlier[0], appeal.id, change.id, asked.id)


def _judged_before(one: Application, times: int) -> list[int]:
    """Screenings that a newer one ended, each made by figures of its own."""
    current = screenings.current(one.id)
    basis = db.session.get(ScreeningBasis, current.basis_id)
    found = []
    for _ in range(times):
        other = _copy(basis, judged_on=TODAY - timedelta(days=next(_serial)), digest=f"digest{next(_serial)}")
        found.append(_copy(current, superseded_at=NOW, basis_id=other.id).id)
    return found


def _copy(source: Any, **overrides: Any) -> Any:
    columns = [one.key for one in sa.inspect(type(source)).column_attrs if one.key != "id"]
    made = type(source)(**{**{key: getattr(source, key) for key in columns}, **overrides})
    db.session.add(made)
    db.session.flush()
    return made


def grow(line: Line, count: int) -> None:
    """So many more rows wherever a list of recruitment reads."""
    notice = db.session.scalars(sa.select(Notice).where(Notice.code == line.code)).one()
    ids = add_applications(notice, add_people(count, seed=next(_serial)), seed=next(_serial), dongs=(SINRIM,))
    _decide_about(ids)
    _ask_about(line, ids)
    version = notice.versions[0]
    for _ in range(count // 30):
        number = 1 + max(db.session.scalars(sa.select(NoticeVersion.number)))
        _copy(version, number=number, proposed_at=None, approved_at=None, proposed_by_id=None, approved_by_id=None)
    mine = db.session.get(Application, line.application)
    _judged_before(mine, count // 60)
    for _ in range(count):
        began = date(2000, 1, 1) + timedelta(days=next(_serial))
        db.session.add(_past(line.person, began))
    db.session.commit()


def _past(person_id: int, began: date) -> PastParticipation:
    values = {"programme": "community", "started_on": began, "ended_on": began + timedelta(days=9), "source": "ilmoa"}
    return PastParticipation(person_id=person_id, **values)


def _decide_about(ids: list[int]) -> None:
    """An appeal and a 판정 변경 for each, by accounts of their own, and closings that were taken back."""
    makers = [actor("jobs").user_id for _ in range(3)]
    lead = actor("jobs_lead").user_id
    current = dict(
        db.session.execute(
            sa.select(Screening.application_id, Screening.id).where(
                Screening.application_id.in_(ids), Screening.superseded_at.is_(None)
            )
        ).all()
    )
    for place, one in enumerate(ids):
        maker = makers[place % 3]
        made = {
            "created_at": NOW,
            "created_by_id": maker,
            "received_on": TODAY,
            "due_on": TODAY + timedelta(days=place),
        }
        db.session.add(Appeal(application_id=one, number=f"이의-시험-{one}", ground="사유", **made))
        if one in current:
            change = {"reason": "사유", "evidence": "증빙", "verdict": "eligible", "state": "approved"}
            change |= {"proposed_by_id": maker, "proposed_at": NOW, "approved_by_id": lead, "approved_at": NOW}
            db.session.add(ScreeningOverride(application_id=one, screening_id=current[one], **change))
    for _ in ids[::10]:
        _take_back(db.session.get(Application, ids[0]).notice_id, makers[0])


def _take_back(notice_id: int, by: int) -> None:
    closed = {"notice_id": notice_id, "dong_code": SINRIM, "applications": 1, "digest": "-", "closed_at": NOW}
    again = {"closed_by_id": by, "reopened_at": NOW, "reopened_by_id": by, "reopen_reason": "서류가 빠짐"}
    db.session.add(IntakeClosing(**closed, **again))


def _ask_about(line: Line, ids: list[int]) -> None:
    """More people on the list that is looked at, and more lists."""
    asked = db.session.get(LookUpRequest, line.look_up)
    last = db.session.scalar(sa.select(sa.func.max(LookUpEntry.position)).where(LookUpEntry.request_id == asked.id))
    for place, one in enumerate(ids, 1):
        db.session.add(LookUpEntry(request_id=asked.id, application_id=one, position=last + place))
    for _ in ids[::10]:
        at = 100 + next(_serial)
        _copy(asked, serial=at, number=f"조회-시험-{at}", version=1)


def statements(client: Any, path: str) -> list[str]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        answer = client.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200, path
    return seen


def grown(few: list[str], many: list[str]) -> str:
    """The statement that came more often."""
    return next((one for one in many if many.count(one) > few.count(one)), "")[:400]


def test_no_page_of_recruitment_asks_more_for_300_rows_than_for_10(client_of):
    client, line = client_of("jobs"), whole_line()
    grow(line, 10)
    few = {path: statements(client, path) for path in line.paths}
    grow(line, 290)
    many = {path: statements(client, path) for path in line.paths}
    assert {path: grown(few[path], many[path]) for path in few if len(few[path]) != len(many[path])} == {}
    assert {path: len(seen) for path, seen in many.items() if len(seen) > MOST} == {}


def test_the_trail_of_a_person_and_a_search_ask_as_much_for_300_rows(client_of):
    auditor, client, line = client_of("auditor"), client_of("jobs"), whole_line()
    grow(line, 10)
    found = client.post("/search", data={"q": "나"}).location
    pages = ((auditor, f"/people/{line.person}/access"), (client, found), (client, found.replace("search", "people")))
    few = [len(statements(*one)) for one in pages]
    grow(line, 290)
    for _ in range(60):
        assert auditor.get(f"/people/{line.person}").status_code == 200
    assert [len(statements(*one)) for one in pages] == few


@pytest.mark.parametrize("outcome", ["", "new", "error"])
def test_the_preview_of_a_file_asks_as_much_for_300_rows_as_for_10(client_of, outcome):
    notice, client = create_notice(), client_of("jobs")
    counts = []
    for size in (10, 300):
        content = sheet(notice, [row(at) for at in range(1, size + 1)])
        batch = batches.upload(notice, "명단.xlsx", content, by=actor("jobs"), now=NOW, today=TODAY)
        db.session.commit()
        path = f"/notices/{notice.code}/import/{batch.id}?outcome={outcome}"
        counts.append(len(statements(client, path)))
        notice = db.session.merge(notice)
    assert counts[0] == counts[1]


def test_the_walk_reads_every_page_of_recruitment(app):
    """A new page under these addresses is to be measured too."""
    line = Line("n", 1, 2, 3, 4, 5, 6)
    known = [re.sub(r"\?.*", "", path) for path in line.paths]
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("recruitment.")]
    adapter = app.url_map.bind("localhost")
    walked = {adapter.match(path)[0] for path in known}
    listed = {one.endpoint.partition(".")[2] for one in rules if "GET" in one.methods}
    lists = {one for one in listed if one.startswith(("list_", "show_"))}
    assert lists - {one.partition(".")[2] for one in walked} == {"show_person_access", "show_import"}
