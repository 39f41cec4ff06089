"""The form of a notice's papers checklist: the shipped kinds, and lines of the office's own."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from app.recruitment.forms.fields import Choice, WholeField
from app.recruitment.services.checklist import PaperItem
from app.recruitment.words import PAPERS
from app.web.forms import REQUIRED, CreateForm, TextField

WHEN = {"always": "모두", "bonus": "가점을 받으려는 사람", "proxy": "대리로 신청할 때"}
OWN_LINES = 5


class PapersForm(CreateForm):
    papers_days: Any = WholeField("보완 기한", [InputRequired(REQUIRED)], least=1, most=90)
    kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, items: tuple[PaperItem, ...], papers_days: int) -> PapersForm:
        """A line for every shipped kind, the notice's own, and empty ones behind them."""
        listed = {item.kind: item for item in items}
        kinds = [*PAPERS, *(kind for kind in listed if kind not in PAPERS)]
        kinds += [name for name in (f"own_{place}" for place in range(1, OWN_LINES + 1)) if name not in kinds]
        fields: dict[str, Any] = {"kinds": tuple(kinds)}
        for kind in kinds:
            item = listed.get(kind, PaperItem(kind, PAPERS.get(kind, "")))
            name = PAPERS.get(kind, "직접 적은 서류")
            fields[f"use_{kind}"] = BooleanField(f"{name} 받음", default=kind in listed)
            fields[f"label_{kind}"] = TextField(f"{name} 이름", [Optional()], longest=60, default=item.label)
            fields[f"when_{kind}"] = Choice(f"{name} 대상", choices=WHEN, default=item.when)
        return type("PapersForm", (cls,), fields)(data={"papers_days": papers_days})

    def items(self) -> list[dict[str, str]]:
        """What is ticked and has a name."""
        return [
            {"kind": kind, "label": self[f"label_{kind}"].data, "when": self[f"when_{kind}"].data}
            for kind in self.kinds
            if self[f"use_{kind}"].data and self[f"label_{kind}"].data
        ]
