"""Links to papers on an application: those that there are, for those who may print them."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.recruitment.services import consents, transitions
from app.recruitment.services.intake import Agent
from tests.cohorts.create import create_round
from tests.create import DAEHAK, NOW, actor
from tests.printing.read import squeezed
from tests.recruitment.create import create_application, create_notice

pytestmark = pytest.mark.usefixtures("database")


def links(page: str) -> dict[str, str]:
    """Paper → address, of every PDF that the page leads to."""
    return {name: url for url, name in re.findall(r'href="(/applications/\d+/([a-z-]+)\.pdf)"', page)}


@pytest.mark.parametrize("role", ["clerk", "jobs", "jobs_lead", "auditor"])
@pytest.mark.parametrize("by_proxy", [True, False])
def test_every_link_that_is_shown_opens(client_of, role, by_proxy):
    agent = Agent("이한결", "배우자", "01000001111") if by_proxy else None
    row = create_application(create_notice(), said={"by_proxy": by_proxy}, agent=agent)
    audit.commit()
    client = client_of(role)
    found = links(client.get(f"/applications/{row.id}").text)
    for name, url in found.items():
        assert client.get(url).status_code == 200, name
    writes = role in ("clerk", "jobs")
    assert ("receipt" in found) is writes
    assert ("proxy-letter" in found) is (writes and by_proxy)
    assert "verdict-letter" not in found, "not 부적격"
    assert "screening-sheet" in found


def test_what_is_missing_is_printed_for_this_one_as_long_as_it_may_come(client_of):
    notice, clerk = create_notice(), client_of("clerk")
    whole, row = create_application(notice), create_application(notice, papers=("application_form",))
    audit.commit()
    here, path = f"/applications/{row.id}", f"/applications/{row.id}/missing-papers.pdf"
    assert links(clerk.get(here).text)["missing-papers"] == path
    assert f'href="{path}" target="_blank"' in clerk.get(f"{here}/received").text
    text = squeezed(clerk.get(path).data)
    assert ("서류 보완 안내" in text, row.code in text, whole.code in text) == (True, True, False)
    for page in ("", "/received"):
        assert "missing-papers.pdf" not in clerk.get(f"/applications/{whole.id}{page}").text
    assert clerk.get(f"/applications/{whole.id}/missing-papers.pdf").status_code in (409, 422)
    assert client_of("clerk", dong_code=DAEHAK).get(path).status_code == 404
    assert client_of("auditor").get(path).status_code == 403
    printed = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "recruit:paper:print")).one()
    assert (printed.subject_id, printed.reason) == (row.id, "보완 안내")
    transitions.give_up(row, "cancelled", "다른 일자리", by=actor("clerk"), now=NOW)
    audit.commit()
    assert "missing-papers" not in links(clerk.get(here).text)


def test_the_verdict_letter_is_for_the_ineligible(client_of):
    of = create_round([{}, {"income": 9_000_000}])
    audit.commit()
    clerk = client_of("clerk")
    good, bad = (links(clerk.get(f"/applications/{row.id}").text) for row in of.applications)
    assert "verdict-letter" not in good
    assert clerk.get(bad["verdict-letter"]).status_code == 200


def test_the_look_ups_page_says_how_many_it_leaves_out(client_of):
    notice = create_notice()
    rows = [create_application(notice) for _ in range(3)]
    code, jobs = notice.code, client_of("jobs")
    assert "동의하지 않아 뺀 사람" not in jobs.get(f"/notices/{code}/look-ups").text
    consents.withdraw(rows[0], "third_party", "철회", confirmed=True, by=actor("clerk"), now=NOW)
    audit.commit()
    assert "동의하지 않아 뺀 사람" not in jobs.get(f"/notices/{code}/look-ups").text, "that application is cancelled"
    rows[1].state = "selected"
    consents.withdraw(rows[1], "third_party", "철회", by=actor("clerk"), now=NOW)
    audit.commit()
    assert "동의하지 않아 뺀 사람이 1명 있습니다" in jobs.get(f"/notices/{code}/look-ups").text
