"""What every page of one person shares: 지금 · 신청 · 참여 · 동의 · 열람기록, each only for those who may."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from flask_login import current_user

from app.recruitment import words
from app.recruitment.models import STREAM_LABELS, Person
from app.web.permissions import Permission

_TABS = (
    ("now", "지금", "recruitment.show_person", Permission.RECRUIT_APPLICATION_READ),
    ("applications", "신청", "recruitment.show_person_applications", Permission.RECRUIT_APPLICATION_READ),
    ("participations", "참여", "recruitment.show_person_participations", Permission.RECRUIT_APPLICATION_READ),
    ("consents", "동의", "recruitment.show_consents", Permission.RECRUIT_APPLICATION_READ),
    ("access", "열람기록", "recruitment.show_person_access", Permission.AUDIT_ENTRY_READ),
)


def person_frame(person: Person, here: str) -> dict[str, Any]:
    """``here`` is now, applications, participations, consents or access."""
    menu = [
        (label, url_for(endpoint, person_id=person.id), name == here)
        for name, label, endpoint, right in _TABS
        if endpoint in current_app.view_functions and current_user.can(right)
    ]
    return {
        "person": person,
        "menu": menu,
        "crumbs": _crumbs(person, next(label for name, label, *_ in _TABS if name == here) if here != "now" else ""),
        "words": words,
        "stream_labels": STREAM_LABELS,
    }


def _crumbs(person: Person, label: str) -> list[tuple[str, str]]:
    """사람 › name › tab; links only for those who may read people."""
    reads = current_user.can(Permission.RECRUIT_APPLICATION_READ)
    people = url_for("recruitment.list_people") if reads else ""
    if not label:
        return [("사람", people), (person.name, "")]
    own = url_for("recruitment.show_person", person_id=person.id) if reads else ""
    return [("사람", people), (person.name, own), (label, "")]
