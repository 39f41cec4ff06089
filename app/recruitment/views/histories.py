"""지난 참여 이력 불러오기: a file of another system about people that are here already."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template
from flask_login import current_user

from app.accounts import once
from app.accounts.current import current_actor
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.recruitment.forms.look_up_files import HistoryForm
from app.recruitment.look_up_sheets import HISTORY
from app.recruitment.services import histories, uploads
from app.recruitment.views.blueprint import bp
from app.recruitment.views.downloads import XLSX, attachment
from app.recruitment.views.look_ups import uploaded
from app.shared.errors import RuleBroken
from app.sheets.template import write_template
from app.web.access import requires
from app.web.clock import now, today
from app.web.permissions import Permission
from app.web.requests import reads_first

GUIDANCE = [
    "주민등록번호로 찾습니다. 번호가 없으면 성명·생년월일·전화번호가 모두 같은 한 사람을 찾습니다.",
    "일터에 없는 사람은 새로 만들지 않습니다. 그 줄의 번호만 알려 드리고 저장하지 않습니다.",
    "같은 참여를 다시 올리면 그대로 두고, 종료일이나 중단 사유가 다르면 고칩니다.",
]


@bp.route("/histories", methods=["GET", "POST"])
@requires(Permission.RECRUIT_IMPORT_RUN)
@reads_first
def import_histories() -> Any:
    form, brought = HistoryForm(), None
    faults: list[str] = []
    if form.validate_on_submit():
        try:
            brought = _brought(form)
        except RuleBroken as error:
            form.refuse(error)
            faults = getattr(error, "sentences", [])
        else:
            form = HistoryForm(formdata=None)
    page = render_template("recruitment/import_histories.html", form=form, brought=brought, faults=faults)
    return page, (422 if form.errors else 200)


def _brought(form: HistoryForm) -> histories.Brought:
    """The file is read before anything is written, so that nobody waits for it; what it says is compared after."""
    db.session.rollback()
    file = uploaded(form)
    checked = uploads.read(file, HISTORY, today())
    with writing():
        once.claim(form.once.data, user_id=current_user.id, location="/histories", now=now())
        brought = histories.keep(file, checked, by=current_actor(), now=now())
        audit.commit()
    return brought


@bp.get("/histories/template.xlsx")
@requires(Permission.RECRUIT_IMPORT_RUN)
def history_template() -> Response:
    content = write_template("지난 참여 이력", "이력", HISTORY, guidance=GUIDANCE)
    return attachment(content, "지난참여이력_양식.xlsx", XLSX)
