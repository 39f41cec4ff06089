"""``flask notice …``: JSON alone, one line and exit 1 for what is not there."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Application
from tests.recruitment.create import create_application, create_notice

pytestmark = pytest.mark.usefixtures("database")


def test_screen_prints_one_document(runner):
    notice = create_notice()
    create_application(notice, said={"income_won": 9_000_000})
    create_application(notice)
    audit.commit()
    result = runner("notice", "screen", notice.code, "--format", "json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.output)
    counts = {name: document[name] for name in ("notice", "eligible", "ineligible", "needs_review")}
    assert counts == {"notice": notice.code, "eligible": 0, "ineligible": 1, "needs_review": 1}
    first = document["applications"][0]
    assert (first["number"], first["verdict"]) == (f"{notice.code}-00001", "ineligible")
    income = next(found for found in first["findings"] if found["rule"] == "income")
    assert income == {"rule": "income", "met": False, "figure": 9_000_000, "limit": 2_946_087}
    assert set(db.session.scalars(sa.select(Application.state))) == {"screened"}
    again = runner("notice", "screen", notice.code, "--format", "json")
    assert again.output == result.output


def test_list_names_every_notice(runner):
    code = create_notice("closed").code
    audit.commit()
    assert json.loads(runner("notice", "list", "--format", "json").output)[0]["state"] == "closed"
    assert code in runner("notice", "list").output


@pytest.mark.parametrize("code", ["2024H2-community-9", "", "x" * 200])
def test_an_unknown_notice_is_one_line_and_exit_1(runner, code):
    result = runner("notice", "screen", code)
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    assert "공고를 찾을 수 없습니다" in result.output


def test_a_draft_is_refused(runner):
    code = create_notice("draft").code
    audit.commit()
    result = runner("notice", "screen", code)
    assert (result.exit_code, result.output.strip()) == (1, "공고하기 전에는 심사할 수 없습니다.")
