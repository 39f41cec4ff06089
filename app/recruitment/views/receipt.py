"""접수증: printed for the applicant right after the application is saved, or again later."""

from __future__ import annotations

from typing import Any

from flask import current_app, request

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.recruitment.documents.receipt import receipt as receipt_pdf
from app.recruitment.services import scope
from app.recruitment.services.paper_values import receipt_of
from app.recruitment.views import downloads
from app.recruitment.views.blueprint import bp
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission


@bp.get("/applications/<id:application_id>/receipt.pdf")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def receipt(application_id: int) -> Any:
    """Shown in the browser; with ``save`` as a file, so that the page that asked for it stays."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id], reason="접수증")
    content = receipt_pdf(receipt_of(row, demo=current_app.config["DEMO"]))
    name = f"접수증 {row.code}.pdf"
    if request.args.get("save"):
        return downloads.attachment(content, name, downloads.PDF)
    return downloads.inline(content, name)
