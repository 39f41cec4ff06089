"""One application: its page, 포기·취소, sending back, papers that come later."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, render_template, request, url_for
from flask_login import current_user

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.recruitment import (
    appeal_words,
    application_words,
    detail_words,
    findings,
    override_words,
    queries,
    verdicts,
    words,
)
from app.recruitment.forms.consent import AskPapersForm, BackForm, ReceivePapersForm
from app.recruitment.forms.small import GiveUpForm, UnmaskForm
from app.recruitment.models import Application, ApplicationState, Verdict
from app.recruitment.queries import appeals as appeal_rows
from app.recruitment.queries import overrides as override_rows
from app.recruitment.services import (
    appeals,
    application_rows,
    applications,
    checklist,
    completion,
    intake_closings,
    look_ups,
    overrides,
    paper_values,
    retention,
    scope,
    screenings,
    selection_standing,
    transitions,
)
from app.recruitment.views.acting import act
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.rules.application_states import BEFORE_SELECTION, GIVEN_UP, SCREENED_FOR_GOOD
from app.shared.actor import Actor
from app.web.access import requires
from app.web.clock import now, today
from app.web.forms import CreateForm
from app.web.permissions import Permission

BACK_FROM = (ApplicationState.SCREENED, *GIVEN_UP)
PAPERS_TO_PRINT = (
    ("접수증", "receipt"),
    ("보완 안내", "missing_papers_letter"),
    ("참여신청서", "application_form"),
    ("심사표", "screening_sheet"),
    ("부적격 사유 통보서", "verdict_letter"),
    ("신청 취소서", "withdrawal_slip"),
    ("위임장", "proxy_letter"),
)


@bp.get("/applications/<id:application_id>")
@requires(Permission.RECRUIT_APPLICATION_READ)
def show_application(application_id: int) -> str:
    actor = current_actor()
    row = scope.application(application_id, actor)
    note_look("recruit:application:read", row, by=actor, at=now(), people=[row.person_id])
    return _page(row, actor)


def _page(row: Application, actor: Actor, wrong: CreateForm | None = None) -> str:
    """``wrong`` is the form of the page that was refused: it comes back open, with what was chosen and what is missing."""
    screening = screenings.current(row.id)
    verdict = verdicts.shown(screening)
    open_to, beside = transitions.open_to(row, actor), _beside(row)
    may_be_back = ApplicationState.RECEIVED in open_to and row.state in BACK_FROM
    why_not_back = completion.why_not_back(row, by=actor, today=today()) if row.state in GIVEN_UP else ""
    return render_template(
        "recruitment/show_application.html",
        **frame(row.notice, "applications"),
        **beside,
        application=row,
        screening=screening,
        verdict=verdict,
        panel=findings.saved_panel(screenings.outcome_of(screening)) if screening else None,
        next_step=_next_step(row, verdict, back=why_not_back if may_be_back else None),
        paper_links=_paper_links(row, verdict, beside),
        may_look_up=look_ups.is_open(row),
        may_override=not overrides.why_not(row, screening),
        may_appeal=appeals.registrable(row, screening),
        override_words=override_words,
        appeal_words=appeal_words,
        may_edit=row.state in applications.EDITABLE and intake_closings.sent_at(row.notice, actor) is None,
        may_give_up="declined" in open_to and row.state != "selected",
        may_send_back=may_be_back and not why_not_back,
        unmask=UnmaskForm(formdata=None),
        give_up=wrong if isinstance(wrong, GiveUpForm) else GiveUpForm(formdata=None, to=_giving_up(row)),
        back=wrong if isinstance(wrong, BackForm) else BackForm(formdata=None),
        form=wrong,
    )


def _giving_up(row: Application) -> ApplicationState:
    """취소 before the selection, 포기 after it."""
    before = row.state in BEFORE_SELECTION
    return ApplicationState.CANCELLED if before else ApplicationState.DECLINED


def _next_step(row: Application, verdict: verdicts.Shown | None, *, back: str | None) -> application_words.NextStep:
    return application_words.next_step(
        row.state,
        verdict.verdict if verdict else None,
        row.due_on,
        today(),
        decided=row.state == ApplicationState.SCREENED and selection_standing.is_decided(row.notice),
        upheld=row.state == ApplicationState.NOT_SELECTED and transitions.upheld_appeal(row) is not None,
        back=back,
        screens=current_user.can(Permission.RECRUIT_SCREENING_RUN),
    )


def _paper_links(row: Application, verdict: verdicts.Shown | None, beside: dict[str, Any]) -> list[tuple[str, str]]:
    """Papers that there are for this application and that the account may print."""
    lacks = any(one.required and one.received_on is None for one in beside["papers"])
    there = {
        "missing_papers_letter": lacks and row.state in paper_values.WAITS_FOR_PAPERS,
        "verdict_letter": (
            verdict is not None and verdict.verdict == Verdict.INELIGIBLE and row.state in SCREENED_FOR_GOOD
        ),
        "proxy_letter": beside["proxy"] is not None,
    }
    views = current_app.view_functions
    return [
        (label, url_for(f".{name}", application_id=row.id))
        for label, name in PAPERS_TO_PRINT
        if there.get(name, True) and current_user.can(getattr(views[f"recruitment.{name}"], "access", ""))
    ]


def _beside(row: Application) -> dict[str, Any]:
    """What stands in rows of its own beside the application."""
    looked_up = queries.look_ups(row)
    return {
        "declared": detail_words.declared_rows(
            row, looked_up, detail_words.wishes(row, queries.project_rows(row.notice))
        ),
        "members": detail_words.member_rows(row, application_rows.members_of(row)),
        "proxy": application_rows.proxy_of(row),
        "papers": completion.papers_of(row),
        "paper_labels": checklist.paper_labels(row.notice),
        "consents": application_rows.consents_of(row),
        "consent_kinds": application_words.CONSENT_KINDS,
        "events": queries.events(row),
        "overrides": override_rows.of_application(row),
        "appeals": appeal_rows.of_application(row),
        "kept": retention.of_application(row),
    }


@bp.post("/applications/<id:application_id>/give-up")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def give_up(application_id: int) -> Any:
    """포기 or 취소, with its reason."""
    actor = current_actor()
    row = scope.application(application_id, actor, lock=True)
    form, here = GiveUpForm(), url_for(".show_application", application_id=application_id)

    def step() -> None:
        transitions.give_up(row, form.to.data, form.reason.data, by=actor, now=now())

    return act(form, here, step, lambda: f"신청을 {words.STATE_LABELS[form.to.data]}로 처리했습니다.") or _refused(
        application_id, form
    )


@bp.post("/applications/<id:application_id>/send-back")
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def send_application_back(application_id: int) -> Any:
    """Back to 접수, with its reason. A screened one is the jobs team's, one given up also the clerk's."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    if row.state not in GIVEN_UP and not current_user.can(Permission.RECRUIT_SCREENING_RUN):
        abort(403)
    form, here = BackForm(), url_for(".show_application", application_id=application_id)

    def step() -> None:
        completion.send_back(row, form.reason.data or "", by=actor, now=now(), today=today())

    def done() -> str:
        return f"신청을 「{words.STATE_LABELS[ApplicationState(row.state)]}」로 되돌렸습니다."

    return act(form, here, step, done) or _refused(application_id, form)


def _refused(application_id: int, form: CreateForm) -> tuple[str, int]:
    """The page again with the form that was not good."""
    actor = current_actor()
    return _page(scope.application(application_id, actor), actor, form), 422


@bp.route("/applications/<id:application_id>/papers", methods=["GET", "POST"])
@requires(Permission.RECRUIT_APPLICATION_WRITE)
def receive_papers(application_id: int) -> Any:
    """보완: papers that came later."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    form = ReceivePapersForm(received_on=today())
    form.papers.choices = _missing(row)
    here = url_for(".show_application", application_id=application_id)

    def step() -> None:
        completion.receive_papers(
            row, form.papers.data or (), form.received_on.data, by=actor, now=now(), today=today()
        )

    answer = act(form, here, step, "받은 서류를 적고 다시 판정했습니다.")
    return answer or _papers_page(row, form, _asking(row))


@bp.post("/applications/<id:application_id>/papers/ask")
@requires(Permission.RECRUIT_SCREENING_RUN)
def ask_for_papers(application_id: int) -> Any:
    """보완 요구: sent back for papers with a reason and a due day."""
    actor = current_actor()
    row = scope.application(application_id, actor)
    form = _asking(row)
    here = url_for(".show_application", application_id=application_id)

    def step() -> None:
        kinds, due = form.papers.data or (), form.due_on.data
        completion.ask_for_papers(row, kinds, due, form.reason.data or "", by=actor, now=now(), today=today())

    receiving = ReceivePapersForm(formdata=None, received_on=today())
    receiving.papers.choices = _missing(row)
    return act(form, here, step, "보완을 요구했습니다. 기한을 신청인에게 알려 주세요.") or _papers_page(
        row, receiving, form
    )


def _missing(row: Application) -> list[tuple[str, str]]:
    labels = checklist.paper_labels(row.notice)
    return [(one.kind, labels[one.kind]) for one in completion.papers_of(row) if one.received_on is None]


def _asking(row: Application) -> AskPapersForm:
    """Bound to what was sent only on its own address: both forms of the page name their papers alike."""
    own = request.path.endswith("/ask")
    form = (
        AskPapersForm(due_on=checklist.due_on(row.notice, today()))
        if own
        else AskPapersForm(formdata=None, due_on=checklist.due_on(row.notice, today()))
    )
    form.papers.choices = list(checklist.paper_labels(row.notice).items())
    return form


def _papers_page(row: Application, receiving: ReceivePapersForm, asking: AskPapersForm) -> Any:
    wrong = next((form for form in (receiving, asking) if form.errors), None)
    if request.method == "GET":
        note_look("recruit:application:read", row, by=current_actor(), at=now(), people=[row.person_id])
    page = render_template(
        "recruitment/receive_papers.html",
        **frame(row.notice, "applications"),
        application=row,
        papers=completion.papers_of(row),
        paper_labels=checklist.paper_labels(row.notice),
        receiving=receiving,
        asking=asking,
        form=wrong,
    )
    return page, (422 if wrong else 200)
