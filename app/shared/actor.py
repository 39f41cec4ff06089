"""Who acts: handed to every service, so that none of them knows a request or a session."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The acting person as the trail keeps them. ``dong_code``/``worksite_ids`` limit the rows; None means all."""

    user_id: int
    label: str
    role: str
    dong_code: str | None = None
    worksite_ids: tuple[int, ...] | None = None
    sign_in_id: int | None = None
    address: str | None = None
    request_id: str | None = None
