"""판정 변경 in Korean: where a proposal stands. Pure."""

from __future__ import annotations

STATES = {
    "proposed": ("bg-light-warning", "결재 대기"),
    "approved": ("bg-light-success", "결재함"),
    "rejected": ("bg-light-danger", "돌려보냄"),
    "withdrawn": ("bg-light-gray", "거둠"),
}
ENDED = ("bg-light-gray", "새 심사로 효력이 끝남")


REVOKED = ("bg-light-danger", "되돌림")


def state_of(state: str, *, ended: bool, revoked: bool = False) -> tuple[str, str]:
    """Badge and word; ``ended``: another screening has come since; ``revoked``: approved and taken away again."""
    if revoked:
        return REVOKED
    return ENDED if ended and state in ("proposed", "approved") else STATES[state]
