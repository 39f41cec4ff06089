"""The district as its papers name it: one home for the name and for who signs."""

from __future__ import annotations

DISTRICT = "서울특별시 관악구"
MAYOR = "서울특별시 관악구청장"
