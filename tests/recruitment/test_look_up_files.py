"""조회 의뢰와 회신: the list goes out locked, the reply comes back whole or not at all."""

from __future__ import annotations

import io
import re
from datetime import date
from threading import Thread
from typing import Any

import msoffcrypto
import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import services as audit
from app.audit.models import AuditEntry, AuditSubject
from app.database import writing
from app.extensions import db
from app.recruitment.look_up_sheets import KINDS, columns_of
from app.recruitment.models import (
    Application,
    Consent,
    ImportBatch,
    LookUpEntry,
    LookUpRequest,
    Notice,
    PastParticipation,
    Verification,
)
from app.recruitment.services import (
    look_up_replies,
    look_up_requests,
    people,
    screening_summary,
    screening_work,
    transitions,
    uploads,
)
from app.recruitment.services.facts import load
from app.recruitment.services.uploads import FaultsInFile, Uploaded
from app.shared.errors import RuleBroken
from app.sheets.listing import write_list
from app.sheets.locking import encrypt
from app.sheets.refusals import SheetRefused
from app.sheets.unlocking import unlock
from app.tasks.board import board
from app.tasks.models import Job
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice, number

ON = date(2024, 7, 1)


def ask(notice: Notice, kind: str = "welfare", who: str = "new") -> LookUpRequest:
    return look_up_requests.request(notice, kind, who, ON, by=actor(), now=NOW, today=TODAY)


def reply(row: LookUpRequest, *answers: dict[str, Any], password: str = "", **common: Any) -> Uploaded:
    """A file in the list's own shape: an answer for each position from 1, ``rrn`` as the applicant's."""
    entries = db.session.execute(
        sa.select(LookUpEntry.position, Application)
        .join(Application, Application.id == LookUpEntry.application_id)
        .where(LookUpEntry.request_id == row.id)
        .order_by(LookUpEntry.position)
    ).all()
    numbers = {position: people.number_of(one.person).digits for position, one in entries}
    rows = []
    for at, given in enumerate(answers, 1):
        values = {"position": at, "number": row.number, "name": "김가온", **common, **given}
        values.setdefault("rrn", numbers.get(values["position"], "6604122000001"))
        rows.append([values.get(column.key) for column in columns_of(row.kind)])
    content = write_list(row.number, columns_of(row.kind), rows)
    return Uploaded("회신.xlsx", encrypt(content, password) if password else content, password)


def take(row: LookUpRequest, file: Uploaded) -> look_up_replies.Taken:
    return look_up_replies.take(row, file, by=actor(), now=NOW, today=TODAY)


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_a_request_lists_the_living_once_and_numbers_each_list(database: None) -> None:
    notice = create_notice()
    first, gone, refused = (create_application(notice, rrn=number()) for _ in range(3))
    transitions.move(gone, "declined", by=actor(), now=NOW, reason="취업")
    db.session.execute(
        sa.update(Consent)
        .where(Consent.application_id == refused.id, Consent.purpose == "third_party")
        .values(withdrawn_at=NOW)
    )

    row = ask(notice)

    assert (row.number, row.people, len(row.digest)) == (f"조회-{notice.code}-행복e음-01", 1, 64)
    assert list(db.session.scalars(sa.select(LookUpEntry.application_id))) == [first.id]
    with pytest.raises(RuleBroken, match="의뢰할 사람이 없습니다"):
        ask(notice)
    assert ask(notice, who="all").number.endswith("-02")
    assert ask(notice, "ilmoa").number.endswith("일모아-01")


def test_a_draft_asks_nobody(database: None) -> None:
    with pytest.raises(RuleBroken, match="공고한 뒤"):
        ask(create_notice("draft"))


def test_the_list_opens_with_its_password_only_and_every_going_out_names_its_people(database: None) -> None:
    notice = create_notice()
    applications = [create_application(notice, rrn=number()) for _ in range(2)]
    row, password = ask(notice), look_up_requests.new_password()

    content = look_up_requests.locked_file(row, password, "조회 의뢰", by=actor(), now=NOW)
    audit.commit()

    assert people.number_of(applications[0].person).digits.encode() not in content
    with pytest.raises(SheetRefused, match="맞지 않습니다"):
        unlock(content, "Wrong-password-1")
    with pytest.raises(SheetRefused, match="비밀번호를 적고"):
        unlock(content, "")
    sheet = sheet_of(unlock(content, password))
    titles = [cell.value for cell in sheet[3]]
    assert titles[:5] == ["연번", "의뢰번호", "성명", "주민등록번호", "기준일"]
    digits = people.number_of(applications[1].person).digits
    assert sheet.cell(5, 4).value == f"{digits[:6]}-{digits[6:]}"
    assert sheet.cell(5, titles.index("가구 월소득") + 1).value is None
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:look-up:list")).one()
    subjects = db.session.scalars(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry.id))
    assert sorted(subjects) == sorted(one.person_id for one in applications)
    assert "시행령" in entry.changes
    assert password not in entry.changes


def test_msoffcrypto_itself_says_the_file_is_encrypted(database: None) -> None:
    notice = create_notice()
    create_application(notice)
    content = look_up_requests.locked_file(ask(notice), "A-password-12", "조회 의뢰", by=actor(), now=NOW)

    assert msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted()


def test_a_welfare_reply_overrides_the_declaration_and_keeps_it(database: None) -> None:
    notice = create_notice()
    first = create_application(notice, rrn=number(), said={"income_won": 900_000})
    second = create_application(notice, rrn=number())
    row = ask(notice)
    answer = {"income": 1_500_000, "property": 0, "living_benefit": "받지 않음", "household": "확인"}

    taken = take(row, reply(row, {**answer, "looked_up_on": TODAY}, {}, password="Given-by-them-1"))

    assert (taken.answered, taken.blank, taken.values) == (1, 1, 4)
    facts = load(notice, [first.id])[first.id]
    assert (facts.income_won.looked_up, facts.income_won.declared) == (1_500_000, 900_000)
    assert first.declared["income_won"] == 900_000
    stored = db.session.scalars(sa.select(Verification).where(Verification.person_id == first.person_id)).all()
    assert {one.kind: one.value for one in stored} == {
        "income": 1_500_000,
        "property": 0,
        "living_benefit": False,
        "household": True,
    }
    assert {(one.request_id, one.source, one.looked_up_on) for one in stored} == {(row.id, "행복e음", TODAY)}
    waiting = look_up_requests.unanswered(row)
    assert [one.id for one in waiting] == [second.id]
    assert look_up_requests.counts_of(row) == (1, 1)
    assert ask(notice, who="unanswered").people == 1


def test_an_ilmoa_reply_fills_the_ledger_and_names_what_runs(database: None) -> None:
    notice = create_notice()
    application = create_application(notice)
    row = ask(notice, "ilmoa")
    past = {
        "position": 1,
        "status": "지난 참여",
        "programme": "지역공동체 일자리",
        "started_on": date(2023, 3, 1),
        "ended_on": date(2023, 6, 30),
        "end_reason": "개인 사정",
    }
    now = {**past, "status": "참여 중", "programme": "자활근로", "started_on": ON, "ended_on": date(2024, 12, 31)}

    assert take(row, reply(row, past, {**now, "end_reason": None})).answered == 1

    running, ledger = db.session.scalars(sa.select(PastParticipation).order_by(PastParticipation.started_on.desc()))
    assert (running.programme, running.started_on, running.ended_on, running.end_reason) == (
        "자활근로",
        ON,
        date(2024, 12, 31),
        None,
    )
    assert (ledger.person_id, ledger.source, ledger.months, ledger.end_reason) == (
        application.person_id,
        "ilmoa",
        4,
        "personal",
    )
    values = dict(db.session.execute(sa.select(Verification.kind, Verification.value)).all())
    assert values == {
        "past": True,
        "overlap": [{"label": "자활근로", "starts_on": "2024-07-01", "ends_on": "2024-12-31"}],
    }
    assert [job.label for job in load(notice, [application.id])[application.id].other_jobs] == [
        "2024년 하반기 자활근로"
    ]
    take(row, reply(row, {**past, "end_reason": None}))
    reasons = db.session.scalars(sa.select(PastParticipation.end_reason)).all()
    assert reasons == [None, None]


def test_what_runs_now_counts_among_the_rounds_of_a_cohort_that_starts_after_it(database: None) -> None:
    """일모아 says 참여 중 until 30 June; the cohort starts in July: no overlap, but a round."""
    notice = create_notice()
    application = create_application(notice)
    row = ask(notice, "ilmoa")
    running = {
        "position": 1,
        "status": "참여 중",
        "programme": "지역공동체 일자리",
        "started_on": date(2024, 2, 1),
        "ended_on": date(2024, 6, 30),
        "end_reason": "개인 사정",
    }

    take(row, reply(row, running))

    facts = load(notice, [application.id])[application.id]
    assert [(one.started_on, one.ended_on) for one in facts.past] == [(date(2024, 2, 1), date(2024, 6, 30))]
    assert facts.early_quits == ()
    take(row, reply(row, running, {**running, "status": "지난 참여", "end_reason": None}))
    assert len(load(notice, [application.id])[application.id].past) == 1


@pytest.mark.parametrize(
    ("kind", "answer", "stored"),
    [
        (
            "employment",
            {"receives": "받음", "until": date(2024, 9, 1), "employed": "취업 중 아님"},
            {"unemployment_benefit": {"receives": True, "until": "2024-09-01"}, "employed": False},
        ),
        (
            "business",
            {"registered": "있음", "exception": "휴업"},
            {"business": {"registered": True, "exception": "closed"}},
        ),
        ("business", {"registered": "없음"}, {"business": {"registered": False, "exception": ""}}),
        (
            "business",
            {"registered": "있음", "exception": "무고용 임대업"},
            {"business": {"registered": True, "exception": "rental"}},
        ),
    ],
)
def test_employment_and_business_replies(database: None, kind: str, answer: Any, stored: Any) -> None:
    notice = create_notice()
    create_application(notice)
    row = ask(notice, kind)

    take(row, reply(row, answer))

    assert dict(db.session.execute(sa.select(Verification.kind, Verification.value)).all()) == stored


@pytest.mark.parametrize(
    "answer", [{"registered": "있음", "exception": "없음"}, {"registered": "없음", "exception": "휴업"}]
)
def test_what_is_no_exception_is_refused_at_its_cell(database: None, answer: dict[str, str]) -> None:
    notice = create_notice()
    create_application(notice)
    row = ask(notice, "business")

    with pytest.raises(FaultsInFile) as refused:
        take(row, reply(row, answer))

    assert "G4" in refused.value.sentences[0]


def withdraw(application: Application) -> None:
    db.session.execute(
        sa.update(Consent)
        .where(Consent.application_id == application.id, Consent.purpose == "third_party")
        .values(withdrawn_at=NOW)
    )


def test_who_withdrew_or_was_cancelled_since_does_not_go_out_and_the_others_keep_their_places(database: None) -> None:
    notice = create_notice()
    withdrawn, cancelled, stays = (create_application(notice, rrn=number()) for _ in range(3))
    row, password = ask(notice), look_up_requests.new_password()
    assert look_up_requests.gone_since(row) == 0
    withdraw(withdrawn)
    transitions.move(cancelled, "declined", by=actor(), now=NOW, reason="취업")

    content = look_up_requests.locked_file(row, password, "다시", by=actor(), now=NOW)
    audit.commit()

    sheet = sheet_of(unlock(content, password))
    assert [cell.value for cell in sheet["A"][3:] if cell.value is not None] == [3]
    assert look_up_requests.gone_since(row) == 2
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:look-up:list")).one()
    people_named = db.session.scalars(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry.id)).all()
    assert people_named == [stays.person_id]
    assert '"left_out":2' in entry.changes.replace(" ", "")

    withdraw(stays)
    with pytest.raises(RuleBroken, match="남은 사람이 없습니다"):
        look_up_requests.locked_file(row, password, "다시", by=actor(), now=NOW)


def test_nothing_more_is_kept_of_who_withdrew_since_and_nobody_waits_for_them(database: None) -> None:
    notice = create_notice()
    withdrawn, stays = (create_application(notice, rrn=number()) for _ in range(2))
    row = ask(notice)
    assert [one.position for one in look_up_requests.unanswered(row)] == [1, 2]
    withdraw(withdrawn)

    assert [one.position for one in look_up_requests.unanswered(row)] == [2]
    taken = take(row, reply(row, {"income": 1_000_000}, {"income": 2_000_000}))
    assert (taken.answered, taken.left_out) == (1, 1)
    kept = db.session.execute(sa.select(Verification.person_id, Verification.value)).all()
    assert kept == [(stays.person_id, 2_000_000)]
    assert look_up_requests.counts_of(row) == (1, 0)
    with pytest.raises(RuleBroken, match="저장할 회신이 없습니다"):
        take(row, reply(row, {"income": 1_000_000}, {}))


def test_an_erased_persons_row_keeps_nobody_elses_answer_out(database: None) -> None:
    notice = create_notice()
    erased, _stays = (create_application(notice, rrn=number()) for _ in range(2))
    row = ask(notice)
    file = reply(row, {"income": 1_000_000}, {"income": 2_000_000})
    erased.person.rrn_key, erased.person.rrn_cipher, erased.person.erased_at = None, None, NOW
    db.session.flush()

    taken = take(row, file)
    assert (taken.answered, taken.left_out) == (1, 1)


def test_a_blank_row_of_who_gave_up_waits_for_nobody_and_the_page_says_so(client_of: Any) -> None:
    notice = create_notice()
    gone, _stays = (create_application(notice, rrn=number()) for _ in range(2))
    row = ask(notice)
    transitions.move(gone, "declined", by=actor(), now=NOW, reason="취업")
    taken = take(row, reply(row, {}, {"income": 2_000_000}))
    audit.commit()

    assert (taken.answered, taken.blank, taken.left_out) == (1, 0, 1)
    page = client_of("jobs").get(f"/look-ups/{row.id}").text
    facts = re.findall(r"<span>((?:의뢰|회신|미회신|동의 철회·취소·포기) [0-9]+명)</span>", page)
    assert facts == ["의뢰 2명", "회신 1명", "미회신 0명", "동의 철회·취소·포기 1명"]
    assert 'data-label="미회신">0<' in client_of("jobs").get(f"/notices/{notice.code}/look-ups").text


@pytest.mark.parametrize(
    ("day", "good"),
    [("2024-05-06", False), ("2024-05-07", True), ("2024-07-08", True), ("2024-07-09", False)],
    ids=["before the notice", "its first day", "today", "tomorrow"],
)
def test_a_day_that_the_screening_would_not_see_is_refused(client_of: Any, day: str, good: bool) -> None:
    row = create_application(create_notice(), rrn=number())
    data = {"once": "k", "looked_up_on": day, "source": "행복e음", "income_won": "1,000,000", "property_won": "0"}
    data |= {"living_benefit": "no", "unemployment_benefit": "no", "past": "y", "overlap": "no"}
    answer = client_of("jobs").post(f"/applications/{row.id}/look-ups", data=data)
    assert (answer.status_code, "조회일은 공고 첫날" in answer.text) == ((302, False) if good else (422, True))


@pytest.mark.parametrize(
    ("on", "good"), [("2024-10-31", True), ("2024-11-01", False), ("2023-05-07", True), ("2023-05-06", False)]
)
def test_a_reference_date_lies_around_the_term(database: None, on: str, good: bool) -> None:
    notice = create_notice()
    create_application(notice, rrn=number())
    ask_on = lambda: look_up_requests.request(  # noqa: E731
        notice, "welfare", "new", date.fromisoformat(on), by=actor(), now=NOW, today=TODAY
    )
    if good:
        assert ask_on().people == 1
    else:
        with pytest.raises(RuleBroken, match="기준일은"):
            ask_on()


@pytest.mark.parametrize("how", ["withdrawn", "declined"])
def test_no_answer_is_typed_in_about_who_is_gone(client_of: Any, how: str) -> None:
    row = create_application(create_notice(), rrn=number())
    client, here = client_of("jobs"), f"/applications/{row.id}/look-ups"
    assert here in client.get(f"/applications/{row.id}").text
    if how == "withdrawn":
        withdraw(row)
    else:
        transitions.move(row, "declined", by=actor(), now=NOW, reason="취업")
    audit.commit()

    data = {
        "once": "k",
        "looked_up_on": "2024-07-08",
        "source": "행복e음",
        "income_won": "1,000,000",
        "property_won": "0",
    }
    data |= {"living_benefit": "no", "unemployment_benefit": "no", "past": "y", "overlap": "no"}
    answer = client.post(here, data=data)
    assert answer.status_code == 422
    assert "동의를 철회했거나 신청을 취소·포기한 분의 조회 결과는 저장하지 않습니다." in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Verification)) == 0
    assert here not in client.get(f"/applications/{row.id}").text


def test_the_page_says_how_many_were_left_out(client_of: Any) -> None:
    notice = create_notice()
    first, _second = (create_application(notice, rrn=number()) for _ in range(2))
    row = ask(notice)
    withdraw(first)
    audit.commit()
    client = client_of("jobs")

    page = client.post(f"/look-ups/{row.id}/password", data={"once": "k", "reason": "파일을 잃음"}).text
    assert "1명은 명단에서 뺐습니다" in page

    withdraw(_second)
    audit.commit()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert client.post(f"/look-ups/{row.id}/file", data={"key": key}).status_code == 302
    assert "남은 사람이 없습니다" in client.get(f"/look-ups/{row.id}").text


@pytest.mark.parametrize("name", ["김가온_회신.xlsx", "회신\x00\x1b[2J.xlsx", "\u202exslx.신회"])
def test_the_senders_name_of_the_file_is_not_kept(database: None, name: str) -> None:
    notice = create_notice()
    create_application(notice)
    row = ask(notice)

    take(row, Uploaded(name, reply(row, {"income": 1}).content))

    assert db.session.scalars(sa.select(ImportBatch.file_name)).one() == ""


def test_nobody_waits_while_a_reply_is_read(app: Flask, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of reading, another connection writes at once: the request holds neither lock nor transaction."""
    notice = create_notice()
    create_application(notice)
    row_id, file = (row := ask(notice)).id, reply(row, {"income": 1_000})
    audit.commit()
    client, read, wrote = client_of("jobs"), uploads.read, []

    def reading(*args: Any) -> Any:
        def write() -> None:
            with app.app_context(), writing():
                db.session.execute(sa.update(Notice).values(title="고친 공고"))
                db.session.execute(sa.update(LookUpRequest).values(people=LookUpRequest.people))
                db.session.commit()
                wrote.append(True)
                db.session.remove()

        thread = Thread(target=write, daemon=True)
        thread.start()
        thread.join(4)
        return read(*args)

    monkeypatch.setattr(uploads, "read", reading)
    sent = {"once": "k", "file": (io.BytesIO(file.content), "회신.xlsx")}
    answer = client.post(f"/look-ups/{row_id}", data=sent)

    assert (answer.status_code, wrote) == (302, [True])
    again = {"once": "k", "file": (io.BytesIO(file.content), "회신.xlsx")}
    assert client.post(f"/look-ups/{row_id}", data=again).headers["Location"] == f"/look-ups/{row_id}"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Verification)) == 1


def test_one_bad_cell_keeps_everything_out_and_is_named(database: None) -> None:
    notice = create_notice()
    for _ in range(2):
        create_application(notice, rrn=number())
    row = ask(notice)

    with pytest.raises(FaultsInFile, match="전체 2건 가운데 오류 1건") as refused:
        take(row, reply(row, {"income": 1_000}, {"income": "많음"}))

    assert "F5: 「많음」" in refused.value.sentences[0]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Verification)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ImportBatch)) == 0


@pytest.mark.parametrize(
    "foreign",
    [
        {"position": 9, "rrn": "6604122000099"},
        {"rrn": "6604122000099"},
        {"number": "조회-2024H2-companion-9-행복e음-01"},
        {"looked_up_on": date(2024, 5, 6)},
        {"looked_up_on": date(2024, 7, 9)},
    ],
)
def test_rows_that_do_not_belong_to_the_request_are_refused(database: None, foreign: dict[str, Any]) -> None:
    notice = create_notice()
    create_application(notice, rrn=number(tail=1))
    row = ask(notice)

    with pytest.raises(FaultsInFile) as refused:
        take(row, reply(row, {"income": 1, **foreign}))

    assert "2000099" not in " ".join(refused.value.sentences)


def test_the_first_day_of_the_notice_and_today_are_fine(database: None) -> None:
    notice = create_notice()
    create_application(notice)
    row = ask(notice)

    assert take(row, reply(row, {"income": 1, "looked_up_on": date(2024, 5, 7)})).answered == 1
    assert take(row, reply(row, {"income": 2, "looked_up_on": TODAY})).answered == 1


def test_the_same_file_goes_in_once(database: None) -> None:
    notice = create_notice()
    create_application(notice)
    row = ask(notice)
    file = reply(row, {"income": 1})
    take(row, file)

    with pytest.raises(RuleBroken, match="이미 반영한 파일입니다"):
        take(row, file)


def test_from_the_request_to_the_reply_by_the_pages(app: Flask, client_of: Any) -> None:
    notice = create_notice()
    applications = [create_application(notice, rrn=number()) for _ in range(3)]
    code = notice.code
    client = client_of("jobs")
    data = {"once": "k1", "kind": "welfare", "who": "new", "reference_on": "2024-07-01"}

    page = client.post(f"/notices/{code}/look-ups", data=data).text
    password = re.search(r"<code>([A-Za-z0-9]{16})</code>", page)[1]
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert password not in key
    row = db.session.scalars(sa.select(LookUpRequest)).one()
    again = client.post(f"/notices/{code}/look-ups", data=data)
    assert again.headers["Location"] == f"/look-ups/{row.id}"

    answer = client.post(f"/look-ups/{row.id}/file", data={"key": key})
    assert sheet_of(unlock(answer.data, password)).cell(4, 2).value == row.number
    assert password not in client.get(f"/look-ups/{row.id}").text
    other = client_of("jobs").post(f"/look-ups/{row.id}/file", data={"key": key})
    assert other.status_code == 302

    assert client.post(f"/look-ups/{row.id}/password", data={"once": "k2"}).status_code == 302
    renewed = client.post(f"/look-ups/{row.id}/password", data={"once": "k3", "reason": "파일을 잃음"}).text
    assert password not in renewed
    assert "<code>" in renewed

    file = reply(row, {"income": 1_000_000}, {"income": 2_000_000}, {}, password="Given-by-them-1")
    sent = {"once": "k4", "file": (io.BytesIO(file.content), "회신.xlsx"), "password": "wrong-one"}
    assert "파일 비밀번호가 맞지 않습니다" in client.post(f"/look-ups/{row.id}", data=sent).text
    sent = {"once": "k5", "file": (io.BytesIO(file.content), "회신.xlsx"), "password": "Given-by-them-1"}
    assert client.post(f"/look-ups/{row.id}", data=sent).status_code == 302
    shown = client.get(f"/look-ups/{row.id}").text
    assert "2명의 회신을 반영했습니다" in shown
    assert "미회신 1명" in shown
    assert f"/applications/{applications[2].id}" in shown
    assert "다시 심사할 사람이" in client.get(f"/notices/{code}/look-ups").text
    text = " ".join(str(one) for one in db.session.execute(sa.select(AuditEntry.changes, AuditEntry.reason)).all())
    assert password not in text
    assert "파일을 잃음" not in shown


@pytest.mark.parametrize("role", ["clerk", "jobs_lead", "auditor", "finance"])
def test_only_the_jobs_team_asks(client_of: Any, role: str) -> None:
    notice = create_notice()
    create_application(notice)
    row_id = ask(notice).id
    audit.commit()
    client = client_of(role)

    assert client.get(f"/notices/{notice.code}/look-ups").status_code == 403
    assert client.post(f"/look-ups/{row_id}/file").status_code == 403


def test_pages_ask_the_same_number_of_statements_however_many_wait(app: Flask, client_of: Any) -> None:
    notice = create_notice()
    client = client_of("jobs")
    counts = []
    for size in (1, 6):
        for _ in range(size):
            create_application(notice, rrn=number())
        row = ask(notice)
        audit.commit()
        seen: list[str] = []
        listen = lambda _c, _cur, text, *_rest: seen.append(text)  # noqa: B023, E731
        sa.event.listen(db.engine, "before_cursor_execute", listen)
        assert client.get(f"/look-ups/{row.id}").status_code == 200
        sa.event.remove(db.engine, "before_cursor_execute", listen)
        subjects = sum("audit_subject" in text for text in seen)
        counts.append(len(seen) - subjects)

    assert counts[0] == counts[1]


def test_every_kind_has_its_columns_and_its_template(client_of: Any) -> None:
    notice = create_notice()
    create_application(notice)
    rows = [ask(notice, kind).id for kind in KINDS]
    audit.commit()
    client = client_of("jobs")

    for row_id in rows:
        assert client.get(f"/look-ups/{row_id}/template.xlsx").data[:2] == b"PK"


def test_a_large_notice_is_screened_by_the_queue_with_the_same_result(
    client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = create_notice()
    for _ in range(2):
        create_application(notice, rrn=number())
    audit.commit()
    client, path = client_of("jobs"), f"/notices/{notice.code}/screen"
    monkeypatch.setattr(screening_work, "AT_ONCE", 2)
    assert client.post(path, data={"once": "a"}).headers["Location"].endswith("/screening")
    at_once = screening_summary.summary(notice)

    monkeypatch.setattr(screening_work, "AT_ONCE", 1)
    first = client.post(path, data={"once": "b"}).headers["Location"]
    second = client.post(path, data={"once": "b"}).headers["Location"]

    assert first == second
    assert "2명을 심사했습니다" in client.get(first).text
    assert screening_summary.summary(notice) == at_once
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1


def test_a_run_under_way_is_not_started_again(client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = create_notice()
    create_application(notice)
    audit.commit()
    monkeypatch.setattr(screening_work, "AT_ONCE", 0)
    monkeypatch.setattr(board(), "immediate", False)
    client, path = client_of("jobs"), f"/notices/{notice.code}/screen"

    one, two = (client.post(path, data={"once": key}).headers["Location"] for key in ("a", "b"))
    other = client_of("jobs").post(path, data={"once": "c"}).headers["Location"]

    assert one == two == f"/tasks/{db.session.scalars(sa.select(Job.id)).one()}"
    assert other.endswith("/screening")
    while board().take() is not None:
        pass
