"""A process that commits one import and waits for nobody: the real application over the real database.

``python -m tests.recruitment.import_child URL FOLDER NOTICE BATCH``; prints ``go`` before the commit and ``done`` after.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app import create_app
from app.accounts.commands import actor
from app.audit import services as audit
from app.database import writing
from app.extensions import db
from app.recruitment.imports import batches
from app.recruitment.services import notices
from tests.conftest import make_settings
from tests.create import NOW
from tests.recruitment.create import TODAY


def main(url: str, folder: str, code: str, batch_id: int) -> None:
    with create_app(make_settings(Path(folder), url)).app_context(), writing():
        notice, by = notices.by_code(code), actor()
        print("go", flush=True)  # noqa: T201
        sys.stdin.readline()
        batches.commit(notice, batch_id, by=by, now=NOW, today=TODAY)
        audit.commit()
        print("done", flush=True)  # noqa: T201
        db.session.remove()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
