"""Evidence kept with a decision: what the content shows it to be, sealed, given back as an attachment only."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.audit import services as audit
from app.extensions import db, seal
from app.recruitment.models import StoredFile
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken

LARGEST = 5 * 1024 * 1024
COLUMN = "stored_file.content"
ACCEPTED = "PDF, JPG, PNG"
_TAIL = 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """What a form brought. The name that the sender gave it is not kept: it may name a person."""

    content: bytes


def media_type_of(content: bytes) -> str | None:
    """By the content alone, from its first to its last mark; None for anything else."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-_TAIL:]:
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IHDR" in content[:32] and b"IEND" in content[-16:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0")[-2:] == b"\xff\xd9":
        return "image/jpeg"
    return None


_NAMES = {"application/pdf": "evidence.pdf", "image/png": "evidence.png", "image/jpeg": "evidence.jpg"}


def keep(upload: Upload, *, by: Actor, now: datetime) -> StoredFile:
    """Seal one file. Raises RuleBroken when it is empty, over 5 MB, or not a PDF, JPG or PNG by its content."""
    content = upload.content
    if not content:
        raise RuleBroken("빈 파일입니다. 파일을 확인해 주세요.")
    if len(content) > LARGEST:
        raise RuleBroken("파일이 5MB를 넘습니다. 5MB 이하로 줄여 주세요.")
    media_type = media_type_of(content)
    if media_type is None:
        raise RuleBroken(f"{ACCEPTED} 파일만 넣을 수 있습니다. 파일 이름이 아니라 내용으로 확인합니다.")
    row = StoredFile(
        sha256=hashlib.sha256(content).hexdigest(),
        name=_NAMES[media_type],
        media_type=media_type,
        size=len(content),
        content=seal.close(base64.b64encode(content).decode(), COLUMN),
        at=now,
        by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("recruit:file:keep", row, by=by, at=now, changes={"sha256": row.sha256, "size": row.size})
    return row


def read(file_id: int | None) -> tuple[StoredFile, bytes]:
    """The file and its plain content; who may read it is the caller's to know. Raises NotFound, SealBroken."""
    row = db.session.scalar(sa.select(StoredFile).where(StoredFile.id == file_id)) if file_id else None
    if row is None:
        raise NotFound
    return row, base64.b64decode(seal.open(row.content, COLUMN))
