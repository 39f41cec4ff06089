"""동의 withdrawn and given again: what follows before the selection and after it; how long data is kept."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.models import Consent
from app.recruitment.queries import consents as rows
from app.recruitment.services import completion, consents, retention, transitions
from app.shared.errors import Conflict, NotFound, RuleBroken
from tests.create import DAEHAK, NOW, actor
from tests.recruitment.create import TODAY, create_application, create_notice

pytestmark = pytest.mark.usefixtures("database")
NOTE = "방문하여 철회서를 냄"


def withdraw(row, purpose="personal", *, confirmed=True, by=None, note=NOTE):
    return consents.withdraw(row, purpose, note, confirmed=confirmed, by=by or actor("clerk"), now=NOW)


def consent_of(row, purpose):
    return db.session.scalars(
        sa.select(Consent).where(Consent.application_id == row.id, Consent.purpose == purpose)
    ).one()


@pytest.mark.parametrize("purpose", ["personal", "unique_id", "health", "third_party"])
@pytest.mark.parametrize("state", ["received", "papers_due", "screened", "reserve"])
def test_a_required_one_ends_an_application_that_is_not_selected(purpose, state):
    row = create_application(create_notice())
    row.state = state
    assert withdraw(row, purpose)
    assert row.state == "cancelled"
    kept = consent_of(row, purpose)
    assert (kept.given, kept.withdrawn_note, kept.withdrawn_at) == (False, NOTE, NOW)
    assert consents.missing(row) == [purpose]


@pytest.mark.parametrize("state", ["selected", "not_selected"])
def test_after_the_result_it_is_only_kept_on_record(state):
    row = create_application(create_notice())
    row.state = state
    assert not withdraw(row, confirmed=False)
    assert row.state == state
    assert [one.n for one in rows.to_settle(TODAY)] == ([1] if state == "selected" else [])


@pytest.mark.parametrize(("day", "lines"), [(date(2024, 10, 31), 1), (date(2024, 11, 1), 0)])
def test_it_is_settled_while_the_round_runs(day, lines):
    row = create_application(create_notice())
    row.state = "selected"
    withdraw(row)
    assert len(rows.to_settle(day)) == lines


def test_an_optional_one_changes_nothing_else():
    row = create_application(create_notice())
    assert not withdraw(row, "messages", confirmed=False)
    assert row.state == "received"
    assert rows.to_settle(TODAY) == []


def test_what_follows_must_be_confirmed_and_explained():
    row = create_application(create_notice())
    with pytest.raises(RuleBroken, match="신청은 취소됩니다"):
        withdraw(row, confirmed=False)
    with pytest.raises(RuleBroken, match="철회를 받은 방법과 날"):
        withdraw(row, note="  ")
    assert (row.state, consent_of(row, "personal").given) == ("received", True)
    withdraw(row, "messages")
    with pytest.raises(Conflict, match="이미 동의하지 않은"):
        withdraw(row, "messages")
    with pytest.raises(NotFound):
        withdraw(row, "none_such")


def test_given_again_the_application_comes_back_only_by_hand():
    row = create_application(create_notice())
    withdraw(row)
    consents.give(row, "personal", by=actor("clerk"), now=NOW)
    assert (row.state, consents.missing(row)) == ("cancelled", [])
    with pytest.raises(Conflict, match="이미 동의한"):
        consents.give(row, "personal", by=actor("clerk"), now=NOW)
    transitions.move(row, "received", by=actor("jobs"), now=NOW, reason="다시 동의함")
    assert row.state == "received"


def test_sent_back_only_with_every_required_consent():
    row = create_application(create_notice())
    withdraw(row)

    def back():
        completion.send_back(row, "잘못 취소함", by=actor("jobs"), now=NOW, today=TODAY)

    with pytest.raises(RuleBroken, match="개인정보 수집·이용"):
        back()
    assert (row.state, consents.missing(row)) == ("cancelled", ["personal"])
    consents.give(row, "personal", by=actor("clerk"), now=NOW)
    withdraw(row, "messages")
    back()
    assert row.state == "received", "an optional one does not stand in the way"


def test_one_person_gives_everything_in_one_statement_a_list():
    row = create_application(create_notice())
    found = rows.applications_of(row.person, actor("clerk"))
    assert [one.purpose for one in rows.rows_of(found)[row.id]][:3] == ["personal", "unique_id", "health"]
    assert rows.applications_of(row.person, actor("clerk", dong_code=DAEHAK)) == []


def test_retention_follows_the_state():
    row = create_application(create_notice())
    assert [one.until for one in retention.of_application(row)] == [date(2025, 1, 29)]
    transitions.give_up(row, "declined", "취업", by=actor("clerk"), now=NOW)
    assert [one.until for one in retention.of_application(row)] == [date(2024, 10, 6)]
    row.state = "selected"
    assert [one.until for one in retention.of_application(row)] == [date(2029, 12, 31), date(2027, 12, 31)]


def test_through_the_pages(client_of):
    row = create_application(create_notice())
    clerk = client_of("clerk")
    page = clerk.get(f"/people/{row.person_id}/consents").text
    assert "2025.\u00a01.\u00a029." in page
    assert "민감정보" in page
    ask = f"/applications/{row.id}/consents/health/withdraw"
    assert "신청은 취소됩니다" in clerk.get(ask).text
    assert clerk.post(ask, data={"once": "c1", "note": NOTE}).status_code == 422
    assert clerk.post(ask, data={"once": "c2", "note": NOTE, "confirmed": "y"}).status_code == 302
    db.session.refresh(row)
    assert row.state == "cancelled"
    assert NOTE in clerk.get(f"/people/{row.person_id}/consents").text
    give = f"/applications/{row.id}/consents/health/give"
    assert clerk.post(give, data={"once": "c3"}).status_code == 302
    assert clerk.post(give, data={"once": "c4"}).status_code == 422


def test_the_page_of_the_withdrawal_is_a_look_at_personal_data(client_of):
    row = create_application(create_notice())

    def looks():
        return db.session.scalar(
            sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.action == "recruit:consent:read")
        )

    assert client_of("clerk").get(f"/applications/{row.id}/consents/health/withdraw").status_code == 200
    assert looks() == 1
    assert (
        client_of("clerk", dong_code=DAEHAK).get(f"/applications/{row.id}/consents/health/withdraw").status_code == 404
    )
    assert looks() == 1


def test_who_may_not(client_of):
    row = create_application(create_notice())
    stranger = client_of("clerk", dong_code=DAEHAK)
    assert stranger.get(f"/people/{row.person_id}/consents").status_code == 404
    assert stranger.get(f"/applications/{row.id}/consents/health/withdraw").status_code == 404
    auditor = client_of("auditor")
    assert auditor.get(f"/people/{row.person_id}/consents").status_code == 200
    assert auditor.post(f"/applications/{row.id}/consents/health/give", data={"once": "x"}).status_code == 403
    assert client_of("clerk").get(f"/applications/{row.id}/consents/none-such/withdraw").status_code == 404
