"""Questions that only some notices ask: at the counter, in what is declared, among the look-ups."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.recruitment.asked import MORE_QUESTIONS, ON_PAPER, QUESTIONS, asked_by
from app.recruitment.findings import FIELDS, NOT_ASKED
from app.recruitment.forms.application import CounterFields
from app.recruitment.imports import batches
from app.recruitment.imports.columns import columns_of
from app.recruitment.imports.planning import plan
from app.recruitment.models import Application
from app.recruitment.services import form_values, screenings
from app.rules.criteria import shipped_set
from app.sheets.columns import cell_name
from tests.create import NOW, actor, create_cohort
from tests.recruitment.create import TODAY, counter_data, create_application, create_notice
from tests.recruitment.sheets import places, row, sheet

pytestmark = pytest.mark.usefixtures("database")


def document_with(*codes):
    whole = shipped_set("companion", 2024, 2).document
    return replace(whole, rules=tuple(replace(one, on=True) if one.code in codes else one for one in whole.rules))


def met(row):
    return {one.rule: one.met for one in screenings.outcome_of(screenings.current(row.id)).findings}


def taken_in(notice, content):
    by = {"by": actor("jobs"), "now": NOW, "today": TODAY}
    held = batches.upload(notice, "명단.xlsx", content, **by)
    batches.commit(notice, held.id, **by)


def test_each_question_has_its_field_and_its_place_in_the_findings():
    assert asked_by(document_with()) == ()
    assert asked_by(document_with(*MORE_QUESTIONS)) == tuple(MORE_QUESTIONS)
    assert all(hasattr(CounterFields, name) and FIELDS[name][0] == name for name in MORE_QUESTIONS)


def test_the_counter_asks_only_what_the_notice_asks(client_of):
    more = create_notice(
        cohort=create_cohort("companion", starts_on=date(2024, 7, 1), ends_on=date(2024, 11, 30)),
        document=document_with("business"),
    )
    plain, client = create_notice(), client_of("clerk")
    usual, asking = (client.get(f"/notices/{one.code}/applications/new").text for one in (plain, more))
    assert not any(f'name="{name}"' in usual for name in MORE_QUESTIONS)
    assert [name for name in MORE_QUESTIONS if f'name="{name}"' in asking] == ["business"]


def test_a_question_that_is_asked_needs_an_answer_and_the_answer_counts(client_of):
    notice, client = create_notice(document=document_with("business", "official_family")), client_of("clerk")
    here = f"/notices/{notice.code}/applications/new"
    refused = client.post(here, data=counter_data(business="no"))
    assert refused.status_code == 422
    assert "하나를 골라 주세요." in refused.text
    assert client.post(here, data=counter_data(business="no", official_family="yes")).status_code == 302
    row = db.session.scalars(sa.select(Application)).one()
    assert (row.declared["business"], row.declared["official_family"], row.declared.get("employed")) == (
        False,
        True,
        None,
    )
    assert met(row)["official_family"] is False


def test_the_look_up_form_shows_and_keeps_what_the_notice_asks(client_of):
    row, client = create_application(create_notice(document=document_with("business", "employed"))), client_of("jobs")
    here = f"/applications/{row.id}/look-ups"
    page = client.get(here).text
    assert 'name="business"' in page
    assert 'name="public_pension"' not in page
    given = {"once": "once-more", "looked_up_on": "2024-07-08", "source": "국세청", "business": "yes",
             "business_exception": "closed", "employed": "yes",
             "living_benefit": "", "unemployment_benefit": "", "overlap": ""}  # fmt: skip
    assert client.post(here, data=given).status_code == 302
    assert {name: met(row)[name] for name in ("business", "employed")} == {"business": True, "employed": False}


def test_the_sheet_asks_what_the_notice_asks_and_the_answer_counts():
    plain = create_notice(cohort=create_cohort("companion", starts_on=date(2024, 7, 1), ends_on=date(2024, 11, 30)))
    notice = create_notice(document=document_with("business", "official_family"))
    asked = [[one.key for one in columns_of(row) if one.key in MORE_QUESTIONS] for row in (plain, notice)]
    assert asked == [[], ["business", "official_family"]]
    content = sheet(notice, [row(0, business="아니요", official_family="예")])
    taken_in(notice, content)
    known = db.session.scalars(sa.select(Application)).one()
    assert (known.declared["business"], known.declared["official_family"]) == (False, True)
    assert met(known)["official_family"] is False


def test_a_question_left_empty_in_the_sheet_is_refused_at_its_cell():
    notice = create_notice(document=document_with("business"))
    content = sheet(notice, [row(0)])
    faults = plan(notice, content, TODAY).checked.faults
    assert [fault.cell for fault in faults] == [cell_name(2, places(notice)["business"])]


def test_a_sheet_that_does_not_ask_keeps_the_answer_given_at_the_counter():
    notice = create_notice()
    taken_in(notice, sheet(notice, [row(0)]))
    known = db.session.scalars(sa.select(Application)).one()
    known.declared = known.declared | {"business": True}
    db.session.commit()
    taken_in(notice, sheet(notice, [row(0, income_won=1_234_000)]))
    db.session.refresh(known)
    assert (known.declared["income_won"], known.declared["business"]) == (1_234_000, True)


def test_the_printed_form_asks_what_the_notice_asks():
    notice = create_notice(document=document_with("public_pension"))
    asked = [one.label for one in form_values.blank_form(notice, demo=False).questions]
    assert asked == [ON_PAPER[name] for name in (*QUESTIONS, "public_pension")]


def test_a_question_not_answered_yet_is_no_missing_paper(client_of):
    notice, client = create_notice(), client_of("clerk")
    open_form = client.post(
        f"/notices/{notice.code}/findings", data=counter_data(student="", hard_to_work="unknown")
    ).text
    assert open_form.count(NOT_ASKED) == 2
    assert "재학·휴학 증명이 없습니다" not in open_form
    answer = client.post(f"/notices/{notice.code}/applications/new", data=counter_data(student="unknown"))
    assert answer.status_code == 302
    assert "재학·휴학 증명이 없습니다" in client.get(answer.location).text, (
        "saved as 확인 전: the paper is what is wanted"
    )
