"""진행 중인 일: whose, how far, stopped, and that asking does not keep the session alive."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.current import actor_of
from app.accounts.models import SignIn
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.tasks import services, words
from app.tasks.board import Progress, board
from app.tasks.models import Job
from tests.create import NOW
from tests.tasks import works  # noqa: F401
from tests.tasks.test_runner import queued, run  # noqa: F401


def begin(client: Any, once_key: str = "one", kind: str = "test:department") -> Job:
    by = actor_of(client.user)
    job = services.start(kind, "긴 심사", {"code": "d1"}, once_key=once_key, location="/notices", by=by, now=NOW)
    audit.commit()
    return job


def test_a_job_shows_how_far_it_is_then_its_result(client_of: Any, queued: Any) -> None:  # noqa: F811
    client = client_of("jobs")
    job = begin(client)
    page = client.get(f"/tasks/{job.id}").text
    assert "hx-get" in page
    assert "30초 넘게 시작하지 않았습니다" in page

    db.session.execute(sa.update(Job).values(state="running", started_at=NOW))
    audit.commit()
    board().show(job.id, Progress(318, 415, 0.0, 66.0))
    assert "415명 가운데 318명 · 20초쯤 남음" in client.get(f"/tasks/{job.id}/state").text

    db.session.execute(sa.update(Job).values(state="waiting"))
    audit.commit()
    run(job.id)
    done = client.get(f"/tasks/{job.id}/state").text
    assert "부서 1곳을 더했습니다." in done
    assert "결과 열기" in done
    assert "hx-get" not in done
    assert "긴 심사" in client.get("/").text


def test_a_foreign_job_is_not_found_and_admin_and_auditor_see_titles(client_of: Any) -> None:
    job = begin(client_of("jobs"))
    other = client_of("jobs")

    for path in (f"/tasks/{job.id}", f"/tasks/{job.id}/state"):
        assert other.get(path).status_code == 404
    assert other.post(f"/tasks/{job.id}/stop").status_code == 404
    assert "긴 심사" not in other.get("/tasks").text
    for role in ("admin", "auditor"):
        looker = client_of(role)
        assert "긴 심사" in looker.get("/tasks").text
        shown = looker.get(f"/tasks/{job.id}").text
        assert "긴 심사" in shown
        assert "결과 열기" not in shown


def test_a_waiting_job_is_stopped_at_once(client_of: Any, queued: Any) -> None:  # noqa: F811
    client = client_of("jobs")
    job = begin(client)

    assert client.post(f"/tasks/{job.id}/stop", data={"once": "x"}).status_code == 302

    assert db.session.get_one(Job, job.id).state == "cancelled"
    run(job.id)
    assert db.session.get_one(Job, job.id).state == "cancelled"
    queued.forget(job.id)


def test_the_admin_may_not_stop_another_ones_work(client_of: Any, queued: Any) -> None:  # noqa: F811
    job = begin(client_of("jobs"))
    client_of("admin").post(f"/tasks/{job.id}/stop", data={"once": "x"})

    assert not queued.stop_asked(job.id)
    assert db.session.get_one(Job, job.id).state == "waiting"


@pytest.mark.parametrize(("path", "prolongs"), [("/tasks/{}/state", False), ("/tasks/{}", True)])
def test_polling_does_not_keep_the_session_alive(client_of: Any, path: str, prolongs: bool) -> None:
    client = client_of("jobs")
    job = begin(client)
    row = db.session.scalars(sa.select(SignIn).where(SignIn.user_id == client.user.id)).one()
    old = row.seen_at = row.seen_at - timedelta(minutes=10)
    audit.commit()

    assert client.get(path.format(job.id)).status_code == 200

    assert (db.session.get_one(SignIn, row.id).seen_at > old) == prolongs


def test_polling_after_the_session_ended_asks_for_the_whole_page(client: Any) -> None:
    answer = client.get("/tasks/1/state", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert client.get("/tasks/1/state").status_code == 302


def test_the_list_is_paged_and_asks_once(app: Flask, client_of: Any) -> None:
    client = client_of("jobs")
    for number in range(52):
        begin(client, once_key=f"k{number}", kind="test:refused")
    count = 0

    def counted(*_args: Any) -> None:
        nonlocal count
        count += 1

    sa.event.listen(db.engine, "before_cursor_execute", counted)
    first = client.get("/tasks")
    sa.event.remove(db.engine, "before_cursor_execute", counted)
    assert first.text.count("긴 심사") == 50
    assert count <= 4
    last = db.session.scalar(sa.select(Job.id).order_by(Job.id).limit(1).offset(2))
    assert client.get(f"/tasks?before={last}").text.count("긴 심사") == 2


def test_the_words_for_the_time_left() -> None:
    assert words.pace(None) == "시작했습니다."
    assert words.pace(Progress(1, 2, 0.0, 4.0)).endswith("곧 끝납니다")
    assert words.pace(Progress(1, 2, 0.0, 5.0)).endswith("5초쯤 남음")
    assert words.pace(Progress(1, 2, 0.0, 59.0)).endswith("60초쯤 남음")
    assert words.pace(Progress(1, 2, 0.0, 61.0)).endswith("2분쯤 남음")


def test_a_stop_does_not_wait_for_the_writer(app: Flask, client_of: Any, queued: Any) -> None:  # noqa: F811
    """While a job holds the one writer's lock of SQLite, the button that stops it answers at once."""
    client = client_of("jobs")
    job = begin(client)
    db.session.execute(sa.update(Job).values(state="running", started_at=NOW))
    audit.commit()
    job_id = job.id
    db.session.rollback()
    with app.app_context(), writing():
        db.session.execute(sa.update(Job).values(title="일하는 중"))
        answers: list[int] = []
        post = partial(FlaskClient.open, client, f"/tasks/{job_id}/stop", method="POST", data={"once": "x"})
        thread = Thread(target=lambda: answers.append(post().status_code))
        thread.start()
        thread.join(10)
        db.session.rollback()
        db.session.remove()
    thread.join(10)

    assert answers == [302]
    assert queued.stop_asked(job_id)
    queued.forget(job_id)
