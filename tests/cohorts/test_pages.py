"""The pages of selection, cohorts and attendance, for the roles that have them and those that do not."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.current import actor_of
from app.accounts.models import UserWorksite
from app.audit import services as audit
from app.audit.models import AuditEntry
from app.cohorts.models import Attendance, AttendanceMonth, Participation, Selection
from app.cohorts.services import attendance
from app.extensions import db
from tests.cohorts.create import TODAY, create_participations, create_round, propose
from tests.create import NOW, actor

pytestmark = pytest.mark.usefixtures("database")
CODE, COHORT = "2024H2-community-1", "2024H2-community"
AUGUST = date(2024, 8, 1)


def once(**values):
    once.count += 1
    return {"once": f"key-{once.count}", **values}


once.count = 0


def text_of(answer):
    return re.sub(r"\s+", " ", answer.text.replace("\u00a0", " "))


def post(client, path, **values):
    """The page that the redirect leads to."""
    answer = client.post(path, **values)
    assert answer.status_code == 302, answer.text
    return client.get(answer.headers["Location"])


def supervisor_of(client_of, *sites):
    client = client_of("supervisor")
    db.session.add_all([UserWorksite(user_id=client.user.id, worksite_id=site) for site in sites])
    db.session.commit()
    return client


def test_the_ranking_shows_the_cut_line_the_reason_and_the_sentence(client_of):
    create_round([{"born": "700101", "property": 10_000_000, "name": f"이름{one}"} for one in range(5)])

    page = text_of(client_of("jobs").get(f"/notices/{CODE}/ranking"))

    assert "선발 3명 여기까지 · 선발 최저점 76점" in page
    assert "최저점과 같음. 동점자 기준 「접수번호」에서 뒤짐" in page
    assert "예비 1번입니다. 2024. 10. 1.까지 결원이 생기면 순서대로 연락드립니다." in page
    assert "1970년생 · 신림동" in page
    assert "결재 올리기" in page


def test_the_cell_that_broke_the_tie_is_outlined(client_of):
    create_round(
        [
            {"income": 1_000_000, "property": 40_000_000},
            {"income": 1_000_000, "property": 10_000_000},
            {"income": 1_000_000, "property": 20_000_000},
            {"income": 1_000_000, "property": 30_000_000},
        ]
    )

    page = client_of("jobs").get(f"/notices/{CODE}/ranking").text

    assert page.count('class="num decides points"') == 4


def test_the_list_can_be_filtered_and_junk_is_harmless(client_of):
    create_round([{"name": "김가온"}, {"name": "이나래"}])
    client = client_of("jobs")

    found = text_of(client.get(f"/notices/{CODE}/ranking?q=00002"))
    assert "이나래" in found
    assert "김가온" not in found
    assert "조건에 맞는 자료가 없습니다" in text_of(client.get(f"/notices/{CODE}/ranking?dong=없는동"))
    for junk in ("stream=x&from=-1", "from=999999999999", "from=abc&outcome=x", "q=%25%27&from=%EF%BC%91"):
        assert client.get(f"/notices/{CODE}/ranking?{junk}").status_code == 200


def row_of_links(client, path):
    """The notice's own row: what each link says and leads to, and the one that is current."""
    row = re.search(r'<nav class="il-local".*?</nav>', client.get(path).text, re.S)[0]
    found = re.findall(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>', row)
    return [(label, url) for url, _, label in found], [label for _, current, label in found if current]


def test_the_pages_of_selection_show_the_row_of_links_of_every_page_of_the_notice(client_of):
    of = create_round(2)
    jobs, lead = client_of("jobs"), client_of("jobs_lead")
    selection = propose(of).id
    db.session.commit()
    for client in (jobs, lead):
        whole, current = row_of_links(client, f"/notices/{CODE}")
        assert current == ["개요"]
        assert ("순위·선발", f"/notices/{CODE}/ranking") in whole
        for path in (f"/notices/{CODE}/ranking", f"/selections/{selection}"):
            assert row_of_links(client, path) == (whole, ["순위·선발"])
    assert row_of_links(jobs, f"/notices/{CODE}/select")[1] == ["순위·선발"]
    assert len(row_of_links(jobs, f"/notices/{CODE}")[0]) == 8
    assert row_of_links(client_of("finance"), f"/notices/{CODE}/ranking")[0] == [
        ("순위·선발", f"/notices/{CODE}/ranking")
    ]


def test_a_notice_without_screening_says_what_to_do(client_of):
    create_round(2, screened=False)

    assert "참여자격 심사를 먼저 실행해 주세요" in text_of(client_of("jobs").get(f"/notices/{CODE}/ranking"))


@pytest.mark.parametrize(
    ("role", "status"),
    [("jobs", 200), ("jobs_lead", 200), ("finance", 200), ("auditor", 200), ("clerk", 403), ("supervisor", 403)],
)
def test_who_may_see_the_ranking(client_of, role, status):
    create_round(2)

    assert client_of(role).get(f"/notices/{CODE}/ranking").status_code == status


def test_selection_goes_from_the_maker_to_another_person(client_of):
    create_round(5)
    jobs, lead = client_of("jobs"), client_of("jobs_lead")
    assert "선발 3명, 예비 1명을 결재에 올립니다" in text_of(jobs.get(f"/notices/{CODE}/select"))

    answer = jobs.post(f"/notices/{CODE}/select", data=once())
    place = answer.headers["Location"]

    assert "본인이 작성한 안은 본인이 결재할 수 없습니다" in text_of(jobs.get(place))
    assert "선발 승인 담당의 결재를 기다립니다" in text_of(client_of("auditor").get(place))
    page = text_of(lead.get(place))
    assert (
        "선발 3명, 예비 1명을 확정합니다. </strong> 확정한 뒤에는 수정할 수 없으며".replace(" </strong>", "</strong>")
        in page
    )
    done = post(lead, f"{place}/approve", data=once(starts_on="2024-07-15"))
    assert "3명을 선발하고" in text_of(done)
    assert {one.starts_on for one in db.session.scalars(sa.select(Participation))} == {date(2024, 7, 15)}
    again = lead.post(f"{place}/approve", data=once(starts_on="2024-07-15"))
    assert again.status_code == 422
    assert "이미 결재했습니다. 다시 결재하지 않았습니다" in text_of(again)


def test_a_second_sending_of_the_same_form_leads_to_the_first_result(client_of):
    create_round(3)
    jobs, values = client_of("jobs"), once()

    first, second = (jobs.post(f"/notices/{CODE}/select", data=values) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert db.session.scalar(sa.select(sa.func.count(Selection.id))) == 1


def test_the_maker_reads_why_they_cannot_approve(client_of):
    of = create_round(3)
    lead = client_of("jobs_lead")
    row = propose(of, actor_of(lead.user))
    audit.commit()

    page = text_of(lead.get(f"/selections/{row.id}"))

    assert "본인이 작성한 안은 본인이 결재할 수 없습니다. 다른 결재자에게 요청해 주세요." in page
    assert f"/selections/{row.id}/approve" not in page
    answer = lead.post(f"/selections/{row.id}/approve", data=once(starts_on="2024-07-01"))
    assert answer.status_code == 422
    assert "본인이 작성한 안은" in text_of(answer)


def test_sending_back_needs_a_reason(client_of):
    of = create_round(3)
    row = propose(of)
    audit.commit()
    lead = client_of("jobs_lead")

    assert lead.post(f"/selections/{row.id}/reject", data=once(reason="")).status_code == 422
    done = post(lead, f"/selections/{row.id}/reject", data=once(reason="배점 확인"))
    assert "돌려보낸 안입니다. 사유: 배점 확인" in text_of(done)
    assert client_of("jobs").post(f"/selections/{row.id}/approve").status_code == 403


def test_the_maker_takes_a_proposal_back(client_of):
    of = create_round(3)
    row = propose(of)
    audit.commit()

    answer = client_of("jobs").post(f"/selections/{row.id}/withdraw", data=once(reason="자리를 다시 봄"))

    assert answer.status_code == 302
    assert db.session.get(Selection, row.id).state == "rejected"


@pytest.mark.parametrize(
    "path",
    [
        "/notices/2031H1-x-1/ranking",
        "/selections/999999",
        "/selections/9223372036854775808",
        "/cohorts/2031H1-x",
        "/participations/999999",
        f"/cohorts/{COHORT}/attendance/2024-08/999999",
        f"/cohorts/{COHORT}/attendance/2024-11/1",
        f"/cohorts/{COHORT}/attendance/2024-13/1",
    ],
)
def test_unknown_rows_are_404(client_of, path):
    create_participations(1)
    audit.commit()

    assert client_of("jobs").get(path).status_code == 404


def test_a_cohort_shows_its_people_and_months(client_of):
    create_participations(3)
    audit.commit()
    jobs = client_of("jobs")

    assert "2024년 하반기 지역공동체 일자리" in text_of(jobs.get("/cohorts"))
    page = text_of(jobs.get(f"/cohorts/{COHORT}"))
    assert "참여자 3명" in page
    assert "시작 전 2곳" in page
    assert "신청1" in text_of(jobs.get(f"/cohorts/{COHORT}/participants?stream=under65&state=working"))
    assert "조건에 맞는 자료가 없습니다" in text_of(jobs.get(f"/cohorts/{COHORT}/participants?state=ended"))
    for junk in ("after=x&worksite=%00x", "after=99999999999999999999", "worksite=-1&stream=%25"):
        assert jobs.get(f"/cohorts/{COHORT}/participants?{junk}").status_code in (200, 400)


def test_looking_at_a_participation_is_logged(client_of):
    _, people = create_participations(1)
    audit.commit()
    jobs = client_of("jobs")

    assert people[0].contract_no in text_of(jobs.get(f"/participations/{people[0].id}"))
    looked = sa.select(AuditEntry.actor_id).where(AuditEntry.action == "cohort:participation:look")
    assert db.session.scalars(looked).all() == [jobs.user.id]


def test_placement_and_early_end_by_the_jobs_team(client_of):
    of, people = create_participations(2)
    audit.commit()
    jobs, one = client_of("jobs"), people[0]
    other = next(site for site in of.sites if site.id != one.worksite_id)
    values = {"worksite": other.id, "from_on": "2024-09-02", "reason": "희망 1순위", "version": one.version}

    assert jobs.post(f"/participations/{one.id}/place", data={**values, "version": 99}).status_code == 422
    assert jobs.post(f"/participations/{one.id}/place", data=values).status_code == 302
    page = jobs.get(f"/participations/{one.id}/end")
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    ending = {"last_on": "2024-09-30", "reason": "job", "note": "", "version": version}
    assert jobs.post(f"/participations/{one.id}/end", data={**ending, "last_on": "x"}).status_code == 422
    done = post(jobs, f"/participations/{one.id}/end", data=ending)
    assert "중도 포기로 처리했습니다" in text_of(done)
    assert client_of("jobs_lead").post(f"/participations/{one.id}/end", data=ending).status_code == 403


GRID = f"/cohorts/{COHORT}/attendance/2024-08"


def test_the_month_goes_from_the_supervisor_to_the_close(client_of):
    of, people = create_participations(2, sites=1)
    audit.commit()
    site = of.sites[0].id
    supervisor, jobs, lead = supervisor_of(client_of, site), client_of("jobs"), client_of("jobs_lead")
    grid = f"{GRID}/{site}"
    assert "아직 시작하지 않은 출근부입니다" in text_of(supervisor.get(grid))

    assert supervisor.post(f"{grid}/fill").status_code == 302
    page = supervisor.get(grid)
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    cell = f"d-{people[0].id}-2024-08-07"
    assert f'name="{cell}" value="출"' in page.text
    saved = post(supervisor, grid, data={"version": version, cell: "결"})
    assert "1칸을 저장했습니다." in text_of(saved)
    assert "2024. 8. 11. 주휴 없음: 2024. 8. 7. 결근입니다." in text_of(saved)
    late = supervisor.post(grid, data={"version": version, cell: "출"})
    assert late.status_code == 422
    assert "다른 사람이 먼저 저장했습니다" in text_of(late)
    assert (
        'value="출" aria-label="신청1 2024.\u00a08.\u00a07.(수)" autocomplete="off" maxlength="6" size="2" data-typed'
        in late.text
    )

    assert supervisor.post(f"{grid}/confirm").status_code == 302
    assert supervisor.post(f"{grid}/close").status_code == 403
    assert jobs.post(f"{grid}/close").status_code == 302
    assert lead.post(f"{grid}/approve").status_code == 302
    assert db.session.scalar(sa.select(AttendanceMonth.state)) == "closed"
    closed = supervisor.post(grid, data={"version": version, cell: "출"})
    assert "마감한 출근부입니다" in text_of(closed)
    state = sa.select(Attendance.state).where(Attendance.participation_id == people[0].id)
    assert db.session.scalar(state.where(Attendance.day == date(2024, 8, 7))) == "absent"


@pytest.mark.parametrize("typed", ["x", "공", "지0", "지300", "<b>", "출" * 50])
def test_a_wrong_word_is_refused_and_kept(client_of, typed):
    of, people = create_participations(1, sites=1)
    site = of.sites[0].id
    version = attendance.all_present(of.cohort, site, AUGUST, by=actor("jobs"), now=NOW).row.version
    audit.commit()

    answer = client_of("jobs").post(
        f"{GRID}/{site}", data={"version": version, f"d-{people[0].id}-2024-08-07": typed, "d-1-2024-99-99": "출"}
    )

    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).where(Attendance.state == "absent")) == 0


def test_a_foreign_worksite_is_the_same_404_as_an_unknown_one(client_of):
    of, people = create_participations(4, sites=2)
    audit.commit()
    mine, other = of.sites[0].id, of.sites[1].id
    supervisor = supervisor_of(client_of, mine)

    pages = [supervisor.get(f"{GRID}/{site}") for site in (other, 999_999)]

    assert [page.status_code for page in pages] == [404, 404]
    assert re.sub(r"[0-9a-f]{12}", "", pages[0].text) == re.sub(r"[0-9a-f]{12}", "", pages[1].text)
    foreign = next(one for one in people if one.worksite_id == other)
    assert supervisor.get(f"/participations/{foreign.id}").status_code == 404
    assert supervisor.post(f"{GRID}/{other}/fill").status_code == 404
    assert supervisor.get(f"{GRID}/{mine}").status_code == 200
    assert text_of(supervisor.get(f"/cohorts/{COHORT}/attendance")).count(of.sites[1].name) == 0


def test_a_supervisor_without_people_in_the_cohort_does_not_see_it(client_of):
    create_participations(1)
    audit.commit()
    supervisor = supervisor_of(client_of, 999_999)

    assert supervisor.get(f"/cohorts/{COHORT}").status_code == 404
    assert COHORT not in supervisor.get("/cohorts").text


def test_whole_months_are_put_up_and_closed_from_the_list(client_of):
    of, _ = create_participations(4, sites=2)
    audit.commit()
    jobs, lead = client_of("jobs"), client_of("jobs_lead")
    for site in of.sites:
        jobs.post(f"{GRID}/{site.id}/fill")
        jobs.post(f"{GRID}/{site.id}/confirm")

    assert "확인한 2곳 마감 올리기" in text_of(jobs.get(f"/cohorts/{COHORT}/attendance"))
    jobs.post(f"{GRID}/close")
    assert "올린 2곳 마감 승인" in text_of(lead.get(f"/cohorts/{COHORT}/attendance"))
    done = post(lead, f"{GRID}/approve")

    assert "8월 출근부 2곳을 마감했습니다." in text_of(done)
    assert "승인할 출근부가 없습니다." in text_of(post(lead, f"{GRID}/approve"))


def test_the_home_page_says_what_waits(client_of):
    of, _ = create_participations(2, sites=1)
    second = create_round(2, half=1, starts_on=date(2024, 4, 1), ends_on=date(2024, 7, 31), screened=False)
    second.notice.closes_on = date(2024, 7, 1)
    audit.commit()
    site = of.sites[0].id
    supervisor, jobs, lead = supervisor_of(client_of, site), client_of("jobs"), client_of("jobs_lead")

    assert "7월 확인할 출근부" in text_of(supervisor.get("/"))
    assert "2024년 상반기 지역공동체 일자리 선발안 올리기" in text_of(jobs.get("/"))
    grid = f"/cohorts/{COHORT}/attendance/2024-07/{site}"
    supervisor.post(f"{grid}/fill")
    supervisor.post(f"{grid}/confirm")
    assert "7월 출근부 마감 올리기" in text_of(jobs.get("/"))
    jobs.post(f"{grid}/close")
    assert "7월 출근부 마감 승인" in text_of(lead.get("/"))


@pytest.mark.parametrize("role", ["clerk", "pledge", "admin"])
def test_roles_without_cohorts_are_refused(client_of, role):
    of, people = create_participations(1, sites=1)
    audit.commit()
    client = client_of(role)

    for path in ("/cohorts", f"/cohorts/{COHORT}", f"/participations/{people[0].id}", f"{GRID}/{of.sites[0].id}"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("role", ["finance", "finance_lead", "auditor", "jobs_lead"])
def test_readers_see_but_do_not_write(client_of, role):
    of, people = create_participations(1, sites=1)
    audit.commit()
    client, site = client_of(role), of.sites[0].id

    assert client.get(f"{GRID}/{site}").status_code == 200
    for path in (f"{GRID}/{site}", f"{GRID}/{site}/fill", f"{GRID}/{site}/confirm", f"/cohorts/{COHORT}/start"):
        assert client.post(path).status_code == 403
    assert client.post(f"/participations/{people[0].id}/place").status_code == 403


def test_a_term_is_finished_once_its_last_day_is_over(client_of, app):
    of, _people = create_participations()
    cohort = of.cohort
    client = client_of("jobs")
    app.config["TODAY"] = cohort.ends_on
    try:
        assert client.post(f"/cohorts/{cohort.code}/finish").status_code == 409
        app.config["TODAY"] = cohort.ends_on + timedelta(days=1)
        assert client.post(f"/cohorts/{cohort.code}/finish").status_code == 302
    finally:
        app.config["TODAY"] = TODAY
    states = db.session.scalars(sa.select(Participation.state).where(Participation.cohort_id == cohort.id)).all()
    assert set(states) == {"ended"}
