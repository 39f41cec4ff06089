"""``flask notice select``: JSON of model.md D14, never approves, one line for every expected error."""

import json

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.cohorts.models import Selection
from app.cohorts.services import selections
from app.extensions import db
from tests.cohorts.create import create_round
from tests.create import NOW, actor

pytestmark = pytest.mark.usefixtures("database")
CODE = "2024H2-community-1"


def stored():
    return db.session.execute(sa.select(Selection.state, Selection.approved_by_id)).all()


def test_it_proposes_and_prints_the_document(runner):
    create_round(5)

    answer = runner("notice", "select", CODE, "--format", "json")

    document = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert list(document) == ["notice", "digest", "streams", "entries"]
    assert document["streams"] == [{"stream": "under65", "seats": 3, "selected": 3, "reserve": 1}]
    first = document["entries"][0]
    assert (first["number"], first["rank"], first["outcome"], first["reserve_no"]) == (
        f"{CODE}-00001",
        1,
        "selected",
        None,
    )
    assert first["sentence"].startswith("총점 76점, 65세 미만 1위입니다")
    assert stored() == [("proposed", None)]


def test_a_dry_run_stores_nothing_and_agrees_with_the_real_one(runner):
    create_round(4)

    dry = json.loads(runner("notice", "select", CODE, "--dry-run", "--format", "json").stdout)

    assert stored() == []
    assert json.loads(runner("notice", "select", CODE, "--format", "json").stdout) == dry


def test_again_it_shows_what_stands(runner):
    of = create_round(4)
    first = runner("notice", "select", CODE, "--format", "json").stdout
    selections.approve(selections.of_notice(of.notice), by=actor("jobs_lead"), now=NOW)
    audit.commit()

    assert runner("notice", "select", CODE, "--format", "json").stdout == first
    assert "이미 확정한 선발입니다." in runner("notice", "select", CODE).stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2031H1-nothing-1",), "공고를 찾을 수 없습니다: 2031H1-nothing-1"),
        ((), "꼭 적어 주세요"),
        ((CODE, "--format", "yaml"), "text, json 가운데 하나"),
        ((CODE,), "적격인 신청이 없습니다"),
    ],
    ids=["unknown notice", "no notice", "format", "not screened"],
)
def test_expected_errors_are_one_line_and_exit_1(runner, arguments, sentence):
    create_round(2, screened=False)

    answer = runner("notice", "select", *arguments)

    assert answer.exit_code == 1
    assert (answer.stdout, len(answer.stderr.strip().splitlines())) == ("", 1)
    assert sentence in answer.stderr
    assert stored() == []
