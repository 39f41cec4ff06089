"""The columns of the application sheet of one notice, and the sentences at the head of its instruction sheet."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Dong
from app.extensions import db
from app.recruitment.asked import MORE_QUESTIONS, QUESTIONS
from app.recruitment.models import STREAM_LABELS, Notice, NoticeProject
from app.recruitment.models.states import Stream
from app.recruitment.services import checklist, preview
from app.recruitment.words import CONSENTS, LICENCES, REQUIRED_CONSENTS, RESIDENCE_STATUSES, VULNERABLE_TYPES
from app.reference.models import Project
from app.shared.periods import korean_date
from app.sheets.columns import Column, Kind

SHEET_NAME = "신청"
ANSWERS = {"아니요": False, "예": True, "확인 전": None}
MEMBERS_NOTE = "한 사람에 「관계/성명/출생연도/월소득(원)」을 쓰고 사람 사이를 ; 로 나눕니다. 본인은 적지 않습니다."
GUIDANCE = (
    "「신청」 시트의 제목 줄은 고치지 마세요. 한 줄에 한 사람을 적습니다. *가 붙은 열은 꼭 적습니다.",
    "주민등록번호와 전화번호는 앞자리 0까지 글자로 적습니다. 목록이 있는 칸은 목록에서 고릅니다.",
    "올리면 먼저 미리보기를 보여 줍니다. 오류가 하나라도 있으면 한 건도 저장하지 않습니다.",
    "이미 접수한 분의 줄은 그 신청을 고칩니다. 같은 파일을 다시 올려도 두 번 접수되지 않습니다.",
    "개인정보가 든 파일입니다. 올린 뒤에는 지워 주세요.",
)


def columns_of(notice: Notice) -> tuple[Column, ...]:
    """In the order of the paper form; choices and questions are this notice's own (모집 구분, 세부사업, 물음, 서류)."""
    return (*_person(notice), *_wishes(notice), *_household(), *_standing(notice), *_papers(notice), *_consents())


def _person(notice: Notice) -> list[Column]:
    names = db.session.execute(sa.select(Dong.name, Dong.code).order_by(Dong.name)).all()
    dongs = {row.name: row.code for row in names}
    window = f"{korean_date(notice.opens_on)}부터 {korean_date(notice.closes_on)}까지의 날입니다."
    statuses = {one: one for one in RESIDENCE_STATUSES}
    return [
        Column("rrn", "주민등록번호", Kind.RRN, required=True, width=17, note="외국인등록번호도 적을 수 있습니다."),
        Column("name", "성명", required=True, longest=40, width=10, example="김가온"),
        Column("phone", "휴대전화", Kind.PHONE, required=True, width=15),
        Column("received_dong", "접수 동", Kind.CHOICE, True, dongs, "신청을 받은 동입니다.", 11),
        Column("received_on", "접수일", Kind.DAY, required=True, note=window, width=12),
        Column("road_address", "도로명주소", required=True, longest=120, width=26, example="관악구 신림로3길 12"),
        Column("address_detail", "상세주소", longest=60, width=12, example="302호"),
        Column("dong", "행정동", Kind.CHOICE, False, dongs, "관악구 밖에 사는 분은 비워 둡니다.", 11),
        Column("residence_status", "체류자격", Kind.CHOICE, False, statuses, "외국인만 적습니다.", 9),
        Column("residence_expires_on", "체류 만료일", Kind.DAY, note="외국인만 적습니다.", width=12),
        Column("by_proxy", "대리신청", Kind.YES_NO, width=9, note="예이면 대리인의 성명·관계·전화를 모두 적습니다."),
        Column("agent_name", "대리인 성명", longest=40, width=11, example="김나래"),
        Column("agent_relation", "대리인 관계", longest=20, width=11, example="배우자"),
        Column("agent_phone", "대리인 전화", Kind.PHONE, width=15),
    ]


def _wishes(notice: Notice) -> list[Column]:
    streams = {STREAM_LABELS[Stream(one.code)]: one.code for one in notice.streams}
    rows = db.session.execute(
        sa.select(Project.name, Project.id)
        .join(NoticeProject, NoticeProject.project_id == Project.id)
        .where(NoticeProject.notice_id == notice.id)
        .distinct()
        .order_by(Project.name, Project.id)
    )
    projects = {row.name: row.id for row in rows}
    note = "나이로 두 구분에 모두 신청할 수 있는 분은 꼭 적습니다."
    return [
        Column("stream", "모집 구분", Kind.CHOICE, False, streams, note, 12),
        Column("first_project", "희망 세부사업 1순위", Kind.CHOICE, False, projects, width=22),
        Column("second_project", "희망 세부사업 2순위", Kind.CHOICE, False, projects, width=22),
    ]


def _household() -> list[Column]:
    return [
        Column("householder", "세대주", Kind.YES_NO, required=True, width=8, note="본인이 세대주이면 예입니다."),
        Column("householder_rrn", "세대주 주민등록번호", Kind.RRN, note="세대주가 아닌 분만 적습니다.", width=19),
        Column("household_size", "가구원 수", Kind.WHOLE, required=True, least=1, most=20, width=9, note="본인 포함"),
        Column("income_won", "가구 월소득(원)", Kind.WON, required=True, width=14),
        Column("property_won", "가구 재산 합계(원)", Kind.WON, required=True, width=16),
        Column(
            "members",
            "가구원",
            longest=600,
            width=30,
            note=MEMBERS_NOTE,
            example="배우자/김나래/1968/0; 자녀/김다온/1995/1200000",
        ),
    ]


def _standing(notice: Notice) -> list[Column]:
    types = {label: code for code, label in VULNERABLE_TYPES.items()}
    licences = {label: code for code, label in LICENCES.items()}
    questions = QUESTIONS | {name: MORE_QUESTIONS[name] for name in preview.asked(notice)}
    return [
        Column("first_type", "취업취약계층 유형", Kind.CHOICE, False, types, width=18),
        Column("second_type", "유형 하나 더", Kind.CHOICE, False, types, width=16),
        Column("licence", "자격·면허", Kind.CHOICE, False, licences, width=16),
        *(Column(key, title, Kind.CHOICE, True, ANSWERS, width=12) for key, title in questions.items()),
    ]


def _papers(notice: Notice) -> list[Column]:
    note = "받았으면 예, 아직이면 비워 둡니다. 이미 받은 서류를 되돌리지 않습니다."
    items = checklist.checklist_of(notice)
    return [Column(f"paper_{one.kind}", f"서류: {one.label}", Kind.YES_NO, note=note, width=12) for one in items]


def _consents() -> list[Column]:
    needed = REQUIRED_CONSENTS
    return [
        Column(f"consent_{purpose}", f"동의: {label}", Kind.YES_NO, required=purpose in needed, width=12)
        for purpose, label in CONSENTS.items()
    ]
