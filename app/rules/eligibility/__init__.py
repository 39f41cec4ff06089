"""참여자격 심사: the facts of one application against the rules of its notice, on plain values."""

from app.rules.eligibility.facts import (
    NOT_KNOWN,
    EarlyQuit,
    Facts,
    ForeignStatus,
    Known,
    OtherJob,
    PastRound,
    Restriction,
    SameHousehold,
)
from app.rules.eligibility.participation import rounds_within
from app.rules.eligibility.screening import Finding, Judge, Screening, Verdict, check_placement, screen, verdict_of
from app.rules.eligibility.snapshot import facts_digest, facts_from_text, facts_text, text_digest
from app.rules.eligibility.terms import MedianIncome, ScreeningTerms, StreamAges

__all__ = [
    "NOT_KNOWN",
    "EarlyQuit",
    "Facts",
    "Finding",
    "ForeignStatus",
    "Judge",
    "Known",
    "MedianIncome",
    "OtherJob",
    "PastRound",
    "Restriction",
    "SameHousehold",
    "Screening",
    "ScreeningTerms",
    "StreamAges",
    "Verdict",
    "check_placement",
    "facts_digest",
    "facts_from_text",
    "facts_text",
    "rounds_within",
    "screen",
    "text_digest",
    "verdict_of",
]
