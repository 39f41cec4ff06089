"""Canary: whatever address of recruitment a clerk of another 동 asks for, nothing of the foreign person comes back."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.models import Application, NoticeProject, Screening
from app.recruitment.services import appeals, look_up_requests, overrides, screenings
from app.recruitment.services.stored_files import Upload
from app.rules.criteria import RULE_CODES
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice, number
from tests.recruitment.sheets import row, sheet

NAME, TAIL, ROAD, REST = "카나리아", "9731", "관악구 카나리길 77", "카나동 707호"
CANARIES = (NAME, TAIL, "카나리길", "707호", "770203")
PDF = b"%PDF-1.4\nhello\n%%EOF\n"
BY_ID = {"application_id", "person_id", "appeal_id", "override_id", "request_id", "batch_id", "screening_id"}


def foreign_line() -> dict[str, Any]:
    """Values for every part of an address: all of somebody of 대학동, who has everything that one can have."""
    notice, by, there = create_notice(), actor("jobs"), actor("clerk", dong_code=DAEHAK)
    who = {"name": NAME, "phone": f"010-0000-{TAIL}", "road_address": ROAD, "address_detail": REST, "dong_code": DAEHAK}
    one = create_application(notice, by=there, rrn=number("770203"), who=who, said={"income_won": 9_000_000})
    screenings.screen_all(notice, by=by, now=NOW, today=TODAY)
    file = Upload(PDF)
    change = overrides.propose(
        one, "eligible", f"{NAME} 등본으로 확인함", "등본 2024. 7. 5.", file=file, by=by, now=NOW
    )
    appeal = appeals.register(one, f"{NAME} 소득이 줄었습니다.", "", TODAY, file=file, by=there, now=NOW, today=TODAY)
    asked = look_up_requests.request(notice, "welfare", "new", TODAY, by=by, now=NOW, today=TODAY)
    content = sheet(notice, [row(1, name=NAME, dong="대학동")])
    batch = batches.upload(notice, "명단.xlsx", content, by=by, now=NOW, today=TODAY)
    return {
        "code": notice.code,
        "application_id": one.id,
        "person_id": one.person_id,
        "screening_id": screenings.current(one.id).id,
        "appeal_id": appeal.id,
        "override_id": change.id,
        "request_id": asked.id,
        "batch_id": batch.id,
        "row_id": db.session.scalar(sa.select(NoticeProject.id)),
        "number": 1,
        "dong": DAEHAK,
        "rule": RULE_CODES[0],
        "kind": "consent",
        "purpose": "messages",
    }


def rules_of(app, method):
    return [
        one for one in app.url_map.iter_rules() if one.endpoint.startswith("recruitment.") and method in one.methods
    ]


def address(app, rule, values):
    with app.test_request_context():
        built = rule.build({name: values.get(name, 1) for name in rule.arguments})
    assert built is not None
    return built[1]


def shown(answer) -> str:
    """All text of an answer, also of a workbook."""
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return b"".join(book.read(name) for name in book.namelist()).decode(errors="ignore")
    return answer.data.decode(errors="ignore")


def test_no_address_shows_somebody_of_another_dong(app, client_of, capsys):
    values, near, checks = foreign_line(), client_of("clerk"), 0
    far = client_of("clerk", dong_code=DAEHAK)
    home = {address(app, rule, values) for rule in rules_of(app, "GET")}
    seen_at_home = [path for path in sorted(home) if NAME in shown(far.get(path))]
    assert len(seen_at_home) >= 12, "the canary sings where it may: otherwise this test proves nothing"
    for method in ("GET", "POST"):
        for rule in rules_of(app, method):
            path = address(app, rule, values)
            answer = near.open(path, method=method, data={} if method == "POST" else None)
            text = shown(answer)
            for canary in CANARIES:
                assert canary not in text, (method, path)
                checks += 1
            assert answer.mimetype != "application/pdf" or not rule.arguments & BY_ID, path
            if rule.arguments & BY_ID:
                assert answer.status_code in (403, 404), (method, path, answer.status_code)
                checks += 1
    with capsys.disabled():
        sys.stdout.write(
            f"\n[canary] {checks} checks at {len(rules_of(app, 'GET'))} GET and {len(rules_of(app, 'POST'))} POST\n"
        )
    assert checks > 500


def test_foreign_and_unknown_are_answered_alike(app, client_of):
    """What is refused is no oracle: the same page for somebody of another 동 and for nobody."""
    values, near = foreign_line(), client_of("clerk")
    nobody = values | dict.fromkeys(BY_ID, 987_654)
    compared = 0
    for rule in rules_of(app, "GET"):
        if not rule.arguments & BY_ID:
            continue
        foreign, unknown = (near.get(address(app, rule, one)) for one in (values, nobody))
        assert foreign.status_code == unknown.status_code, rule.rule
        assert plain(foreign.text) == plain(unknown.text), rule.rule
        compared += 1
    assert compared > 20
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Screening)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Application)) == 1


def plain(text):
    """Without what differs from answer to answer: one-time keys, the address asked for, the time of day."""
    text = re.sub(r"='\{[^']*'", "", re.sub(r'(nonce|value|content|data-[a-z-]+)="[^"]*"', "", text))
    text = re.sub(r"[0-9A-Fa-f-]{8,}", "", text)
    return re.sub(r"/[0-9]+", "/#", text)
