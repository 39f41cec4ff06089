"""Dated values as the page writes them."""

from __future__ import annotations

from typing import Any

import pytest

from app.reference.words import shown_unit, shown_value

PAID = "paid(지급)·unpaid(없음)"
SHARES = "만분율(국비, 시비, 구비)"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (True, "예/아니요", "예"),
        (False, "예/아니요", "아니요"),
        (1234567, "원", "1,234,567"),
        ("0.0096", "비율", "0.0096"),
        ("unpaid", PAID, "없음"),
        ("B", "A(합계를 버린 뒤 반)·B(각각 버림)", "각각 버림"),
        ([12500, 29160], "원/월", "12,500 · 29,160"),
        ({"floor": 370000, "ceiling": 5900000}, "원/월", "하한 370,000 · 상한 5,900,000"),
        ({"unit": 1000, "mode": "up"}, "원 단위, up·half_up·down", "1,000 단위 올림"),
        ({"by_size": [10, 20], "each_further": 5}, "원/월", "10 · 20 · 한 명 더 5"),
        ({"rows": [[0, 5000]], "up_to": 3000000}, "별표 2의 값", "표"),
    ],
)
def test_value(value: Any, unit: str, shown: str) -> None:
    assert shown_value(value, unit) == shown


@pytest.mark.parametrize(
    ("unit", "shown"), [(PAID, "지급·없음"), ("원 단위, up·half_up·down", "원"), (SHARES, SHARES), ("원/월", "원/월")]
)
def test_unit(unit: str, shown: str) -> None:
    assert shown_unit(unit) == shown
