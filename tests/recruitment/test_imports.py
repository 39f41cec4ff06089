"""신청 불러오기: from a file to applications, all or none, and once."""

from __future__ import annotations

import io
import json
import random
import time
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry, AuditSubject
from app.extensions import db
from app.recruitment.declared import Declared
from app.recruitment.imports import batches, report
from app.recruitment.imports.columns import columns_of
from app.recruitment.imports.planning import plan
from app.recruitment.models import (
    Application,
    ApplicationEvent,
    ApplicationState,
    Consent,
    HouseholdMember,
    ImportBatch,
    Notice,
    Paper,
    Person,
    PersonGram,
    Proxy,
    Screening,
)
from app.recruitment.services import applications, notice_versions, people, screenings
from app.shared.errors import NotFound, RuleBroken
from app.sheets.columns import cell_name
from tests.at_once import at_once
from tests.create import DAEHAK, NOW, actor, create_cohort
from tests.recruitment.create import TODAY, create_application, create_notice, number
from tests.recruitment.sheets import places, row, sheet

TABLES = (Person, Application, ApplicationEvent, Consent, Paper, HouseholdMember, Screening, PersonGram, Proxy)


def counts() -> dict[str, int]:
    return {one.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in TABLES}


def upload(notice: Notice, content: bytes, **overrides: Any) -> ImportBatch:
    values = {"by": actor("jobs"), "now": NOW, "today": TODAY, **overrides}
    return batches.upload(notice, "명단.xlsx", content, **values)


def commit(notice: Notice, batch: ImportBatch, **overrides: Any) -> batches.Committed:
    return batches.commit(notice, batch.id, **{"by": actor("jobs"), "now": NOW, "today": TODAY, **overrides})


def said(notice: Notice, content: bytes) -> dict[str, str]:
    """Cell → sentence."""
    made = plan(notice, content, TODAY)
    return {fault.cell: fault.sentence(made.checked.sheet) for fault in made.checked.faults}


def test_a_file_goes_in_as_if_each_had_been_received_at_the_counter(database: None) -> None:
    notice, by = create_notice(), actor("jobs")
    create_application(notice, rrn=number("700101", 1, 99))
    again = row(
        1,
        household_size=3,
        members="배우자/김나래/1968/0; 자녀/김다온/1995/1,200,000",
        by_proxy="예",
        agent_name="김나래",
        agent_relation="배우자",
        agent_phone="010-0000-1111",
        first_type="장애인",
        paper_bonus_proof="예",
        paper_proxy_letter="예",
    )
    content = sheet(notice, [row(0, paper_application_form=""), again, row(2, householder="아니요")])

    batch = upload(notice, content, by=by)
    before = counts()
    done = commit(notice, batch, by=by)

    assert before["application"] == 1, "the preview writes nothing"
    assert (done.new, done.updated, done.unchanged) == (3, 0, 0)
    made = db.session.scalars(
        sa.select(Application).where(Application.batch_id == batch.id).order_by(Application.number)
    ).all()
    assert [one.number for one in made] == [2, 3, 4]
    assert [one.channel for one in made] == ["import"] * 3
    assert [one.state for one in made] == ["papers_due", "screened", "screened"]
    assert made[0].due_on is not None
    assert made[0].received_on == date(2024, 7, 1)
    assert people.number_of(made[1].person).digits == row(1)["rrn"].replace("-", "")
    assert [(one.relation, one.born_year) for one in applications.members_of(made[1])] == [
        ("배우자", 1968),
        ("자녀", 1995),
    ]
    assert made[1].declared["member_income_won"] == [0, 1_200_000]
    assert applications.proxy_of(made[1]).name == "김나래"
    assert made[1].householder_key == made[1].person.rrn_key
    assert made[2].householder_key is None
    assert all(screenings.current(one.id) is not None for one in made)
    assert (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(PersonGram).where(PersonGram.person_id == made[0].person_id)
        )
        > 0
    )
    events = db.session.scalars(
        sa.select(ApplicationEvent.to_state).where(ApplicationEvent.application_id == made[0].id)
    ).all()
    assert list(events) == ["received", "papers_due"]


def test_the_same_row_gives_the_same_application_as_the_counter(database: None) -> None:
    """The very same facts by hand and by file: nothing but the channel differs, so the file finds nothing to do."""
    notice = create_notice()
    batch = upload(notice, sheet(notice, [row(5)]))
    commit(notice, batch)
    imported = db.session.scalars(sa.select(Application)).one()
    version = imported.version
    outcome = screenings.outcome_of(screenings.current(imported.id))

    second = upload(notice, sheet(notice, [row(5), row(6)]))

    assert second.counts["unchanged"] == 1
    assert second.counts["new"] == 1
    commit(notice, second)
    db.session.expire_all()
    assert db.session.get_one(Application, imported.id).version == version
    assert screenings.outcome_of(screenings.current(imported.id)).verdict == outcome.verdict


def test_one_audit_entry_carries_digest_counts_and_everybody_written(database: None) -> None:
    notice = create_notice()
    batch = upload(notice, sheet(notice, [row(at) for at in range(5)]))
    commit(notice, batch)
    audit.commit()

    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:import:commit")).one()
    about = db.session.scalars(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry.id)).all()
    changes = json.loads(entry.changes)
    assert len(about) == 5
    assert (changes["new"], changes["sha256"]) == (5, batch.sha256)
    assert "6604" not in entry.changes
    assert audit.verify().broken_id is None


def test_content_and_report_are_sealed_and_go_with_the_commit(database: None) -> None:
    notice = create_notice()
    batch = upload(notice, sheet(notice, [row(0)]))
    stored = db.session.execute(sa.select(ImportBatch.content, ImportBatch.report)).one()

    assert b"PK" not in stored.content[:40]
    assert row(0)["rrn"].encode() not in stored.report
    shown = json.dumps(report.open_of(batches.batch_of(notice, batch.id)), ensure_ascii=False)
    assert row(0)["rrn"] not in shown
    assert row(0)["name"] not in shown
    commit(notice, batch)
    db.session.flush()
    assert db.session.execute(sa.select(ImportBatch.content, ImportBatch.report)).one() == (None, None)


def test_the_same_file_again_changes_nothing_and_says_when_it_went_in(database: None) -> None:
    notice = create_notice()
    content = sheet(notice, [row(0), row(1)])
    first = upload(notice, content)
    commit(notice, first)
    before = counts()

    second = upload(notice, content)

    assert second.id == first.id
    assert "이미 반영한 파일입니다. 바뀐 자료가 없습니다." in batches.same_file(second)
    with pytest.raises(RuleBroken, match="이미 반영한 파일"):
        commit(notice, second)
    assert counts() == before


def test_a_declaration_stored_with_every_key_is_the_same_declaration(database: None) -> None:
    """As it was stored until only what was said was: null, empty and missing say the same."""
    notice = create_notice()
    commit(notice, upload(notice, sheet(notice, [row(0), row(1)])))
    for one in db.session.scalars(sa.select(Application)):
        said = Declared.from_json(one.declared)
        one.declared = {field.name: getattr(said, field.name) for field in fields(Declared)}
    db.session.flush()

    batch = upload(notice, sheet(notice, [row(0), row(1), row(2)]))

    assert commit(notice, batch) == batches.Committed(new=1, unchanged=2)


def test_a_changed_row_updates_its_application_and_leaves_the_rest(database: None) -> None:
    notice = create_notice()
    commit(notice, upload(notice, sheet(notice, [row(0, members="배우자/김나래/1968/0"), row(1)])))
    first, other = db.session.scalars(sa.select(Application).order_by(Application.number)).all()
    version, events = first.version, counts()["application_event"]

    changed = row(0, income_won=1_500_000, phone="010-0000-7777", received_on="2024-07-05", paper_info_consent="")
    batch = upload(notice, sheet(notice, [changed, row(1)]))
    [updated] = [
        one for one in report.open_of(batches.batch_of(notice, batch.id))["rows"] if one["outcome"] == "updated"
    ]
    done = commit(notice, batch)

    db.session.expire_all()
    assert (done.new, done.updated, done.unchanged) == (0, 1, 1)
    assert updated["said"] == ["바뀜: 가구 월소득(원), 휴대전화"]
    assert first.declared["income_won"] == 1_500_000
    assert first.person.phone == "010-0000-7777"
    assert first.received_on == date(2024, 7, 1), "the day of receipt stays"
    assert first.version > version
    assert first.declared["member_income_won"] == [0], "members left out stay"
    assert len(applications.members_of(first)) == 1
    papers = {one.kind: one.received_on for one in applications.papers_of(first)}
    assert papers["info_consent"] == date(2024, 7, 1), "a paper received is not taken back"
    assert counts()["application_event"] == events
    assert other.number == 2


def test_somebody_known_from_elsewhere_is_not_doubled(database: None) -> None:
    earlier = create_notice()
    create_application(earlier, rrn=number("660101", 1, 0), by=actor("clerk", dong_code=DAEHAK))
    notice = create_notice(cohort=create_cohort(year=2025))
    people_before = counts()["person"]

    commit(notice, upload(notice, sheet(notice, [row(0, rrn="660101-1000000")])))

    assert counts()["person"] == people_before
    assert db.session.scalars(sa.select(Person)).one().name == row(0)["name"]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("received_on", "2024-05-06", "접수 기간(2024.\xa05.\xa07.~2024.\xa07.\xa08.)의 날짜로"),
        ("received_on", "2024-07-09", "접수 기간"),
        ("stream", "65세 이상", "나이가 이 모집 구분의 나이에 맞지 않습니다"),
        ("consent_unique_id", "아니요", "동의해야 접수할 수 있습니다"),
        ("consent_personal", "", "「빈칸」은(는) 쓸 수 없습니다"),
        ("rrn", "660412-9000012", "주민등록번호 13자리"),
        ("rrn", "661312-2000012", "주민등록번호 13자리"),
        ("members", "배우자/김나래", "가구원을 읽을 수 없습니다"),
        ("members", "배우자/김나래/1868/0", "가구원을 읽을 수 없습니다"),
        ("first_project", "없는 사업", "가운데 하나로"),
        ("household_size", 0, "1부터 20까지의 숫자로"),
        ("income_won", "백이십만원", "원 단위 숫자"),
    ],
)
def test_each_kind_of_fault_is_named_at_its_cell(database: None, key: str, value: Any, sentence: str) -> None:
    notice = create_notice()
    found = said(notice, sheet(notice, [row(0), row(1, **{key: value})]))

    assert list(found) == [cell_name(3, places(notice)[key])]
    assert sentence in found[cell_name(3, places(notice)[key])]


@pytest.mark.parametrize(("day", "good"), [("2024-05-07", True), ("2024-05-06", False), ("2024-07-08", True)])
def test_the_day_of_receipt_lies_in_the_window(database: None, day: str, good: bool) -> None:
    notice = create_notice()
    assert (said(notice, sheet(notice, [row(0, received_on=day)])) == {}) is good


def test_agents_need_all_three_and_a_resident_number_is_masked_in_every_sentence(database: None) -> None:
    notice = create_notice()
    content = sheet(notice, [row(0, by_proxy="예", agent_name="김나래"), row(1, rrn="660412-200001")])
    found, at = said(notice, content), places(notice)

    assert set(found) == {cell_name(2, at["agent_relation"]), cell_name(2, at["agent_phone"]), cell_name(3, at["rrn"])}
    assert "660412-******" in found[cell_name(3, at["rrn"])]


def test_a_row_with_a_fault_names_who_is_in_it_masked_as_the_others_are(database: None) -> None:
    notice = create_notice()
    rows = [row(0, name="김가온"), row(1, name="이나래", stream="65세 이상"), row(2, name="박솔", rrn="660412-200001")]
    batch = upload(
        notice, sheet(notice, [*rows, row(3, name="", dong="없는동"), row(4, name="한누리", income_won="백")])
    )
    found = report.open_of(batches.batch_of(notice, batch.id))["rows"]

    assert [(one["row"], one["outcome"], one["name"], one["number"]) for one in found] == [
        (2, "new", "김*온", "660101-1******"),
        (3, "error", "이*래", "660102-2******"),
        (4, "error", "박*", ""),
        (5, "error", "", "660104-2******"),
        (6, "error", "한*리", "660105-1******"),
    ]
    assert not any(name in json.dumps(found, ensure_ascii=False) for name in ("이나래", "박솔", "한누리"))


def test_one_person_three_times_is_listed_twice_and_keeps_the_file_out(database: None) -> None:
    notice = create_notice()
    content = sheet(notice, [row(0), row(1), row(0), row(0)])
    found = said(notice, content)
    batch = upload(notice, content)

    assert list(found) == ["A4", "A5"]
    assert all("2줄에 이미 있는 분입니다" in sentence for sentence in found.values())
    with pytest.raises(RuleBroken, match="전체 4건 가운데 오류 2건이 있어 한 건도 저장하지 않았습니다"):
        commit(notice, batch)
    assert counts()["application"] == 0


def test_a_decided_application_is_not_changed_by_a_file(database: None) -> None:
    notice = create_notice()
    commit(notice, upload(notice, sheet(notice, [row(0)])))
    application = db.session.scalars(sa.select(Application)).one()
    application.state = ApplicationState.SELECTED
    db.session.flush()

    assert said(notice, sheet(notice, [row(0), row(1)])) == {}, "the same facts change nothing"
    assert "선발 결과가 정해진 신청" in said(notice, sheet(notice, [row(0, income_won=5), row(1)]))["A2"]


def test_a_changed_world_gives_a_new_preview_and_writes_nothing(database: None) -> None:
    notice = create_notice()
    batch = upload(notice, sheet(notice, [row(0), row(1)]))
    digits = row(0)["rrn"].replace("-", "")
    create_application(notice, rrn=number(digits[:6], int(digits[6]), 0))
    before = counts()

    done = commit(notice, batch)

    assert done.again
    assert counts() == before
    assert batch.state == "checked"
    assert (batch.counts["new"], batch.counts["updated"]) == (1, 1)
    assert not commit(notice, batch).again
    assert counts()["application"] == 2


def test_a_notice_that_does_not_receive_takes_no_file(database: None) -> None:
    draft = create_notice("draft")
    with pytest.raises(RuleBroken, match="접수 중인 공고"):
        upload(draft, sheet(draft, [row(0)]))
    notice = create_notice(cohort=create_cohort(year=2025))
    batch = upload(notice, sheet(notice, [row(0)]))
    notice_versions.close(notice, by=actor("jobs"), now=NOW)
    with pytest.raises(RuleBroken, match="접수 중인 공고"):
        commit(notice, batch)


def test_undecided_files_go_after_a_week_and_a_new_check_replaces_the_old(database: None) -> None:
    notice = create_notice()
    old = upload(notice, sheet(notice, [row(0)]))
    edge = upload(notice, sheet(notice, [row(1)]), now=NOW + timedelta(seconds=1))
    content = sheet(notice, [row(2)])
    first = upload(notice, content, now=NOW + timedelta(days=2))
    second = upload(notice, content, now=NOW + timedelta(days=7, seconds=1))

    db.session.expire_all()
    assert [one.state for one in (old, edge, first, second)] == ["dropped", "checked", "dropped", "checked"]
    assert db.session.execute(sa.select(ImportBatch.content).where(ImportBatch.id == old.id)).scalar() is None
    batches.drop(notice, second.id, by=actor("jobs"), now=NOW)
    with pytest.raises(RuleBroken, match="미리보기가 끝난"):
        commit(notice, second)
    with pytest.raises(NotFound):
        batches.batch_of(create_notice(cohort=create_cohort(year=2025)), second.id)


def test_two_commits_of_one_preview_write_once(app: Any, database: None) -> None:
    notice = create_notice()
    batch = upload(notice, sheet(notice, [row(at) for at in range(20)]))
    by, code, batch_id = actor("jobs"), notice.code, batch.id
    audit.commit()

    def step() -> str:
        found = db.session.scalars(sa.select(Notice).where(Notice.code == code)).one()
        try:
            batches.commit(found, batch_id, by=by, now=NOW, today=TODAY)
        except RuleBroken as error:
            return str(error)
        audit.commit()
        return "in"

    results = at_once(app, [step, step])
    db.session.rollback()

    assert sorted(one == "in" for one in results) == [False, True]
    assert any("이미 반영한 파일" in one for one in results)
    numbers = list(db.session.scalars(sa.select(Application.number).order_by(Application.number)))
    assert numbers == list(range(1, 21))


FAULTS: list[tuple[str, Any]] = [
    ("rrn", "660412-200001"),
    ("rrn", "660412-9000012"),
    ("name", ""),
    ("stream", "66세 이상"),
    ("received_dong", "없는동"),
    ("income_won", "백만원"),
    ("property_won", -1),
    ("received_on", "2024-06-31"),
    ("phone", "12-34"),
    ("household_size", 0),
    ("first_project", "다른 공고의 사업"),
    ("stream", "65세 이상"),
]


def seeded(rows: list[dict[str, Any]], at: dict[str, int], seed: int) -> set[str]:
    """Fifty faults of these kinds and of doubled rows, at random rows, one a row; the cells they stand in."""
    chance = random.Random(seed)
    cells = set()
    chosen = chance.sample(range(100, len(rows)), 50)
    for turn, place in enumerate(chosen):
        kind = turn % (len(FAULTS) + 1)
        if kind == len(FAULTS):
            rows[place]["rrn"], key = rows[turn]["rrn"], "rrn"
        else:
            key, value = FAULTS[kind]
            rows[place][key] = value
        cells.add(cell_name(place + 2, at[key]))
    return cells


def test_fifty_faults_in_three_thousand_rows_are_found_at_their_cells_and_nothing_else(database: None) -> None:
    notice, began = create_notice(), time.process_time()
    good = [row(at) for at in range(3000)]
    faulty = [dict(one) for one in good]
    cells = seeded(faulty, places(notice), 20240708)
    before = counts()

    batch = upload(notice, sheet(notice, faulty))
    found = said(notice, sheet(notice, faulty))

    assert set(found) == cells
    assert len(cells) == 50
    assert batch.counts["errors"] == 50
    with pytest.raises(RuleBroken, match="전체 3,000건 가운데 오류 50건"):
        commit(notice, batch)
    assert counts() == before

    content = sheet(notice, good)
    done = commit(notice, upload(notice, content))
    after = counts()
    assert (done.new, after["application"], after["person"], after["screening"]) == (3000, 3000, 3000, 3000)
    numbers = db.session.execute(sa.select(sa.func.min(Application.number), sa.func.max(Application.number))).one()
    assert tuple(numbers) == (1, 3000)
    assert upload(notice, content).state == "committed"
    other = upload(notice, sheet(notice, good[::-1]))
    assert commit(notice, other) == batches.Committed(unchanged=3000)
    assert counts() == after
    assert time.process_time() - began < 30, "of our own processor time, whatever else the machine does"


# Pages


def post_file(client: Any, notice: Notice, content: bytes, name: str = "명단.xlsx", once: str = "once-1") -> Any:
    data = {"file": (io.BytesIO(content), name), "once": once}
    return client.post(f"/notices/{notice.code}/import", data=data, content_type="multipart/form-data")


def test_pages_from_the_template_to_the_commit(client_of: Any) -> None:
    client, notice = client_of("jobs"), create_notice()
    template = client.get(f"/notices/{notice.code}/import/template.xlsx")
    assert template.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(template.data))
    entry = book["신청"]
    for at, column in enumerate(columns_of(notice), 1):
        if value := row(0).get(column.key):
            entry.cell(2, at, value)
    filled = io.BytesIO()
    book.save(filled)

    sent = post_file(client, notice, filled.getvalue())
    preview = client.get(sent.headers["Location"])

    assert sent.status_code == 302, sent.text
    assert "1건 반영" in preview.text
    assert row(0)["rrn"] not in preview.text
    done = client.post(f"{sent.headers['Location']}/commit", data={"once": "once-2"})
    assert "새 신청 1건" in client.get(done.headers["Location"]).text
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) == 1
    again = post_file(client, notice, filled.getvalue(), once="once-3")
    assert "이미 반영한 파일입니다. 바뀐 자료가 없습니다." in client.get(again.headers["Location"]).text


def test_pages_show_faults_by_cell_and_offer_no_commit(client_of: Any) -> None:
    client, notice = client_of("jobs"), create_notice()
    sent = post_file(client, notice, sheet(notice, [row(0), row(1, household_size=0)]))
    page = client.get(sent.headers["Location"]).text

    assert f"신청 {cell_name(3, places(notice)['household_size'])}: 「0」은(는) 쓸 수 없습니다." in page
    assert "전체 2건 가운데 오류 1건이 있어 한 건도 저장하지 않았습니다." in page
    assert "건 반영" not in page
    refused = client.post(f"{sent.headers['Location']}/commit", data={"once": "o"})
    assert "전체 2건 가운데 오류 1건" in client.get(refused.headers["Location"]).text
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) == 0
    dropped = client.post(f"{sent.headers['Location']}/drop", data={"once": "p"})
    assert "파일을 버렸습니다" in client.get(dropped.headers["Location"]).text


def test_pages_of_fifty_rows_and_a_large_file_as_long_work(client_of: Any) -> None:
    client, notice = client_of("jobs"), create_notice()
    sent = post_file(client, notice, sheet(notice, [row(at) for at in range(301)]))
    here = sent.headers["Location"]
    page = client.get(here)
    assert page.text.count("<tr") == 51
    assert "다음 50줄" in page.text

    done = client.post(f"{here}/commit", data={"once": "o"})

    assert "/tasks/" in done.headers["Location"]
    assert "새 신청 301건" in client.get(done.headers["Location"]).text
    assert db.session.scalar(sa.select(sa.func.count(Application.id))) == 301


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("빈.xlsx", b"", "빈 파일"),
        ("글.xlsx", "그냥 글".encode("cp949"), "글자 파일"),
        ("명단.csv", "성명,주민번호\n김가온,1".encode("cp949"), "CSV 파일"),
        ("../../etc/passwd", b"%PDF-1.7", "PDF"),
    ],
)
def test_pages_refuse_other_files_with_a_reason(client_of: Any, name: str, content: bytes, sentence: str) -> None:
    client, notice = client_of("jobs"), create_notice()
    answer = post_file(client, notice, content, name)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(sa.select(sa.func.count(ImportBatch.id))) == 0


def test_clerks_do_not_import(client_of: Any) -> None:
    notice = create_notice()
    assert client_of("clerk").get(f"/notices/{notice.code}/import").status_code == 403


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.xlsx", "x.xlsx"),
        ("C:\\문서\\신청자명단.xlsx", "신청자명단.xlsx"),
        ("a\r\nSet-Cookie: x.xlsx", "aSet-Cookie: x.xlsx"),
        ("가\u202excod.xlsx", "가xcod.xlsx"),
        ("", "이름 없는 파일"),
        ("...", "이름 없는 파일"),
    ],
)
def test_the_stored_name_is_text_and_no_path(name: str, kept: str) -> None:
    assert batches.clean_name(name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = batches.clean_name("가" * 300 + ".xlsx")
    assert len(kept) <= batches.LONGEST_NAME
    assert kept.endswith(".xlsx")


# The command


def test_command_imports_once_and_says_faults(runner: Any, tmp_path: Path) -> None:
    notice = create_notice()
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(sheet(notice, [row(0), row(1)]))
    bad.write_bytes(sheet(notice, [row(2, phone="1"), *(row(at, household_size=0) for at in range(3, 25))]))

    dry = json.loads(runner("notice", "import", notice.code, str(good), "--dry-run", "--format", "json").stdout)
    assert (dry["new"], counts()["application"]) == (2, 0)
    first = runner("notice", "import", notice.code, str(good), "--format", "json")
    assert json.loads(first.stdout) == {
        "notice": notice.code,
        "rows": 2,
        "new": 2,
        "updated": 0,
        "unchanged": 0,
        "errors": [],
    }
    again = runner("notice", "import", notice.code, str(good))
    assert (again.exit_code, "이미 반영한 파일입니다" in again.output) == (0, True)

    refused = runner("notice", "import", notice.code, str(bad))
    assert refused.exit_code == 1
    assert "… 외 3건" in refused.stdout
    assert refused.stderr.strip() == "전체 23건 가운데 오류 23건이 있어 한 건도 저장하지 않았습니다."
    listed = runner("notice", "import", notice.code, str(bad), "--format", "json")
    assert len(json.loads(listed.stdout)["errors"]) == 23
    missing = runner("notice", "import", notice.code, str(tmp_path / "none.xlsx"))
    assert (missing.exit_code, len(missing.stderr.strip().splitlines())) == (1, 1)
    assert counts()["application"] == 2


def test_the_moment_of_a_commit_is_utc_in_the_database(database: None) -> None:
    notice = create_notice()
    batch = upload(notice, sheet(notice, [row(0)]))
    commit(notice, batch, now=datetime(2024, 7, 8, 5, 0, tzinfo=UTC))
    assert batches.same_file(batch).startswith("2024.\xa07.\xa08. 14:00에")
