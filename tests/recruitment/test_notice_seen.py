"""Nobody signs what they have not seen: an approving step carries what its page showed, and is refused otherwise."""

from __future__ import annotations

import pytest

from app.accounts.deciding import CHANGED
from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Notice
from app.recruitment.services import (
    notice_changes,
    notice_papers,
    notice_seats,
    notice_versions,
    notices,
    version_changes,
)
from app.recruitment.services.notices import StreamPlan
from app.reference.models import Project
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, confirm_cohort, create_notice
from tests.recruitment.pages import seen_on
from tests.recruitment.test_version_changes import propose as propose_version

pytestmark = pytest.mark.usefixtures("database")


def propose(notice, maker):
    notice_versions.propose(notice, by=maker, now=NOW, today=TODAY)
    audit.commit()


def test_an_old_tab_does_not_open_what_was_changed_since(client_of):
    notice, maker, lead = create_notice("proposed"), actor(), client_of("jobs_lead")
    audit.commit()
    path = f"/notices/{notice.code}/open"
    old = seen_on(lead.get(path).text)
    notices.change(notice, version=notice.version, by=maker, now=NOW, contact="바뀐 문의처 02-0000-7777")
    propose(notice, maker)
    refused = lead.post(path, data={"once": "a", "seen": old})
    assert (refused.status_code, CHANGED in refused.text) == (422, True)
    assert "바뀐 문의처" in refused.text, "the page that comes back shows what stands now"
    assert db.session.get(Notice, notice.id, populate_existing=True).state == "draft"
    assert seen_on(refused.text) != old
    assert lead.post(path, data={"once": "b", "seen": seen_on(refused.text)}).status_code == 302
    assert db.session.get(Notice, notice.id, populate_existing=True).state == "open"


def test_a_step_that_carries_nothing_is_refused(client_of):
    notice, lead = create_notice("proposed"), client_of("jobs_lead")
    audit.commit()
    assert lead.post(f"/notices/{notice.code}/open", data={"once": "a"}).status_code == 422


def _facts(notice, maker):
    notices.change(notice, version=notice.version, by=maker, now=NOW, policy_number="방침-99")


def _reason(notice, maker):
    notices.change(notice, version=notice.version, by=maker, now=NOW, seats_reason="추경")


def _streams(notice, maker):
    plans = [StreamPlan("under65", 13, 330), StreamPlan("senior", 16, 180)]
    notice_seats.set_streams(notice, plans, by=maker, now=NOW)


def _project(_notice, _maker):
    db.session.query(Project).one().name = "다른 이름의 세부사업"
    db.session.flush()


def _papers(notice, maker):
    notice_papers.set_papers(notice, [{"kind": "own_1", "label": "이력서", "when": "always"}], 7, by=maker, now=NOW)


def _criteria(notice, maker):
    notice_versions.settle_rule(notice, "student", "지침-2", by=maker, now=NOW, on=False)


def _confirmed(notice, maker):
    confirm_cohort(notice.cohort, by=maker, people=31)


@pytest.mark.parametrize("edit", [_facts, _reason, _streams, _project, _papers, _criteria, _confirmed])
def test_whatever_the_page_shows_is_in_its_stamp(edit):
    notice, maker = create_notice("proposed"), actor()
    before = notice_versions.draft_stamp(notice)
    assert notice_versions.draft_stamp(notice) == before
    edit(notice, maker)
    assert notice_versions.draft_stamp(notice) != before


def test_an_old_tab_does_not_approve_other_criteria(client_of):
    notice, lead = create_notice("open"), client_of("jobs_lead")
    version = propose_version(notice)
    audit.commit()
    path = f"/notices/{notice.code}/versions/{version.number}/approve"
    old = seen_on(lead.get(path).text)
    version_changes.send_back(notice, version.number, reason="근거 부족", by=actor("jobs_lead"), now=NOW)
    propose_version(notice, reason="다른 사유")
    audit.commit()
    refused = lead.post(path, data={"once": "a", "seen": old})
    assert (refused.status_code, CHANGED in refused.text, "다른 사유" in refused.text) == (422, True, True)
    assert lead.post(path, data={"once": "b", "seen": seen_on(refused.text)}).status_code == 302


def test_a_change_of_days_is_approved_only_as_it_was_shown(client_of):
    notice, maker, lead = create_notice("open"), actor(), client_of("jobs_lead")
    wanted = {"contact": "일자리벤처과 02-0000-1234"}
    row = notice_changes.propose(notice, wanted, reason="번호 바뀜", by=maker, now=NOW, today=TODAY)
    audit.commit()
    path = f"/notices/{notice.code}/amend/{row.id}"
    page = lead.get(path).text
    refused = lead.post(path, data={"once": "a", "seen": "0" * 64})
    assert (refused.status_code, CHANGED in refused.text) == (422, True)
    assert lead.post(path, data={"once": "b", "seen": seen_on(page)}).status_code == 302


def test_saving_a_proposed_draft_says_that_its_proposal_is_taken_back(client_of):
    notice, jobs = create_notice("proposed"), client_of("jobs")
    audit.commit()
    path = f"/notices/{notice.code}"
    assert "결재 요청을 취소합니다" in jobs.get(f"{path}/edit").text
    data = {"once": "a", "under65_seats": "13", "under65_minutes_a_day": "5", "senior_seats": "16"}
    assert jobs.post(f"{path}/streams", data=data | {"senior_minutes_a_day": "3"}).status_code == 302
    assert "결재 요청을 취소하고 저장했습니다" in jobs.get(f"{path}/edit").text
    assert jobs.post(f"{path}/streams", data=data | {"once": "b", "senior_minutes_a_day": "3"}).status_code == 302
    page = jobs.get(f"{path}/edit").text
    assert "모집 구분을 저장했습니다" in page
    assert "결재 요청을 취소하고" not in page
