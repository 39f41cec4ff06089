"""The forms of 신청 불러오기: a file, and the buttons of its preview."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired

from app.web.forms import ActionForm, CreateForm


class UploadForm(CreateForm):
    file: Any = FileField("엑셀(XLSX) 파일", [FileRequired("파일을 골라 주세요.")])


class DecideForm(ActionForm):
    """반영 or 버림 of one preview."""
