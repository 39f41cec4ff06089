"""Long work in the very process: started once, done with its effects, failed without them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts import services as accounts
from app.accounts.models import Department, User
from app.audit import services as audit
from app.audit.models import AuditEntry
from app.extensions import db
from app.shared.errors import RuleBroken
from app.tasks import runner, services
from app.tasks.board import Progress, board
from app.tasks.models import Job, JobState
from tests.at_once import at_once
from tests.create import NOW, actor, system
from tests.tasks import works  # noqa: F401  registers the kinds

BY = {"location": "/notices"}


@pytest.fixture
def queued(app: Flask, database: None) -> Any:
    """Jobs wait for a worker, as in production."""
    board().immediate = False
    yield board()
    board().immediate = True
    while board().take() is not None:
        pass


def begin(kind: str = "test:department", *, once_key: str = "one", by: Any = None, **args: Any) -> Job:
    who = by or actor()
    job = services.start(kind, "부서 더하기", {"code": "d1", **args}, once_key=once_key, by=who, now=NOW, **BY)
    audit.commit()
    return job


def run(job_id: int) -> None:
    """As a worker does: with no transaction of one's own, which would hold the writer's lock."""
    db.session.rollback()
    runner.run(job_id)


def fresh(job: Job) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, job.id)


def departments() -> list[str]:
    return list(db.session.scalars(sa.select(Department.name).where(Department.code == "d1")))


def test_immediate_work_is_done_after_the_commit_on_the_business_date(database: None) -> None:
    job = fresh(begin())

    assert (job.state, job.message, job.progress, job.total) == ("done", "부서 1곳을 더했습니다.", 1, 1)
    assert job.result == {"message": "부서 1곳을 더했습니다."}
    assert departments() == ["2024-07-08"]
    actions = list(
        db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action.like("task:%")).order_by(AuditEntry.id))
    )
    assert actions == ["task:start", "task:finish"]
    assert audit.verify().broken_id is None


def test_what_is_rolled_back_is_never_run(queued: Any) -> None:
    services.start("test:department", "부서", {"code": "d1"}, once_key="x", by=actor(), now=NOW, **BY)
    db.session.rollback()
    audit.commit()

    assert queued.take() is None
    assert departments() == []


def test_the_id_is_queued_only_after_the_commit(queued: Any) -> None:
    job = services.start("test:department", "부서", {"code": "d1"}, once_key="x", by=actor(), now=NOW, **BY)

    assert queued.queued() == set()
    audit.commit()
    assert queued.queued() == {job.id}


def test_starting_twice_gives_the_first_one(queued: Any) -> None:
    who = actor()
    first, second = begin(by=who), begin(by=who)

    assert first.id == second.id
    assert queued.queued() == {first.id}
    assert begin(once_key="two").id != first.id


def test_eight_starts_at_once_make_one_job(app: Flask, queued: Any) -> None:
    who = actor()
    audit.commit()

    ids = at_once(app, [lambda: begin(by=who).id] * 8)

    assert len(set(ids)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1


def test_eight_workers_run_one_job_once(app: Flask, queued: Any) -> None:
    job = begin()

    job_id = job.id
    db.session.rollback()
    at_once(app, [lambda: runner.run(job_id)] * 8)

    assert fresh(job).state == JobState.DONE
    assert departments() == ["2024-07-08"]


def test_a_refusal_keeps_its_sentence_and_nothing_else(database: None) -> None:
    job = fresh(begin("test:refused"))

    assert (job.state, job.message, job.result) == ("failed", "접수 기간이 아닙니다.", None)
    assert departments() == []


def test_a_fault_of_ours_shows_a_number_and_logs_the_rest(database: None, caplog: Any) -> None:
    job = fresh(begin("test:broken"))

    assert job.state == JobState.FAILED
    assert "오류번호" in job.message
    assert "secret" not in job.message
    assert job.message.split("오류번호 ")[1][:12] in caplog.text
    assert departments() == []


def test_an_unknown_kind_is_refused_at_the_start(database: None) -> None:
    with pytest.raises(RuleBroken):
        begin("test:none")


def test_work_of_an_account_stopped_meanwhile_is_not_done(queued: Any) -> None:
    who = actor()
    job = begin(by=who)
    accounts.disable(db.session.get_one(User, who.user_id), "전출", by=system(), now=NOW)
    audit.commit()

    run(job.id)

    assert fresh(job).state == JobState.FAILED
    assert "중지" in fresh(job).message
    assert departments() == []


def test_work_of_an_account_whose_role_changed_meanwhile_is_not_done(queued: Any) -> None:
    who = actor()
    job = begin(by=who)
    db.session.execute(sa.update(User).where(User.id == who.user_id).values(role="finance"))
    audit.commit()

    run(job.id)

    assert fresh(job).state == JobState.FAILED
    assert "권한" in fresh(job).message
    assert departments() == []


def left_running(job: Job) -> None:
    """As a worker that was killed in the middle leaves it: claimed, and nobody holds it."""
    services_claim = runner._claim(job.id)
    assert services_claim is not None
    db.session.rollback()


def test_a_job_that_ends_its_worker_is_tried_three_times_and_then_given_up(queued: Any) -> None:
    job = begin()
    for attempt in (1, 2):
        left_running(job)
        assert runner.sweep() == 1
        assert (fresh(job).state, fresh(job).attempts) == ("waiting", attempt)
    left_running(job)

    assert runner.sweep() == 1

    assert (fresh(job).state, fresh(job).attempts) == ("failed", 3)
    assert "세 번" in fresh(job).message
    assert departments() == []
    actions = db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action == "task:fail")).all()
    assert actions == ["task:fail"]
    db.session.rollback()
    assert runner.sweep() == 0


def test_a_job_done_at_the_third_try_is_done(queued: Any) -> None:
    job = begin()
    for _ in range(2):
        left_running(job)
        runner.sweep()
    run(job.id)

    assert (fresh(job).state, fresh(job).attempts) == ("done", 3)


@pytest.mark.parametrize("kind", ["test:refused", "test:broken"])
def test_what_failed_can_be_started_again_and_the_old_one_stays(database: None, kind: str) -> None:
    who = actor()
    first, second = begin(kind, by=who), begin(kind, by=who)

    assert first.id != second.id
    assert [fresh(job).state for job in (first, second)] == ["failed", "failed"]
    assert fresh(first).once_key != "one"
    assert fresh(second).once_key == "one"


def test_what_was_stopped_can_be_started_again_and_what_is_done_not(queued: Any) -> None:
    who = actor()
    first = begin(by=who)
    services.cancel_waiting(first.id, by=who, now=NOW)
    audit.commit()
    second = begin(by=who)
    assert second.id != first.id
    assert begin(by=who).id == second.id
    run(second.id)

    assert begin(by=who).id == second.id
    assert (fresh(first).state, fresh(second).state) == ("cancelled", "done")


def test_eight_starts_at_once_after_a_failure_make_one_job(app: Flask, queued: Any) -> None:
    who = actor()
    first = begin(by=who)
    services.cancel_waiting(first.id, by=who, now=NOW)
    audit.commit()

    ids = at_once(app, [lambda: begin(by=who).id] * 8)

    assert len({*ids, first.id}) == 2


def test_a_stop_before_the_start_and_at_a_step(queued: Any, tmp_path: Any) -> None:
    first = begin()
    queued.ask_stop(first.id)
    run(first.id)
    assert (fresh(first).state, departments()) == ("cancelled", [])

    reporter = runner.Reporter(queued, 77)
    reporter(1, 10)
    queued.ask_stop(77)
    reporter(2, 10)  # within the second nothing is asked
    reporter.shown = 0
    with pytest.raises(runner.Stopped):
        reporter(3, 10)
    queued.forget(77)


def test_a_sweep_queues_what_waits_and_frees_what_a_dead_worker_left(queued: Any) -> None:
    waiting, left, held = begin(once_key="a"), begin(once_key="b"), begin(once_key="c")
    while queued.take() is not None:
        pass
    db.session.execute(sa.update(Job).where(Job.id.in_([left.id, held.id])).values(state="running", started_at=NOW))
    audit.commit()

    with queued.hold(held.id):
        db.session.rollback()
        assert runner.sweep() == 1

    assert queued.queued() == {waiting.id, left.id}
    assert [fresh(job).state for job in (waiting, left, held)] == ["waiting", "waiting", "running"]
    db.session.rollback()
    assert runner.sweep() == 1  # now nobody holds the third
    assert sorted(queued.queued()) == [waiting.id, left.id, held.id]


def test_time_left_follows_the_pace() -> None:
    assert Progress(0, 415, 100.0, 110.0).seconds_left is None
    assert Progress(318, 415, 0.0, 66.0).seconds_left == 20
    assert Progress(415, 415, 0.0, 66.0).seconds_left == 0
