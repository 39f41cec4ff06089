"""불일치: what does not add up, and the office's explanations."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from app.accounts.current import current_actor
from app.audit import services as audit
from app.pledge.forms import ExplainForm
from app.pledge.models import Pledge
from app.pledge.reconciling import RULES
from app.pledge.services import reconcile
from app.pledge.views.blueprint import bp, find, page, wanted_day
from app.shared.errors import NotFound, RuleBroken
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission


def _page(pledge: Pledge, form: ExplainForm, opened: str, status: int = 200) -> Any:
    as_of = wanted_day(pledge)
    return page(
        "list_findings",
        pledge,
        "list_findings",
        as_of,
        status,
        form=form,
        findings=reconcile.findings(pledge, as_of),
        rules=len(RULES),
        opened=opened,
        amount=reconcile.amount,
        difference=reconcile.difference,
        checked_on=today(),
    )


@bp.get("/pledges/<code>/reconcile")
@requires(Permission.PLEDGE_SHEET_READ)
def list_findings(code: str) -> Any:
    return _page(find(code), ExplainForm(formdata=None), request.args.get("open", ""))


@bp.post("/pledges/<code>/reconcile/<key>")
@requires(Permission.PLEDGE_ENTRY_WRITE)
def explain(code: str, key: str) -> Any:
    pledge = find(code)
    form = ExplainForm()
    if form.validate_on_submit():
        try:
            reconcile.explain(pledge, key, form.note.data, wanted_day(pledge), by=current_actor(), now=now())
        except NotFound:
            raise
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("설명을 저장했습니다. 불일치는 목록에 그대로 남습니다.", "success")
            return redirect(url_for(".list_findings", code=code, as_of=request.args.get("as_of"), _anchor=key))
    return _page(pledge, form, key, 422)
