"""참여 이력 in words: why it ended, and who says so."""

from __future__ import annotations

END_REASONS = {
    "term": "기간 만료",
    "job": "취업",
    "illness": "질병·부상",
    "misconduct": "근무 불량",
    "personal": "개인 사정",
    "other": "그 밖의 사유",
}
SOURCES = {"system": "일터", "ilmoa": "일모아", "declared": "신고"}
