"""One uploaded file from check to commit: kept sealed while it waits, put in whole and once, or dropped."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from app.audit import services as audit
from app.extensions import db, seal
from app.recruitment.imports import report
from app.recruitment.imports.columns import columns_of
from app.recruitment.imports.planning import NEW, UNCHANGED, UPDATED, Plan, check_state, compare, read
from app.recruitment.imports.writing import Writer
from app.recruitment.models import ImportBatch, Notice
from app.recruitment.services import notices, transitions
from app.recruitment.services.screenings import screen_all
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.shared.periods import korean_time
from app.sheets.checking import Checked, nothing_saved

KIND = "applications"
CONTENT_COLUMN = "import_batch.content"
KEPT = timedelta(days=7)
LONGEST_NAME = 100
AGAIN = "미리보기 뒤에 자료가 바뀌어 한 건도 저장하지 않았습니다. 새 미리보기를 확인하고 다시 반영해 주세요."
Progress = Callable[[int, int], None]
_NO_OTHER = sa.false()


@dataclass(frozen=True, slots=True)
class Committed:
    """What became of a commit. ``again``: the world had changed, nothing was written, the preview is new."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    again: bool = False

    @property
    def message(self) -> str:
        if self.again:
            return AGAIN
        if not self.new and not self.updated:
            return f"{self.unchanged:,}건 모두 이미 같은 내용입니다. 바뀐 자료가 없습니다."
        return (
            f"새 신청 {self.new:,}건, 고친 신청 {self.updated:,}건을 반영했습니다. 그대로인 신청 {self.unchanged:,}건."
        )


def clean_name(name: str | None) -> str:
    """The file's name as text to be shown, never as a path: last part, no control or direction characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    if len(kept) > LONGEST_NAME:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[:80]}…{dot}{ending[:10]}" if dot else f"{kept[:80]}…"
    return kept or "이름 없는 파일"


def committed_before(notice: Notice, sha256: str) -> ImportBatch | None:
    """The batch by which this very file went in."""
    return db.session.scalar(
        sa.select(ImportBatch).where(
            ImportBatch.kind == KIND,
            ImportBatch.scope == notice.code,
            ImportBatch.sha256 == sha256,
            ImportBatch.state == "committed",
        )
    )


def same_file(batch: ImportBatch) -> str:
    """W36."""
    when = korean_time(batch.committed_at) if batch.committed_at else ""
    return f"{when}에 이미 반영한 파일입니다. 바뀐 자료가 없습니다."


def counts_of(made: Plan) -> dict[str, Any]:
    return {
        "new": made.count(NEW),
        "updated": made.count(UPDATED),
        "unchanged": made.count(UNCHANGED),
        "errors": made.errors,
        "digest": made.digest,
    }


def upload(
    notice: Notice,
    name: str | None,
    content: bytes,
    *,
    by: Actor,
    now: datetime,
    today: date,
    checked: Checked | None = None,
) -> ImportBatch:
    """Check a file and keep it for the preview; the same file once more leads to the batch that is there already.

    Nothing of it is in the tables yet. ``checked``: the file as it was read before the transaction; else it is read
    here, before the notice is held. Raises SheetRefused, RuleBroken.
    """
    digest = hashlib.sha256(content).hexdigest()
    done = committed_before(notice, digest)
    if done is not None:
        return done
    check_state(notice, today)
    checked = checked or read(content, columns_of(notice), today)
    notices.lock(notice)
    done = committed_before(notice, digest)
    if done is not None:
        return done
    made = compare(notice, checked, content, today)
    _drop_old(notice, digest, by=by, now=now)
    row = ImportBatch(
        kind=KIND,
        scope=notice.code,
        file_name=clean_name(name),
        sha256=digest,
        rows=made.rows,
        counts=counts_of(made),
        content=seal.close(base64.b64encode(content).decode(), CONTENT_COLUMN),
        report=report.close(report.make(made, columns_of(notice))),
        at=now,
        by_id=by.user_id,
    )
    db.session.add(row)
    db.session.flush()
    changes = {"notice": notice.code, "sha256": digest, "rows": made.rows, "errors": made.errors}
    audit.record("recruit:import:check", row, by=by, at=now, changes=changes)
    return row


def batch_of(notice: Notice, batch_id: int) -> ImportBatch:
    """A batch of this notice. Raises NotFound."""
    query = sa.select(ImportBatch).where(
        ImportBatch.id == batch_id, ImportBatch.kind == KIND, ImportBatch.scope == notice.code
    )
    found = db.session.scalar(query.options(undefer(ImportBatch.report)))
    if found is None:
        raise NotFound
    return found


def recent(notice: Notice) -> list[Any]:
    """The last ten files of the notice with who put them up."""
    query = sa.select(
        ImportBatch.id,
        ImportBatch.file_name,
        ImportBatch.state,
        ImportBatch.rows,
        ImportBatch.counts,
        ImportBatch.at,
        ImportBatch.committed_at,
    ).where(ImportBatch.kind == KIND, ImportBatch.scope == notice.code, ImportBatch.state != "dropped")
    return list(db.session.execute(query.order_by(ImportBatch.id.desc()).limit(10)))


def commit(
    notice: Notice,
    batch_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    progress: Progress = lambda _done, _total: None,
) -> Committed:
    """Put the whole file in, or nothing. Compared again with all held: a changed world gives a new preview.

    Raises RuleBroken for a file with faults (W35), one that was dropped, or one that is in already (W36); Conflict when
    somebody it touches was changed while it was written.
    """
    checked = _read_kept(notice, batch_of(notice, batch_id), today)
    notices.lock(notice)
    transitions.hold(notice.id)
    batch = batch_of(notice, batch_id)
    db.session.refresh(batch, ["state", "counts", "content"], with_for_update={"of": ImportBatch})
    done = committed_before(notice, batch.sha256)
    if done is not None:
        raise RuleBroken(same_file(done))
    if batch.state != "checked" or batch.content is None or checked is None:
        raise RuleBroken("미리보기가 끝난 파일입니다. 파일을 다시 올려 주세요.")
    made = compare(notice, checked, _content(batch), today)
    if made.digest != batch.counts["digest"]:
        return _preview_again(notice, batch, made)
    if made.errors:
        raise RuleBroken(nothing_saved(made.rows, made.errors))
    return _write(notice, batch, made, by=by, now=now, today=today, progress=progress)


def _read_kept(notice: Notice, batch: ImportBatch, today: date) -> Checked | None:
    """The kept file, read while nothing is held yet; None once the batch is done."""
    if batch.state != "checked" or batch.content is None:
        return None
    check_state(notice, today)
    return read(_content(batch), columns_of(notice), today)


def _content(batch: ImportBatch) -> bytes:
    return base64.b64decode(seal.open(batch.content or b"", CONTENT_COLUMN))


def _preview_again(notice: Notice, batch: ImportBatch, made: Plan) -> Committed:
    batch.rows, batch.counts = made.rows, counts_of(made)
    batch.report = report.close(report.make(made, columns_of(notice)))
    db.session.flush()
    return Committed(again=True)


def _write(
    notice: Notice, batch: ImportBatch, made: Plan, *, by: Actor, now: datetime, today: date, progress: Progress
) -> Committed:
    people = Writer(notice, batch, by, now, today).write(made, progress)
    # The batch wrote past the session: what it holds is read again when next asked.
    db.session.flush()
    db.session.expire_all()
    result = Committed(made.count(NEW), made.count(UPDATED), made.count(UNCHANGED))
    batch.state, batch.committed_at, batch.committed_by_id = "committed", now, by.user_id
    batch.content = batch.report = None
    db.session.flush()
    changes: dict[str, Any] = {"notice": notice.code, "sha256": batch.sha256, "digest": made.digest}
    changes |= {"new": result.new, "updated": result.updated, "unchanged": result.unchanged}
    audit.record("recruit:import:commit", batch, by=by, at=now, changes=changes, people=people)
    if people:
        screen_all(notice, by=by, now=now, today=today)
    progress(made.rows, made.rows)
    return result


def drop(notice: Notice, batch_id: int, *, by: Actor, now: datetime) -> None:
    """Throw a checked file away. Raises RuleBroken once it is committed."""
    notices.lock(notice)
    batch = batch_of(notice, batch_id)
    if batch.state == "committed":
        raise RuleBroken("이미 반영한 파일이라 버릴 수 없습니다.")
    if batch.state == "checked":
        _empty(batch)
        audit.record("recruit:import:drop", batch, by=by, at=now, changes={"notice": notice.code})
    db.session.flush()


def _empty(batch: ImportBatch) -> None:
    batch.state = "dropped"
    batch.content = batch.report = None


def _drop_old(notice: Notice, sha256: str, *, by: Actor, now: datetime) -> None:
    """Earlier checks of this very file, and files left undecided for a week anywhere."""
    drop_undecided(sa.and_(ImportBatch.scope == notice.code, ImportBatch.sha256 == sha256), by=by, now=now)


def drop_undecided(also: sa.ColumnElement[bool] = _NO_OTHER, *, by: Actor, now: datetime) -> None:
    """Files that nobody decided on for a week go, and those that ``also`` names: they hold whole resident numbers."""
    query = sa.select(ImportBatch).where(
        ImportBatch.kind == KIND, ImportBatch.state == "checked", sa.or_(ImportBatch.at < now - KEPT, also)
    )
    for batch in db.session.scalars(query.with_for_update(of=ImportBatch)):
        _empty(batch)
        audit.record("recruit:import:drop", batch, by=by, at=now, changes={"notice": batch.scope})
    db.session.flush()
