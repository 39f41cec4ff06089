"""Rounds of recruitment in every state, with the people, files and decisions that their pages show. Real rows only."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.accounts import drafts
from app.accounts.current import actor_of
from app.accounts.models import User
from app.audit import services as audit
from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.models import Application, Notice
from app.recruitment.services import (
    appeals,
    completion,
    consents,
    intake_closings,
    look_up_requests,
    look_ups,
    notice_cancelling,
    notice_changes,
    notices,
    overrides,
    past,
    screenings,
    transitions,
    version_changes,
)
from app.recruitment.services.intake import Agent, Member
from app.recruitment.words import LookUp
from app.rules.criteria import IncomeLimit, shipped_set
from app.shared.actor import Actor
from app.tasks.models import Job
from tests.browser.office import add_accounts, inside
from tests.cohorts.create import create_round
from tests.create import DAEHAK, NOW, create_cohort
from tests.recruitment.create import STREAMS, TODAY, create_application, create_notice, number
from tests.recruitment.sheets import row, sheet

LONG_NAME = "응우옌티탄프엉 마리아 크리스티나"
LONG_ADDRESS = "관악구 남부순환로248나길 1234-56"
LONG_DETAIL = "무지개빛하늘정원아파트 재건축조합 임시동 101동 2503호(신림동, 관리사무소 옆)"
GROUND = "지난달 직장을 그만두어 소득이 줄었는데, 예전 소득으로 보아 부적격이 되었습니다. 퇴직증명서를 함께 냅니다."
REASON = "등본으로 세대가 다름을 확인함"
UNREADABLE = (
    "글씨가 흐려 서명과 날짜를 읽을 수 없습니다. 새 서식에 검은 펜으로 또렷하게 적어 서명한 뒤 원본을 내 주세요. 사진이나 "
    "팩스로 보낸 것은 받지 않습니다. 직접 오기 어려우면 위임장을 가진 분이 대신 낼 수 있습니다."
)
PDF = b"%PDF-1.4\nhello\n%%EOF\n"


def who(login: str) -> Actor:
    """An account of the office, as services want it."""
    return actor_of(db.session.scalars(sa.select(User).where(User.login == login)).one())


def build(app: Flask) -> SimpleNamespace:
    """The codes and ids that the addresses of the pages hold."""
    with inside(app):
        add_accounts()
        at = SimpleNamespace(**_quiet_notices(), **_open_notice(), **_closed_notice())
        for state, job_id in _long_work().items():
            setattr(at, f"job_{state}", job_id)
        audit.commit()
        return at


def _quiet_notices() -> dict[str, Any]:
    """Notices without applications: being written, put up, open, called off; and one with a change put up."""
    jobs, lead = who("jobs01"), who("jobslead01")
    cohort = create_cohort(half=1)
    raw = shipped_set("community", 2024, 2).document
    draft = notices.add(
        cohort,
        opens_on=date(2024, 7, 15),
        closes_on=date(2024, 7, 19),
        streams=STREAMS,
        document=raw,
        by=jobs,
        now=NOW,
    )
    proposed = create_notice("proposed", by=jobs, cohort=create_cohort(year=2025, half=1))
    empty = create_notice("open", by=jobs, cohort=create_cohort(year=2025, half=2))
    cancelled = create_notice("open", by=jobs, cohort=create_cohort(year=2026, half=1))
    notice_cancelling.cancel(cancelled, reason="시비 보조금이 줄어 다시 공고합니다.", by=lead, now=NOW)
    version_changes.save(empty, _stricter, reason="지침이 바뀌었습니다.", by=jobs, now=NOW)
    return {"draft": draft.code, "proposed": proposed.code, "empty": empty.code, "cancelled": cancelled.code}


def _stricter(document: Any) -> Any:
    """Far fewer may earn that much."""
    return document.settled("income", "변경방침-1", limits=IncomeLimit(percent=30))


def _open_notice() -> dict[str, Any]:
    """Taking applications: long names, a proxy, missing papers, given up, consent withdrawn, one 동 sent, files."""
    jobs, clerk, other = who("jobs01"), who("clerk01"), who("clerk02")
    cohort = create_cohort("companion", ends_on=date(2024, 11, 30))
    notice = create_notice("open", by=jobs, cohort=cohort)
    long = _long_applicant(notice, clerk)
    rich = create_application(notice, by=clerk, who={"name": "이나래"}, said={"income_won": 9_000_000})
    missing = create_application(notice, by=clerk, who={"name": "박다온"}, papers=("application_form",))
    completion.ask_for_papers(missing, ["application_form", "info_consent"], TODAY, UNREADABLE, **_by(jobs))
    gone = create_application(notice, by=clerk, who={"name": "최라희"})
    refused = create_application(notice, by=clerk, who={"name": "정마루"})
    create_application(notice, by=other, who={"name": "한바다", "dong_code": DAEHAK})
    transitions.move(gone, "declined", by=clerk, now=NOW, reason="다른 일자리에 취업함")
    consents.withdraw(refused, "personal", "방문하여 철회서를 냄", confirmed=True, by=clerk, now=NOW)
    asked = look_up_requests.request(notice, "welfare", "new", TODAY, by=jobs, now=NOW, today=TODAY)
    screenings.screen_all(notice, by=jobs, now=NOW, today=TODAY)
    _answer(rich, 8_500_000, by=jobs)
    later = NOW + timedelta(minutes=40)
    screenings.screen_one(rich, by=jobs, now=later, today=TODAY)
    _answer(long, 1_100_000, by=jobs)
    past.record_past(long.person, "community", date(2022, 3, 2), date(2022, 6, 30), source="ilmoa", by=jobs, now=NOW)
    wanted = {"closes_on": date(2024, 7, 17), "contact": "일자리벤처과 02-0000-1234"}
    change = notice_changes.propose(notice, wanted, reason="신청이 적어 접수 기간을 늘립니다.", **_by(jobs))
    intake_closings.close_dong(notice, DAEHAK, reason="주민센터 이전", **_by(other))
    drafts.keep(clerk.user_id, f"counter:{notice.code}", notice.title, {"name": "김가온"}, now=NOW)
    good = batches.upload(notice, "신림동 명단.xlsx", sheet(notice, [row(n) for n in range(40, 46)]), **_by(jobs))
    faulty = batches.upload(
        notice, "고칠 곳이 있는 아주 긴 이름의 명단 파일 2024년 7월 8일.xlsx", _faulty(notice), **_by(jobs)
    )
    committed = batches.upload(notice, "반영한 명단.xlsx", sheet(notice, [row(60)]), **_by(jobs))
    batches.commit(notice, committed.id, **_by(jobs))
    oldest = db.session.scalar(
        sa.text("select min(id) from screening where application_id = :id").bindparams(id=rich.id)
    )
    return {
        "open": notice.code,
        "long": long.id,
        "long_person": long.person_id,
        "rich": rich.id,
        "missing": missing.id,
        "gone": gone.id,
        "refused": refused.id,
        "refused_person": refused.person_id,
        "older": oldest,
        "asked": asked.id,
        "good": good.id,
        "faulty": faulty.id,
        "committed": committed.id,
        "change": change.id,
    }


def _by(actor: Actor) -> dict[str, Any]:
    return {"by": actor, "now": NOW, "today": TODAY}


def _faulty(notice: Notice) -> bytes:
    """Sums in words, a day that is none, a 동 that is none, a name that looks like a formula."""
    rows = [row(n) for n in range(70, 76)]
    rows[0] |= {"income_won": "삼백만 원", "name": "=HYPERLINK(관악)"}
    rows[1] |= {"received_on": "2024-02-31", "dong": "없는동"}
    rows[2] |= {"rrn": "660412-2", "phone": "전화 없음", "householder": "글쎄요 잘 모르겠습니다"}
    return sheet(notice, rows)


def _long_applicant(notice: Notice, clerk: Actor) -> Application:
    """Everything that a form can hold, as long as it gets."""
    return create_application(
        notice,
        by=clerk,
        rrn=number("850412", 2),
        who={"name": LONG_NAME, "road_address": LONG_ADDRESS, "address_detail": LONG_DETAIL},
        members=(Member("배우자", "김온누리빛가람", 1980, 0), Member("자녀", "김다온", 2010, 0)),
        household_size=3,
        agent=Agent("김온누리빛가람", "배우자", "010-0000-1111"),
    )


def _answer(application: Application, income: int, *, by: Actor) -> None:
    for kind, value in ((LookUp.INCOME, income), (LookUp.PROPERTY, 82_000_000), (LookUp.PAST, True)):
        look_ups.record(application, kind, value, looked_up_on=TODAY, source="행복e음", by=by, now=NOW)


def _closed_notice() -> dict[str, Any]:
    """Intake over and screened: changes of a verdict and appeals at each of their steps."""
    jobs, lead = who("jobs01"), who("jobslead01")
    poor, rich = {}, {"income": 9_000_000}
    of = create_round([poor, poor, poor, *([{**rich, "name": LONG_NAME}] + [rich] * 7)], year=2023, half=2)
    refused = of.applications[3:]
    changes = [overrides.propose(one, "eligible", REASON, "등본 2024. 7. 5.", by=jobs, now=NOW) for one in refused[:4]]
    overrides.approve(changes[1], "등본을 확인함", by=lead, now=NOW)
    overrides.reject(changes[2], "등본 날짜가 접수 전입니다. 새 등본을 받아 주세요.", by=lead, now=NOW)
    overrides.withdraw(changes[3], by=jobs, now=NOW)
    of.notice.results_on = date(2024, 7, 1)
    runs = [
        appeals.register(one, GROUND, "퇴직증명서", day, by=who("clerk01"), now=NOW, today=TODAY)
        for one, day in zip(refused[4:], (TODAY, TODAY, TODAY, TODAY), strict=True)
    ]
    answer = "퇴직한 사실과 새 소득을 확인했으나, 배우자의 소득을 더하면 기준보다 많습니다."
    for one in runs[1:3]:
        appeals.propose_answer(one, "rejected", answer, by=jobs, now=NOW)
    appeals.approve(runs[2], by=lead, now=NOW, today=TODAY)
    appeals.withdraw(runs[3], "스스로 거둠", by=who("clerk01"), now=NOW)
    screenings.screen_all(of.notice, by=jobs, now=NOW, today=TODAY)
    return {
        "closed": of.notice.code,
        "eligible": of.applications[0].id,
        "changed": refused[1].id,
        "spare": refused[3].id,
        "put_up": changes[0].id,
        "approved": changes[1].id,
        "rejected": changes[2].id,
        "taken_back": changes[3].id,
        "received": runs[0].id,
        "answered": runs[1].id,
        "decided": runs[2].id,
        "withdrawn": runs[3].id,
    }


def _long_work() -> dict[str, int]:
    """A job in each state, as the worker leaves them."""
    jobs = who("jobs01")
    base = {
        "kind": "recruit:screening",
        "title": "2024년 하반기 서울동행일자리 참여자격 심사",
        "args": {},
        "location": "/notices",
        "by_id": jobs.user_id,
        "created_at": NOW,
    }
    ended = NOW + timedelta(minutes=2)
    link = {"label": "판정이 바뀐 61명 보기", "url": "/notices", "permission": "recruit:application:read"}
    states = {
        "waiting": {},
        "running": {"started_at": NOW},
        "done": {
            "ended_at": ended,
            "message": "1,003명을 심사했습니다. 판정이 바뀐 사람은 61명입니다.",
            "result": {"link": link},
        },
        "failed": {"ended_at": ended, "message": "접수 기간이 아닙니다."},
        "cancelled": {"ended_at": ended, "message": "멈추었습니다. 바뀐 자료가 없습니다."},
    }
    rows = {state: Job(**base, once_key=f"looks:{state}", state=state, **more) for state, more in states.items()}
    db.session.add_all(rows.values())
    db.session.flush()
    return {state: one.id for state, one in rows.items()}
