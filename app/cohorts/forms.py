"""Forms of selection, placement and attendance. Choices are passed in."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from app.web.forms import REQUIRED, ActionForm, CreateForm, DayField, EditForm, TextField


class ProposeForm(ActionForm):
    """결재 올리기 of a selection. ``result`` is the digest of what the page showed."""


class ApproveForm(ActionForm):
    starts_on = DayField("계약 시작일", [InputRequired(REQUIRED)])


class ReasonForm(CreateForm):
    reason = TextField("사유", [InputRequired(REQUIRED)])


class PlaceForm(EditForm):
    worksite = SelectField("근무지", [InputRequired(REQUIRED)], coerce=int)
    from_on = DayField("옮기는 날", [InputRequired(REQUIRED)])
    reason = TextField("사유", [Optional()])


class EndForm(EditForm):
    last_on = DayField("마지막 근무일", [InputRequired(REQUIRED)])
    reason = SelectField("사유", [InputRequired(REQUIRED)])
    note = TextField("설명", [Optional()])


class CancelForm(EditForm):
    note = TextField("취소 사유", [InputRequired(REQUIRED)])


class BookForm(EditForm):
    """The grid: its cells are read from the request by name (``d-<participation>-<day>``), the version from here."""
