"""동의 of one person: given, withdrawn, given again; and until when the data is kept."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.recruitment import application_words
from app.recruitment import words as recruitment_words
from app.recruitment.forms.consent import GiveConsentForm, WithdrawConsentForm
from app.recruitment.models import Application, Person
from app.recruitment.queries import consents as rows
from app.recruitment.services import consents, people, retention, scope
from app.recruitment.views.acting import act
from app.recruitment.views.blueprint import bp
from app.recruitment.views.person_frame import person_frame
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission


@bp.get("/people/<id:person_id>/consents")
@requires(Permission.RECRUIT_APPLICATION_READ)
def show_consents(person_id: int) -> str:
    actor = current_actor()
    person = people.visible_person(person_id, actor)
    note_look("recruit:consent:read", person, by=actor, at=now(), people=[person.id])
    return _page(person)


def _page(person: Person) -> str:
    found = rows.applications_of(person, current_actor())
    return render_template(
        "recruitment/show_consents.html",
        **person_frame(person, "consents"),
        applications=found,
        rows=rows.rows_of(found),
        required={one.id: consents.required_of(one) for one in found},
        kept_by={one.id: retention.of_application(one) for one in found},
        kinds=application_words.CONSENT_KINDS,
        giving=GiveConsentForm(),
    )


@bp.route("/applications/<id:application_id>/consents/<purpose>/withdraw", methods=["GET", "POST"])
@requires(Permission.RECRUIT_CONSENT_WRITE)
def withdraw_consent(application_id: int, purpose: str) -> Any:
    """What follows is said before it is done."""
    actor = current_actor()
    row = _asked(application_id, purpose)
    form = WithdrawConsentForm()
    here = url_for(".show_consents", person_id=row.person_id)
    ended: list[bool] = []

    def step() -> None:
        note, confirmed = form.note.data or "", bool(form.confirmed.data)
        ended.append(consents.withdraw(row, purpose, note, confirmed=confirmed, by=actor, now=now()))

    def done() -> str:
        return "동의 철회를 기록하고 신청을 취소했습니다." if ended[0] else "동의 철회를 기록했습니다."

    return act(form, here, step, done) or _withdraw_page(row, purpose, form)


def _withdraw_page(row: Application, purpose: str, form: WithdrawConsentForm) -> Any:
    if request.method == "GET":
        note_look("recruit:consent:read", row, by=current_actor(), at=now(), people=[row.person_id])
    page = render_template(
        "recruitment/withdraw_consent.html",
        application=row,
        purpose=purpose,
        label=recruitment_words.CONSENTS[purpose],
        required=consents.is_required(row, purpose),
        ends=consents.ends_application(row, purpose),
        form=form,
    )
    return page, (422 if form.errors else 200)


@bp.post("/applications/<id:application_id>/consents/<purpose>/give")
@requires(Permission.RECRUIT_CONSENT_WRITE)
def give_consent(application_id: int, purpose: str) -> Any:
    actor = current_actor()
    row = _asked(application_id, purpose)
    person = row.person
    form = GiveConsentForm()

    def step() -> None:
        consents.give(row, purpose, by=actor, now=now())

    here = url_for(".show_consents", person_id=person.id)
    return act(form, here, step, "동의를 기록했습니다.") or (_page(person), 422)


def _asked(application_id: int, purpose: str) -> Application:
    row = scope.application(application_id, current_actor())
    if purpose not in recruitment_words.CONSENTS:
        abort(404)
    return row
