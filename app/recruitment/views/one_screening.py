"""심사 of one person: every finding, the worst first, what it rests on, the earlier results beside it."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template

from app.accounts.current import current_actor
from app.audit.looks import note_look
from app.recruitment import queries, screening_words, verdicts
from app.recruitment.models import Application, Screening
from app.recruitment.services import look_ups, overrides, scope, screenings
from app.recruitment.views.blueprint import bp
from app.recruitment.views.frame import frame
from app.recruitment.views.list_filters import chosen_filter, filter_args
from app.rules.eligibility_sentences import say
from app.web.access import requires
from app.web.clock import now
from app.web.permissions import Permission


def _seen(application_id: int) -> Application:
    row = scope.application(application_id, current_actor())
    note_look("recruit:application:read", row, by=current_actor(), at=now(), people=[row.person_id])
    return row


@bp.get("/applications/<id:application_id>/screening")
@requires(Permission.RECRUIT_SCREENING_READ)
def show_application_screening(application_id: int) -> str:
    row, actor, chosen = _seen(application_id), current_actor(), chosen_filter()
    before, behind = queries.neighbours(row, chosen, actor)
    screening = screenings.current(row.id)
    outcome = screenings.outcome_of(screening) if screening else None
    return render_template(
        "recruitment/show_application_screening.html",
        **frame(row.notice, "screening"),
        application=row,
        screening=screening,
        shown=verdicts.shown(screening),
        groups=screening_words.groups_of(outcome, row, queries.look_ups(row)) if outcome else [],
        verdict=say(outcome.sentence) if outcome else "",
        earlier=_earlier(row),
        may_look_up=look_ups.is_open(row),
        may_override=not overrides.why_not(row, screening),
        before=before,
        behind=behind,
        place=queries.place(row, chosen, actor),
        args=filter_args(chosen),
    )


def _earlier(row: Application) -> list[dict[str, Any]]:
    found = queries.superseded(row)
    shown = verdicts.of_screenings([one.id for one in found])
    held = queries.bases_of(found)
    lines = [
        {"id": one.id, "at": one.at, "shown": shown[one.id], "text": say(screenings.outcome_of(one).sentence)}
        for one in found
    ]
    del held  # the session keeps only what somebody holds
    return lines


@bp.get("/applications/<id:application_id>/screenings/<id:screening_id>")
@requires(Permission.RECRUIT_SCREENING_READ)
def compare_screenings(application_id: int, screening_id: int) -> str:
    """심사 결과 비교: an earlier result beside the one that counts now, rule by rule."""
    row = _seen(application_id)
    earlier, current = queries.screening_of(row, screening_id), screenings.current(row.id)
    if earlier is None or current is None or earlier.id == current.id:
        abort(404)
    both: tuple[Screening, Screening] = (earlier, current)
    return render_template(
        "recruitment/compare_screenings.html",
        **frame(row.notice, "screening"),
        application=row,
        both=both,
        shown=verdicts.of_screenings([one.id for one in both]),
        rows=screening_words.compared(screenings.outcome_of(earlier), screenings.outcome_of(current)),
        args=filter_args(chosen_filter()),
    )
