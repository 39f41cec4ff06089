"""Two documents side by side: what differs, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.recruitment.criteria_words import text_of
from app.recruitment.score_words import item_line, selection_lines, tie_break_line
from app.rules.criteria import ITEM_LABELS, NoticeDocument, Rule, ScoreTable


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same: its name, what it was, what it is."""

    label: str
    was: str
    now: str


def differences(before: NoticeDocument, after: NoticeDocument) -> list[Difference]:
    """Every difference that a reader would see, rules first, then the score table and the rest."""
    found = [
        Difference(f"조건 「{new.label}」", rule_words(old), rule_words(new))
        for old, new in zip(before.rules, after.rules, strict=True)
        if rule_words(old) != rule_words(new)
    ]
    found += _table(before.score_table, after.score_table)
    for label, was, now in (
        ("동점자 기준", tie_break_line(before), tie_break_line(after)),
        ("선발과 예비", " ".join(selection_lines(before)), " ".join(selection_lines(after))),
    ):
        if was != now:
            found.append(Difference(label, was or "없음", now or "없음"))
    return found


def rule_words(rule: Rule) -> str:
    """The rule with how it is judged, its basis, and the document that confirmed it."""
    parts = [text_of(rule)]
    if rule.declared_is_enough:
        parts.append("신고한 내용으로 판정")
    if rule.grounds:
        parts.append(f"근거 {rule.grounds}")
    if rule.confirmed_by:
        parts.append(f"확인 {rule.confirmed_by}")
    return " / ".join(parts)


def rules_that_differ(before: NoticeDocument, after: NoticeDocument) -> list[Difference]:
    """Only what the rules ask, without basis and confirmation."""
    return [
        Difference(new.label, text_of(old), text_of(new))
        for old, new in zip(before.rules, after.rules, strict=True)
        if text_of(old) != text_of(new) or old.declared_is_enough != new.declared_is_enough
    ]


def ended_changes(approved: int, waiting: int) -> str:
    """What a new screening does to 판정 변경; empty where there is none."""
    if approved and waiting:
        which = f"결재한 판정 변경 {approved:,}건과 결재를 기다리는 {waiting:,}건"
    elif approved or waiting:
        which = f"{'결재한' if approved else '결재를 기다리는'} 판정 변경 {approved or waiting:,}건"
    else:
        return ""
    return f"{which}은 다시 심사하면 효력이 끝납니다."


def public_differences(before: NoticeDocument, after: NoticeDocument) -> tuple[tuple[str, str, str], ...]:
    """(what, before, after) of all that the public notice says otherwise: no basis, no document of the office."""
    found = [
        Difference(new.label, text_of(old), text_of(new)) for old, new in zip(before.rules, after.rules, strict=True)
    ]
    old_items, new_items = ({one.code: item_line(one) for one in it.score_table.items} for it in (before, after))
    found += [
        Difference(f"배점 「{ITEM_LABELS[code]}」", old_items.get(code, "없음"), new_items.get(code, "없음"))
        for code in dict.fromkeys([*old_items, *new_items])
    ]
    found.append(Difference("동점자 기준", *(tie_break_line(it).removeprefix("동점자: ") for it in (before, after))))
    found.append(Difference("선발과 예비", *(" ".join(selection_lines(it)) or "없음" for it in (before, after))))
    return tuple((one.label, one.was, one.now) for one in found if one.was != one.now)


def deciding_documents(document: NoticeDocument) -> list[tuple[str, str]]:
    """(the office's document, what it settled, confirmed or adopted), for the page 이력: the public notice names none."""
    found: dict[str, list[str]] = {}
    for rule in document.rules:
        for number, how in ((rule.settled_by, ""), (rule.confirmed_by, " 확인")):
            if number:
                found.setdefault(number, []).append(f"{rule.label}{how}" if rule.on else f"{rule.label} 끔")
    if document.score_table.adopted_by:
        found.setdefault(document.score_table.adopted_by, []).append("배점표 채택")
    return [(number, ", ".join(labels)) for number, labels in found.items()]


def _table(before: ScoreTable, after: ScoreTable) -> list[Difference]:
    found = []
    if adoption(before) != adoption(after):
        found.append(Difference("배점표", adoption(before), adoption(after)))
    old, new = ({item.code: item_line(item) for item in table.items} for table in (before, after))
    found += [
        Difference(f"배점 「{ITEM_LABELS[code]}」", old.get(code, "없음"), new.get(code, "없음"))
        for code in dict.fromkeys([*old, *new])
        if old.get(code) != new.get(code)
    ]
    return found


def adoption(table: ScoreTable) -> str:
    """``배점표 이름(방침-1로 채택)``, or that it is an example still."""
    return f"{table.title}({table.adopted_by} 채택)" if table.adopted_by else f"{table.title}(채택 전)"
