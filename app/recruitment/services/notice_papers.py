"""The papers checklist of a draft; who must hand in what is read in ``checklist``."""

from __future__ import annotations

from datetime import datetime

from app.audit import services as audit
from app.extensions import db
from app.recruitment.models import Notice
from app.recruitment.services.notices import draft_only, lock, withdraw_proposal
from app.shared.actor import Actor
from app.shared.errors import RuleBroken


def set_papers(notice: Notice, papers: list[dict[str, str]], papers_days: int, *, by: Actor, now: datetime) -> None:
    """The checklist of a draft. Raises RuleBroken on an empty one, on one name twice, once the notice is open."""
    lock(notice)
    draft_only(notice)
    if not papers:
        raise RuleBroken("서류를 하나 이상 고르고 이름을 적어 주세요.")
    if len({one["label"] for one in papers}) < len(papers):
        raise RuleBroken("같은 이름의 서류를 두 번 적었습니다.")
    notice.papers, notice.papers_days = papers, papers_days
    withdraw_proposal(notice)
    db.session.flush()
    audit.record("recruit:notice:papers", notice, by=by, at=now, changes={"papers": papers, "days": papers_days})
