"""Words of the import pages."""

from __future__ import annotations

OUTCOMES = {"new": "새 신청", "updated": "고침", "unchanged": "그대로", "error": "오류"}
OUTCOME_BADGES = {
    "new": "bg-light-success",
    "updated": "bg-light-primary",
    "unchanged": "bg-light-gray",
    "error": "bg-light-danger",
}
STATES = {"checked": "미리보기", "committed": "반영함", "dropped": "버림"}
STATE_BADGES = {"checked": "bg-light-warning", "committed": "bg-light-success", "dropped": "bg-light-gray"}
