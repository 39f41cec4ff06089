"""Ten roles and what each may do (model.md 3). The one matrix: routes, menus and tests read it."""

from __future__ import annotations

from enum import StrEnum

from app.web.permissions import Permission as P


class Role(StrEnum):
    CLERK = "clerk"
    JOBS = "jobs"
    JOBS_LEAD = "jobs_lead"
    FINANCE = "finance"
    FINANCE_LEAD = "finance_lead"
    SUPERVISOR = "supervisor"
    PLEDGE = "pledge"
    PLEDGE_LEAD = "pledge_lead"
    ADMIN = "admin"
    AUDITOR = "auditor"
    CLI = "cli"


LABELS = {
    Role.CLERK: "접수 담당",
    Role.JOBS: "선발 담당",
    Role.JOBS_LEAD: "선발 승인",
    Role.FINANCE: "급여·정산 담당",
    Role.FINANCE_LEAD: "급여·정산 결재자",
    Role.SUPERVISOR: "근무 담당",
    Role.PLEDGE: "공약 담당",
    Role.PLEDGE_LEAD: "공약 총괄",
    Role.ADMIN: "관리자",
    Role.AUDITOR: "감사·개인정보 점검",
    Role.CLI: "명령줄",
}

_RECRUIT_READ = {
    P.RECRUIT_NOTICE_READ,
    P.RECRUIT_APPLICATION_READ,
    P.RECRUIT_SCREENING_READ,
    P.RECRUIT_APPEAL_READ,
}
_AT_THE_COUNTER = {
    P.RECRUIT_APPLICATION_WRITE,
    P.RECRUIT_PERSON_FIND,
    P.RECRUIT_PERSON_UNMASK,
    P.RECRUIT_CONSENT_WRITE,
    P.RECRUIT_LIST_EXPORT,
    P.RECRUIT_APPEAL_WRITE,
}
_COHORT_READ = {P.COHORT_SELECTION_READ, P.COHORT_PLACEMENT_READ, P.COHORT_ATTENDANCE_READ}
_MONEY_READ = {P.PAYROLL_STATEMENT_READ, P.PAYROLL_GRANT_READ}
_SETTINGS_READ = {P.ADMIN_PARAMETER_READ, P.ADMIN_CALENDAR_READ, P.ADMIN_WORKSITE_READ}

MATRIX: dict[Role, frozenset[P]] = {
    Role.CLERK: frozenset(_RECRUIT_READ | _AT_THE_COUNTER | {P.RECRUIT_INTAKE_CLOSE}),
    Role.JOBS: frozenset(
        _RECRUIT_READ
        | _COHORT_READ
        | _MONEY_READ
        | _SETTINGS_READ
        | _AT_THE_COUNTER
        | {
            P.RECRUIT_PLAN_WRITE,
            P.RECRUIT_NOTICE_WRITE,
            P.RECRUIT_INTAKE_CLOSE,
            P.RECRUIT_INTAKE_ACCEPT,
            P.RECRUIT_IMPORT_RUN,
            P.RECRUIT_LOOK_UP_REQUEST,
            P.RECRUIT_SCREENING_RUN,
            P.RECRUIT_OVERRIDE_PROPOSE,
            P.RECRUIT_APPEAL_ANSWER,
            P.COHORT_SELECTION_PROPOSE,
            P.COHORT_PLACEMENT_WRITE,
            P.COHORT_ATTENDANCE_WRITE,
            P.COHORT_ATTENDANCE_CLOSE,
            P.PLEDGE_SHEET_READ,
        }
    ),
    Role.JOBS_LEAD: frozenset(
        _RECRUIT_READ
        | _COHORT_READ
        | _MONEY_READ
        | _SETTINGS_READ
        | {
            P.RECRUIT_NOTICE_APPROVE,
            P.RECRUIT_OVERRIDE_APPROVE,
            P.RECRUIT_APPEAL_APPROVE,
            P.COHORT_SELECTION_APPROVE,
            P.COHORT_ATTENDANCE_APPROVE,
            P.PLEDGE_SHEET_READ,
        }
    ),
    Role.FINANCE: frozenset(
        _MONEY_READ
        | _SETTINGS_READ
        | {
            P.COHORT_SELECTION_READ,
            P.COHORT_PLACEMENT_READ,
            P.COHORT_ATTENDANCE_READ,
            P.PAYROLL_RUN_READ,
            P.PAYROLL_RUN_DRAFT,
            P.PAYROLL_PAPER_ISSUE,
            P.PAYROLL_STATEMENT_WRITE,
            P.PAYROLL_GRANT_WRITE,
            P.PLEDGE_SHEET_READ,
        }
    ),
    Role.FINANCE_LEAD: frozenset(
        _MONEY_READ
        | _SETTINGS_READ
        | {
            P.COHORT_PLACEMENT_READ,
            P.COHORT_ATTENDANCE_READ,
            P.PAYROLL_RUN_READ,
            P.PAYROLL_RUN_CONFIRM,
            P.PAYROLL_STATEMENT_CONFIRM,
            P.PLEDGE_SHEET_READ,
        }
    ),
    Role.SUPERVISOR: frozenset({P.COHORT_PLACEMENT_READ, P.COHORT_ATTENDANCE_READ, P.COHORT_ATTENDANCE_WRITE}),
    Role.PLEDGE: frozenset(_MONEY_READ | {P.PLEDGE_SHEET_READ, P.PLEDGE_ENTRY_WRITE, P.PLEDGE_QUARTER_PROPOSE}),
    Role.PLEDGE_LEAD: frozenset(_MONEY_READ | {P.PLEDGE_SHEET_READ, P.PLEDGE_QUARTER_CLOSE}),
    Role.ADMIN: frozenset(_SETTINGS_READ | {P.ADMIN_USER_READ, P.ADMIN_USER_WRITE, P.AUDIT_ENTRY_READ}),
    Role.AUDITOR: frozenset(
        _RECRUIT_READ
        | _COHORT_READ
        | _MONEY_READ
        | _SETTINGS_READ
        | {P.PAYROLL_RUN_READ, P.PLEDGE_SHEET_READ, P.ADMIN_USER_READ, P.AUDIT_ENTRY_READ}
    ),
    Role.CLI: frozenset(),
}


def may(role: Role, permission: str) -> bool:
    return permission in MATRIX[role]
