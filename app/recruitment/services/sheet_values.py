"""개인별 심사표 as values: the stored screening under its own criteria, and the score that the selection works out."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.accounts.models import User
from app.extensions import db
from app.recruitment import detail_words
from app.recruitment.criteria_words import text_of
from app.recruitment.documents.screening_sheet import ScreeningSheet, SheetFact, SheetRule, SheetScore
from app.recruitment.models import (
    STREAM_LABELS,
    Application,
    NoticeVersion,
    Screening,
    ScreeningOverride,
    Stream,
    Verdict,
)
from app.recruitment.queries import look_ups
from app.recruitment.services import facts as fact_loading
from app.recruitment.services import screenings
from app.recruitment.services.notices import current_version, document_of
from app.recruitment.services.paper_values import project_names, wishes_of
from app.recruitment.words import VERDICT_LABELS
from app.rules.criteria import RULE_LABELS, NoticeDocument
from app.rules.eligibility import Facts, facts_digest
from app.rules.eligibility import Screening as Outcome
from app.rules.eligibility_sentences import say
from app.rules.scoring import ItemScore, Score, score
from app.shared.money import won
from app.shared.periods import SEOUL, korean_date

_UNITS = {"income": "%", "property": "원", "dependants": "명", "vulnerable_types": "유형", "past_rounds": "회"}
EXAMPLE = "배점표를 아직 채택하지 않아 점수를 매기지 않았습니다."
GIVEN_UP = "포기했거나 취소한 신청이어서 점수를 매기지 않았습니다."


def screening_sheet_of(application: Application, *, printed_on: date, demo: bool) -> ScreeningSheet:
    """The sheet as things stand: the current screening with its own criteria, the score by the notice's present ones."""
    notice, person = application.notice, application.person
    current, screening = current_version(notice), screenings.current(application.id)
    version = db.session.get_one(NoticeVersion, screening.notice_version_id) if screening else current
    outcome = screenings.outcome_of(screening) if screening else None
    facts = fact_loading.load(notice, [application.id]).get(application.id)
    scored = _score(application, facts, document_of(current))
    return ScreeningSheet(
        number=application.code,
        notice=notice.title,
        name=person.name,
        born_on=person.born_on,
        dong=application.dong.name,
        stream=STREAM_LABELS[Stream(application.stream.code)],
        received_on=application.received_on,
        household_size=application.household_size,
        version=f"공고 기준 제{version.number}판(확인값 {version.digest[:12]})",
        screened_at=screening.at if screening else None,
        verdict=_verdict(screening, outcome),
        facts=_declared(application),
        rules=_rules(outcome, document_of(version)),
        scores=_score_lines(scored, document_of(current)),
        total=scored.total if scored else None,
        incomplete=scored.incomplete if scored else False,
        table=_table_text(document_of(current), facts),
        remarks=tuple(_remarks(screening, version, current, facts)),
        printed_on=printed_on,
        demo=demo,
    )


def _declared(application: Application) -> tuple[SheetFact, ...]:
    wanted = wishes_of(application.preferences, project_names(application.notice))
    rows = detail_words.declared_rows(application, look_ups(application), wanted)
    return tuple(SheetFact(label, declared, looked_up) for label, declared, looked_up in rows)


def _rules(outcome: Outcome | None, document: NoticeDocument) -> tuple[SheetRule, ...]:
    findings = outcome.findings if outcome else ()
    return tuple(
        SheetRule(RULE_LABELS[one.rule], one.met, text_of(document.rule(one.rule)), say(one.sentence), one.basis)
        for one in findings
    )


def _verdict(screening: Screening | None, outcome: Outcome | None) -> str:
    if screening is None or outcome is None:
        return "심사 전"
    override = approved_override(screening)
    if override:
        return f"{VERDICT_LABELS[Verdict(override.verdict)]}(판정 변경)"
    return say(outcome.sentence)


def approved_override(screening: Screening) -> ScreeningOverride | None:
    return db.session.scalar(
        sa.select(ScreeningOverride).where(
            ScreeningOverride.screening_id == screening.id, ScreeningOverride.state == "approved"
        )
    )


def _remarks(
    screening: Screening | None, version: NoticeVersion, current: NoticeVersion, facts: Facts | None
) -> list[str]:
    if screening is None:
        return ["아직 심사하지 않았습니다."]
    remarks = []
    override = approved_override(screening)
    if override:
        remarks.append(_override_text(screening, override))
    if version.id != current.id:
        remarks.append(f"제{version.number}판 기준으로 심사했습니다. 지금 기준은 제{current.number}판입니다.")
    if facts is not None and facts_digest(facts) != screening.facts_digest:
        remarks.append("심사한 뒤 신청 내용이나 조회 결과가 바뀌었습니다. 다시 심사해 주세요.")
    return remarks


def _override_text(screening: Screening, override: ScreeningOverride) -> str:
    was, now = VERDICT_LABELS[Verdict(screening.verdict)], VERDICT_LABELS[Verdict(override.verdict)]
    approver = db.session.get(User, override.approved_by_id) if override.approved_by_id else None
    day = korean_date(override.approved_at.astimezone(SEOUL).date()) if override.approved_at else ""
    signed = f" (결재 {approver.name} {day})" if approver else ""
    return f"판정 변경: {was} → {now}. 사유: {override.reason} 근거: {override.evidence}{signed}"


def _score(application: Application, facts: Facts | None, document: NoticeDocument) -> Score | None:
    if facts is None or not document.score_table.usable:
        return None
    return score(facts, document, fact_loading.terms_of(application.notice))


def _score_lines(scored: Score | None, document: NoticeDocument) -> tuple[SheetScore, ...]:
    if scored is None:
        return ()
    caps = {item.code: item.cap for item in document.score_table.items}
    return tuple(SheetScore(one.label, _figure(one), one.band, one.points, caps[one.code]) for one in scored.items)


def _figure(one: ItemScore) -> str:
    if one.figure is None or one.code == "householder":
        return "-"
    shown = won(one.figure) if isinstance(one.figure, int) else one.figure
    return f"{shown}{_UNITS[one.code]}"


def _table_text(document: NoticeDocument, facts: Facts | None) -> str:
    table = document.score_table
    if facts is None:
        return GIVEN_UP
    if not table.usable:
        return EXAMPLE
    return f"배점표: {table.title}" + (f"({table.adopted_by}로 채택)" if table.adopted_by else "")
