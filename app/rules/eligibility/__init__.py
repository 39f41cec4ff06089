"""참여자격 심사: the facts of one application against the rules of its notice, on plain values."""

from app.rules.eligibility.facts import (
    EarlyQuit,
    Facts,
    ForeignStatus,
    Known,
    OtherJob,
    PastRound,
    SameHousehold,
    facts_digest,
)
from app.rules.eligibility.participation import rounds_within
from app.rules.eligibility.screening import Finding, Judge, Screening, Verdict, check_placement, screen
from app.rules.eligibility.terms import MedianIncome, ScreeningTerms, StreamAges

__all__ = [
    "EarlyQuit",
    "Facts",
    "Finding",
    "ForeignStatus",
    "Judge",
    "Known",
    "MedianIncome",
    "OtherJob",
    "PastRound",
    "SameHousehold",
    "Screening",
    "ScreeningTerms",
    "StreamAges",
    "Verdict",
    "check_placement",
    "facts_digest",
    "rounds_within",
    "screen",
]
