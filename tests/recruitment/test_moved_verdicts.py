"""판정이 바뀐 신청: whose verdict a screening moved, from which to which, when; the way there, and the file."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment import queries, run_keys
from app.recruitment.list_sheets import moved_words
from app.recruitment.models import Application, Notice, Screening
from app.recruitment.queries import applications
from app.recruitment.queries.application_filter import Filter
from app.recruitment.services import look_ups, overrides, screening_run, screening_work, screenings
from app.tasks.models import Job
from tests.create import DAEHAK, NOW, SINRIM, actor
from tests.recruitment.create import TODAY, create_application, create_notice
from tests.recruitment.crowd import add_applications, add_people
from tests.recruitment.test_exports import PURPOSE, screen_of, sheet_of
from tests.recruitment.test_lists import covers_each_row_once
from tests.recruitment.test_page_statements import statements

FIRST, SECOND, THIRD = (NOW + timedelta(hours=hours, microseconds=7) for hours in (1, 2, 3))
POOR, RICH = 1_000_000, 9_000_000


def earns(row: Application, won: int) -> None:
    look_ups.record(row, "income", won, looked_up_on=TODAY, source="행복e음", by=actor("jobs"), now=NOW)


def run(notice: Notice, at: Any) -> screening_run.Run:
    return screenings.screen_all(notice, by=actor("jobs"), now=at, today=TODAY)


def moved(notice: Notice, at: Any = None, by: Any = None, **more: str) -> list[Any]:
    chosen = Filter(moved=run_keys.key_of(at) if at else "1", **more)
    return list(queries.every_application(notice, chosen, by or actor("jobs")))


def told(rows: list[Any]) -> list[tuple[str, str, str, Any]]:
    return [(row.name, row.was, row.became, row.moved_at) for row in rows]


@pytest.fixture
def three(database: None) -> tuple[Notice, list[Application]]:
    """가 and 나 of 신림동, 다 of 대학동; nobody looked up yet, so each waits for that."""
    notice = create_notice()
    there = actor("clerk", dong_code=DAEHAK)
    rows = [create_application(notice, who={"name": name}) for name in ("김가", "김나")]
    rows.append(create_application(notice, by=there, who={"name": "김다", "dong_code": DAEHAK}))
    return notice, rows


def test_a_run_lists_whom_it_moved_from_what_to_what_and_when(three):
    notice, rows = three
    assert (moved(notice), moved(notice, NOW)) == ([], [])  # a first verdict moved from nothing

    for row, won in zip(rows, (RICH, POOR, RICH), strict=True):
        earns(row, won)
    came_to = run(notice, FIRST)

    assert came_to.moved == 2
    assert told(moved(notice, FIRST)) == [
        ("김가", "needs_review", "ineligible", FIRST),
        ("김다", "needs_review", "ineligible", FIRST),
    ]
    assert told(moved(notice)) == told(moved(notice, FIRST))
    assert moved(notice, FIRST + timedelta(microseconds=1)) == []
    assert [row.name for row in moved(notice, verdict="eligible")] == []
    assert [row.name for row in moved(notice, dong=DAEHAK)] == ["김다"]


def test_what_a_run_moved_stays_its_own_whatever_is_screened_later(three):
    notice, rows = three
    earns(rows[0], RICH)
    run(notice, FIRST)
    earns(rows[0], POOR)
    earns(rows[1], RICH)
    run(notice, SECOND)
    earns(rows[1], RICH + 1)  # another fact, the same verdict
    run(notice, THIRD)

    assert told(moved(notice, FIRST)) == [("김가", "needs_review", "ineligible", FIRST)]
    assert told(moved(notice, SECOND)) == [
        ("김가", "ineligible", "needs_review", SECOND),
        ("김나", "needs_review", "ineligible", SECOND),
    ]
    assert [row.verdict for row in moved(notice, FIRST)] == ["needs_review"]
    assert moved(notice, THIRD) == []
    # What counts now against the one before it: of 나 that moved nothing.
    assert told(moved(notice)) == [("김가", "ineligible", "needs_review", SECOND)]


def test_several_screenings_in_one_instant_make_one_row(three):
    notice, rows = three
    for won in (RICH, POOR, RICH):
        earns(rows[0], won)
        run(notice, FIRST)

    assert told(moved(notice, FIRST)) == [("김가", "needs_review", "ineligible", FIRST)]
    assert told(moved(notice)) == told(moved(notice, FIRST))


def test_a_verdict_that_had_been_changed_says_what_counted(three):
    notice, rows = three
    earns(rows[0], RICH)
    run(notice, FIRST)
    why = "등본으로 세대가 다름을 확인함"
    change = overrides.propose(rows[0], "eligible", why, "등본", file=None, by=actor("jobs"), now=FIRST)
    overrides.approve(change, by=actor("jobs_lead"), now=FIRST)
    assert [moved_words(row) for row in moved(notice, FIRST)] == ["확인 필요 → 부적격"]
    earns(rows[0], POOR)
    run(notice, SECOND)

    assert [moved_words(row) for row in moved(notice, SECOND)] == ["부적격(판정 변경으로 적격) → 확인 필요"]


def test_a_clerk_is_shown_the_own_dong_only(three):
    notice, rows = three
    for row in rows:
        earns(row, RICH)
    run(notice, FIRST)

    for at in (FIRST, None):
        assert [row.name for row in moved(notice, at, by=actor("clerk"))] == ["김가", "김나"]
        assert [row.name for row in moved(notice, at, by=actor("clerk", dong_code=DAEHAK))] == ["김다"]


def crowd(count: int, notice: Notice | None = None) -> Notice:
    """So many with two screenings each, the newer one of FIRST, every third with another verdict."""
    notice = db.session.merge(notice) if notice else create_notice()
    serial = db.session.scalar(sa.select(sa.func.count(Application.id)))
    ids = add_applications(notice, add_people(count, seed=serial + 3), seed=serial + 4)
    columns = [one.key for one in sa.inspect(Screening).column_attrs if one.key != "id"]
    current = db.session.scalars(sa.select(Screening).where(Screening.application_id.in_(ids))).all()
    newer = [{key: getattr(one, key) for key in columns} for one in current]
    for place, values in enumerate(newer):
        other = "eligible" if values["verdict"] != "eligible" else "ineligible"
        values |= {"at": FIRST, "verdict": other if place % 3 == 0 else values["verdict"]}
    db.session.execute(sa.update(Screening).where(Screening.application_id.in_(ids)).values(superseded_at=FIRST))
    db.session.execute(sa.insert(Screening), newer)
    db.session.commit()
    return notice


def test_it_is_paged_as_every_list(database):
    notice, key = crowd(430), run_keys.key_of(FIRST)
    assert len(moved(notice)) > 100
    for by in (actor("jobs"), actor("clerk")):
        for chosen in (Filter(moved="1"), Filter(moved=key), Filter(moved=key, sort="name", state="live")):
            covers_each_row_once(notice, chosen, by)
    jobs = actor("jobs")
    assert queries.application_page(notice, Filter(moved=key), jobs).total == len(moved(notice, FIRST))
    assert queries.moved_count(notice, jobs) == len(moved(notice, state="live"))
    assert queries.moved_count(notice, actor("clerk")) == len(moved(notice, state="live", dong=SINRIM))


def test_one_walks_from_one_to_the_next(three):
    notice, rows = three
    for row in (rows[0], rows[2]):
        earns(row, RICH)
    run(notice, FIRST)
    chosen, by = Filter(moved=run_keys.key_of(FIRST)), actor("jobs")

    assert queries.neighbours(rows[0], chosen, by) == (None, rows[2].id)
    assert queries.place(rows[2], chosen, by) == (2, 2)


@pytest.mark.parametrize("key", ["1", run_keys.key_of(FIRST)], ids=["any", "of one run"])
def test_nobody_reads_all_screenings_for_it(database, key):
    notice, by, chosen = crowd(60), actor("jobs"), Filter(moved=key)
    query = applications.order_of(chosen, notice).sorted(applications.rows_of(chosen, by, notice)).limit(51)
    connection, postgres = db.session.connection(), db.engine.dialect.name == "postgresql"
    if postgres:
        # Sixty rows are read quickest as a whole: what is asked is whether there is another way.
        connection.exec_driver_sql("set local enable_seqscan = off")
    text = query.compile(db.engine, compile_kwargs={"literal_binds": True}).string.replace("%", "%%")
    plan = [str(row) for row in connection.exec_driver_sql(f"explain {'' if postgres else 'query plan'} {text}")]

    assert any("ix_screening_superseded" in line for line in plan), plan
    for name in ("screening", "before", "earlier", "next"):
        assert not any(re.search(rf"(SCAN|Seq Scan on) (screening )?{name}\b", line) for line in plan), plan


def test_the_page_shows_the_move_and_narrows_to_its_run(client_of, three):
    notice, rows = three
    earns(rows[0], RICH)
    run(notice, FIRST)
    earns(rows[1], RICH)
    run(notice, SECOND)
    client, path, key = client_of("auditor"), f"/notices/{notice.code}/applications", run_keys.key_of(SECOND)

    plain = client.get(path).text
    assert re.search(r'<input type="checkbox" name="moved" id="filter-moved" value="1">', plain)
    assert '<label for="filter-moved">판정이 바뀐 신청</label>' in plain
    assert "바뀐 판정" not in plain

    every = client.get(f"{path}?moved=1").text
    assert "모두 2명" in every
    assert every.count("확인 필요 → 부적격") == 2
    assert "2024.\u00a07.\u00a08. 11:00" in every
    assert "여러 차례의 심사 결과가 함께 보일 수 있습니다." in every
    assert "판정이 바뀐 신청 <span" in every  # the tag that takes it off again
    assert f'href="{path}?moved={key}"' in every

    one = client.get(f"{path}?moved={key}").text
    assert "모두 1명" in one
    assert ("김나" in one, "김가" in one) == (True, False)
    assert one.count("2024.\u00a07.\u00a08. 12:00 심사에서 판정이 바뀐 신청") == 2  # the note and the tag
    assert f'value="{key}" checked' in one  # another condition keeps the run
    assert f'href="{path}?moved=1"' in one
    assert client.post(path, data={"q": "김", "moved": key}).location.startswith(f"{path}?moved={key}&s=")


@pytest.mark.parametrize("junk", ["2", "0" * 15, "9" * 16, "9" * 17, "1 ", "-1", "１", "١" * 16, "x'--"])
def test_what_is_no_run_lists_nobody_or_everybody(client_of, three, junk):
    client, code = client_of("jobs"), three[0].code
    for path in (f"/notices/{code}/applications", "/applications", f"/notices/{code}/applications/export"):
        assert client.get(path, query_string={"moved": junk}).status_code == 200
    assert client.get(f"/applications/{three[1][0].id}/screening", query_string={"moved": junk}).status_code == 200


def test_across_notices_there_is_no_such_limit(client_of, three):
    page = client_of("jobs").get("/applications?moved=1").text
    assert "김가" in page
    assert "filter-moved" not in page


def test_the_result_of_a_run_leads_to_those_it_moved(client_of, three):
    notice, rows = three
    client, path = client_of("jobs"), f"/notices/{notice.code}"
    earns(rows[0], RICH)
    said = client.get(client.post(f"{path}/screen", data={"once": "a"}).location).text
    link = re.search(r'판정이 바뀐 사람은 1명입니다\. <a href="([^"]+)">판정이 바뀐 1명 보기</a>', said)
    assert "김가" in (shown := client.get(link[1]).text)
    assert "모두 1명" in shown
    assert f'직전 심사와 판정이 다른 신청 <a href="{path}/applications?state=live&amp;moved=1">1명</a>' in said

    again = client.get(client.post(f"{path}/screen", data={"once": "b"}).location).text
    assert "판정이 바뀐 사람은 0명입니다." in again
    assert "보기</a>" not in again[again.index("판정이 바뀐 사람은") :][:80]


def test_a_run_in_the_queue_leads_there_for_who_may_see_it(client_of, three, monkeypatch):
    monkeypatch.setattr(screening_work, "AT_ONCE", 1)
    notice, rows = three
    client = client_of("jobs")
    earns(rows[0], RICH)
    task = client.post(f"/notices/{notice.code}/screen", data={"once": "a"}).location

    page = client.get(task).text
    url = re.search(r'href="([^"]+)"[^>]*>(?:<[^>]+>)*판정이 바뀐 1명 보기', page)[1]
    assert "모두 1명" in client.get(url).text
    assert page.index("판정이 바뀐 1명 보기") < page.index("결과 열기")
    assert "판정이 바뀐 1명 보기" in client_of("auditor").get(task).text
    assert "보기" not in _state(client_of("admin").get(task).text)

    job = db.session.scalars(sa.select(Job)).one()
    job.result = {**job.result, "link": {**job.result["link"], "permission": "recruit:gone"}}
    db.session.commit()
    assert "명 보기" not in client.get(task).text, "a right that was renamed since"

    second = client.post(f"/notices/{notice.code}/screen", data={"once": "b"}).location
    assert "판정이 바뀐 사람은 0명입니다." in (shown := client.get(second).text)
    assert "명 보기" not in shown


def _state(page: str) -> str:
    return page.partition('id="task-state"')[2].partition("</section>")[0]


def test_a_run_that_was_put_off_over_an_update_ends_without_the_link(three):
    notice, rows = three
    earns(rows[0], RICH)
    result = screening_work.screen({"notice": notice.code}, lambda _done, _total: None, actor("jobs"), FIRST, TODAY)
    assert (result["moved"], result["link"]) == (1, None)


@pytest.mark.parametrize("role", ["jobs", "clerk"])
def test_the_file_is_the_screen(client_of, role):
    notice, client = crowd(200), client_of(role)
    path, key = f"/notices/{notice.code}/applications", run_keys.key_of(FIRST)
    for query in ("?moved=1", f"?moved={key}&state=live"):
        head, body, footer = sheet_of(client.post(f"{path}/export{query}", data={"purpose": PURPOSE}))
        number = head.index("접수번호")
        assert [(row[0], row[number]) for row in body] == screen_of(client, path + query)
        words = [row[head.index("바뀐 판정")] for row in body]
        assert set(words) <= {"적격 → 부적격", "부적격 → 적격", "확인 필요 → 적격"}
        assert {row[head.index("바뀐 때")] for row in body} == {"2024.\u00a07.\u00a08. 11:00"}
        assert head.index("판정") < head.index("바뀐 판정") < head.index("조건")
        assert "판정이 바뀐 신청" in footer
    assert "2024.\u00a07.\u00a08. 11:00 심사에서 판정이 바뀐 신청" in footer
    kept = db.session.scalars(sa.select(AuditEntry.changes).where(AuditEntry.action == "recruit:list:export")).all()
    assert f'"moved":"{key}"' in kept[-1]
    head, _, _ = sheet_of(client.post(f"{path}/export", data={"purpose": PURPOSE}))
    assert "바뀐 판정" not in head


def test_it_asks_as_much_for_600_rows_as_for_120(client_of):
    client, notice = client_of("jobs"), crowd(120)
    base, key = f"/notices/{notice.code}", run_keys.key_of(FIRST)
    paths = [f"{base}/applications?moved=1", f"{base}/applications?moved={key}&sort=name", f"{base}/screening"]
    few = [len(statements(client, path)) for path in paths]
    crowd(480, notice)
    assert [len(statements(client, path)) for path in paths] == few
    assert len(statements(client, f"{base}/applications")) == few[0]


def test_keys_of_runs_are_exact():
    for at in (NOW, FIRST, NOW + timedelta(microseconds=999_999)):
        assert run_keys.instant_of(run_keys.key_of(at)) == at
    assert run_keys.instant_of("1") is None
