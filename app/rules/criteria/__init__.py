"""The notice's document: criteria, score table, tie-break and reserve, frozen when the notice opens.

Pure data: no judging here (that is ``eligibility``, ``scoring`` and ``selection``).
"""

from app.rules.criteria.document import Backfill, NoticeDocument, Obstacle, Reserve
from app.rules.criteria.limits import (
    RULE_CODES,
    RULE_LABELS,
    AgeLimit,
    IncomeLimit,
    NoLimit,
    PropertyLimit,
    QuitLimit,
    RepeatLimit,
    ResidenceLimit,
    Rule,
    StatusLimit,
)
from app.rules.criteria.score_table import ITEM_LABELS, TIE_BREAK_LABELS, Band, ScoreItem, ScoreTable
from app.rules.criteria.shipped import ShippedSet, shipped_set, shipped_sets

__all__ = [
    "ITEM_LABELS",
    "RULE_CODES",
    "RULE_LABELS",
    "TIE_BREAK_LABELS",
    "AgeLimit",
    "Backfill",
    "Band",
    "IncomeLimit",
    "NoLimit",
    "NoticeDocument",
    "Obstacle",
    "PropertyLimit",
    "QuitLimit",
    "RepeatLimit",
    "Reserve",
    "ResidenceLimit",
    "Rule",
    "ScoreItem",
    "ScoreTable",
    "ShippedSet",
    "StatusLimit",
    "shipped_set",
    "shipped_sets",
]
