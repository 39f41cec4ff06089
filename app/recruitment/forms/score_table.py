"""The form of a score table, made for the items of one document: bands, points, tie-break, the rest of the selection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.recruitment.forms.fields import Choice, MoneyField, WholeField
from app.recruitment.forms.notice import ChangeReasonForm
from app.recruitment.models import STREAM_LABELS
from app.recruitment.score_words import TIE_BREAK_WORDS
from app.rules.criteria import ITEM_LABELS, Backfill, Band, NoticeDocument, Reserve, ScoreItem, ScoreTable
from app.web.forms import REQUIRED, TextField

_MEASURED = ("income", "property")
"""Items whose bands may end elsewhere; the others count people, types, rounds."""
_STREAMS = {"": "쓰지 않음", **{code.value: label for code, label in STREAM_LABELS.items()}}
BACKFILLS = 2


class ScoreForm(ChangeReasonForm):
    """Points are typed as they read: a deduction of 5 is 5. ``base`` is the version that was looked at."""

    base = HiddenField()
    title = TextField("배점표 이름", [DataRequired(REQUIRED)], longest=80)
    priority_percent: Any = WholeField("취업취약계층 최소 비율", [InputRequired(REQUIRED)], most=100)
    reserve_percent: Any = WholeField("예비 비율(선발 인원 대비)", [InputRequired(REQUIRED)], most=300)
    reserve_days: Any = WholeField("예비 유효(사업 종료 며칠 전까지)", [InputRequired(REQUIRED)], most=365)
    offered: tuple[ScoreItem, ...] = ()

    @classmethod
    def of(cls, document: NoticeDocument, offered: tuple[ScoreItem, ...], base: int) -> ScoreForm:
        """``offered``: the items of the document and those that it could take up."""
        fields: dict[str, Any] = {"offered": offered}
        used = {item.code for item in document.score_table.items}
        for item in offered:
            fields |= _item_fields(item, item.code in used)
        for place in range(len(TIE_BREAK_WORDS)):
            chosen = document.tie_break[place] if place < len(document.tie_break) else ""
            choices = {"": "쓰지 않음", **TIE_BREAK_WORDS}
            fields[f"tie_{place}"] = Choice(f"동점자 {place + 1}순위", [Optional()], choices=choices, default=chosen)
        for place in range(BACKFILLS):
            step = document.backfill[place] if place < len(document.backfill) else Backfill("", "")
            fields |= _backfill_fields(place, step)
        return type("ScoreForm", (cls,), fields)(data=_start(document, base))

    def items(self) -> tuple[ScoreItem, ...]:
        """The items that are ticked, with their bands and points as typed."""
        return tuple(self._item(item) for item in self.offered if self[f"use_{item.code}"].data)

    def _item(self, item: ScoreItem) -> ScoreItem:
        sign = 1 if item.sign == "add" else -1
        bands, above = [], None
        for place, band in enumerate(item.bands):
            edge = self[f"edge_{item.code}_{place}"].data if f"edge_{item.code}_{place}" in self else band.up_to
            bands.append(Band(above, edge, sign * self[f"points_{item.code}_{place}"].data))
            above = edge
        return replace(item, bands=tuple(bands), cap=sign * self[f"cap_{item.code}"].data)

    def applied_to(self, document: NoticeDocument) -> NoticeDocument:
        """The draft with what was typed; a table that changed has to be adopted anew. Raises BadDocument."""
        changed = self._typed(document)
        if changed != document:
            changed = changed.with_score_table(replace(changed.score_table, example=True, adopted_by=""))
        return NoticeDocument.from_json(changed.to_json())

    def kept_for(self, document: NoticeDocument) -> NoticeDocument:
        """An opened notice with what was typed: the approval of the change adopts it. Raises BadDocument."""
        return NoticeDocument.from_json(self._typed(document).to_json())

    def _typed(self, document: NoticeDocument) -> NoticeDocument:
        tie_break = (self[f"tie_{place}"].data for place in range(len(TIE_BREAK_WORDS)))
        steps = ((self[f"seats_of_{place}"].data, self[f"people_of_{place}"].data) for place in range(BACKFILLS))
        table = document.score_table
        return replace(
            document,
            score_table=ScoreTable(self.title.data or "", table.example, table.adopted_by, self.items()),
            tie_break=tuple(code for code in tie_break if code),
            backfill=tuple(Backfill(seats_of, people_of) for seats_of, people_of in steps if seats_of or people_of),
            priority_percent=self.priority_percent.data,
            reserve=Reserve(self.reserve_percent.data, self.reserve_days.data),
        )


def _start(document: NoticeDocument, base: int) -> dict[str, Any]:
    return {
        "base": str(base),
        "title": document.score_table.title,
        "priority_percent": document.priority_percent,
        "reserve_percent": document.reserve.percent,
        "reserve_days": document.reserve.days_before_end,
    }


def _item_fields(item: ScoreItem, used: bool) -> dict[str, Any]:
    label, word = ITEM_LABELS[item.code], "배점" if item.sign == "add" else "감점"
    fields: dict[str, Any] = {
        f"use_{item.code}": BooleanField(f"{label} 항목을 씁니다", default=used),
        f"cap_{item.code}": WholeField(
            f"{label} 최대 {word}", [InputRequired(REQUIRED)], most=1000, default=abs(item.cap)
        ),
    }
    for place, band in enumerate(item.bands):
        name = f"{label} {place + 1}번째 구간"
        fields[f"points_{item.code}_{place}"] = WholeField(
            f"{name} {word}", [InputRequired(REQUIRED)], most=1000, default=abs(band.points)
        )
        if item.code in _MEASURED and band.up_to is not None:
            edge = {"validators": [InputRequired(REQUIRED)], "default": band.up_to}
            kind: Any = MoneyField(f"{name} 끝", **edge)
            if item.code == "income":
                kind = WholeField(f"{name} 끝", least=1, most=1000, **edge)
            fields[f"edge_{item.code}_{place}"] = kind
    return fields


def _backfill_fields(place: int, step: Backfill) -> dict[str, Any]:
    return {
        f"seats_of_{place}": Choice(
            f"충원 {place + 1}: 남는 자리", [Optional()], choices=_STREAMS, default=step.seats_of
        ),
        f"people_of_{place}": Choice(
            f"충원 {place + 1}: 채우는 사람", [Optional()], choices=_STREAMS, default=step.people_of
        ),
    }
