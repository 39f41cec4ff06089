"""The words that the database knows: states, streams, verdicts. No table here."""

from __future__ import annotations

from enum import StrEnum


class NoticeState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Stream(StrEnum):
    YOUTH = "youth"
    UNDER65 = "under65"
    SENIOR = "senior"


STREAM_LABELS = {Stream.YOUTH: "청년", Stream.UNDER65: "65세 미만", Stream.SENIOR: "65세 이상"}


class ApplicationState(StrEnum):
    RECEIVED = "received"
    PAPERS_DUE = "papers_due"
    SCREENED = "screened"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    NEEDS_REVIEW = "needs_review"
