"""Filters of lists: read from the address, written into it, shown as tags that can be taken off one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import flash, request, url_for
from flask_login import current_user

from app.recruitment import found, queries, run_keys, words
from app.recruitment.forms.small import NameForm
from app.recruitment.models import STREAM_LABELS
from app.recruitment.queries.application_filter import ACCEPTED, LIVE, NOT_SCREENED
from app.recruitment.queries.due_papers import DUE, DueFilter
from app.recruitment.queries.moves import ANY
from app.recruitment.queries.people import PeopleFilter
from app.rules.criteria import RULE_LABELS
from app.shared.periods import korean_time

STATES = {LIVE: "포기·취소 빼고"} | {str(code): label for code, label in words.STATE_LABELS.items()}
MOVED = "판정이 바뀐 신청"
VERDICTS = {NOT_SCREENED: "심사 전"} | {str(code): label for code, label in words.VERDICT_LABELS.items()}
_TOO_OLD = "찾던 말은 보관 시간이 지나 지웠습니다. 다시 적어 주세요."
_SHAPES = {
    "dong": re.compile(r"[0-9]{10}"),
    "notice": re.compile(r"[A-Za-z0-9-]{1,40}"),
    "moved": re.compile(rf"{ANY}|{run_keys.SHAPE}"),
}


def chosen_filter(across: bool = False) -> queries.Filter:
    """The filter in the address; what it cannot ask for is left out. A name stands there sealed.

    ``across`` all notices nothing is out of date, which is told by the version of one, and there is no run of all.
    """
    values = plain_values()
    if across:
        values.pop("stale", None)
        values.pop("moved", None)
    return queries.Filter(**values, text=typed_text())


def plain_values(source: Mapping[str, str] | None = None) -> dict[str, str]:
    asked = request.args if source is None else source
    values = {name: asked.get(name, "") for name in (*ACCEPTED, *_SHAPES)}
    return {name: value for name, value in values.items() if accepts(name, value)}


def accepts(name: str, value: str) -> bool:
    shape = _SHAPES.get(name)
    return bool(shape.fullmatch(value)) if shape else value in ACCEPTED[name]


def dong_asked(source: Mapping[str, str] | None = None) -> str:
    value = (request.args if source is None else source).get("dong", "")
    return value if accepts("dong", value) else ""


def typed_text() -> str:
    """What the sealed key in the address stands for; says so when it is too old."""
    key = request.args.get("s", "")
    text = found.term_of(key, current_user.id) if key else ""
    if text is None:
        flash(_TOO_OLD, "warning")
    return text or ""


def search_key(form: NameForm) -> str | None:
    """The key to go on with after the search form was sent."""
    return found.term_key(current_user.id, form.q.data) if form.q.data else None


def filter_args(chosen: queries.Filter) -> dict[str, Any]:
    """The filter as address parts."""
    plain = {name: value for name, value in asdict(chosen).items() if value and name != "text"}
    return plain | ({"s": request.args["s"]} if chosen.text else {})


def row_asked(name: str) -> int | None:
    """The row id that a page begins behind or ends ahead of."""
    value = request.args.get(name, type=int)
    return value if value is not None and 0 < value < 2**62 else None


def pager_urls(endpoint: str, page: queries.Page, here: Mapping[str, Any]) -> dict[str, str]:
    return {
        "prev_url": url_for(endpoint, **here, before=page.prev) if page.prev else "",
        "next_url": url_for(endpoint, **here, after=page.next) if page.next else "",
    }


def count_text(total: int | None) -> str:
    return f"{queries.MOST_COUNTED:,}명 넘음" if total is None else f"모두 {total:,}명"


def tags(
    chosen: queries.Filter, endpoint: str, here: Mapping[str, Any], dongs: Mapping[str, str]
) -> list[tuple[str, str]]:
    """(label, address without it) of everything the list is limited to."""
    labels = {
        "dong": dongs.get(chosen.dong, ""),
        "state": STATES.get(chosen.state, ""),
        "stream": STREAM_LABELS.get(chosen.stream, ""),  # type: ignore[call-overload]
        "verdict": VERDICTS.get(chosen.verdict, ""),
        "failed": f"{RULE_LABELS[chosen.failed]} 미충족" if chosen.failed else "",
        "review": f"{RULE_LABELS[chosen.review]} 확인 필요" if chosen.review else "",
        "channel": queries.CHANNELS.get(chosen.channel, ""),
        "stale": "심사 뒤 바뀜" if chosen.stale else "",
        "moved": moved_label(chosen.moved),
        "s": f"찾는 말 {chosen.text}" if chosen.text else "",
    }
    return _tags(labels, filter_args(chosen), endpoint, here)


def moved_label(moved: str) -> str:
    at = run_keys.instant_of(moved)
    return f"{korean_time(at)} 심사에서 판정이 바뀐 신청" if at else MOVED if moved else ""


def people_filter(source: Mapping[str, str] | None = None) -> PeopleFilter:
    return PeopleFilter(dong=dong_asked(source), text=typed_text())


def people_args(chosen: PeopleFilter) -> dict[str, Any]:
    return _present({"dong": chosen.dong, "s": request.args.get("s", "") if chosen.text else ""})


def people_tags(chosen: PeopleFilter, dongs: Mapping[str, str]) -> list[tuple[str, str]]:
    labels = {"dong": dongs.get(chosen.dong, ""), "s": f"찾는 말 {chosen.text}" if chosen.text else ""}
    return _tags(labels, people_args(chosen), "recruitment.list_people", {})


def due_filter() -> DueFilter:
    due = request.args.get("due", "")
    return DueFilter(dong=dong_asked(), due=due if due in DUE else "")


def due_args(chosen: DueFilter) -> dict[str, Any]:
    return _present({"dong": chosen.dong, "due": chosen.due})


def due_tags(chosen: DueFilter, code: str, dongs: Mapping[str, str]) -> list[tuple[str, str]]:
    labels = {"dong": dongs.get(chosen.dong, ""), "due": DUE.get(chosen.due, "")}
    return _tags(labels, due_args(chosen), "recruitment.list_missing_papers", {"code": code})


def _present(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _tags(
    labels: Mapping[str, str], args: Mapping[str, Any], endpoint: str, here: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """(label, address without it) of everything that has a label."""
    return [
        (label, url_for(endpoint, **here, **{key: value for key, value in args.items() if key != name}))
        for name, label in labels.items()
        if label
    ]
