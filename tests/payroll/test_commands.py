"""``flask payroll``: one document on standard output, or one line and exit status 1 with nothing written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.payroll.models import PayRun, Statement
from app.payroll.services import runs
from app.reference import services as reference
from tests.create import NOW, actor, create_cohort
from tests.payroll.create import confirmed, working_cohort
from tests.printing.read import squeezed

pytestmark = pytest.mark.usefixtures("database")
FEBRUARY, MARCH = date(2024, 2, 1), date(2024, 3, 1)


def rows_of(kind: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def test_a_run_is_drafted_by_the_command_line_and_twice_the_same(runner: Any) -> None:
    working_cohort(2, 1)
    first = runner("payroll", "run", "2024H1-companion", "2024-03", "--format", "json")
    second = runner("payroll", "run", "2024H1-companion", "2024-03", "--format", "json")

    assert first.exit_code == 0, first.output
    assert first.stdout == second.stdout
    document = json.loads(first.stdout)
    assert (document["status"], len(document["lines"])) == ("draft", 3)
    assert [line["participation"] for line in document["lines"]] == sorted(
        line["participation"] for line in document["lines"]
    )


def test_a_confirmed_run_is_returned_with_its_status(runner: Any) -> None:
    confirmed(working_cohort(1, 0), MARCH, actor("finance"), actor("finance_lead"))
    answer = runner("payroll", "run", "2024H1-companion", "2024-03", "--format", "json")
    assert json.loads(answer.stdout)["status"] == "confirmed"
    text = runner("payroll", "run", "2024H1-companion", "2024-03")
    assert text.stdout == "2024H1-companion 2024-03 급여(확정): 1명, 지급계 1,400,000원, 실지급 1,272,550원\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "2024H1-nothing", "2024-03"), "사업 회차를 찾을 수 없습니다"),
        (("run", "2024H1-companion", "2024-07"), "기간(2024-02~2024-06)이 아닙니다"),
        (("run", "2024H1-companion", "2024-13"), "월은 2024-03처럼"),
        (("run", "2024H1-companion"), "MONTH"),
        (("run", "2024H2-community", "2024-07"), "받을 사람이 없습니다"),
        (("statement", "--cohort", "2024H1-companion", "--month", "2024-03"), "급여가 확정되지 않아"),
        (("statement", "--cohort", "2024H1-companion", "--month", "2024-07"), "기간(2024-02~2024-06)이 아닙니다"),
        (("statement", "--cohort", "2024H1-nothing", "--month", "2024-03"), "사업 회차를 찾을 수 없습니다"),
        (("statement", "--cohort", "2024H1-companion"), "--cohort와 --month"),
        (("statement", "--year", "2024", "--programme", "none"), "사업을 찾을 수 없습니다"),
        (("statement", "--year", "2024", "--programme", "companion"), "내역서가 아직 없습니다"),
        (("statement", "--cohort", "2024H1-companion", "--month", "2024-03", "--format", "doc"), "--format"),
    ],
)
def test_what_cannot_be_done_is_one_line(runner: Any, words: tuple[str, ...], said: str) -> None:
    working_cohort(1, 0)
    create_cohort()
    answer = runner("payroll", *words)

    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert said in answer.stderr
    assert (rows_of(PayRun), rows_of(Statement)) == (0, 0)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(runner: Any, tmp_path: Path) -> None:
    confirmed(working_cohort(1, 0), FEBRUARY, actor("finance"), actor("finance_lead"))
    place = str(tmp_path / "no" / "such.pdf")
    answer = runner(
        "payroll", "statement", "--cohort", "2024H1-companion", "--month", "2024-02", "--format", "pdf", "--out", place
    )
    assert (answer.exit_code, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert rows_of(Statement) == 0


def test_the_statement_of_a_confirmed_month_is_drafted_and_printed(runner: Any, tmp_path: Path) -> None:
    confirmed(working_cohort(3, 2), FEBRUARY, actor("finance"), actor("finance_lead"))
    paper = tmp_path / "statement.pdf"
    month = ("payroll", "statement", "--cohort", "2024H1-companion", "--month", "2024-02")
    document = json.loads(runner(*month, "--format", "json").stdout)
    again = runner(*month, "--format", "json", "--out", str(tmp_path / "statement.json"))
    printed = runner(*month, "--format", "pdf", "--out", str(paper))
    text = runner(*month)

    assert (again.stdout, printed.stdout, printed.exit_code) == ("", "", 0)
    assert json.loads((tmp_path / "statement.json").read_text(encoding="utf-8")) == document
    assert (document["status"], rows_of(Statement)) == ("draft", 1)
    shown = squeezed(paper.read_bytes())
    for line in document["lines"]:
        assert f"{line['total']:,}" in shown
        assert f"{line['city']:,}" in shown
    assert "분담-2024-동행-상-02" in shown
    assert "결재 전" in shown
    assert f"계: {document['total']['total']:,}원" in text.stdout


def test_a_year_is_the_sum_of_its_months(runner: Any) -> None:
    cohort, maker, checker = working_cohort(3, 2), actor("finance"), actor("finance_lead")
    for month in (FEBRUARY, MARCH):
        confirmed(cohort, month, maker, checker)
    year = json.loads(
        runner("payroll", "statement", "--year", "2024", "--programme", "companion", "--format", "json").stdout
    )
    months = [
        json.loads(runner("payroll", "statement", "--cohort", cohort.code, "--month", month, "--format", "json").stdout)
        for month in ("2024-02", "2024-03")
    ]

    assert year["total"] == {
        funder: sum(month["total"][funder] for month in months) for funder in ("total", "national", "city", "district")
    }
    assert [(month["month"], month["status"]) for month in year["months"]] == [
        ("2024-02", "draft"),
        ("2024-03", "draft"),
    ]
    assert year["headcount"] == 5


def test_the_command_line_may_draft_but_never_confirms(runner: Any) -> None:
    cohort = working_cohort(1, 0)
    runner("payroll", "run", cohort.code, "2024-02")
    run = runs.run_of(reference.cohort(cohort.code), FEBRUARY)
    assert run.approved_by_id is None
    assert "confirm" not in runner("payroll", "--help").output
    runs.confirm_run(run, by=actor("finance_lead"), now=NOW)
    assert run.state == "confirmed"
