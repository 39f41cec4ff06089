"""What every uploaded answer goes through: opened, never the same one twice, all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.models import ImportBatch
from app.shared.actor import Actor
from app.shared.errors import RuleBroken
from app.shared.periods import korean_time
from app.sheets.checking import Checked, check, nothing_saved
from app.sheets.columns import Column
from app.sheets.reading import read_sheet
from app.sheets.unlocking import unlock

_LOCK = int.from_bytes(b"uploads")
"""Of PostgreSQL's advisory locks: two files about the same people would both add what neither finds."""


class FaultsInFile(RuleBroken):
    """W35: the cells to put right, as sentences; nothing was saved."""

    def __init__(self, checked: Checked) -> None:
        faults = sorted(checked.faults, key=lambda fault: (fault.row, fault.cell))
        super().__init__(nothing_saved(len(checked.row_numbers), len(faults)))
        self.sentences = [fault.sentence(checked.sheet) for fault in faults]


@dataclass(frozen=True)
class Uploaded:
    """A file as it came: its name, its bytes, and what opens it."""

    name: str
    content: bytes
    password: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read(file: Uploaded, columns: Sequence[Column], today: date) -> Checked:
    """Its rows. Asks no database: a view reads before it waits for the writer. Raises RuleBroken for the whole file."""
    return check(read_sheet(unlock(file.content, file.password)), columns, today=today)


def refuse_known(file: Uploaded, kind: str, scope: str) -> None:
    """W36, as RuleBroken, for a file that went in before. Uploads wait for each other from here to the commit."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    before = db.session.scalar(
        sa.select(ImportBatch.committed_at).where(
            ImportBatch.kind == kind,
            ImportBatch.scope == scope,
            ImportBatch.sha256 == file.sha256,
            ImportBatch.state == "committed",
        )
    )
    if before is not None:
        raise RuleBroken(f"{korean_time(before)}에 이미 반영한 파일입니다. 바뀐 자료가 없습니다.")


def kept(
    file: Uploaded, kind: str, scope: str, counts: dict[str, int], *, rows: int, by: Actor, now: datetime
) -> ImportBatch:
    """The batch that stands for this file. Its content is not kept, nor its name, which often is somebody's."""
    row = ImportBatch(
        kind=kind,
        scope=scope,
        file_name="",
        sha256=file.sha256,
        state="committed",
        rows=rows,
        counts=counts,
        at=now,
        by_id=by.user_id,
        committed_at=now,
        committed_by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    return row
