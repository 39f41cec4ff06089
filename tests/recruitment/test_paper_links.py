"""Links to papers on an application: those that there are, for those who may print them."""

from __future__ import annotations

import re

import pytest

from app.audit import services as audit
from app.recruitment.services import consents
from app.recruitment.services.intake import Agent
from tests.cohorts.create import create_round
from tests.create import NOW, actor
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
