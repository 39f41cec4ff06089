"""임금 조건: one person's, and the premium base of a whole cohort by hours."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.accounts.current import current_actor
from app.audit import services as audit
from app.audit.looks import note_look
from app.extensions import db
from app.payroll import queries
from app.payroll.forms import TermsForm, bases_form
from app.payroll.models import PayTerms
from app.payroll.services import terms
from app.payroll.services.payslips import participation_number
from app.payroll.views.blueprint import bp
from app.recruitment.models import Person
from app.reference import services as reference
from app.reference.models import Cohort
from app.shared.errors import RuleBroken
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission

FIELDS = terms.TermValues.__slots__


@bp.route("/participations/<id:participation_id>/pay-terms", methods=["GET", "POST"])
@requires(Permission.PAYROLL_RUN_DRAFT)
def edit_terms(participation_id: int) -> Any:
    participation = terms.of_participation(participation_id)
    row = db.session.get(PayTerms, participation.id)
    person = db.session.get_one(Person, participation.person_id)
    cohort = db.session.get_one(Cohort, participation.cohort_id)
    kept = {name: getattr(row or terms.TermValues(), name) for name in FIELDS}
    form = TermsForm(data={**kept, "version": row.version if row else 0})
    if form.validate_on_submit():
        try:
            values = terms.TermValues(**{name: form[name].data for name in FIELDS})
            terms.set_terms(participation, values, by=current_actor(), now=now(), version=form.seen_version)
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash("임금 조건을 저장했습니다. 작성 중인 급여는 다시 작성해야 바뀝니다.", "success")
            return redirect(url_for(".edit_terms", participation_id=participation_id))
    else:
        note_look("payroll:terms:look", participation, by=current_actor(), at=now(), people=[person.id])
    return render_template(
        "payroll/edit_terms.html",
        form=form,
        person=person,
        participation=participation,
        cohort=cohort,
        number=participation_number(cohort, participation),
    ), (422 if form.errors else 200)


@bp.route("/cohorts/<code>/pay-terms", methods=["GET", "POST"])
@requires(Permission.PAYROLL_RUN_DRAFT)
def edit_cohort_terms(code: str) -> Any:
    cohort = reference.cohort(code)
    rows = [queries.terms_of(cohort, minutes) for minutes in queries.bands(cohort)]
    kept: dict[str, Any] = {"base_mode": rows[0]["mode"] or "declared"} if rows else {}
    for row in rows:
        kept |= {f"pension_{row['minutes']}": row["pension"], f"health_{row['minutes']}": row["health"]}
    form = bases_form([row["minutes"] for row in rows])(data=kept)
    if form.validate_on_submit():
        bases = {
            row["minutes"]: terms.Bases(form[f"pension_{row['minutes']}"].data, form[f"health_{row['minutes']}"].data)
            for row in rows
        }
        try:
            people = terms.set_cohort_terms(
                cohort, base_mode=form.base_mode.data, bases=bases, by=current_actor(), now=now()
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            audit.commit()
            flash(f"{people}명의 보험료 기준을 저장했습니다. 작성 중인 급여는 다시 작성해야 바뀝니다.", "success")
            return redirect(url_for(".edit_cohort_terms", code=code))
    page = render_template("payroll/edit_cohort_terms.html", cohort=cohort, rows=rows, form=form)
    return page, (422 if form.errors else 200)
