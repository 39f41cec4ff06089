"""What an approver was shown, as one stamp: the page carries it, and the step is refused where it says another thing now."""

from __future__ import annotations

from app.recruitment.models import Notice, NoticeChange, NoticeVersion
from app.recruitment.services.notices import current_version
from app.shared.canonical import digest


def version_stamp(notice: Notice, version: NoticeVersion) -> str:
    """Of a change of the criteria: its document and reason, and the version that it is compared with."""
    return digest([version.number, version.digest, version.reason, current_version(notice).number])


def change_stamp(row: NoticeChange) -> str:
    """Of a 변경공고: what it changes from what, its reason and its number."""
    return digest([row.id, row.before, row.after, row.reason, row.document_number])
