"""The form of a 내시: what was confirmed for a cohort before its notice."""

from __future__ import annotations

from typing import Any

from wtforms.validators import DataRequired, InputRequired, Optional

from app.recruitment.forms.fields import Choice, MoneyField, WholeField
from app.recruitment.services.confirmations import KINDS, Given
from app.web.forms import REQUIRED, CreateForm, DayField, TextField


class ConfirmationForm(CreateForm):
    kind = Choice("구분", choices=KINDS, default="final")
    people: Any = WholeField("인원", [InputRequired(REQUIRED)], least=1, most=20_000)
    national_won: Any = MoneyField("국비", [InputRequired(REQUIRED)])
    city_won: Any = MoneyField("시비", [InputRequired(REQUIRED)])
    district_won: Any = MoneyField("구비", [InputRequired(REQUIRED)])
    document_number: Any = TextField("공문 문서번호", [DataRequired(REQUIRED)], longest=60)
    decided_on: Any = DayField("통보일", [InputRequired(REQUIRED)])
    note: Any = TextField("비고", [Optional()], longest=200)

    @property
    def given(self) -> Given:
        return Given(
            self.kind.data,
            self.people.data,
            self.national_won.data,
            self.city_won.data,
            self.district_won.data,
            self.document_number.data,
            self.decided_on.data,
            self.note.data or "",
        )
