"""Application sheets for tests: rows by column key, written with the product's own template."""

from __future__ import annotations

from typing import Any

from app.recruitment.imports.columns import SHEET_NAME, columns_of
from app.recruitment.models import Notice
from app.recruitment.words import CONSENTS, PAPERS
from app.sheets.template import write_template


def row(at: int, **overrides: Any) -> dict[str, Any]:
    """Somebody of 65 or less in 신림동 with all papers and consents; ``at`` makes the number and the address."""
    month, day = 1 + at // 28 % 12, 1 + at % 28
    values: dict[str, Any] = {
        "rrn": f"{66 + at // 336 % 10:02d}{month:02d}{day:02d}-{1 + at % 2}0000{at // 3360 % 100:02d}",
        "name": f"김가{chr(0xAC00 + at % 500)}",
        "phone": f"010-0000-{at % 10000:04d}",
        "received_dong": "신림동",
        "received_on": "2024-07-01",
        "road_address": f"관악구 신림로{at}길 12",
        "address_detail": "302호",
        "dong": "신림동",
        "stream": "65세 미만",
        "householder": "예",
        "household_size": 2,
        "income_won": 1_200_000,
        "property_won": 90_000_000,
        **dict.fromkeys(
            ("living_benefit", "unemployment_benefit", "student", "hard_to_work", "work_ban", "other_jobs"), "아니요"
        ),
        **{f"paper_{kind}": "예" for kind in PAPERS if kind not in ("bonus_proof", "proxy_letter")},
        **{f"consent_{purpose}": "예" for purpose in CONSENTS},
    }
    return {**values, **overrides}


def sheet(notice: Notice, rows: list[dict[str, Any]]) -> bytes:
    """The workbook that somebody filled in from the template."""
    columns = columns_of(notice)
    filled = [[one.get(column.key, "") for column in columns] for one in rows]
    return write_template("시험", SHEET_NAME, columns, rows=filled, entry_rows=len(rows) + 10)


def places(notice: Notice) -> dict[str, int]:
    """Column key → place from 1."""
    return {column.key: at for at, column in enumerate(columns_of(notice), 1)}
