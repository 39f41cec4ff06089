"""Lists: every row once whichever way one pages, as many statements for many as for few, nothing of another 동."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.audit.models import AuditEntry, AuditSubject
from app.extensions import db
from app.recruitment import queries
from app.recruitment.models import Application, Notice, Paper, PastParticipation, Person
from app.recruitment.queries import due_papers
from app.recruitment.queries.application_filter import Filter, joined, limited
from app.recruitment.queries.due_papers import DueFilter
from app.recruitment.queries.people import PeopleFilter, people_page
from app.recruitment.services import screenings
from tests.create import DAEHAK, NOW, SINRIM, actor, create_cohort
from tests.recruitment.create import create_application, create_notice
from tests.recruitment.crowd import add_applications, add_people

TODAY = date(2024, 7, 8)


@pytest.fixture
def crowd(database):
    """A notice with 430 applications of two 동, and another with 40 of the same people."""
    notice = create_notice()
    people = add_people(430)
    add_applications(notice, people)
    second = create_notice(cohort=create_cohort(half=1, starts_on=date(2024, 2, 1), ends_on=date(2024, 5, 31)))
    add_applications(second, people[:40], seed=3)
    return notice, second


def walk(page_at):
    """Ids forward to the end, then back to the beginning."""
    page, forward, backward = page_at(), [], []
    while True:
        forward += [row.id for row in page.rows]
        if page.next is None:
            break
        page = page_at(after=page.next)
    backward = [row.id for row in page.rows]
    while page.prev is not None:
        page = page_at(before=page.prev)
        backward = [row.id for row in page.rows] + backward
    return forward, backward


FILTERS = [
    Filter(),
    Filter(sort="name"),
    Filter(dong=DAEHAK, state="screened"),
    Filter(verdict="none", stream="senior"),
    Filter(failed="income"),
    Filter(text="김"),
    Filter(text="가"),
    Filter(text="37"),
    Filter(channel="import", state="live"),
]


def test_paging_either_way_covers_each_row_once(crowd):
    for by in (actor("jobs"), actor("clerk")):
        for notice in (crowd[0], None):
            for chosen in FILTERS:
                covers_each_row_once(notice, chosen, by)


def covers_each_row_once(notice, chosen, by):
    forward, backward = walk(lambda **key: queries.application_page(notice, chosen, by, **key))
    wanted = set(db.session.scalars(limited(joined(Application.id), chosen, by, notice)))
    assert len(forward) == len(set(forward)) == len(wanted)
    assert set(forward) == wanted
    # Backward pages begin where a page of fifty begins, so the first of them may be short: the rows are the same.
    assert backward == forward
    assert forward == [row.id for row in queries.every_application(notice, chosen, by)]


def test_people_are_paged_by_name_both_ways(crowd):
    for by in (actor("jobs"), actor("clerk")):
        for chosen in (PeopleFilter(), PeopleFilter(text="수"), PeopleFilter(dong=DAEHAK)):
            forward, backward = walk(lambda by=by, chosen=chosen, **key: people_page(chosen, by, **key))
            assert forward == backward
            names = [db.session.get(Person, one).name_key for one in forward]
            assert names == sorted(names)
            assert len(set(forward)) == len(forward)


def test_a_key_of_another_dong_gives_the_first_page(crowd):
    foreign = db.session.scalar(sa.select(Application.id).where(Application.dong_code == DAEHAK).offset(60).limit(1))
    by = actor("clerk")
    first = queries.application_page(crowd[0], Filter(), by)
    page = queries.application_page(crowd[0], Filter(), by, after=foreign)
    assert [row.id for row in page.rows] == [row.id for row in first.rows]


@pytest.mark.parametrize(("rows", "said"), [(1_000, 1_000), (1_001, None)])
def test_counts_stop_at_a_thousand(database, rows, said):
    add_people(rows)
    assert people_page(PeopleFilter(), actor("jobs")).total == said


def test_filters_are_what_they_say(crowd):
    notice, by = crowd[0], actor("jobs")
    for chosen, holds in (
        (Filter(state="live"), lambda row: row.state not in ("declined", "cancelled")),
        (Filter(verdict="none"), lambda row: row.verdict is None),
        (Filter(verdict="ineligible"), lambda row: row.verdict == "ineligible"),
        (Filter(channel="import"), lambda row: row.channel == "import"),
        (Filter(text="00007"), lambda row: row.number == 7),
        (Filter(text=f"{notice.code}-00007"), lambda row: row.number == 7),
        (Filter(text="없는이름"), lambda _: False),
    ):
        every = list(queries.every_application(notice, Filter(), by))
        found = {row.id for row in queries.every_application(notice, chosen, by)}
        assert found == {row.id for row in every if holds(row)}, chosen
    other = Filter(text=f"{crowd[1].code}-00007")
    assert [row.notice for row in queries.every_application(None, other, by)] == [crowd[1].code]
    assert {row.notice for row in queries.every_application(None, Filter(notice=crowd[1].code), by)} == {crowd[1].code}


def test_what_changed_since_the_screening_is_a_filter(database):
    notice, by = create_notice(), actor("jobs")
    rows = [create_application(notice, by=by) for _ in range(3)]
    screenings.screen_all(notice, by=by, now=NOW, today=TODAY)
    assert list(queries.every_application(notice, Filter(stale="1"), by)) == []
    paper = db.session.scalars(sa.select(Paper).where(Paper.application_id == rows[1].id, Paper.required)).first()
    paper.received_on = None
    db.session.flush()
    found = [row.id for row in queries.every_application(notice, Filter(stale="1", state="live"), by)]
    assert found == [rows[1].id]
    assert len(found) == screenings.stale_count(notice, by)


def count_statements(client, path):
    seen = []

    def note(_c, _cur, statement, *_rest):
        if statement.lstrip()[:6].upper() in ("SELECT", "WITH R"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


LISTS = [
    "/notices/{code}/applications",
    "/notices/{code}/applications?sort=name&state=live",
    "/applications",
    "/people",
    "/notices/{code}/missing-papers",
    "/notices/{code}/screening",
]


def test_lists_ask_as_much_for_500_rows_as_for_10(client_of):
    notice, client = create_notice(), client_of("jobs")
    paths = [path.format(code=notice.code) for path in LISTS]
    add_applications(notice, add_people(10))
    few = [count_statements(client, path) for path in paths]
    add_applications(db.session.merge(notice), add_people(490, seed=5), seed=6)
    many = [count_statements(client, path) for path in paths]
    assert many == few
    assert max(many) <= 14, dict(zip(paths, many, strict=True))


def test_a_clerk_sees_nothing_of_another_dong(client_of):
    """Canaries: names and numbers of another 동 are in none of the answers."""
    notice = create_notice()
    there = actor("clerk", dong_code=DAEHAK)
    hidden = create_application(
        notice, by=there, who={"name": "카나리", "phone": "010-0000-9731", "dong_code": DAEHAK}, papers=()
    )
    create_application(notice, who={"name": "우리동"}, papers=())
    near, far, code = client_of("clerk"), client_of("clerk", dong_code=DAEHAK), notice.code
    paths = [f"/notices/{code}/applications", "/applications", "/people", f"/notices/{code}/missing-papers"]
    paths += [f"/notices/{code}/screening", "/", f"/notices/{code}", f"/notices/{code}/applications?dong={DAEHAK}"]
    paths += [f"/people/{hidden.person_id}{tab}" for tab in ("", "/applications", "/participations")]
    paths += [f"/applications/{hidden.id}/screening", f"/applications?after={hidden.id}", f"/people?dong={DAEHAK}"]
    for path in paths:
        answer = near.get(path)
        assert "카나리" not in answer.text, path
        assert "9731" not in answer.text, path
    for text in ("카나리", "카", "나리", "9731", "731", "31"):
        for path in ("/people", "/applications", f"/notices/{code}/applications", "/search"):
            page = near.get(near.post(path, data={"q": text}).location).text
            assert f"/people/{hidden.person_id}" not in page
            assert f"/applications/{hidden.id}" not in page
    for path in (f"/notices/{code}/applications/export", "/applications/export", "/people/export"):
        answer = near.post(path, data={"purpose": "점검 자료"})
        assert answer.status_code == 200
        assert "카나리".encode() not in _unzipped(answer.data)
    letters = near.post(f"/notices/{code}/missing-papers/notice.pdf", data={"application": [str(hidden.id)]})
    assert letters.status_code == 422
    assert near.get(f"/people/{hidden.person_id}").status_code == 404
    assert near.get("/people/999999").status_code == 404
    assert "카나리" in far.get(f"/notices/{code}/applications").text


def _unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


JUNK = ("'", "\x00", "%00", "💥" * 30, "../../etc", "-1", "99999999999999999999999", "<b>", "true", "가" * 300)


@pytest.mark.parametrize("role", ["jobs", "clerk", "auditor"])
def test_junk_in_a_filter_is_as_if_it_were_not_there(client_of, role):
    notice, client = create_notice(), client_of(role)
    create_application(notice)
    names = ("dong", "state", "stream", "verdict", "failed", "review", "channel", "stale", "sort", "s", "notice")
    names += ("after", "before", "due", "p")
    paths = (
        f"/notices/{notice.code}/applications",
        "/applications",
        "/people",
        f"/notices/{notice.code}/missing-papers",
    )
    for path in (*paths, "/search", f"/notices/{notice.code}/screening"):
        for junk in JUNK:
            answer = client.get(path, query_string=dict.fromkeys(names, junk))
            assert answer.status_code == (400 if "\x00" in junk else 200), (path, junk)
    for junk in JUNK:
        for path in ("/people", "/applications", "/search"):
            assert client.post(path, data={"q": junk, "state": junk}).status_code in (302, 400, 422)


def test_every_figure_of_the_overview_is_the_length_of_its_list(client_of):
    notice, client = create_notice(), client_of("jobs")
    add_applications(notice, add_people(300))
    page = client.get(f"/notices/{notice.code}/screening").text
    links = re.findall(r'<a href="(/notices/[^"]+/applications\?[^"]*state=live[^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert len(links) > 60
    checked = {}
    for href, inside in links:
        figure = re.findall(r"([0-9,]+)", re.sub(r"<[^>]*>", " ", inside))[-1]
        path = href.replace("&amp;", "&")
        if path not in checked:
            checked[path] = re.search(r"모두 ([0-9,]+)명", client.get(path).text)[1]
        assert figure == checked[path], (href, inside)
    assert f"/notices/{notice.code}/applications?state=live" in checked
    bars = [int(one.replace(",", "")) for one in re.findall(r"<b>([0-9,]+)명</b>", _tile(page, "부적격이 많은 동"))]
    assert len(bars) == 2
    assert bars == sorted(bars, reverse=True)
    assert sum(bars) == queries.overview(notice, actor("jobs")).verdicts["ineligible"]


def test_the_dong_that_fail_most_are_shown_and_the_others_fold_out_as_links(client_of):
    notice, client = create_notice(), client_of("jobs")
    codes = [row.code for row in queries.dongs()]
    add_applications(notice, add_people(400), dongs=tuple(codes))
    tile = _tile(client.get(f"/notices/{notice.code}/screening").text, "부적격이 많은 동")
    shown, _, folded = tile.partition("<details")
    bars = [re.findall(r"<a href=.*?<b>([0-9]+)명</b>", part) for part in (shown, folded)]
    assert (len(bars[0]), f"나머지 {len(bars[1])}곳 보기" in folded) == (5, True)
    assert sum(len(part) for part in bars) > 15
    figures = [int(one) for part in bars for one in part]
    assert figures == sorted(figures, reverse=True)
    assert sum(figures) == queries.overview(notice, actor("jobs")).verdicts["ineligible"]


def _tile(page, title):
    """The part of a page from a tile's title to the next one's."""
    return re.split(r"<h[23]", page.partition(title)[2])[0]


def test_the_overview_counts_what_the_actor_may_see(crowd):
    notice = crowd[0]
    whole, own = queries.overview(notice, actor("jobs")), queries.overview(notice, actor("clerk"))
    count = queries.application_count
    assert whole.total == count(notice, Filter(state="live"), actor("jobs"))
    assert own.total == count(notice, Filter(state="live", dong=SINRIM), actor("jobs"))
    assert sum(whole.verdicts.values()) == whole.total
    assert {line.code for line in own.by_dong()} == {SINRIM}
    assert sum(line.total for line in whole.by_stream({"under65": "", "senior": ""})) == whole.total
    for rule, _, people, cells in whole.matrix():
        assert sum(cells.values()) == people == count(notice, Filter(state="live", failed=rule), actor("jobs"))


def test_missing_papers_stand_overdue_first_with_what_is_missing(client_of):
    notice, client = create_notice(), client_of("clerk")
    rows = [create_application(notice, who={"name": f"보완{name}"}, papers=("info_consent",)) for name in "가나다"]
    for row, days in zip(rows, (3, -2, 0), strict=True):
        row.due_on = TODAY + timedelta(days=days)
    complete = create_application(notice, who={"name": "다냈음"})
    db.session.flush()
    page = due_papers.due_page(notice, DueFilter(), actor("clerk"), TODAY)
    assert [row.name for row in page.rows] == ["보완나", "보완다", "보완가"]
    for due, names in (("overdue", ["보완나"]), ("today", ["보완다"]), ("later", ["보완가"])):
        found = due_papers.due_page(notice, DueFilter(due=due), actor("clerk"), TODAY)
        assert [row.name for row in found.rows] == names
    assert ("application_form", None) in due_papers.owed(notice)[rows[0].id]
    assert complete.id not in due_papers.owed(notice)
    path = f"/notices/{notice.code}/missing-papers"
    shown = client.get(path).text
    assert ("2일 지남" in shown, "오늘까지" in shown, "참여신청서" in shown, "다냈음" in shown) == (
        True,
        True,
        True,
        False,
    )
    home = client.get("/").text
    assert home.count("missing-papers?due=") >= 3
    one = client.post(f"{path}/notice.pdf", data={"application": [str(rows[0].id)]})
    every = client.post(f"{path}/notice.pdf", data={})
    assert (one.mimetype, every.mimetype) == ("application/pdf", "application/pdf")
    assert (one.data.count(b"/Type /Page\n"), every.data.count(b"/Type /Page\n")) == (1, 3)
    printed = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:papers:print")).all()
    assert [sorted(_people_of(entry)) for entry in printed] == [[rows[0].person_id], [row.person_id for row in rows]]
    assert client.post(f"{path}/notice.pdf", data={"application": ["999999"]}).status_code == 422
    assert "검색한 신청 모두 3명" in shown
    whole = client.post(f"{path}/notice.pdf?due=overdue", data={"application": [str(rows[0].id)], "all": "1"})
    assert whole.data.count(b"/Type /Page\n") == 1
    assert client.post(f"{path}/notice.pdf", data={"application": "1", "all": "1"}).data.count(b"/Type /Page\n") == 3


def _people_of(entry):
    return db.session.scalars(sa.select(AuditSubject.person_id).where(AuditSubject.entry_id == entry.id)).all()


def test_a_person_has_pages_of_the_whole_line(client_of):
    notice = create_notice()
    row = create_application(notice)
    db.session.add(
        PastParticipation(
            person_id=row.person_id,
            programme="community",
            started_on=date(2023, 1, 9),
            ended_on=date(2023, 5, 31),
            end_reason="job",
            source="ilmoa",
        )
    )
    clerk, auditor = client_of("clerk"), client_of("auditor")
    for client in (clerk, auditor):
        now = client.get(f"/people/{row.person_id}").text
        assert ("660412-2******" in now, "-2000" in now, notice.title in now) == (True, False, True)
        assert notice.title in client.get(f"/people/{row.person_id}/applications").text
        past = client.get(f"/people/{row.person_id}/participations").text
        assert ("취업" in past, "일모아" in past, "2023" in past) == (True, True, True)
    assert clerk.get(f"/people/{row.person_id}/access").status_code == 403
    assert "열람기록" not in clerk.get(f"/people/{row.person_id}").text
    access = auditor.get(f"/people/{row.person_id}/access").text
    assert access.count("사람 열람") == 8
    assert clerk.user.name in access


def test_one_screening_shows_its_place_its_neighbours_and_earlier_results(client_of):
    notice, client = create_notice(), client_of("jobs")
    rows = [create_application(notice, said={"income_won": 9_000_000}, who={"name": f"가{name}"}) for name in "가나다"]
    create_application(notice, who={"name": "가라"})
    page = client.get(f"/applications/{rows[1].id}/screening?failed=income&sort=name").text
    assert "2 / 3" in page
    assert f"/applications/{rows[0].id}/screening?" in page
    assert f"/applications/{rows[2].id}/screening?" in page
    assert "미충족" in page
    assert "조회한 뒤 정해짐" in page
    assert "지금 결과와 비교" not in page
    data = {
        "looked_up_on": "2024-07-08",
        "source": "행복e음",
        "income_won": "1,000,000",
        "property_won": "0",
        "once": "l",
    }
    data |= {"living_benefit": "no", "unemployment_benefit": "no", "past": "y", "overlap": "no"}
    assert client.post(f"/applications/{rows[1].id}/look-ups", data=data).status_code == 302
    page = client.get(f"/applications/{rows[1].id}/screening").text
    assert "신고 9,000,000원 → 조회 1,000,000원 (행복e음" in page
    link = re.search(r'href="(/applications/\d+/screenings/\d+)">지금 결과와 비교', page)[1]
    compared = client.get(link).text
    assert ("달라짐" in compared, "부적격" in compared, "소득" in compared) == (True, True, True)
    other = client.get(f"/applications/{rows[0].id}/screenings/{link.rsplit('/', 1)[1]}")
    assert other.status_code == 404
    assert client_of("clerk", dong_code=DAEHAK).get(link).status_code == 404


def test_tags_can_be_taken_off_one_by_one(client_of):
    notice, client = create_notice(), client_of("jobs")
    create_application(notice)
    path = f"/notices/{notice.code}/applications"
    page = client.get(f"{path}?dong={SINRIM}&failed=income&state=live").text
    tags = re.findall(r'class="il-tag" href="([^"]+)">([^<]+)<', page)
    assert [label.strip() for _, label in tags] == ["신림동", "포기·취소 빼고", "소득 미충족"]
    assert tags[2][0].replace("&amp;", "&") == f"{path}?dong={SINRIM}&state=live"
    answer = client.post(path, data={"q": "가온", "dong": SINRIM, "failed": "income"})
    assert f"dong={SINRIM}" in answer.location
    assert "failed=income" in answer.location
    assert db.session.get(Notice, notice.id) is not None
