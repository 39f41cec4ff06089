"""기록: the trail as the administrator and the auditor read it, newest first."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, render_template, request

from app.audit.models import AuditEntry
from app.audit.words import ACTIONS, SUBJECTS
from app.extensions import db
from app.shared.digits import plain_number
from app.web.access import requires
from app.web.permissions import Permission

bp = Blueprint("audit", __name__, template_folder="templates")
PAGE = 50


@bp.get("/audit")
@requires(Permission.AUDIT_ENTRY_READ)
def list_entries() -> str:
    """One page by key: ``?before=<id>``. Who, when, from where, what; whose data stands behind the entry."""
    before = plain_number(request.args.get("before", ""))
    query = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = db.session.scalars(query).all()
    after = rows[PAGE - 1].id if len(rows) > PAGE else None
    return render_template(
        "audit/list_entries.html", rows=rows[:PAGE], next_before=after, actions=ACTIONS, subjects=SUBJECTS
    )
