"""The demo as the command leaves it, read back from a real database; built once for this file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.accounts.passwords import matches
from app.accounts.roles import Role
from app.audit.services import verify
from app.cohorts.models import Attendance, AttendanceMonth, Participation
from app.cohorts.services.selections import preview
from app.database import writing
from app.demo.asking import ANSWERED_BUSINESS
from app.extensions import db, seal
from app.recruitment.models import Application, ApplicationEvent, Notice, PastParticipation, Person, Screening
from app.recruitment.services import notices
from app.recruitment.services.people import NUMBER_COLUMN, find_nearby
from app.recruitment.services.screenings import screen_all
from app.reference.models import Cohort, Project, Worksite
from app.rules.resident_number import parse
from app.shared.actor import Actor
from tests.create import NOW

WORKED = "2024H1-companion"
SUMMER = "2024H2-companion-1"
RECORDED = {
    "2023H1-companion": 508,
    "2023H1-gangamchan": 250,
    "2023H1-community": 28,
    "2023H2-companion": 893,
    "2023H2-gangamchan": 350,
    "2023H2-community": 28,
    "2024H1-companion": 415,
    "2024H1-gangamchan": 250,
    "2024H1-community": 26,
}


OVERDUE = 1
"""Whose papers were due after the screening of 7. 5. and are late by now."""


def count(query: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def test_the_record_has_its_nine_cohorts_and_head_counts(filled: Flask) -> None:
    rows = db.session.execute(
        sa.select(Cohort.code, sa.func.count())
        .join(Participation, Participation.cohort_id == Cohort.id)
        .where(Participation.source == "record")
        .group_by(Cohort.code)
    )
    assert dict(rows.all()) == RECORDED
    assert (
        sum(RECORDED.values()) == 2748 == count(sa.select(Participation.id).where(Participation.origin == "selection"))
    )


def test_people_counted_once_are_fewer_than_participations(filled: Flask) -> None:
    assert 2000 < count(sa.select(Participation.person_id).distinct()) < 2748


def test_every_participation_stands_in_the_ledger_with_its_dates(filled: Flask) -> None:
    rows = db.session.execute(
        sa.select(Participation.id)
        .outerjoin(
            PastParticipation,
            sa.and_(
                PastParticipation.participation_id == Participation.id,
                PastParticipation.started_on == Participation.starts_on,
                PastParticipation.ended_on == sa.func.coalesce(Participation.ended_on, Participation.ends_on),
            ),
        )
        .where(PastParticipation.id.is_(None))
    )
    assert rows.all() == []


def test_terms_that_are_over_have_ended_and_the_one_that_runs_has_not(filled: Flask) -> None:
    rows = db.session.execute(
        sa.select(Cohort.code, Participation.state)
        .join(Cohort, Cohort.id == Participation.cohort_id)
        .group_by(Cohort.code, Participation.state)
    )
    assert {code for code, state in rows.all() if state == "working"} == {"2024H1-gangamchan"}


def test_stored_resident_numbers_open_and_are_synthetic(filled: Flask) -> None:
    for cipher, key, born_on in db.session.execute(sa.select(Person.rrn_cipher, Person.rrn_key, Person.born_on)):
        digits = seal.open(cipher, NUMBER_COLUMN)
        assert digits[7:11] == "0000"
        assert not parse(digits).checksum_matches
        assert seal.find_by(digits, NUMBER_COLUMN) == key
        assert born_on < date(2006, 1, 1)


def test_one_account_for_each_role_and_two_where_one_checks_the_other(filled: Flask) -> None:
    roles = Counter(db.session.scalars(sa.select(User.role).where(User.role != Role.CLI)))
    expected = {role: 1 for role in Role if role != Role.CLI}
    assert roles == expected | {Role.PLEDGE: 2, Role.CLERK: 2, Role.JOBS: 2}


def test_the_accounts_stand_in_a_file_for_their_owner_alone(filled: Flask) -> None:
    path = Path(filled.instance_path) / "demo-accounts.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == 13
    for line in lines:
        login, password = line.split()[:2]
        user = db.session.scalars(sa.select(User).where(User.login == login)).one()
        assert matches(password, user.password_hash)
        assert not user.must_change


def test_twenty_projects_and_a_worksite_in_every_dong_where_it_says_so(filled: Flask) -> None:
    assert count(sa.select(Project.id)) == 20
    cleaning = sa.select(Worksite.id).join(Project).where(Project.name == "관악 청정삶터 이끄미")
    assert count(cleaning) == 21


def test_everybody_of_the_worked_cohort_has_a_worksite_and_full_books(filled: Flask) -> None:
    cohort = db.session.scalars(sa.select(Cohort).where(Cohort.code == WORKED)).one()
    assert (cohort.starts_on, cohort.ends_on, cohort.dates_known) == (date(2024, 2, 1), date(2024, 6, 30), "day")
    here = sa.select(Participation.id).where(Participation.cohort_id == cohort.id)
    assert count(here.where(Participation.worksite_id.is_(None))) == 0
    assert count(here.where(Participation.contract_no.is_not(None))) == 416
    states = Counter(db.session.scalars(sa.select(AttendanceMonth.state).where(AttendanceMonth.cohort_id == cohort.id)))
    assert set(states) == {"closed"}


def test_attendance_is_mostly_full(filled: Flask) -> None:
    states = Counter(db.session.scalars(sa.select(Attendance.state)))
    days = sum(states.values())
    # 107 weekdays for 414 people, 32 for who left on 15 March and 75 for who followed.
    assert days == 414 * 107 + 32 + 75
    assert states["holiday"] == 414 * 8 + 3 + 5
    assert 0 < states["absent"] + states["sick_unpaid"] < 30
    assert 30 < states["annual_leave"] < 110
    assert states["present"] > days * 9 // 10


def test_the_pledge_sheet_says_what_the_district_recorded(filled: Flask, ask: Callable[..., Any]) -> None:
    report = ask("pledge", "report", "1-4", "--as-of", "2024-03-31")
    first = report["indicators"][0]
    assert (first["actual"], first["sources"]["computed"], first["sources"]["opening"]) == (4278, 2748, 1530)
    assert [one["actual"] for one in report["indicators"]] == [4278, 2108, 360, 222, 3]
    assert [one["rate"] for one in report["indicators"]] == [82.3, 38.5, 39.3, 74.0, 60.0]
    assert report["overall_rate"] == 61.0


def test_the_summer_notice_is_open_with_its_seats(filled: Flask) -> None:
    notice = notices.by_code(SUMMER)
    assert (notice.state, notice.opens_on, notice.closes_on) == ("open", date(2024, 5, 7), date(2024, 7, 12))
    assert {one.code: one.seats for one in notice.streams} == {"youth": 55, "under65": 222, "senior": 138}
    assert notices.document_of(notices.current_version(notice)).score_table.usable


def test_a_thousand_applications_from_every_dong_are_screened(filled: Flask) -> None:
    here = sa.select(Application).join(Notice).where(Notice.code == SUMMER)
    assert count(here) == 1003
    assert count(here.with_only_columns(Application.dong_code).distinct()) == 21
    verdicts = Counter(
        db.session.scalars(
            sa.select(Screening.verdict)
            .join(Application)
            .join(Notice)
            .where(Notice.code == SUMMER, Screening.superseded_at.is_(None))
        )
    )
    assert verdicts == {"eligible": 862, "ineligible": 97, "needs_review": 44}


def test_screening_again_by_the_service_changes_only_what_is_stale(filled: Flask) -> None:
    """The rows written in bulk are those that the service itself would read and write."""
    actor = Actor(db.session.scalars(sa.select(User.id).where(User.login == "jobs01")).one(), "정하늘", "jobs")
    db.session.rollback()
    with writing():
        run = screen_all(notices.by_code(SUMMER), by=actor, now=NOW, today=date(2024, 7, 8))
        db.session.rollback()
    assert (run.screened, run.changed) == (1002, ANSWERED_BUSINESS + OVERDUE)
    assert (run.eligible, run.ineligible, run.needs_review) == (861, 97 + OVERDUE, 44 - OVERDUE)


def test_every_application_came_to_its_state_by_events(filled: Flask) -> None:
    latest = (
        sa.select(ApplicationEvent.application_id, sa.func.max(ApplicationEvent.id).label("last"))
        .group_by(ApplicationEvent.application_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Application.state, ApplicationEvent.to_state)
        .outerjoin(latest, latest.c.application_id == Application.id)
        .outerjoin(ApplicationEvent, ApplicationEvent.id == latest.c.last)
    )
    assert all(state == reached for state, reached in rows)


def test_ties_at_the_cut_are_decided_in_two_streams(filled: Flask) -> None:
    result = preview(notices.by_code(SUMMER)).result
    assert {one.stream: (one.seats, one.selected) for one in result.streams} == {
        "youth": (55, 55),
        "under65": (222, 222),
        "senior": (138, 138),
    }
    decided = {entry.stream for entry in result.entries if entry.decided_by}
    assert len(decided) >= 2


def test_people_of_the_story_are_found_at_the_counter(filled: Flask) -> None:
    clerk = db.session.scalars(sa.select(User).where(User.login == "sinrim01")).one()
    actor = Actor(clerk.id, clerk.name, clerk.role, clerk.dong_code)
    for tail, name in (
        ("4821", "김가온"),
        ("4822", "윤아름"),
        ("4823", "한누리"),
        ("4824", "서단비"),
        ("4826", "황나리"),
    ):
        assert [one.name for one in find_nearby(tail, by=actor, now=NOW)] == [name]
    db.session.rollback()


def test_the_chain_of_the_trail_holds(filled: Flask) -> None:
    walk = verify()
    assert walk.broken_id is None
    assert walk.entries > 50


def test_a_database_with_people_is_refused_in_one_line(filled: Flask) -> None:
    before = count(sa.select(Person.id))
    db.session.rollback()
    result = filled.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert result.output.strip().count("\n") == 0
    assert "사람 자료가 있습니다" in result.output
    assert count(sa.select(Person.id)) == before


def test_an_unknown_option_is_one_line_and_exit_status_one(filled: Flask) -> None:
    result = filled.test_cli_runner().invoke(args=["demo", "--bad"])
    assert (result.exit_code, result.output.strip().count("\n")) == (1, 0)
