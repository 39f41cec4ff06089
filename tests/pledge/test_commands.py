"""``flask pledge …``: the document and nothing else, and one line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pledge.create import create_pledge, create_whole_record
from tests.pledge.test_reconcile import KNOWN
from tests.printing.read import squeezed

pytestmark = pytest.mark.usefixtures("database")

REPORT = ("pledge", "report", "1-4", "--as-of", "2024-03-31")


def test_report_as_json(runner: Any) -> None:
    create_whole_record()
    result = runner(*REPORT, "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.output)
    assert (found["code"], found["as_of"], found["overall_rate"]) == ("1-4", "2024-03-31", 61.0)
    assert set(found) == {"code", "title", "as_of", "indicators", "overall_rate", "budget", "milestones"}
    wanted = {"seq", "measure", "unit", "weight", "target", "actual", "rate", "target_to_date", "rate_to_date"}
    for line in found["indicators"]:
        assert wanted | {"by_year", "sources"} <= set(line)
        assert set(line["sources"]) == {"computed", "opening", "entered", "error"}
        assert [set(one) for one in line["by_year"]] == [{"year", "target", "actual", "rate"}] * 5
    assert [line["measure"] for line in found["indicators"]] == ["sum"] * 4 + ["state"]
    assert found["budget"]["plan"]["total"] == 34_034_000_000
    assert runner(*REPORT, "--format", "json").output == result.output


def test_report_as_text_and_into_a_file(runner: Any, tmp_path: Path) -> None:
    create_whole_record()
    text = runner(*REPORT).output
    assert "이행률 61.0%" in text
    assert "시스템 산출 2,748, 이월 1,530" in text
    out = tmp_path / "report.json"
    result = runner(*REPORT, "--format", "json", "--out", str(out))
    assert (result.exit_code, result.output) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["overall_rate"] == 61.0


def test_report_as_pdf(runner: Any, tmp_path: Path) -> None:
    create_whole_record()
    out = tmp_path / "card.pdf"
    assert runner(*REPORT, "--format", "pdf", "--out", str(out)).exit_code == 0
    text = squeezed(out.read_bytes())
    for part in (
        "이행률 61.0%",
        "공공일자리 사업 30 참여인원 명 5,200 4,278 82.3",
        "총 이행률 100 61.0",
        "총계 17,362 17,362 4,054 11,828 1,480",
        "시스템 산출 2,748명 + 이월 실적 1,530명 = 4,278명",
        "소계 694",
        "일자리벤처과장(직무대리)",
    ):
        assert part in text, part


def test_load_is_one_deed_however_often(runner: Any) -> None:
    first, second = runner("pledge", "load"), runner("pledge", "load", "1-4")
    assert first.exit_code == 0
    assert first.output == second.output == "공약 1-4 공공일자리 확대, 회차 12개가 있습니다.\n"
    assert json.loads(runner(*REPORT, "--format", "json").output)["indicators"][0]["actual"] == 1530


def test_reconcile_finds_all_that_is_known(runner: Any) -> None:
    create_whole_record()
    result = runner("pledge", "reconcile", "1-4", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.output)
    assert found["code"] == "1-4"
    assert {one["key"] for one in found["findings"]} == {key for key, *_ in KNOWN}
    wanted = {"key", "figures", "difference", "unit", "state", "note"}
    assert all(wanted <= set(one) for one in found["findings"])
    assert "[열림] funding.total" in runner("pledge", "reconcile", "1-4").output


@pytest.mark.parametrize(
    "args",
    [
        ("pledge", "report", "9-9", "--as-of", "2024-03-31"),
        ("pledge", "report", "1-4", "--as-of", "2024-3-31"),
        ("pledge", "report", "1-4", "--as-of", "2024-02-30"),
        ("pledge", "report", "1-4", "--as-of", "20240331"),
        ("pledge", "report", "1-4", "--as-of", "0001-01-01"),
        ("pledge", "report", "1-4"),
        ("pledge", "report", "1-4", "--as-of", "2024-03-31", "--format", "docx"),
        ("pledge", "report", "1-4", "--as-of", "2024-03-31", "--out", "/nowhere/at/all.json"),
        ("pledge", "reconcile", "9-9"),
        ("pledge", "load", "9-9"),
        ("pledge", "load", "../../x"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_one_line_and_exit_1(runner: Any, args: tuple[str, ...]) -> None:
    create_pledge()
    result = runner(*args)
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    assert "Traceback" not in result.output
