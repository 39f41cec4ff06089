"""One way for every button of recruitment: check the form, take its one-time key, do it, commit, lead on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from flask_login import current_user

from app.accounts import once
from app.audit import services as audit
from app.shared.errors import RuleBroken
from app.web.clock import now
from app.web.forms import CreateForm


def act(form: CreateForm, here: str, step: Callable[[], str | None], done: str | Callable[[], str]) -> Any | None:
    """The redirect when it is done; None when the form or a rule refused (then the form carries the sentences).

    ``step`` may return another address than ``here`` to lead to.
    """
    if not form.validate_on_submit():
        return None
    try:
        key = once.claim(form.once.data, user_id=current_user.id, location=here, now=now())
        key.location = step() or here
    except RuleBroken as error:
        form.refuse(error)
        return None
    audit.commit()
    flash(done if isinstance(done, str) else done(), "success")
    return redirect(key.location)


def say_no(form: CreateForm, here: str) -> Any:
    """Back to the page that the button stood on, with why nothing was done."""
    sentences = list(form.form_errors) or [line for lines in form.errors.values() for line in lines]
    flash(str(sentences[0]) if sentences else "처리하지 않았습니다. 화면을 다시 열어 주세요.", "danger")
    return redirect(here)
