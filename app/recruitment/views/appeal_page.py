"""One 이의신청: before and after, the answer, and the buttons of those who write and decide it."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.accounts.deciding import OWN_PROPOSAL
from app.audit.looks import note_look
from app.audit.words import ACTIONS
from app.extensions import db
from app.recruitment import appeal_words, findings
from app.recruitment.forms.appeal import AnswerForm, ExtendForm, ReturnForm, TakeBackForm
from app.recruitment.forms.notice import DecideForm
from app.recruitment.models import Appeal, Application, Screening
from app.recruitment.queries import appeals as rows
from app.recruitment.services import appeals, screenings
from app.recruitment.verdicts import Shown, shown, shown_at
from app.recruitment.views.acting import act, say_no
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.rules.eligibility import Screening as Outcome
from app.web.access import requires
from app.web.clock import now, today
from app.web.forms import ActionForm, CreateForm
from app.web.permissions import Permission


@bp.get("/appeals/<id:appeal_id>")
@requires(Permission.RECRUIT_APPEAL_READ)
def show_appeal(appeal_id: int) -> Any:
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    note_look("recruit:appeal:read", row, by=actor, at=now(), people=[application.person_id])
    return _page(row, application)


def _page(row: Appeal, application: Application, wrong: CreateForm | None = None) -> Any:
    about = db.session.get(Screening, row.screening_id) if row.screening_id else None
    before = shown_at(about, row.created_at) if about else None
    current = screenings.current(application.id)
    after, outcome = shown(current), screenings.outcome_of(current) if current else None
    notice = application.notice
    page = render_template(
        "recruitment/show_appeal.html",
        **frame(notice, "appeals"),
        application=application,
        appeal=row,
        before=before,
        after=after,
        judged_again=current is not None and current.id != row.screening_id,
        panel=findings.saved_panel(outcome) if outcome else None,
        people=rows.people_of(row),
        history=[(ACTIONS.get(one.action, one.action), *one[1:]) for one in rows.steps(row)],
        appeal_words=appeal_words,
        answering_days=appeal_words.answer_sentence(notice.answer_days),
        latest_due=appeals.latest_due(row),
        to_bring_back=appeals.to_bring_back(row, application),
        after_selection=appeals.after_selection(row, application),
        late_filed=appeals.days_past_window(notice, row.received_on),
        due_in=(row.due_on - today()).days,
        running=row.state in appeals.RUNNING,
        own=row.proposed_by_id == current_user.id,
        own_sentence=OWN_PROPOSAL,
        form=wrong,
        **_forms(row, before, after, outcome, wrong),
    )
    return page, (422 if wrong else 200)


def _forms(
    row: Appeal, before: Shown | None, after: Shown | None, outcome: Outcome | None, wrong: CreateForm | None
) -> dict[str, CreateForm]:
    """The forms of the page; the one that was refused keeps what was typed."""
    was, is_now = (before.verdict if before else "needs_review"), (after.verdict if after else "needs_review")
    draft = {
        "outcome": row.outcome or appeal_words.suggested_outcome(was, is_now),
        "answer": row.answer or appeal_words.first_answer(was, is_now, outcome),
    }
    forms: dict[str, CreateForm] = {
        "answering": AnswerForm(formdata=None, **draft),
        "extending": ExtendForm(formdata=None),
        "returning": ReturnForm(formdata=None),
        "withdrawing": TakeBackForm(formdata=None),
        "acting": ActionForm(formdata=None),
        "deciding": DecideForm(formdata=None).showing(appeals.stamp(row)),
    }
    if isinstance(wrong, DecideForm):
        wrong.showing(appeals.stamp(row))
    if wrong is not None:
        forms[next(name for name, form in forms.items() if type(form) is type(wrong))] = wrong
    return forms


@bp.post("/appeals/<id:appeal_id>/extend")
@requires(Permission.RECRUIT_APPEAL_ANSWER)
def extend_appeal(appeal_id: int) -> Any:
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    form = ExtendForm()

    def step() -> None:
        appeals.extend(row, form.due_on.data, form.reason.data or "", by=actor, now=now())

    return act(form, _here(appeal_id), step, "기한을 늘렸습니다.") or _page(row, application, form)


@bp.post("/appeals/<id:appeal_id>/screen")
@requires(Permission.RECRUIT_APPEAL_ANSWER)
def screen_appeal(appeal_id: int) -> Any:
    """다시 심사 on what was looked up and handed in since."""
    actor = current_actor()
    row, _ = appeals.by_id(appeal_id, actor)
    form, here = ActionForm(), _here(appeal_id)

    def step() -> None:
        appeals.screen_again(row, by=actor, now=now(), today=today())

    return act(form, here, step, "다시 심사했습니다. 전과 뒤의 판정을 확인해 주세요.") or say_no(form, here)


@bp.post("/appeals/<id:appeal_id>/answer")
@requires(Permission.RECRUIT_APPEAL_ANSWER)
def answer_appeal(appeal_id: int) -> Any:
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    form = AnswerForm()

    def step() -> None:
        appeals.propose_answer(row, form.outcome.data, form.answer.data or "", by=actor, now=now())

    return act(form, _here(appeal_id), step, "답변을 결재에 올렸습니다.") or _page(row, application, form)


@bp.post("/appeals/<id:appeal_id>/approve")
@requires(Permission.RECRUIT_APPEAL_APPROVE)
def approve_appeal(appeal_id: int) -> Any:
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    form = DecideForm()

    def step() -> None:
        appeals.approve(row, by=actor, now=now(), today=today(), seen=form.seen.data or "")

    done = "결재했습니다. 답변서를 인쇄해 신청인에게 보내 주세요."
    return act(form, _here(appeal_id), step, done) or _page(row, application, form)


@bp.post("/appeals/<id:appeal_id>/bring-back")
@requires(Permission.RECRUIT_APPEAL_ANSWER)
def bring_back_appeal(appeal_id: int) -> Any:
    """미선발 → 심사함 after an upheld appeal."""
    actor = current_actor()
    row, _ = appeals.by_id(appeal_id, actor)
    form, here = ActionForm(), _here(appeal_id)

    def step() -> None:
        appeals.bring_back(row, by=actor, now=now(), today=today())

    done = f"신청을 「심사함」으로 되돌리고 다시 판정했습니다. {appeal_words.AFTER_SELECTION}"
    return act(form, here, step, done) or say_no(form, here)


@bp.post("/appeals/<id:appeal_id>/return")
@requires(Permission.RECRUIT_APPEAL_APPROVE)
def return_appeal(appeal_id: int) -> Any:
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    form = ReturnForm()

    def step() -> None:
        appeals.send_back(row, form.reason.data or "", by=actor, now=now())

    return act(form, _here(appeal_id), step, "답변을 돌려보냈습니다.") or _page(row, application, form)


@bp.post("/appeals/<id:appeal_id>/withdraw")
@requires(Permission.RECRUIT_APPEAL_WRITE)
def withdraw_appeal(appeal_id: int) -> Any:
    actor = current_actor()
    row, application = appeals.by_id(appeal_id, actor)
    form = TakeBackForm()

    def step() -> None:
        appeals.withdraw(row, form.reason.data or "", by=actor, now=now())

    return act(form, _here(appeal_id), step, "이의신청을 취하로 처리했습니다.") or _page(row, application, form)


def _here(appeal_id: int) -> str:
    return url_for(".show_appeal", appeal_id=appeal_id)
