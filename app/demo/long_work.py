"""전체 심사 of 7. 5. as the worker leaves it: the job is done, its effects and its state in one transaction."""

from __future__ import annotations

from app.audit import services as audit
from app.demo.applicants import LOOKED_UP_ON
from app.demo.office import Staff
from app.demo.story_time import at
from app.extensions import db
from app.recruitment.models import Notice
from app.recruitment.services import screening_work
from app.tasks.models import Job, JobState

BEGAN, ENDED = at(LOOKED_UP_ON, 18, 10), at(LOOKED_UP_ON, 18, 11)


def screen_in_queue(notice: Notice, staff: Staff) -> None:
    """The demo is written in one transaction, so the work is done here and nothing goes to the queue."""
    by, args = staff["jobs01"], {"notice": notice.code}
    job = Job(
        kind=screening_work.KIND,
        title=f"{notice.title} 전체 심사",
        once_key=f"demo-screening-{notice.code}",
        state=JobState.RUNNING,
        args=args,
        location=f"/notices/{notice.code}/screening",
        by_id=by.user_id,
        created_at=BEGAN,
        started_at=BEGAN,
        seen_at=BEGAN,
    )
    db.session.add(job)
    db.session.flush()
    audit.record("task:start", job, by=by, at=BEGAN, changes={"kind": job.kind})
    result = screening_work.screen(args, lambda _done, _total: None, by, BEGAN, LOOKED_UP_ON)
    job.state, job.result, job.message = JobState.DONE, result, result["message"]
    job.progress = job.total = result["screened"]
    job.seen_at = job.ended_at = ENDED
    db.session.flush()
    audit.record("task:finish", job, by=by, at=ENDED)
