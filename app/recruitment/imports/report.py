"""What the preview shows, row by row: kept sealed with the batch, masked already, gone when the batch is done."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from app.extensions import seal
from app.recruitment.imports.planning import ERROR, UPDATED, Plan
from app.recruitment.models import STREAM_LABELS, ImportBatch
from app.recruitment.models.states import Stream
from app.sheets.checked import Checked
from app.sheets.columns import Column

PAGE = 50
REPORT_COLUMN = "import_batch.report"
_PERSON_TITLES = {"declared": "신청 내용", "agent": "대리인", "members": "가구원", "preferences": "희망 세부사업"}
_TITLES = {
    **_PERSON_TITLES,
    "stream_id": "모집 구분",
    "dong_code": "행정동",
    "householder_key": "세대주 주민등록번호",
    "vulnerable_types": "취업취약계층 유형",
    "member_income_won": "가구원 월소득",
    "district": "주소지 자치구",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Up to fifty rows of one outcome, and the row numbers with which the pages before and after begin."""

    rows: list[dict[str, Any]]
    previous: int | None
    following: int | None


def masked_name(name: str) -> str:
    """김가온 → 김*온: enough to find the row in the file."""
    if len(name) < 2:
        return "*"
    return name[0] + "*" * max(len(name) - 2, 1) + (name[-1] if len(name) > 2 else "")


def make(plan: Plan, columns: tuple[Column, ...]) -> dict[str, Any]:
    """Plain JSON: the notes of the file and every row with its outcome."""
    titles = {column.key: column.title for column in columns} | _TITLES
    notes: dict[int, list[str]] = defaultdict(list)
    for row, said in plan.checked.row_notes:
        notes[row].append(said)
    rows = []
    for step in plan.steps:
        who = step.line.intake.identity
        rows.append(
            {
                "row": step.line.row,
                "outcome": step.outcome,
                "name": masked_name(who.name),
                "number": step.line.number.masked,
                "stream": STREAM_LABELS[Stream(step.line.stream.code)],
                "said": _said(step.outcome, [titles.get(name, name) for name in step.fields], notes[step.line.row]),
            }
        )
    rows += _faulty(plan.checked)
    return {"notes": plan.checked.notes, "rows": sorted(rows, key=lambda one: int(one["row"]))}


def _faulty(checked: Checked) -> list[dict[str, Any]]:
    """The rows with a fault: who is named there as far as it could be read, masked like all the others."""
    faults: dict[int, list[str]] = defaultdict(list)
    for fault in checked.faults:
        faults[fault.row].append(fault.sentence(checked.sheet))
    who = zip(checked.row_numbers, checked.values["name"], checked.values["rrn"], strict=True)
    return [
        {
            "row": row,
            "outcome": ERROR,
            "name": masked_name(name) if name else "",
            "number": number.masked if number else "",
            "stream": "",
            "said": faults[row],
        }
        for row, name, number in who
        if row in faults
    ]


def _said(outcome: str, titles: list[str], notes: list[str]) -> list[str]:
    changes = [f"바뀜: {', '.join(dict.fromkeys(titles))}"] if outcome == UPDATED else []
    return changes + notes


def close(report: dict[str, Any]) -> bytes:
    return seal.close(json.dumps(report, ensure_ascii=False), REPORT_COLUMN)


def open_of(batch: ImportBatch) -> dict[str, Any]:
    """The report of a batch that is still to be decided; an empty one afterwards."""
    if batch.report is None:
        return {"notes": [], "rows": []}
    found: dict[str, Any] = json.loads(seal.open(batch.report, REPORT_COLUMN))
    return found


def page_of(report: dict[str, Any], outcome: str, after: int) -> Page:
    """The rows of ``outcome`` (all where empty) from the row number ``after`` on."""
    rows = [row for row in report["rows"] if not outcome or row["outcome"] == outcome]
    begin = sum(row["row"] <= after for row in rows)
    shown = rows[begin : begin + PAGE]
    following = shown[-1]["row"] if begin + PAGE < len(rows) else None
    before = None
    if begin:
        before = rows[begin - PAGE - 1]["row"] if begin > PAGE else 0
    return Page(shown, before, following)
