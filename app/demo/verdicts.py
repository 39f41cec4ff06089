"""What follows a verdict in the summer round: two appeals, three changes of a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.demo import parts
from app.demo.applicants import Applicant
from app.demo.office import Staff
from app.demo.story_time import TODAY, at
from app.demo.this_summer import Summer
from app.extensions import db
from app.recruitment.look_up_sheets import KINDS
from app.recruitment.models import Application
from app.recruitment.services import appeals, look_ups, overrides, screenings
from app.recruitment.words import LookUp

LOOKED_UP_IN_JUNE, APPEALED, CORRECTED, ANSWERED = (date(2024, 6, day) for day in (12, 17, 18, 20))
APPEALED_IN_JULY = date(2024, 7, 1)
WRONG_INCOME = 9_600_000


def appeal_in_june(summer: Summer, staff: Staff) -> None:
    """Judged by an income that was no longer earned; the new answer puts it right, and the appeal is upheld."""
    jobs, lead = staff["jobs01"], staff["jobs_lead01"]
    row_id, one = summer.of_part(parts.APPEAL_UPHELD)[0]
    application = db.session.get_one(Application, row_id)
    _judge(application, one, {LookUp.INCOME: WRONG_INCOME}, LOOKED_UP_IN_JUNE, staff)
    row = appeals.register(
        application,
        "4월에 퇴직한 배우자의 월급이 가구 소득에 그대로 들어 있습니다. 퇴직한 뒤의 소득으로 다시 보아 주십시오.",
        "건강보험 자격득실확인서, 퇴직증명서",
        APPEALED,
        by=staff.clerk_of(one.person.dong_code, jobs),
        now=at(APPEALED, 11),
        today=APPEALED,
    )
    look_ups.record(
        application,
        LookUp.INCOME,
        one.look_ups[LookUp.INCOME],
        looked_up_on=CORRECTED,
        source=KINDS["welfare"],
        by=jobs,
        now=at(CORRECTED, 14),
    )
    appeals.screen_again(row, by=jobs, now=at(CORRECTED, 14, 10), today=CORRECTED)
    answer = "퇴직 사실을 확인하고 소득을 다시 조회했습니다. 가구 소득이 기준 이하여서 이의신청을 받아들이고 판정을 바로잡았습니다."
    appeals.propose_answer(row, "upheld", answer, by=jobs, now=at(CORRECTED, 15))
    appeals.approve(row, by=lead, now=at(ANSWERED, 9, 30), today=ANSWERED)


def appeal_in_july(summer: Summer, staff: Staff) -> None:
    """Judged in June by the income as it is; the appeal waits for its answer."""
    row_id, one = summer.of_part(parts.APPEAL)[0]
    application = db.session.get_one(Application, row_id)
    _judge(application, one, {}, LOOKED_UP_IN_JUNE, staff)
    appeals.register(
        application,
        "함께 사는 아들은 6월에 따로 나갔습니다. 아들의 소득을 빼고 다시 심사해 주시기 바랍니다.",
        "주민등록표 등본(2024. 6. 28.)",
        APPEALED_IN_JULY,
        by=staff.clerk_of(one.person.dong_code, staff["jobs01"]),
        now=at(APPEALED_IN_JULY, 15, 20),
        today=APPEALED_IN_JULY,
    )


def _judge(application: Application, one: Applicant, instead: Mapping[LookUp, Any], on: date, staff: Staff) -> None:
    """Answers about this one alone, and the screening that follows."""
    rows = [
        {
            "person_id": application.person_id,
            "application_id": application.id,
            "kind": kind,
            "value": value,
            "looked_up_on": on,
            "source": KINDS["welfare"],
        }
        for kind, value in {**one.look_ups, **instead}.items()
    ]
    look_ups.record_many(rows, by=staff["jobs01"], now=at(on, 10))
    screenings.screen_one(application, by=staff["jobs01"], now=at(on, 10, 5), today=on, settle=True)


def change_verdicts(summer: Summer, staff: Staff) -> None:
    """One approved and one waiting; one approved whose income is still to come (``end_by_screening``)."""
    jobs, lead = staff["jobs01"], staff["jobs_lead01"]
    well = overrides.propose(
        summer.application(parts.OVERRIDE_APPROVED),
        "eligible",
        "접수 때 비워 둔 건강 상태를 전화로 물었고, 진단서로 근로에 지장이 없음을 확인했습니다.",
        "건강진단서 2024. 7. 4.",
        by=jobs,
        now=at(TODAY, 8, 20),
    )
    overrides.approve(well, "진단서를 보았습니다.", by=lead, now=at(TODAY, 8, 50))
    paid = overrides.propose(
        summer.application(parts.LATE_INCOME),
        "eligible",
        "행복e음 회신이 늦어 건강보험료 납부확인서로 가구 소득을 확인했습니다.",
        "건강보험료 납부확인서 2024. 7. 3.",
        by=jobs,
        now=at(TODAY, 8, 25),
    )
    overrides.approve(paid, "회신이 오면 다시 심사하세요.", by=lead, now=at(TODAY, 8, 52))
    overrides.propose(
        summer.application(parts.OVERRIDE_WAITING),
        "eligible",
        "취업 제한 대상인지 적지 않았으나, 본인 확인서와 경력증명서로 해당 없음을 확인했습니다.",
        "본인 확인서, 경력증명서 2024. 7. 5.",
        by=jobs,
        now=at(TODAY, 8, 30),
    )


def end_by_screening(summer: Summer, staff: Staff) -> None:
    """The income has come: judged anew, so the change of the verdict holds no longer."""
    application = summer.application(parts.LATE_INCOME)
    screenings.screen_one(application, by=staff["jobs01"], now=at(TODAY, 9, 6), today=TODAY, settle=True)
