"""What every form about a notice does: claim its key, do the step, commit, or show why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_login import current_user

from app.accounts import once
from app.audit import services as audit
from app.shared.errors import RuleBroken
from app.web.clock import now
from app.web.forms import CreateForm


def saved(form: CreateForm, location: str, do: Callable[[], Any]) -> bool:
    """Was the form sent, good, and done? A refusal stands on the form; the same key a second time does nothing."""
    if not form.validate_on_submit():
        return False
    try:
        once.claim(form.once.data, user_id=current_user.id, location=location, now=now())
        do()
    except RuleBroken as error:
        form.refuse(error)
        return False
    audit.commit()
    return True


def answer(page: str, form: Any) -> tuple[str, int]:
    """The page, as refused where the form has errors."""
    return page, (422 if form.errors else 200)
