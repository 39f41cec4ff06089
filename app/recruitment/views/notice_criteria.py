"""The criteria of a notice: one page a rule, another shipped set, what the last round had."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, redirect, render_template, url_for

from app.accounts.current import current_actor
from app.recruitment import criteria_words, version_words
from app.recruitment.forms.notice import RuleForm, SetForm, StepForm
from app.recruitment.models import Notice
from app.recruitment.services import notice_copy, notices, version_changes
from app.recruitment.services.scope import notice as visible_notice
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.notice_said import saying
from app.recruitment.views.saving import answer, saved
from app.rules.criteria import RULE_CODES, NoticeDocument, ShippedSet, shipped_sets
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission


@bp.route("/notices/<code>/criteria/<rule>", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def edit_rule(code: str, rule: str) -> Any:
    """One rule: of a draft at once, of an opened notice as a proposed change with its reason."""
    notice = visible_notice(code, current_actor())
    if rule not in RULE_CODES:
        abort(404)
    current = notices.document_of(version_changes.base_of(notice)).rule(rule)
    form = RuleForm(**criteria_words.form_values(current)).asking(notice.state != "draft")
    here, say = _back(notice), saying(notice)
    if saved(form, here, lambda: _save_rule(notice, rule, form)):
        say(_said(notice, f"「{current.label}」 기준을 저장했습니다."))
        return redirect(here)
    notice = visible_notice(code, current_actor())
    shipped = notice_copy.shipped_for(notice)
    page = render_template(
        "recruitment/edit_rule.html",
        **frame(notice, "edit"),
        form=form,
        rule=current,
        line=_line(notice, rule),
        shipped=shipped,
        shipped_text=criteria_words.text_of(shipped.document.rule(rule)) if shipped else "",
        fields=[form[name] for name in criteria_words.fields_of(rule)],
        units=criteria_words.UNITS,
    )
    return answer(page, form)


def _save_rule(notice: Notice, rule: str, form: RuleForm) -> None:
    typed = {name: field.data for name, field in form._fields.items()}
    number = form.document_number.data or ""

    def edit(document: NoticeDocument) -> NoticeDocument:
        return document.settled(rule, number, **criteria_words.changes(document.rule(rule), typed))

    label = criteria_words.label_of(rule)
    reason = f"「{label}」 기준 확정({number})" if notice.state == "draft" else form.reason.data or ""
    version_changes.save(notice, edit, reason=reason, by=current_actor(), now=now())


def _line(notice: Notice, rule: str) -> criteria_words.CriteriaLine:
    document = notices.document_of(version_changes.base_of(notice))
    shipped = notice_copy.shipped_for(notice)
    found = criteria_words.lines(document, shipped.note if shipped else "", notice.income_year)
    return next(one for one in found if one.rule.code == rule)


def _back(notice: Notice) -> str:
    return url_for(".edit_notice" if notice.state == "draft" else ".list_versions", code=notice.code)


def _said(notice: Notice, done: str) -> str:
    return done if notice.state == "draft" else "변경안을 결재에 올렸습니다. 다른 사람이 결재합니다."


@bp.route("/notices/<code>/criteria-set", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def choose_set(code: str) -> Any:
    """Start the criteria of a draft from another shipped set; score table and the rest stay."""
    notice, here = visible_notice(code, current_actor()), url_for(".edit_notice", code=code)
    if notice.state != "draft":
        abort(404)
    form, sets, say = SetForm(), _sets(notice), saying(notice)
    form.shipped.choices = {key: f"{one.name} {key}{_mark(one)}" for key, one in sets.items()}

    def choose() -> None:
        rules = sets[form.shipped.data].document.rules
        reason = f"준비된 기준 「{sets[form.shipped.data].name} {form.shipped.data}」 적용"
        version_changes.save(
            notice, lambda document: replace(document, rules=rules), reason=reason, by=current_actor(), now=now()
        )

    if saved(form, here, choose):
        say("준비된 기준을 가져왔습니다. 바꾼 값은 이력에 남아 있습니다.")
        return redirect(here)
    notice = visible_notice(code, current_actor())
    document = notices.document_of(notices.current_version(notice))
    compared = {key: version_words.rules_that_differ(document, one.document) for key, one in sets.items()}
    page = render_template(
        "recruitment/choose_set.html", **frame(notice, "edit"), form=form, sets=sets, compared=compared
    )
    return answer(page, form)


def _sets(notice: Notice) -> dict[str, ShippedSet]:
    """The programme's shipped sets, newest first, by 2024년 하반기."""
    mine = [one for key, one in shipped_sets().items() if key[0] == notice.cohort.programme_code]
    mine.sort(key=lambda one: (one.year, one.half), reverse=True)
    return {f"{one.year}년 {'상' if one.half == 1 else '하'}반기": one for one in mine}


def _mark(one: ShippedSet) -> str:
    unsure = len(one.document.obstacles())
    return f" (확인 필요 {unsure}개)" if unsure else ""


@bp.route("/notices/<code>/copy", methods=["GET", "POST"])
@requires(Permission.RECRUIT_NOTICE_WRITE)
def copy_notice(code: str) -> Any:
    """Seats, 세부사업, criteria, scores and papers of the last round, after showing what differs."""
    notice, here = visible_notice(code, current_actor()), url_for(".edit_notice", code=code)
    last = notice_copy.last_round(notice)
    if last is None or notice.state != "draft":
        abort(404)
    form, say = StepForm(), saying(notice)
    if saved(form, here, lambda: notice_copy.copy_from(notice, last, by=current_actor(), now=now())):
        got = notice_copy.copied(last)
        say(
            f"세부사업 {got.projects}개(자리 {got.project_seats:,}명)와 조건, 배점표, 서류를 가져왔습니다. 기준을 확인하세요."
        )
        return redirect(here)
    notice = visible_notice(code, current_actor())
    copied, shipped = notice_copy.copied_document(notice, last), notice_copy.shipped_for(notice)
    page = render_template(
        "recruitment/copy_notice.html",
        **frame(notice, "edit"),
        form=form,
        last=last,
        counted=notice_copy.copied(last),
        shipped=shipped,
        from_shipped=version_words.rules_that_differ(shipped.document, copied) if shipped else [],
        lines=criteria_words.lines(copied),
        score_items=len(copied.score_table.items),
    )
    return answer(page, form)
